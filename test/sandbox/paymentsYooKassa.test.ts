import { parsePaymentNotification, type YooKassaSdk } from '@webzaytsev/yookassa-ts-sdk';
import { DAY, HOUR, PaymentsBench, SHOP } from './paymentsSupport';
import { ASKED, clientOf, type Create, RECEIPT, type Receipt, roubles } from './paymentsYooKassaClient';
import { until } from './support';

let bench: PaymentsBench;
let sdk: YooKassaSdk;

beforeEach(async () => {
  bench = await new PaymentsBench().start();
  sdk = clientOf(bench);
});
afterEach(() => bench.close());

const create = (fields: object = {}, key?: string) => sdk.payments.create({ ...ASKED, ...fields } as Create, key);
/** The page of a payment as its buyer sees it. */
const press = (id: string, chosen: string) =>
  bench.call('POST', `/yookassa/checkout/${id}`, new URLSearchParams({ do: chosen }));

test('a payment is made, paid, read and listed', async () => {
  const made = await create({ receipt: RECEIPT });
  expect(made).toMatchObject({
    ...{ status: 'pending', paid: false, test: true, refundable: false, description: ASKED.description },
    ...{ amount: ASKED.amount, metadata: ASKED.metadata, recipient: { account_id: SHOP.shopId } },
    receipt_registration: 'pending',
    confirmation: {
      ...{ type: 'redirect', return_url: 'https://example.org/thanks' },
      confirmation_url: `${bench.url}/yookassa/checkout/${made.id}`,
    },
  });
  expect(made.id).toHaveLength(36);
  expect((await press(made.id, 'pay')).headers.location).toBe('https://example.org/thanks');
  const paid = await sdk.payments.load(made.id);
  expect(paid).toMatchObject({ status: 'succeeded', paid: true, refundable: true, receipt_registration: 'succeeded' });
  expect(paid.captured_at).toBe(paid.created_at);
  expect(paid).not.toHaveProperty('confirmation');
  const { body } = await until(() => bench.shop.told[0]);
  expect(parsePaymentNotification(body).object).toEqual(paid);
  expect(body).toMatchObject({ type: 'notification', event: 'payment.succeeded' });
});

test('lists: pages, the newest first, and filters', async () => {
  const ids: string[] = [];
  for (let n = 1; n <= 5; n += 1) {
    ids.unshift((await create({ metadata: { n: String(n) } })).id);
    bench.clock.advance(1000);
  }
  await press(ids[1], 'pay');
  expect((await sdk.payments.list({ limit: 2 })).map(({ id }) => id)).toEqual(ids);
  expect((await sdk.payments.list({ status: 'succeeded' })).map(({ id }) => id)).toEqual([ids[1]]);
  const { data: first } = await bench.yookassa('GET', '/payments?limit=3');
  expect([first.type, first.items.length, typeof first.next_cursor]).toEqual(['list', 3, 'string']);
  const since = first.items[2].created_at as string;
  const { data: newer } = await bench.yookassa('GET', `/payments?created_at.gt=${since}`);
  expect(newer.items.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 2));
  const { data: captured } = await bench.yookassa('GET', `/payments?captured_at.gte=${since}`);
  expect(captured.items.map(({ id }: { id: string }) => id)).toEqual([ids[1]]);
  for (const [query, parameter] of [
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['cursor=nothing', 'cursor'],
    ['created_at.gte=yesterday', 'created_at.gte'],
  ])
    expect((await bench.yookassa('GET', `/payments?${query}`)).data).toMatchObject({
      code: 'invalid_request',
      parameter,
    });
});

test('money that is held is taken in part, or let go', async () => {
  const held = await create({ capture: false });
  await press(held.id, 'pay');
  const waiting = await sdk.payments.load(held.id);
  expect(waiting).toMatchObject({ status: 'waiting_for_capture', paid: true, refundable: false });
  expect(Date.parse(waiting.expires_at!) - bench.clock.now()).toBe(7 * DAY);
  await expect(sdk.payments.capture(held.id, { amount: roubles('3500.01') })).rejects.toThrow();
  const taken = await sdk.payments.capture(held.id, { amount: roubles('3000.00') });
  expect(taken).toMatchObject({ status: 'succeeded', amount: { value: '3000.00' } });
  const other = await create({ capture: false });
  await press(other.id, 'pay');
  expect(await sdk.payments.cancel(other.id)).toMatchObject({
    status: 'canceled',
    cancellation_details: { party: 'merchant', reason: 'canceled_by_merchant' },
  });
  const last = await create({ capture: false });
  await press(last.id, 'pay');
  bench.clock.advance(7 * DAY);
  expect((await sdk.payments.load(last.id)).cancellation_details?.reason).toBe('expired_on_capture');
});

