import { tokenOf } from '../../sandbox/payments/tbank/token';
import { bankToken, DAY, HOUR, MINUTE, PaymentsBench, TERMINAL } from './paymentsSupport';
import { until } from './support';

let bench: PaymentsBench;

beforeEach(async () => {
  bench = await new PaymentsBench().start();
});
afterEach(() => bench.close());

const RECEIPT = {
  ...{ Email: 'buyer@example.org', Taxation: 'usn_income' },
  Items: [
    { Name: 'Торт', Price: 120_000, Quantity: 2.5, Amount: 300_000, Tax: 'none', PaymentMethod: 'full_prepayment' },
    { Name: 'Доставка', Price: 50_000, Quantity: 1, Amount: 50_000, Tax: 'vat22', PaymentMethod: 'full_prepayment' },
  ],
};
const asked = (fields: object = {}): Record<string, unknown> => ({
  ...{ Amount: 350_000, OrderId: '1042-1', Description: 'Торт, заказ 1042', PayType: 'O' },
  ...{ NotificationURL: bench.shop.url, SuccessURL: 'https://example.org/yes', FailURL: 'https://example.org/no' },
  ...fields,
});
const init = async (fields: object = {}) => (await bench.tbank('Init', asked(fields))).data;
const state = async (PaymentId: string) => (await bench.tbank('GetState', { PaymentId })).data;
const press = (url: string, chosen: string) => bench.call('POST', url, new URLSearchParams({ do: chosen }));
const statuses = (): string[] => bench.shop.told.map(({ body }) => body.Status as string);

test('the signature of the bank’s own samples', () => {
  const sample = { TerminalKey: 'MerchantTerminalKey', Amount: 19_200, OrderId: '00000' };
  const fields = { ...sample, Description: 'Подарочная карта на 1000 рублей', DATA: { a: 'b' }, Token: 'x' };
  const expected = '72dd466f8ace0a37a1f740ce5fb78101712bc0665d91a8108c7c8a0ccd426db2';
  expect([tokenOf(fields, '11111111111111'), bankToken(fields, '11111111111111')]).toEqual([expected, expected]);
});

test('a payment is made, shown, paid, and told of twice at once', async () => {
  const made = await init({ Receipt: RECEIPT, DATA: { source: 'bot' } });
  expect(made).toEqual({
    ...{ Success: true, ErrorCode: '0', Message: 'OK', TerminalKey: TERMINAL.terminalKey, Status: 'NEW' },
    ...{ PaymentId: expect.stringMatching(/^\d+$/), OrderId: '1042-1', Amount: 350_000 },
    PaymentURL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/tbank\/form\/[\w-]+$/),
  });
  expect(made.PaymentURL.length).toBeLessThanOrEqual(100);
  await bench.call('GET', made.PaymentURL);
  expect((await state(made.PaymentId)).Status).toBe('FORM_SHOWED');
  expect((await press(made.PaymentURL, 'pay')).headers.location).toBe('https://example.org/yes');
  const told = await until(() => bench.shop.told.length === 2 && bench.shop.told);
  expect(statuses().sort()).toEqual(['AUTHORIZED', 'CONFIRMED']);
  for (const { body } of told) {
    expect(body).toMatchObject({
      ...{ TerminalKey: TERMINAL.terminalKey, OrderId: '1042-1', Success: true, ErrorCode: '0', Amount: 350_000 },
      ...{ PaymentId: Number(made.PaymentId), Token: bankToken(body), Data: { source: 'bot' } },
    });
  }
  expect(await state(made.PaymentId)).toMatchObject({
    ...{ Success: true, ErrorCode: '0', Status: 'CONFIRMED', PaymentId: made.PaymentId, OrderId: '1042-1' },
    Amount: 350_000,
  });
  const order = await bench.tbank('CheckOrder', { OrderId: '1042-1' });
  expect(order.data).toEqual({
    ...{ Success: true, ErrorCode: '0', Message: 'OK', TerminalKey: TERMINAL.terminalKey, OrderId: '1042-1' },
    Payments: [
      {
        ...{ PaymentId: made.PaymentId, Amount: 350_000, Status: 'CONFIRMED' },
        ...{ Success: true, ErrorCode: 0, Message: 'None' },
      },
    ],
  });
});

test('an order that is on its way or paid is not asked for again, a dead one is', async () => {
  const first = await init();
  expect(await init()).toMatchObject({ Success: false, ErrorCode: '8', Message: 'Неверный статус транзакции' });
  expect((await press(first.PaymentURL, 'cancel')).headers.location).toBe('https://example.org/no');
  const second = await init();
  expect(second.Success).toBe(true);
  await press(second.PaymentURL, 'pay');
  expect((await init()).ErrorCode).toBe('8');
  const { data } = await bench.tbank('CheckOrder', { OrderId: '1042-1' });
  expect(data.Payments.map(({ Status, ErrorCode }: Record<string, unknown>) => [Status, ErrorCode])).toEqual([
    ['REJECTED', 1051],
    ['CONFIRMED', 0],
  ]);
});

