import type { YooKassaSdk } from '@webzaytsev/yookassa-ts-sdk';
import { DAY, PaymentsBench, SHOP } from './paymentsSupport';
import { ASKED, clientOf, type Create, RECEIPT, roubles } from './paymentsYooKassaClient';

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

test.each<[string, object, string | undefined]>([
  ['an amount without decimals', { amount: { value: '3500', currency: 'RUB' } }, 'amount.value'],
  ['an amount as a number', { amount: { value: 3500, currency: 'RUB' } }, 'amount.value'],
  ['nothing to pay', { amount: { value: '0.00', currency: 'RUB' } }, 'amount'],
  ['another currency', { amount: { value: '1.00', currency: 'USD' } }, 'amount.currency'],
  ['no address to come back to', { confirmation: { type: 'redirect' } }, 'confirmation.return_url'],
  ['no web address', { confirmation: { type: 'redirect', return_url: 'tg://x' } }, 'confirmation.return_url'],
  ['a description that is too long', { description: 'т'.repeat(129) }, 'description'],
  ['metadata that is no text', { metadata: { order: 1042 } }, 'metadata.order'],
  [
    '17 pairs of metadata',
    { metadata: Object.fromEntries([...Array(17).keys()].map((n) => [`k${n}`, ''])) },
    'metadata',
  ],
  ['a long key of metadata', { metadata: { ['k'.repeat(33)]: '' } }, `metadata.${'k'.repeat(33)}`],
  ['a long value of metadata', { metadata: { k: 'v'.repeat(513) } }, 'metadata.k'],
  ['a receipt of another sum', { receipt: RECEIPT, amount: { value: '3500.01', currency: 'RUB' } }, 'receipt'],
  ['a receipt for nobody', { receipt: { ...RECEIPT, customer: {} } }, 'receipt'],
  ['a receipt with a plus in the phone', { receipt: { ...RECEIPT, customer: { phone: '+79161234567' } } }, 'receipt'],
  [
    'a receipt with an unknown rate',
    { receipt: { ...RECEIPT, items: [{ ...RECEIPT.items[0], vat_code: 13 }] } },
    'receipt',
  ],
  ['a receipt without lines', { receipt: { ...RECEIPT, items: [] } }, 'receipt'],
])('%s is refused', async (_name, fields, parameter) => {
  const { status, data } = await bench.yookassa('POST', '/payments', { ...ASKED, ...fields }, 'key');
  expect([status, data]).toEqual([
    400,
    {
      ...{ type: 'error', id: expect.any(String), code: 'invalid_request', description: expect.any(String), parameter },
    },
  ]);
});

test('a shop with a till needs a receipt', async () => {
  await bench.close();
  bench = await new PaymentsBench({ yookassa: { ...SHOP, fiscal: true } }).start();
  sdk = clientOf(bench);
  await expect(create()).rejects.toMatchObject({ message: 'Receipt is missing or illegal', name: 'invalid_request' });
  const { id } = await create({ receipt: RECEIPT });
  await press(id, 'pay');
  await expect(sdk.refunds.create({ payment_id: id, amount: roubles('3500.00') })).rejects.toThrow(
    'Receipt is missing',
  );
  expect((await bench.yookassa('GET', '/me')).data).toMatchObject({
    ...{
      account_id: SHOP.shopId,
      test: true,
      fiscalization_enabled: true,
      payment_methods: ['bank_card', 'yoo_money'],
    },
  });
});

test('one key is one payment for a day', async () => {
  const first = await create({}, 'pay-1042-1');
  expect(await create({}, 'pay-1042-1')).toEqual(first);
  await press(first.id, 'pay');
  // What came of the first call, not how the payment stands now.
  expect(await create({}, 'pay-1042-1')).toEqual(first);
  const other = await bench.yookassa('POST', '/payments', { ...ASKED, description: 'Другое' }, 'pay-1042-1');
  expect([other.status, other.data]).toEqual([
    400,
    {
      ...{ type: 'error', id: expect.any(String), code: 'invalid_request' },
      ...{ description: 'Idempotence key duplicated', parameter: 'Idempotence-Key' },
    },
  ]);
  expect(await sdk.payments.list()).toHaveLength(1);
  // A refusal is an outcome too: what was mended needs a key of its own.
  const broken = { ...ASKED, description: 'т'.repeat(129) };
  const refused = await bench.yookassa('POST', '/payments', broken, 'pay-2');
  expect((await bench.yookassa('POST', '/payments', broken, 'pay-2')).data).toEqual(refused.data);
  expect((await bench.yookassa('POST', '/payments', ASKED, 'pay-2')).data.parameter).toBe('Idempotence-Key');
  await bench.restart();
  expect((await bench.yookassa('POST', '/payments', ASKED, 'pay-1042-1')).data).toEqual(first);
  bench.clock.advance(DAY);
  expect((await bench.yookassa('POST', '/payments', ASKED, 'pay-1042-1')).data.id).not.toBe(first.id);
});

test('who calls, and how', async () => {
  for (const key of [undefined, '', 'k'.repeat(65), 'с пробелом', 'a b'])
    expect((await bench.yookassa('POST', '/payments', ASKED, key && encodeURIComponent(key))).status).toBe(400);
  sdk = clientOf(bench, 'test_another');
  await expect(create()).rejects.toMatchObject({ name: 'invalid_credentials' });
  expect((await bench.call('GET', '/yookassa/v3/me')).status).toBe(401);
  expect((await bench.yookassa('GET', '/payments/unknown')).data.code).toBe('not_found');
  expect((await bench.yookassa('GET', '/refunds/unknown')).status).toBe(404);
  expect((await bench.yookassa('GET', '/receipts/unknown')).status).toBe(404);
  expect((await bench.yookassa('GET', '/nothing')).data).toMatchObject({ type: 'error', code: 'not_found' });
  expect((await bench.yookassa('GET', '/webhooks')).status).toBe(403);
  const headers = { authorization: `Basic ${Buffer.from(`${SHOP.shopId}:${SHOP.secretKey}`).toString('base64')}` };
  const raw = (body: string, type: string) =>
    bench.call('POST', '/yookassa/v3/payments', body, { ...headers, 'content-type': type, 'idempotence-key': 'raw' });
  expect((await raw('{"amount":', 'application/json')).status).toBe(400);
  expect((await raw('amount=1', 'application/x-www-form-urlencoded')).status).toBe(415);
});
