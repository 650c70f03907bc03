import { createProvider, type Provider } from '../../../lib/payments';
import { tokenOf } from '../../../lib/payments/tbank/token';
import { http, LINK, now, NOW, RECEIPT, type Said } from './support';
import { bank, ID, last, made, no, ok, open, orders, PASSWORD, paths, settings, TERMINAL } from './tbankBench';

let terminal: Provider;
beforeAll(async () => {
  terminal = await open();
});
afterAll(() => bank.close());

describe('a link', () => {
  it('is asked for in one stage, signed, with everything that it needs', async () => {
    bank.says(made());
    expect(await terminal.request({ ...LINK, language: 'en' })).toEqual({
      result: 'link',
      providerId: ID,
      url: 'https://pay.tbank.ru/abc',
      expiresAt: LINK.until,
    });
    const { method, path, body } = last();
    expect([method, path]).toEqual(['POST', '/bank/v2/Init']);
    expect(body).toEqual({
      TerminalKey: TERMINAL,
      Amount: 350_000,
      OrderId: '1042-1',
      Description: 'Торт, заказ 1042',
      PayType: 'O',
      Language: 'en',
      RedirectDueDate: '2026-11-25T16:00:00+03:00',
      NotificationURL: LINK.notifyUrl,
      SuccessURL: LINK.returnUrl,
      FailURL: LINK.returnUrl,
      Token: tokenOf(body, PASSWORD),
    });
  });

  it('leaves out where to tell when it is told elsewhere', async () => {
    bank.says(made());
    await terminal.request({ ...LINK, notifyUrl: null });
    expect(last().body).not.toHaveProperty('NotificationURL');
    expect(last().body.Token).toBe(tokenOf(last().body, PASSWORD));
  });

  it.each([
    ['2026-11-25T12:30:00.000Z', '2026-11-25T15:30:00+03:00'],
    ['2026-11-25T12:30:00.999+00:00', '2026-11-25T15:30:00+03:00'],
    ['2026-11-25T11:00:00.000Z', '2026-11-25T15:02:00+03:00'],
    ['2027-11-25T12:00:00.000Z', '2027-02-23T14:00:00+03:00'],
    ['soon', '2026-11-25T15:02:00+03:00'],
  ])('that should live until %s lives until %s', async (until, due) => {
    bank.says(made());
    const said = await terminal.request({ ...LINK, until });
    expect(last().body.RedirectDueDate).toBe(due);
    expect(said).toMatchObject({ expiresAt: new Date(due).toISOString() });
  });

  it.each([
    [undefined, '1.05', undefined],
    ['1.05' as const, '1.05', undefined],
    ['1.2' as const, '1.2', 'шт'],
  ])('bears a receipt of the format %s', async (ffdVersion, FfdVersion, MeasurementUnit) => {
    bank.says(made());
    const provider = createProvider('tbank', { ...settings(), ffdVersion }, http, now);
    await provider.request({ ...LINK, receipt: { ...RECEIPT, vatCode: 7, mode: 'prepayment' } });
    const { Receipt, Token } = last().body;
    const common = { Quantity: 1, Tax: 'vat105', PaymentMethod: 'prepayment', PaymentObject: 'commodity' };
    expect(JSON.parse(JSON.stringify(Receipt))).toEqual({
      FfdVersion,
      Email: 'anna@example.org',
      Taxation: 'usn_income',
      Items: [
        {
          Name: 'Торт «Медовик», 2 кг',
          Price: 300_000,
          Amount: 300_000,
          ...common,
          ...(MeasurementUnit && { MeasurementUnit }),
        },
        { Name: 'Доставка', Price: 50_000, Amount: 50_000, ...common, ...(MeasurementUnit && { MeasurementUnit }) },
      ],
    });
    expect(Token).toBe(tokenOf({ ...last().body, Receipt: undefined }, PASSWORD));
  });

  it.each([
    [1, 'osn'],
    [2, 'usn_income'],
    [3, 'usn_income_outcome'],
    [5, 'esn'],
    [6, 'patent'],
  ] as const)('tax system %i is %s, and a phone goes with its plus', async (taxSystem, Taxation) => {
    bank.says(made());
    await terminal.request({ ...LINK, receipt: { ...RECEIPT, email: null, taxSystem } });
    expect(last().body.Receipt).toMatchObject({ Taxation, Phone: '+79031234567' });
  });

  it('is not even asked for with a receipt that no till takes', async () => {
    bank.says(made());
    const receipt = { ...RECEIPT, email: null, phone: null };
    expect(await terminal.request({ ...LINK, receipt })).toMatchObject({ result: 'refused', receipt: true });
    expect(bank.got).toHaveLength(0);
  });

  it.each<[string, Said, 'refused' | 'unknown', RegExp, boolean?]>([
    ['204', no('204', 'Неверный токен.'), 'refused', /пароль не подходит к терминалу.*T-Bank API.*код 204/],
    ['205', no('205'), 'refused', /не знает такого терминала/],
    ['331', no('331', 'Неверный терминал'), 'refused', /не знает такого терминала/],
    ['501', no('501', 'Терминал не найден'), 'refused', /не знает такого терминала/],
    ['202', no('202'), 'refused', /заблокирован/],
    ['251', no('251'), 'refused', /по СБП от 10 рублей/],
    ['1051', no('1051', 'Недостаточно средств на карте'), 'refused', /На карте не хватает денег/],
    ['308', no('308'), 'refused', /не равна сумме платежа/, true],
    ['309', no('309'), 'refused', /Включите чеки/, true],
    ['310', no('310'), 'refused', /Касса не приняла чек/, true],
    ['315', no('315', 'Касса не найдена'), 'refused', /Касса не приняла чек/, true],
    ['334', no('334'), 'refused', /не равна сумме платежа/, true],
    ['201', no('201', 'Поле не должно быть пустым', 'Receipt.Email'), 'refused', /Касса не приняла чек/, true],
    ['7777', no('7777', 'Что-то ещё', 'и подробно'), 'refused', /Что-то ещё: и подробно, код 7777/],
    ['3', no('3', 'Внутренняя ошибка'), 'unknown', /неполадка/],
    ['401', no('401'), 'unknown', /неполадка/],
    ['HTTP 500', [500, {}], 'unknown', /неполадка/],
    ['HTTP 429', [429, {}], 'unknown', /неполадка/],
    ['HTTP 403', [403, '<h1>no</h1>'], 'refused', /API Host/],
    ['HTTP 404', [404, '<h1>no such page</h1>'], 'refused', /API Host/],
    ['HTTP 302', [302, ''], 'refused', /API Host/],
    ['cut off', 'cut', 'unknown', /нет ответа/],
    ['never answered', 'hang', 'unknown', /нет ответа/],
    ['no JSON', [200, '<h1>hello</h1>'], 'unknown', /не читается/],
    ['nothing in it', [200, {}], 'unknown', /не читается/],
    ['no link', ok({ Status: 'NEW' }), 'unknown', /не читается/],
    ['no success', [200, { Success: false }], 'unknown', /не читается/],
  ])('%s', async (...[, said, result, words, receipt]) => {
    bank.says(said);
    const got = await terminal.request(LINK);
    expect(got).toMatchObject({ result, detail: expect.stringMatching(words), ...(receipt ? { receipt } : {}) });
    if (!receipt) expect(got).not.toHaveProperty('receipt');
  });

  describe('after an answer that was lost', () => {
    it.each([
      ['8', 'Неверный статус транзакции', ''],
      ['20', 'Ошибка повторного идентификатора заказа', ''],
      ['100', 'Попробуйте ещё раз', 'Заказ с таким order_id уже существует'],
    ])('is made under the next name: %s', async (...refusal) => {
      bank.says(no(...refusal), orders({ PaymentId: '1', Status: 'NEW', Amount: 350_000 }), made({ PaymentId: '2' }));
      expect(await terminal.request(LINK)).toMatchObject({ result: 'link', providerId: '2' });
      expect(bank.got.map(({ path, body }) => [path, body.OrderId])).toEqual([
        ['/bank/v2/Init', '1042-1'],
        ['/bank/v2/CheckOrder', '1042-1'],
        ['/bank/v2/Init', '1042-1-r2'],
      ]);
    });

    it('is not made when the lost one has been paid, or nobody can say', async () => {
      bank.says(no('8'), orders({ PaymentId: '1', Status: 'CONFIRMED', Amount: 350_000 }));
      expect(await terminal.request(LINK)).toMatchObject({
        result: 'unknown',
        detail: expect.stringMatching(/уже заплатили/),
      });
      bank.says(no('8'), 'cut');
      expect(await terminal.request(LINK)).toMatchObject({ result: 'unknown' });
      expect(paths()).toEqual(['v2/Init', 'v2/CheckOrder']);
    });

    it('is refused where the name is not the reason, and after three names', async () => {
      bank.says(no('8'), no('335', 'OrderId не найден'));
      expect(await terminal.request(LINK)).toMatchObject({ result: 'refused', detail: expect.stringMatching(/код 8/) });
      bank.answer = ({ path }) =>
        path.endsWith('Init') ? no('8') : orders({ PaymentId: '1', Status: 'NEW', Amount: 350_000 });
      bank.got.length = 0;
      expect(await terminal.request(LINK)).toMatchObject({ result: 'refused', detail: expect.stringMatching(/новую/) });
      expect(bank.got).toHaveLength(6);
    });
  });
});

test('a certificate that the server does not know is told in words', async () => {
  const codes = ['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERT_HAS_EXPIRED'];
  for (const body of codes) {
    const distrusted = createProvider(
      'tbank',
      settings(),
      async () => ({ status: 0, body }),
      () => NOW,
    );
    expect(await distrusted.request(LINK)).toMatchObject({
      result: 'unknown',
      detail: expect.stringMatching(/Минцифры.*NODE_EXTRA_CA_CERTS/),
    });
  }
});
