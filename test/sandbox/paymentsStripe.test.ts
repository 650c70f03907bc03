import Stripe from 'stripe';
import { ACCOUNT, DAY, MINUTE, PaymentsBench } from './paymentsSupport';
import { until } from './support';

let bench: PaymentsBench;
let stripe: Stripe;

/** The public client, sent to the sandbox's path: it knows hosts only. */
const client = (key = ACCOUNT.secretKey): Stripe => {
  const http = Stripe.createFetchHttpClient((url, init) => fetch(String(url).replace(/\/v1\//, '/stripe/v1/'), init));
  const { hostname: host, port } = new URL(bench.url);
  return new Stripe(key, { httpClient: http, host, port: Number(port), protocol: 'http', maxNetworkRetries: 0 });
};

beforeEach(async () => {
  bench = await new PaymentsBench().start();
  stripe = client();
});
afterEach(() => bench.close());

const asked = (fields: Partial<Stripe.Checkout.SessionCreateParams> = {}): Stripe.Checkout.SessionCreateParams => ({
  mode: 'payment',
  line_items: [
    {
      quantity: 1,
      price_data: { currency: 'rub', unit_amount: 300_000, product_data: { name: 'Торт «Медовик», 2,5 кг' } },
    },
    { quantity: 2, price_data: { currency: 'rub', unit_amount: 25_000, product_data: { name: 'Свечи & открытка' } } },
  ],
  client_reference_id: '1042-1',
  metadata: { order: '1042', note: 'Без «орехов» & сахара' },
  payment_intent_data: { metadata: { payment: '1042-1' }, description: 'Заказ 1042' },
  success_url: 'https://example.org/yes?session={CHECKOUT_SESSION_ID}',
  cancel_url: 'https://example.org/no',
  locale: 'ru',
  ...fields,
});
const create = (fields: Partial<Stripe.Checkout.SessionCreateParams> = {}, idempotencyKey?: string) =>
  stripe.checkout.sessions.create(asked(fields), idempotencyKey ? { idempotencyKey } : undefined);
const press = (url: string, chosen: string) => bench.call('POST', url, new URLSearchParams({ do: chosen }));
const EXPANDED = { expand: ['payment_intent.latest_charge.refunds', 'line_items'] };

test('a session is made, paid, and read with its payment inside', async () => {
  const made = await create();
  expect(made).toMatchObject({
    ...{ object: 'checkout.session', status: 'open', payment_status: 'unpaid', mode: 'payment', livemode: false },
    ...{ amount_total: 350_000, amount_subtotal: 350_000, currency: 'rub', client_reference_id: '1042-1' },
    ...{
      metadata: { order: '1042', note: 'Без «орехов» & сахара' },
      payment_intent: null,
      locale: 'ru',
      cancel_url: 'https://example.org/no',
    },
    ...{ url: `${bench.url}/stripe/pay/${made.id}`, expires_at: (bench.clock.now() + DAY) / 1000 },
  });
  expect(made.lastResponse.requestId).toMatch(/^req_/);
  expect((await press(made.url!, 'pay')).headers.location).toBe(`https://example.org/yes?session=${made.id}`);
  const paid = await stripe.checkout.sessions.retrieve(made.id, EXPANDED);
  expect(paid).toMatchObject({ status: 'complete', payment_status: 'paid', url: null });
  const lines = paid.line_items!.data.map(({ description, quantity, amount_total }) => [
    description,
    quantity,
    amount_total,
  ]);
  expect(lines).toEqual([
    ['Торт «Медовик», 2,5 кг', 1, 300_000],
    ['Свечи & открытка', 2, 50_000],
  ]);
  const intent = paid.payment_intent as Stripe.PaymentIntent;
  expect(intent).toMatchObject({
    ...{ object: 'payment_intent', status: 'succeeded', amount: 350_000, amount_received: 350_000, currency: 'rub' },
    ...{ metadata: { payment: '1042-1' }, description: 'Заказ 1042' },
    latest_charge: { object: 'charge', amount: 350_000, amount_refunded: 0, refunded: false, refunds: { data: [] } },
  });
  expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
    id: intent.id,
    latest_charge: expect.stringMatching(/^ch_/),
  });
  const charge = intent.latest_charge as Stripe.Charge;
  expect(await stripe.charges.retrieve(charge.id)).toMatchObject({
    id: charge.id,
    payment_intent: intent.id,
    paid: true,
  });
  expect((await stripe.balance.retrieve()).available).toMatchObject([{ amount: 350_000, currency: 'rub' }]);
});

test('the event is signed, and names the session as it is now', async () => {
  const { id, url } = await create();
  await press(url!, 'pay');
  const told = await until(() => bench.shop.told[0]);
  const signature = told.headers['stripe-signature'] as string;
  const now = Math.floor(bench.clock.now() / 1000);
  const event = stripe.webhooks.constructEvent(told.raw, signature, ACCOUNT.webhookSecret, 300, undefined, now * 1000);
  expect(event).toMatchObject({ object: 'event', type: 'checkout.session.completed', livemode: false, created: now });
  expect(event.data.object).toEqual(JSON.parse(JSON.stringify(await stripe.checkout.sessions.retrieve(id))));
  expect(() =>
    stripe.webhooks.constructEvent(told.raw, signature, 'whsec_other', 300, undefined, now * 1000),
  ).toThrow();
  expect(() =>
    stripe.webhooks.constructEvent(told.raw + ' ', signature, ACCOUNT.webhookSecret, 300, undefined, now * 1000),
  ).toThrow();
});

test('a session ends by itself, or is ended, and is not paid any more', async () => {
  const short = await create({ expires_at: (bench.clock.now() + 30 * MINUTE) / 1000 });
  const ended = await create();
  expect(await stripe.checkout.sessions.expire(ended.id)).toMatchObject({ status: 'expired', url: null });
  await expect(stripe.checkout.sessions.expire(ended.id)).rejects.toMatchObject({
    ...{ type: 'StripeInvalidRequestError', statusCode: 400, message: expect.stringContaining('status in ["open"]') },
  });
  expect((await press(ended.url!, 'pay')).status).toBe(409);
  bench.clock.advance(30 * MINUTE);
  expect((await stripe.checkout.sessions.retrieve(short.id)).status).toBe('expired');
  const told = await until(() => bench.shop.told.length === 2 && bench.shop.told.map(({ body }) => body));
  expect(told.map(({ type, data }) => [type, data.object.id])).toEqual([
    ['checkout.session.expired', ended.id],
    ['checkout.session.expired', short.id],
  ]);
  for (const minutes of [29, 24 * 60 + 1])
    await expect(create({ expires_at: bench.clock.now() / 1000 + minutes * 60 })).rejects.toMatchObject({
      param: 'expires_at',
    });
});

test('sessions are listed, the newest first', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) ids.unshift((await create({ client_reference_id: `${n}` })).id);
  const listed: string[] = [];
  for await (const { id } of stripe.checkout.sessions.list({ limit: 2 })) listed.push(id);
  expect(listed).toEqual(ids);
  bench.clock.advance(MINUTE);
  const late = (await create()).id;
  const since = await stripe.checkout.sessions.list({ created: { gte: bench.clock.now() / 1000 } });
  expect(since.data.map(({ id }) => id)).toEqual([late]);
  await press(`${bench.url}/stripe/pay/${ids[3]}`, 'pay');
  const { data, has_more } = await stripe.checkout.sessions.list({
    status: 'complete',
    expand: ['data.payment_intent'],
  });
  expect([data.map(({ id }) => id), has_more]).toEqual([[ids[3]], false]);
  expect(data[0].payment_intent).toMatchObject({ object: 'payment_intent' });
});

