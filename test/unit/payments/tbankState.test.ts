import { createProvider, type PaymentState, type Provider } from '../../../lib/payments';
import { tokenOf } from '../../../lib/payments/tbank/token';
import { http, now, type Said } from './support';
import { bank, ID, last, no, ok, open, orders, PASSWORD, settings, TERMINAL } from './tbankBench';

let terminal: Provider;
beforeAll(async () => {
  terminal = await open();
});
afterAll(() => bank.close());

describe('how a payment stands', () => {
  const state: PaymentState = {
    status: 'pending',
    amount: 350_000,
    refunded: 0,
    paidAt: null,
    payment: '1042-1',
    order: 1042,
    currency: 'RUB',
    test: true,
  };
  const id = { providerId: ID, payment: '1042-1', order: 1042 };

  it.each<[string, PaymentState['status'], number?]>([
    ['NEW', 'pending'],
    ['FORM_SHOWED', 'pending'],
    ['PREAUTHORIZING', 'pending'],
    ['AUTHORIZING', 'pending'],
    ['3DS_CHECKING', 'pending'],
    ['3DS_CHECKED', 'pending'],
    ['PAY_CHECKING', 'pending'],
    ['AUTHORIZED', 'pending'],
    ['CONFIRMING', 'pending'],
    ['CONFIRM_CHECKING', 'pending'],
    ['REVERSING', 'pending'],
    ['PARTIAL_REVERSED', 'pending'],
    ['CONFIRMED', 'paid'],
    ['REFUNDING', 'paid'],
    ['ASYNC_REFUNDING', 'paid'],
    ['REFUNDED', 'paid', 350_000],
    ['REVERSED', 'cancelled'],
    ['CANCELED', 'cancelled'],
    ['REJECTED', 'cancelled'],
    ['AUTH_FAIL', 'cancelled'],
    ['DEADLINE_EXPIRED', 'expired'],
    ['ATTEMPTS_EXPIRED', 'expired'],
  ])('%s is %s', async (Status, status, refunded = 0) => {
    bank.says(ok({ Status }));
    expect(await terminal.read(id)).toEqual({ result: 'state', state: { ...state, status, refunded }, providerId: ID });
    const { path, body } = last();
    expect(path).toBe('/bank/v2/GetState');
    expect(body).toEqual({ TerminalKey: TERMINAL, PaymentId: ID, Token: tokenOf(body, PASSWORD) });
  });

  it('is told though the attempt itself failed', async () => {
    bank.says([200, { Success: false, ErrorCode: '1051', Status: 'REJECTED', OrderId: '1042-1', Amount: 350_000 }]);
    expect(await terminal.read(id)).toMatchObject({ result: 'state', state: { status: 'cancelled' } });
  });

  it('of a terminal for real money is no trial', async () => {
    bank.says(ok({ Status: 'CONFIRMED', OrderId: '1042-1-r3' }));
    const real = createProvider('tbank', { ...settings(), terminalKey: '1700000000000' }, http, now);
    expect(await real.read(id)).toMatchObject({ state: { test: false, payment: '1042-1', order: 1042 } });
  });

  it('that is not ours says so', async () => {
    bank.says(ok({ Status: 'CONFIRMED', OrderId: 'site-7' }));
    expect(await terminal.read(id)).toMatchObject({ state: { payment: 'site-7', order: null } });
  });

  it.each<[string, object, { amount?: number }, number | null]>([
    ['PARTIAL_REFUNDED, what is left', { Amount: 250_000 }, { amount: 350_000 }, 100_000],
    ['PARTIAL_REFUNDED, nobody says from what', { Amount: 250_000 }, {}, null],
    ['PARTIAL_REFUNDED, the whole sum', { Amount: 350_000 }, { amount: 350_000 }, null],
    ['REFUNDED, nothing left', { Amount: 0 }, { amount: 350_000 }, 350_000],
    ['REFUNDED, nothing said', { Amount: undefined }, {}, null],
  ])('%s', async (what, change, asked, refunded) => {
    bank.says(ok({ Status: what.split(',')[0], ...change }));
    const read = await terminal.read({ ...id, ...asked });
    if (refunded === null) {
      expect(read).toMatchObject({ result: 'unknown', detail: expect.stringMatching(/не называет сумму/) });
    } else expect(read).toMatchObject({ result: 'state', state: { status: 'paid', amount: 350_000, refunded } });
  });

  it.each<[Said, 'gone' | 'unknown']>([
    [no('255', 'Платёж не найден'), 'gone'],
    [no('1', 'Платеж не найден.'), 'gone'],
    [no('204'), 'unknown'],
    [no('501', 'Терминал не найден'), 'unknown'],
    [no('205', 'Неверный токен', 'Указанный терминал не найден'), 'unknown'],
    [no('3'), 'unknown'],
    [[500, {}], 'unknown'],
    [[404, '<h1>Not found</h1>'], 'unknown'],
    ['cut', 'unknown'],
    [ok({ Status: 'SOMETHING_NEW' }), 'unknown'],
    [ok({ Status: 'CONFIRMED', Amount: 'much' }), 'unknown'],
    [ok({ Status: undefined }), 'unknown'],
    [ok({ Status: 'toString' }), 'unknown'],
  ])('%j is %s', async (said, result) => {
    bank.says(said);
    expect(await terminal.read(id)).toMatchObject({ result, detail: expect.stringMatching(/[а-я]/) });
  });

  describe('when its id never arrived', () => {
    const lost = { providerId: null, payment: '1042-1', order: 1042 };
    const one = (Status: string, PaymentId = '1', Amount = 350_000) => ({ Status, PaymentId, Amount });
    const gone = no('335', 'OrderId 1042-1 не найден для TerminalKey');

    it.each<[object[], string, string]>([
      [[one('REJECTED', '1'), one('CONFIRMED', '2'), one('NEW', '3')], 'paid', '2'],
      [[one('REJECTED', '1'), one('AUTH_FAIL', '2'), one('NEW', '3')], 'pending', '3'],
      [[one('DEADLINE_EXPIRED', '1'), one('REJECTED', '2')], 'cancelled', '2'],
      [[one('NEW_STATUS', '1'), one('CONFIRMED', '2')], 'paid', '2'],
    ])('%j is %s', async (payments, status, providerId) => {
      bank.says(orders(...payments), gone);
      expect(await terminal.read(lost)).toMatchObject({ result: 'state', state: { status }, providerId });
      expect(bank.got.map(({ path, body }) => [path, body.OrderId])).toEqual([
        ['/bank/v2/CheckOrder', '1042-1'],
        ['/bank/v2/CheckOrder', '1042-1-r2'],
      ]);
    });

    it('is looked for under every name it may have', async () => {
      bank.says(orders(one('DEADLINE_EXPIRED', '1')), orders(one('CONFIRMED', '2')), gone);
      expect(await terminal.read(lost)).toMatchObject({
        state: { status: 'paid', payment: '1042-1' },
        providerId: '2',
      });
    });

    it.each<[string, Said[], string]>([
      ['not found', [gone], 'gone'],
      ['an empty list', [orders()], 'gone'],
      ['no list', [ok()], 'gone'],
      ['cut off', ['cut'], 'unknown'],
      ['the next name cut off', [orders(one('NEW')), 'cut'], 'unknown'],
      ['a strange status', [orders(one('NEW_STATUS')), gone], 'unknown'],
      ['a wrong password', [no('204')], 'unknown'],
    ])('%s', async (_what, said, result) => {
      bank.says(...said);
      expect(await terminal.read(lost)).toMatchObject({ result });
    });
  });
});