test('a link lives an hour; what is not held cannot be cancelled', async () => {
  const { id } = await create();
  await expect(sdk.payments.cancel(id)).rejects.toMatchObject({ name: 'invalid_request' });
  bench.clock.advance(HOUR - 1);
  expect((await sdk.payments.load(id)).status).toBe('pending');
  bench.clock.advance(1);
  const over = await sdk.payments.load(id);
  expect(over).toMatchObject({ status: 'canceled', paid: false });
  expect(over.cancellation_details).toEqual({ party: 'yoo_money', reason: 'expired_on_confirmation' });
  expect(await until(() => bench.shop.told[0]?.body)).toEqual({
    ...{ type: 'notification', event: 'payment.canceled', object: over },
  });
  expect((await press(id, 'pay')).status).toBe(409);
});

test('money goes back in parts, never more than came', async () => {
  const { id } = await create();
  const refund = (value: string, key?: string) =>
    sdk.refunds.create({ payment_id: id, amount: roubles(value), description: 'Отмена' }, key);
  await expect(refund('1.00')).rejects.toMatchObject({ name: 'invalid_request' });
  await press(id, 'pay');
  const first = await refund('1500.00', 'refund-1');
  expect(first).toMatchObject({ payment_id: id, status: 'succeeded', amount: { value: '1500.00' } });
  expect(await refund('1500.00', 'refund-1')).toEqual(first);
  await expect(refund('2000.01')).rejects.toMatchObject({ name: 'invalid_request' });
  expect(await sdk.payments.load(id)).toMatchObject({
    ...{ status: 'succeeded', refundable: true, refunded_amount: { value: '1500.00', currency: 'RUB' } },
  });
  const second = await refund('2000.00');
  expect(await sdk.payments.load(id)).toMatchObject({ refundable: false, refunded_amount: { value: '3500.00' } });
  expect(await sdk.refunds.load(first.id)).toEqual(first);
  expect(await sdk.refunds.list({ payment_id: id })).toEqual([second, first]);
  const events = await until(() => bench.shop.told.length === 3 && bench.shop.told.map(({ body }) => body));
  expect(events.map(({ event }) => event).sort()).toEqual([
    'payment.succeeded',
    'refund.succeeded',
    'refund.succeeded',
  ]);
  expect(
    events
      .filter(({ event }) => event === 'refund.succeeded')
      .map(({ object }) => object.id)
      .sort(),
  ).toEqual([first.id, second.id].sort());
  const unknown = { payment_id: '0'.repeat(36), amount: roubles('1.00') };
  await expect(sdk.refunds.create(unknown)).rejects.toThrow("doesn't exist");
});

test('the closing receipt of prepaid goods', async () => {
  const { id } = await create({ receipt: RECEIPT });
  const asked = (fields: object = {}) => ({
    ...{ type: 'payment', payment_id: id, send: true, customer: { phone: '79161234567' } },
    items: RECEIPT.items.map((item) => ({ ...item, payment_mode: 'full_payment' })),
    settlements: [{ type: 'prepayment', amount: { value: '3500.00', currency: 'RUB' } }],
    ...fields,
  });
  await expect(sdk.receipts.create(asked() as Receipt)).rejects.toThrow();
  await press(id, 'pay');
  const short = [{ type: 'prepayment', amount: { value: '3499.99', currency: 'RUB' } }];
  await expect(sdk.receipts.create(asked({ settlements: short }) as Receipt)).rejects.toThrow('Receipt is missing');
  type Known = { id: string };
  const sent = (await sdk.receipts.create(asked() as Receipt, 'settle-1')) as unknown as Known;
  expect(sent).toMatchObject({ type: 'payment', payment_id: id, status: 'pending', items: asked().items });
  expect(await sdk.receipts.load(sent.id)).toMatchObject({ id: sent.id, status: 'succeeded' });
  const listed = (await sdk.receipts.list({ payment_id: id })) as unknown as Known[];
  expect(listed.map((receipt) => receipt.id)).toEqual([sent.id]);
});