test('money goes back in parts, never more than came', async () => {
  const { id, url } = await create();
  await press(url!, 'pay');
  const payment_intent = (await stripe.checkout.sessions.retrieve(id)).payment_intent as string;
  const refund = (fields: Partial<Stripe.RefundCreateParams> = {}, idempotencyKey?: string) =>
    stripe.refunds.create({ payment_intent, ...fields }, idempotencyKey ? { idempotencyKey } : undefined);
  const part = { amount: 100_000, reason: 'requested_by_customer', metadata: { payment: '1042-1' } } as const;
  const first = await refund(part, 'refund-1');
  expect(first).toMatchObject({ object: 'refund', status: 'succeeded', payment_intent, currency: 'rub', ...part });
  const again = await refund(part, 'refund-1');
  expect(again.id).toBe(first.id);
  await expect(refund({ amount: 250_001 })).rejects.toMatchObject({
    type: 'StripeInvalidRequestError',
    param: 'amount',
  });
  const rest = await refund({}, 'refund-2');
  expect(rest.amount).toBe(250_000);
  await expect(refund()).rejects.toMatchObject({ code: 'charge_already_refunded' });
  expect(await stripe.refunds.retrieve(first.id, { expand: ['charge'] })).toMatchObject({
    ...{ id: first.id, charge: { refunded: true, amount_refunded: 350_000 } },
  });
  expect((await stripe.refunds.list({ payment_intent })).data.map((each) => each.id)).toEqual([rest.id, first.id]);
  const paid = await stripe.checkout.sessions.retrieve(id, EXPANDED);
  const charge = (paid.payment_intent as Stripe.PaymentIntent).latest_charge as Stripe.Charge;
  expect(charge).toMatchObject({
    amount_refunded: 350_000,
    refunded: true,
    refunds: { data: [{ id: rest.id }, { id: first.id }] },
  });
  const told = await until(() => bench.shop.told.length === 3 && bench.shop.told.map(({ body }) => body));
  const returned = told.filter(({ type }) => type === 'charge.refunded');
  expect(
    returned.map(({ data }) => [data.object.amount_refunded, data.previous_attributes.amount_refunded]).sort(),
  ).toEqual([
    [100_000, 0],
    [350_000, 100_000],
  ]);
});

