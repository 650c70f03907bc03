import type { Provider } from '../../../lib/payments';
import { RECEIPT, REFUND, SETTLE, type Said } from './support';
import { bank, error, ID, last, open, payment } from './yookassaBench';

let shop: Provider;
beforeAll(async () => {
  shop = await open();
});
afterAll(() => bank.close());

describe('the end of a link', () => {
  const id = { providerId: ID, payment: '1042-1', key: 'cancel_1' };

  it.each<[string, boolean, RegExp | null]>([
    ['canceled', true, null],
    ['pending', false, /через час/],
    ['succeeded', false, /вернуть/],
  ])('that is %s: gone %s', async (status, gone, words) => {
    bank.says([200, payment({ status })]);
    const said = await shop.cancel(id);
    expect(said.gone).toBe(gone);
    if (words) expect(said.detail).toMatch(words);
    expect(bank.got.map(({ method }) => method)).toEqual(['GET']);
  });

  it('lets held money go', async () => {
    bank.says([200, payment({ status: 'waiting_for_capture' })], [200, payment({ status: 'canceled' })]);
    expect(await shop.cancel(id)).toEqual({ gone: true });
    expect([last().method, last().path]).toEqual(['POST', `/v3/payments/${ID}/cancel`]);
    expect(last().headers['idempotence-key']).toBe('cancel_1');
  });

  it.each<Said[]>([['cut'], [error(404, 'no')], [[200, payment({ status: 'waiting_for_capture' })], 'cut']])(
    'is not believed without an answer: %j',
    async (...said) => {
      bank.says(...said);
      expect(await shop.cancel(id)).toMatchObject({ gone: false, detail: expect.stringMatching(/[а-я]/) });
    },
  );
});

describe('a refund', () => {
  const request = { ...REFUND, providerId: ID };
  const refund = (change: object = {}) => ({ id: 'r1', payment_id: ID, status: 'succeeded', ...change });
  const none: Said = [200, { items: [refund({ metadata: { key: 'another' } })] }];
  const back = (value: string): Said => [
    200,
    payment({ status: 'succeeded', refunded_amount: { value, currency: 'RUB' } }),
  ];

  it('of a part says how much is back in all', async () => {
    bank.says(none, [200, refund()], back('1500.00'));
    const receipt = { ...RECEIPT, lines: [{ name: 'Торт', amount: 100_000 }] };
    expect(await shop.refund({ ...request, receipt })).toEqual({ result: 'refunded', refunded: 150_000 });
    const [list, post] = bank.got;
    expect([list.method, list.path, list.query.payment_id]).toEqual(['GET', '/v3/refunds', ID]);
    expect([post.method, post.path, post.headers['idempotence-key']]).toEqual(['POST', '/v3/refunds', REFUND.key]);
    expect(post.body).toEqual({
      payment_id: ID,
      amount: { value: '1000.00', currency: 'RUB' },
      description: 'Заказ отменён',
      metadata: { payment: '1042-1', key: REFUND.key },
      receipt: expect.objectContaining({ customer: { email: 'anna@example.org' } }),
    });
  });

  it('that YooKassa has already counted late is at least what it was for', async () => {
    bank.says(none, [200, refund()], [200, payment({ status: 'succeeded' })]);
    expect(await shop.refund(request)).toEqual({ result: 'refunded', refunded: 100_000 });
  });

  it('is not made twice, even when YooKassa has forgotten the key', async () => {
    bank.says([200, { items: [refund({ metadata: { key: REFUND.key } })] }], back('1000.00'));
    expect(await shop.refund(request)).toEqual({ result: 'refunded', refunded: 100_000 });
    expect(bank.got.map(({ method }) => method)).toEqual(['GET', 'GET']);
    bank.says([200, { items: [refund({ status: 'pending', metadata: { key: REFUND.key } })] }]);
    expect(await shop.refund(request)).toMatchObject({ result: 'pending' });
  });

  it.each<[string, Said[], string, RegExp]>([
    ['pending', [none, [200, refund({ status: 'pending' })]], 'pending', /до нескольких дней/],
    [
      'no money in the shop',
      [none, [200, refund({ status: 'canceled', cancellation_details: { reason: 'insufficient_funds' } })]],
      'refused',
      /не хватает денег/,
    ],
    ['cancelled', [none, [200, refund({ status: 'canceled' })]], 'refused', /кабинете ЮKassa/],
    ['400', [none, error(400, 'Refund amount is too big')], 'refused', /Refund amount is too big/],
    ['429', [none, error(429, 'Slow')], 'unknown', /слишком много/],
    ['500', [none, error(500, 'Oh')], 'unknown', /неполадка/],
    ['cut off', [none, 'cut'], 'unknown', /нет ответа/],
    ['the list is cut off', ['cut'], 'unknown', /нет ответа/],
    ['the list is refused', [error(401, 'no')], 'unknown', /не принимает ключ/],
    ['done, but the payment cannot be read', [none, [200, refund()], 'cut'], 'unknown', /нет ответа/],
    ['a status that is not known', [none, [200, refund({ status: 'new' })]], 'unknown', /не читается/],
  ])('%s', async (_what, said, result, words) => {
    bank.says(...said);
    expect(await shop.refund(request)).toMatchObject({ result, detail: expect.stringMatching(words) });
  });

  it('is never made without knowing what was made before', async () => {
    bank.says('cut');
    await shop.refund(request);
    expect(bank.got.filter(({ method }) => method === 'POST')).toEqual([]);
  });
});

describe('the closing receipt', () => {
  const request = { ...SETTLE, providerId: ID };

  it('offsets what was prepaid', async () => {
    bank.says([200, { id: 'rt-1', status: 'pending' }]);
    expect(await shop.settle({ ...request, receipt: { ...RECEIPT, vatCode: 11 } })).toEqual({ result: 'settled' });
    expect([last().path, last().headers['idempotence-key']]).toEqual(['/v3/receipts', SETTLE.key]);
    expect(last().body).toMatchObject({
      type: 'payment',
      payment_id: ID,
      send: true,
      customer: { email: 'anna@example.org' },
      settlements: [{ type: 'prepayment', amount: { value: '3500.00', currency: 'RUB' } }],
      items: [{ payment_mode: 'full_payment', vat_code: 11 }, { payment_mode: 'full_payment' }],
    });
  });

  it.each<[Said, 'refused' | 'unknown', RegExp]>([
    [[200, { status: 'canceled' }], 'refused', /вручную/],
    [error(400, 'Receipt is illegal'), 'refused', /Касса не приняла чек/],
    [error(500, 'Oh'), 'unknown', /неполадка/],
    ['cut', 'unknown', /нет ответа/],
  ])('%j is %s', async (said, result, words) => {
    bank.says(said);
    expect(await shop.settle(request)).toMatchObject({ result, detail: expect.stringMatching(words) });
  });

  it('with lines that do not add up is not sent', async () => {
    bank.says([200, {}]);
    expect(await shop.settle({ ...request, amount: 1 })).toMatchObject({ result: 'refused' });
    expect(bank.got).toHaveLength(0);
  });
});
