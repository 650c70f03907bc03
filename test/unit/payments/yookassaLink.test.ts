import { createProvider, type Provider, type Receipt } from '../../../lib/payments';
import { http, LINK, now, NOW, RECEIPT, type Said } from './support';
import { bank, error, ID, last, open, payment, SECRET, settings } from './yookassaBench';

let shop: Provider;
beforeAll(async () => {
  shop = await open();
});
afterAll(() => bank.close());

describe('a link', () => {
  it('is asked for in one stage, with key, names and where to come back to', async () => {
    bank.says([200, payment()]);
    expect(await shop.request({ ...LINK, description: 'Ж'.repeat(200) })).toEqual({
      result: 'link',
      providerId: ID,
      url: 'https://yoomoney.ru/checkout?orderId=1',
      expiresAt: '2026-11-25T13:00:01.500Z',
    });
    expect(bank.got).toHaveLength(1);
    const { method, path, headers, body } = last();
    expect([method, path]).toEqual(['POST', '/v3/payments']);
    expect(headers['idempotence-key']).toBe(LINK.key);
    expect(headers.authorization).toBe(`Basic ${Buffer.from(`123456:${SECRET}`).toString('base64')}`);
    expect(body).toEqual({
      amount: { value: '3500.00', currency: 'RUB' },
      capture: true,
      confirmation: { type: 'redirect', return_url: LINK.returnUrl, locale: 'ru_RU' },
      description: 'Ж'.repeat(128),
      metadata: { order: '1042', payment: '1042-1' },
    });
  });

  it('lives an hour from now when YooKassa does not say since when', async () => {
    bank.says([200, payment({ created_at: undefined })]);
    expect(await shop.request(LINK)).toMatchObject({ expiresAt: new Date(NOW + 3_600_000).toISOString() });
  });

  it('bears a receipt, by mail if there is one', async () => {
    bank.says([200, payment()]);
    await shop.request({ ...LINK, receipt: { ...RECEIPT, vatCode: 11 } });
    expect(last().body.receipt).toEqual({
      customer: { email: 'anna@example.org' },
      tax_system_code: 2,
      items: [
        {
          description: 'Торт «Медовик», 2 кг',
          quantity: 1,
          amount: { value: '3000.00', currency: 'RUB' },
          vat_code: 12,
          measure: 'piece',
          payment_mode: 'full_prepayment',
          payment_subject: 'commodity',
        },
        expect.objectContaining({ description: 'Доставка', amount: { value: '500.00', currency: 'RUB' } }),
      ],
    });
    await shop.request({ ...LINK, receipt: { ...RECEIPT, email: null } });
    expect(last().body.receipt.customer).toEqual({ phone: '79031234567' });
  });

  it.each<[Receipt['mode'], 'own' | 'yookassa', string]>([
    ['prepayment', 'own', 'partial_prepayment'],
    ['prepayment', 'yookassa', 'full_prepayment'],
    ['full_prepayment', 'yookassa', 'full_prepayment'],
    ['full_payment', 'own', 'full_payment'],
  ])('%s at a till «%s» is %s', async (mode, till, expected) => {
    bank.says([200, payment()]);
    const provider = createProvider('yookassa', { ...settings(), till }, http, now);
    await provider.request({ ...LINK, receipt: { ...RECEIPT, mode } });
    expect(last().body.receipt.items[0].payment_mode).toBe(expected);
  });

  it('is not even asked for with a receipt that no till takes', async () => {
    bank.says([200, payment()]);
    expect(await shop.request({ ...LINK, receipt: { ...RECEIPT, email: null, phone: null } })).toMatchObject({
      result: 'refused',
      receipt: true,
    });
    const own = createProvider('yookassa', { ...settings(), till: 'yookassa' }, http, now);
    expect(await own.request({ ...LINK, receipt: { ...RECEIPT, email: null } })).toMatchObject({ receipt: true });
    expect(bank.got).toHaveLength(0);
  });

  it.each<[string, Said, 'refused' | 'unknown', RegExp]>([
    ['400', error(400, 'Value of amount is too big', 'amount'), 'refused', /Value of amount is too big, поле amount/],
    [
      '400 key',
      error(400, 'Idempotence key duplicated', 'Idempotence-Key'),
      'refused',
      /другими данными.*разработчику/,
    ],
    ['401', error(401, 'Error in shopId or secret key'), 'refused', /не принимает ключ.*YooKassa API/],
    ['403', error(403, 'Not allowed'), 'refused', /не разрешает это магазину.*Not allowed/],
    ['404', error(404, 'Not found'), 'refused', /API Host/],
    ['404 of another server', [404, '<h1>no such page</h1>'], 'refused', /API Host/],
    ['405', error(405, 'Method'), 'refused', /API Host/],
    ['415', error(415, 'Type'), 'refused', /API Host/],
    ['302', [302, ''], 'refused', /API Host/],
    ['429', error(429, 'Too many requests'), 'unknown', /слишком много/],
    ['500', error(500, 'Internal error'), 'unknown', /неполадка.*дважды деньги не спишутся/],
    ['503', [503, '<h1>busy</h1>'], 'unknown', /неполадка/],
    ['cut off', 'cut', 'unknown', /нет ответа/],
    ['never answered', 'hang', 'unknown', /нет ответа/],
    ['200 and no JSON', [200, '<h1>hello</h1>'], 'unknown', /не читается/],
    ['200 and nothing in it', [200, {}], 'unknown', /не читается/],
    ['200 without a link', [200, payment({ confirmation: undefined })], 'unknown', /ссылку не дала/],
    ['cancelled at once', [200, payment({ status: 'canceled', confirmation: undefined })], 'refused', /отменила/],
  ])('%s', async (_what, said, result, words) => {
    bank.says(said);
    const got = await shop.request(LINK);
    expect(got).toMatchObject({ result, detail: expect.stringMatching(words) });
    expect(got).not.toHaveProperty('receipt');
  });

  it.each<[Said]>([
    [error(400, 'Receipt is missing or illegal', 'receipt')],
    [error(400, 'Incorrect value', 'receipt.items[0].vat_code')],
  ])('is refused by the till: %j', async (said) => {
    bank.says(said);
    expect(await shop.request({ ...LINK, receipt: RECEIPT })).toMatchObject({
      result: 'refused',
      receipt: true,
      detail: expect.stringMatching(/Касса не приняла чек/),
    });
  });

  it('is made once, though its answer was lost and it is asked for again', async () => {
    const made = new Map<string, { sent: string; id: string }>();
    let lost = true;
    bank.got.length = 0;
    bank.answer = ({ headers, raw }) => {
      const key = headers['idempotence-key']!;
      const before = made.get(key);
      if (before && before.sent !== raw) return error(400, 'Idempotence key duplicated', 'Idempotence-Key');
      const one = before ?? { sent: raw, id: `made-${made.size + 1}` };
      made.set(key, one);
      if (lost) return 'cut';
      return [200, payment({ id: one.id })];
    };
    const later = createProvider('yookassa', settings(), http, () => NOW + 50 * 60_000);
    expect(await shop.request({ ...LINK, receipt: RECEIPT })).toMatchObject({ result: 'unknown' });
    lost = false;
    expect(await later.request({ ...LINK, receipt: RECEIPT })).toMatchObject({ result: 'link', providerId: 'made-1' });
    expect(made.size).toBe(1);
    expect(await shop.request({ ...LINK, amount: 1 })).toMatchObject({ result: 'refused' });
  });
});