test('one key is one session', async () => {
  const first = await create({}, 'pay:1042-1');
  expect((await create({}, 'pay:1042-1')).id).toBe(first.id);
  await expect(create({ client_reference_id: '1043-1' }, 'pay:1042-1')).rejects.toMatchObject({
    ...{ type: 'StripeIdempotencyError', statusCode: 400 },
  });
  // Parameters that fail the check leave no trace.
  await expect(create({ success_url: 'nothing' }, 'pay:1042-2')).rejects.toMatchObject({ param: 'success_url' });
  expect((await create({}, 'pay:1042-2')).status).toBe('open');
  const session = { mode: 'payment', success_url: 'https://example.org', 'line_items[0][quantity]': '1' };
  const price = { '[currency]': 'rub', '[unit_amount]': '100', '[product_data][name]': 'Торт' };
  for (const [key, value] of Object.entries(price))
    Object.assign(session, { [`line_items[0][price_data]${key}`]: value });
  const made = await bench.stripe('POST', '/checkout/sessions', session, 'pay:1043-1');
  await bench.restart();
  const again = await bench.stripe('POST', '/checkout/sessions', session, 'pay:1043-1');
  expect([again.data, again.headers['idempotent-replayed']]).toEqual([made.data, 'true']);
});

test.each<[string, Record<string, unknown>, object]>([
  ['nothing to buy', { line_items: undefined }, { param: 'line_items' }],
  ['no mode', { mode: undefined }, { param: 'mode', code: 'parameter_missing' }],
  ['no address', { success_url: undefined }, { param: 'success_url', code: 'parameter_missing' }],
  ['an unknown parameter', { colour: 'red' }, { param: 'colour', code: 'parameter_unknown' }],
  ['a long reference', { client_reference_id: 'x'.repeat(201) }, { param: 'client_reference_id' }],
  ['a long key of metadata', { metadata: { ['k'.repeat(41)]: '' } }, { param: `metadata[${'k'.repeat(41)}]` }],
  ['a long value of metadata', { metadata: { k: 'v'.repeat(501) } }, { param: 'metadata[k]' }],
  [
    'a fraction',
    { line_items: [{ quantity: 1, price_data: { currency: 'rub', unit_amount: 1.5, product_data: { name: 'x' } } }] },
    { param: 'line_items[0][price_data][unit_amount]' },
  ],
  ['what cannot be expanded', { expand: ['colour'] }, { param: 'expand' }],
])('%s is refused', async (_name, fields, error) => {
  await expect(create(fields as Partial<Stripe.Checkout.SessionCreateParams>)).rejects.toMatchObject({
    ...{ type: 'StripeInvalidRequestError', statusCode: 400, ...error },
  });
});

test('who calls, and for what', async () => {
  await expect(client('sk_test_other').balance.retrieve()).rejects.toMatchObject({
    ...{ type: 'StripeAuthenticationError', statusCode: 401, message: expect.not.stringContaining('sk_test_other') },
  });
  expect((await bench.call('GET', '/stripe/v1/balance')).data.error.type).toBe('invalid_request_error');
  const missing = { statusCode: 404, code: 'resource_missing' };
  await expect(stripe.checkout.sessions.retrieve('cs_test_x')).rejects.toMatchObject({ ...missing, param: 'session' });
  await expect(stripe.paymentIntents.retrieve('pi_x')).rejects.toMatchObject({ ...missing, param: 'intent' });
  await expect(stripe.charges.retrieve('ch_x')).rejects.toMatchObject(missing);
  await expect(stripe.refunds.retrieve('re_x')).rejects.toMatchObject(missing);
  await expect(stripe.refunds.create({ payment_intent: 'pi_x' })).rejects.toMatchObject(missing);
  await expect(stripe.refunds.create({})).rejects.toMatchObject({ statusCode: 400 });
  expect((await bench.stripe('GET', '/customers')).data.error.message).toContain('/v1/customers');
  const headers = { authorization: `Bearer ${ACCOUNT.secretKey}`, 'content-type': 'application/json' };
  expect((await bench.call('POST', '/stripe/v1/refunds', '{}', headers)).status).toBe(400);
});