test('a link is cancelled, held money let go, paid money returned', async () => {
  const cancel = async (PaymentId: string, more: object = {}) =>
    (await bench.tbank('Cancel', { PaymentId, ...more })).data;
  const fresh = await init();
  expect(await cancel(fresh.PaymentId, { Amount: 100 })).toMatchObject({
    ...{ Success: true, Status: 'CANCELED', OriginalAmount: 350_000, NewAmount: 0, OrderId: '1042-1' },
  });
  expect((await press(fresh.PaymentURL, 'pay')).status).toBe(409);
  expect((await cancel(fresh.PaymentId)).ErrorCode).toBe('4');

  const held = await init({ OrderId: '1042-2', PayType: 'T' });
  await press(held.PaymentURL, 'pay');
  expect((await state(held.PaymentId)).Status).toBe('AUTHORIZED');
  expect((await bench.tbank('Confirm', { PaymentId: held.PaymentId, Amount: 350_001 })).data.Success).toBe(false);
  const confirmed = await bench.tbank('Confirm', { PaymentId: held.PaymentId, Amount: 300_000 });
  expect(confirmed.data).toMatchObject({ Success: true, Status: 'CONFIRMED', Amount: 300_000 });

  const part = { Amount: 100_000, ExternalRequestId: 'refund:1042-2:1' };
  const once = await cancel(held.PaymentId, part);
  expect(once).toMatchObject({
    ...{
      Status: 'PARTIAL_REFUNDED',
      OriginalAmount: 300_000,
      NewAmount: 200_000,
      ExternalRequestId: 'refund:1042-2:1',
    },
  });
  // The same operation again: its outcome, and nothing more is returned.
  expect(await cancel(held.PaymentId, part)).toEqual(once);
  expect((await state(held.PaymentId)).Amount).toBe(200_000);
  expect((await cancel(held.PaymentId, { Amount: 200_001 })).ErrorCode).toBe('251');
  expect(await cancel(held.PaymentId)).toMatchObject({ Status: 'REFUNDED', OriginalAmount: 200_000, NewAmount: 0 });
  expect(await cancel(held.PaymentId, part)).toMatchObject({ Status: 'REFUNDED', NewAmount: 200_000 });
  expect((await cancel(held.PaymentId, { ExternalRequestId: 'another' })).ErrorCode).toBe('4');

  const last = await init({ OrderId: '1042-3', PayType: 'T' });
  await press(last.PaymentURL, 'pay');
  expect((await cancel(last.PaymentId, { Amount: 50_000 })).Status).toBe('PARTIAL_REVERSED');
  expect((await cancel(last.PaymentId)).Status).toBe('REVERSED');
  const told = [
    'AUTHORIZED',
    'AUTHORIZED',
    'CONFIRMED',
    'PARTIAL_REFUNDED',
    'PARTIAL_REVERSED',
    'REFUNDED',
    'REVERSED',
  ];
  expect(await until(() => bench.shop.told.length === told.length && statuses().sort())).toEqual(told);
});

test('what the amount says after a part was returned is the terminal’s setting', async () => {
  await bench.close();
  bench = await new PaymentsBench({ tbank: { ...TERMINAL, amounts: 'initial' } }).start();
  const { PaymentId, PaymentURL } = await init();
  await press(PaymentURL, 'pay');
  await bench.tbank('Cancel', { PaymentId, Amount: 100_000 });
  expect(await state(PaymentId)).toMatchObject({ Status: 'PARTIAL_REFUNDED', Amount: 350_000 });
});

test('a link lives as long as it was asked to', async () => {
  const at = (ms: number) => new Date(bench.clock.now() + ms).toISOString().replace(/\.\d+Z$/, '+00:00');
  const usual = await init();
  const short = await init({ OrderId: '1042-2', RedirectDueDate: at(10 * MINUTE) });
  const past = await init({ OrderId: '1042-3', RedirectDueDate: at(-MINUTE) });
  expect((await state(past.PaymentId)).Status).toBe('DEADLINE_EXPIRED');
  bench.clock.advance(10 * MINUTE);
  expect((await state(short.PaymentId)).Status).toBe('DEADLINE_EXPIRED');
  expect((await press(short.PaymentURL, 'pay')).status).toBe(409);
  bench.clock.advance(DAY - 10 * MINUTE - 1);
  expect((await state(usual.PaymentId)).Status).toBe('NEW');
  bench.clock.advance(1);
  expect((await state(usual.PaymentId)).Status).toBe('DEADLINE_EXPIRED');
  for (const RedirectDueDate of [at(90 * DAY + HOUR), '2026-11-26T12:00:00.000Z', 'tomorrow'])
    expect((await init({ OrderId: '1042-4', RedirectDueDate })).ErrorCode).toBe('12');
});

