import Stripe from 'stripe';
import { link, type Name, NAMES } from './paymentsLinks';
import { ACCOUNT, bankToken, PaymentsBench, SHOP, TERMINAL, type Told } from './paymentsSupport';
import { until } from './support';

let bench: PaymentsBench;

beforeEach(async () => {
  bench = await new PaymentsBench().start();
  bench.shop.answer = () => ({ status: 403, body: 'no' });
});
afterEach(() => bench.close());

/** Forges for a link that nobody has paid; answers what the shop was told. */
async function forged(provider: Name, forge: string): Promise<{ id: string; told: Told }> {
  const { id } = await link(bench, provider);
  const before = bench.shop.told.length;
  expect(await bench.does(id, 'notify', { forge })).toBe(202);
  return { id, told: await until(() => bench.shop.told[before]) };
}

/** Whether Stripe's own client takes it. */
function isSigned({ raw, headers }: Told): boolean {
  try {
    const at = bench.clock.now();
    new Stripe('sk_test_x').webhooks.constructEvent(
      ...([raw, headers['stripe-signature'] as string, ACCOUNT.webhookSecret, 300, undefined, at] as const),
    );
    return true;
  } catch {
    return false;
  }
}

test('YooKassa: the address, the amount, the shop, the order', async () => {
  const address = await forged('yookassa', 'address');
  expect(address.told.from).toBe('127.0.0.2');
  const honest = { status: 'succeeded', paid: true, amount: { value: '3500.00' }, metadata: { payment: address.id } };
  expect(address.told.body).toMatchObject({ type: 'notification', event: 'payment.succeeded', object: honest });
  const { told: amount } = await forged('yookassa', 'amount');
  expect([amount.from, amount.body.object.amount.value]).toEqual(['127.0.0.1', '3501.00']);
  const { told: shop } = await forged('yookassa', 'shop');
  expect(shop.body.object.recipient.account_id).not.toBe(SHOP.shopId);
  const order = await forged('yookassa', 'order');
  expect(order.told.body.object.metadata.payment).toBe(address.id);
  // Whoever asks hears that nothing was paid.
  const { id } = order.told.body.object;
  expect((await bench.yookassa('GET', `/payments/${id}`)).data).toMatchObject({
    ...{ status: 'pending', paid: false, metadata: { payment: order.id } },
  });
});

test('T-Bank: the token, or a lie that is rightly signed', async () => {
  const { told: token, id } = await forged('tbank', 'token');
  expect(token.body).toMatchObject({ Status: 'CONFIRMED', Success: true, OrderId: id, Amount: 350_000 });
  expect(token.body.Token).toMatch(/^[0-9a-f]{64}$/);
  expect(token.body.Token).not.toBe(bankToken(token.body));
  const { told: amount } = await forged('tbank', 'amount');
  expect(amount.body).toMatchObject({ Amount: 350_100, Token: bankToken(amount.body) });
  const { told: shop } = await forged('tbank', 'shop');
  expect(shop.body.TerminalKey).not.toBe(TERMINAL.terminalKey);
  expect(shop.body.Token).toBe(bankToken(shop.body));
  const { told: order } = await forged('tbank', 'order');
  expect(order.body).toMatchObject({ OrderId: id, Token: bankToken(order.body) });
  const { data } = await bench.tbank('GetState', { PaymentId: order.body.PaymentId });
  expect(data).toMatchObject({ Status: 'NEW', OrderId: expect.not.stringMatching(`^${id}$`) });
});

test('Stripe: the signature, or a lie that is rightly signed', async () => {
  const { told: token, id } = await forged('stripe', 'token');
  const honest = { payment_status: 'paid', amount_total: 350_000, client_reference_id: id };
  expect(token.body).toMatchObject({ type: 'checkout.session.completed', data: { object: honest } });
  expect(isSigned(token)).toBe(false);
  const { told: amount } = await forged('stripe', 'amount');
  expect([amount.body.data.object.amount_total, isSigned(amount)]).toEqual([350_100, true]);
  const { told: order } = await forged('stripe', 'order');
  expect([order.body.data.object.client_reference_id, isSigned(order)]).toEqual([id, true]);
  const session = await bench.stripe('GET', `/checkout/sessions/${order.body.data.object.id}`);
  expect(session.data).toMatchObject({ status: 'open', payment_status: 'unpaid' });
});

test('a lie about the only order names one that there is not', async () => {
  for (const provider of NAMES) {
    const { told, id } = await forged(provider, 'order');
    const { body } = told;
    const named = body.OrderId ?? body.object?.metadata?.payment ?? body.data.object.client_reference_id;
    expect(named).toBe(`${id}0`);
  }
});

test.each<[Name, string]>([
  ['yookassa', 'token'],
  ['tbank', 'address'],
  ['stripe', 'address'],
  ['stripe', 'shop'],
])('%s has no %s to forge', async (provider, forge) => {
  const { id } = await link(bench, provider);
  expect(await bench.does(id, 'notify', { forge })).toBe(400);
  expect(bench.shop.told).toEqual([]);
});

test('a forged notification comes once, whatever it is answered', async () => {
  const { told } = await forged('yookassa', 'amount');
  expect(told.body.event).toBe('payment.succeeded');
  bench.clock.advance(30 * 60_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(bench.shop.told).toHaveLength(1);
});