test('the closing receipt of prepaid goods', async () => {
  const close = async (PaymentId: string, Receipt: unknown = closing) =>
    (await bench.tbank('cashbox/SendClosingReceipt', { PaymentId, Receipt })).data;
  const closing = { ...RECEIPT, Items: RECEIPT.Items.map((item) => ({ ...item, PaymentMethod: 'full_payment' })) };
  const prepaid = await init({ Receipt: RECEIPT });
  expect((await close(prepaid.PaymentId)).ErrorCode).toBe('8');
  await press(prepaid.PaymentURL, 'pay');
  expect((await close(prepaid.PaymentId, { ...closing, Items: [closing.Items[0]] })).ErrorCode).toBe('308');
  expect(await close(prepaid.PaymentId)).toEqual({ Success: true, ErrorCode: '0', Message: 'OK' });
  const final = await init({ OrderId: '1042-2', Receipt: closing });
  await press(final.PaymentURL, 'pay');
  expect((await close(final.PaymentId)).Success).toBe(false);
  // The method lies at the host's root and nowhere else.
  expect((await bench.tbank('v2/SendClosingReceipt', { PaymentId: prepaid.PaymentId, Receipt: closing })).status).toBe(
    404,
  );
  // A part of a payment with a receipt goes back with a receipt for that part.
  const part = { PaymentId: prepaid.PaymentId, Amount: 50_000 };
  expect((await bench.tbank('Cancel', part)).data.ErrorCode).toBe('309');
  const receipt = { ...RECEIPT, Items: [RECEIPT.Items[1]] };
  expect((await bench.tbank('Cancel', { ...part, Receipt: receipt })).data.Status).toBe('PARTIAL_REFUNDED');
});

test.each<[string, object, string]>([
  ['less than a rouble', { Amount: 99 }, '251'],
  ['an amount that is no whole number', { Amount: 3500.5 }, '9999'],
  ['an amount as a text', { Amount: '350000' }, '9999'],
  ['an order without a name', { OrderId: '' }, '212'],
  ['an order with a long name', { OrderId: '1'.repeat(37) }, '212'],
  ['a long description', { Description: 'т'.repeat(141) }, '213'],
  ['21 pairs of data', { DATA: Object.fromEntries([...Array(21).keys()].map((n) => [`k${n}`, ''])) }, '207'],
  ['a long key of data', { DATA: { ['k'.repeat(21)]: '' } }, '208'],
  ['a long value of data', { DATA: { k: 'v'.repeat(101) } }, '209'],
  ['no web address', { NotificationURL: 'tg://x' }, '9999'],
  ['a receipt of another sum', { Amount: 350_001, Receipt: RECEIPT }, '308'],
  ['a line of another sum', { Receipt: { ...RECEIPT, Items: [{ ...RECEIPT.Items[0], Amount: 350_000 }] } }, '308'],
  ['kinds of payment of another sum', { Receipt: { ...RECEIPT, Payments: { AdvancePayment: 1 } } }, '308'],
  ['a receipt for nobody', { Receipt: { ...RECEIPT, Email: undefined } }, '206'],
  ['an unknown rate', { Receipt: { ...RECEIPT, Items: [{ ...RECEIPT.Items[0], Tax: 'vat18' }] } }, '9999'],
])('%s is refused', async (_name, fields, code) => {
  const { status, data } = await bench.tbank('Init', asked(fields));
  const text = expect.any(String);
  expect([status, data]).toEqual([200, { Success: false, ErrorCode: code, Message: text, Details: text }]);
});

test('who calls, and how', async () => {
  const url = '/tbank/v2/Init';
  const signed = { TerminalKey: TERMINAL.terminalKey, ...asked() };
  const send = async (body: unknown) => (await bench.call('POST', url, body)).data.ErrorCode;
  expect(await send({ ...signed, Token: bankToken(signed, 'another') })).toBe('204');
  expect(await send({ ...signed, Token: bankToken(signed), Amount: 1 })).toBe('204');
  expect(await send(signed)).toBe('204');
  expect(await send({ ...signed, TerminalKey: 'another', Token: 'x' })).toBe('331');
  expect(await send([])).toBe('203');
  const raw = async (body: string, type: string) =>
    (await bench.call('POST', url, body, { 'content-type': type })).data;
  expect(await raw('{"Amount":', 'application/json')).toMatchObject({ Success: false, ErrorCode: '9999' });
  expect(await raw('Amount=1', 'application/x-www-form-urlencoded')).toMatchObject({ Success: false });
  expect((await state('1')).ErrorCode).toBe('255');
  expect((await bench.tbank('CheckOrder', { OrderId: 'unknown' })).data.ErrorCode).toBe('335');
  expect((await bench.tbank('Nothing', {})).status).toBe(404);
  await bench.close();
  bench = await new PaymentsBench({ tbank: { ...TERMINAL, fiscal: true } }).start();
  expect((await init()).ErrorCode).toBe('309');
  expect((await init({ Receipt: RECEIPT })).Success).toBe(true);
});
