import { createProvider, type Provider } from '../../../lib/payments';
import { tokenOf } from '../../../lib/payments/tbank/token';
import { now, RECEIPT, REFUND, SETTLE, type Said } from './support';
import { bank, ID, last, no, ok, open, PASSWORD, paths, settings, TERMINAL } from './tbankBench';

let terminal: Provider;
beforeAll(async () => {
  terminal = await open();
});
afterAll(() => bank.close());

describe('the end of a link', () => {
  const id = { providerId: ID, payment: '1042-1', key: 'cancel_1' };

  it.each(['NEW', 'FORM_SHOWED'])('that is %s', async (Status) => {
    bank.says(ok({ Status }), ok({ Status: 'CANCELED' }));
    expect(await terminal.cancel(id)).toEqual({ gone: true });
    expect(paths()).toEqual(['v2/GetState', 'v2/Cancel']);
  });

  it.each(['CANCELED', 'REJECTED', 'AUTH_FAIL', 'DEADLINE_EXPIRED', 'ATTEMPTS_EXPIRED', 'REVERSED'])(
    'that is %s already',
    async (Status) => {
      bank.says(ok({ Status }));
      expect(await terminal.cancel(id)).toEqual({ gone: true });
      expect(paths()).toEqual(['v2/GetState']);
    },
  );

  it.each(['AUTHORIZING', '3DS_CHECKING', 'AUTHORIZED', 'CONFIRMED', 'PARTIAL_REFUNDED', 'REFUNDED'])(
    'that is %s is left alone: the bank would return the money',
    async (Status) => {
      bank.says(ok({ Status }));
      expect(await terminal.cancel(id)).toMatchObject({ gone: false, detail: expect.stringMatching(/вернуть/) });
      expect(paths()).toEqual(['v2/GetState']);
    },
  );

  it('that is paid in the same moment says so', async () => {
    bank.says(ok({ Status: 'NEW' }), ok({ Status: 'REFUNDED', NewAmount: 0 }));
    expect(await terminal.cancel(id)).toMatchObject({ gone: true, detail: expect.stringMatching(/возвращает/) });
  });

  it.each<Said[]>([['cut'], [no('204')], [ok({ Status: 'NEW' }), 'cut'], [ok({ Status: 'NEW' }), no('8')]])(
    'is not believed without an answer: %j',
    async (...said) => {
      bank.says(...said);
      expect(await terminal.cancel(id)).toMatchObject({ gone: false, detail: expect.stringMatching(/[а-я]/) });
    },
  );
});

describe('a refund', () => {
  const request = { ...REFUND, providerId: ID };

  it('of a part bears its own receipt and says how much is back in all', async () => {
    bank.says(ok({ Status: 'PARTIAL_REFUNDED', OriginalAmount: 300_000, NewAmount: 200_000 }));
    const receipt = { ...RECEIPT, lines: [{ name: 'Торт', amount: 100_000 }] };
    expect(await terminal.refund({ ...request, receipt })).toEqual({ result: 'refunded', refunded: 150_000 });
    const { path, body } = last();
    expect(path).toBe('/bank/v2/Cancel');
    expect(body).toMatchObject({ PaymentId: ID, Amount: 100_000, ExternalRequestId: REFUND.key });
    expect(body.Receipt.Items).toEqual([expect.objectContaining({ Name: 'Торт', Amount: 100_000 })]);
    expect(body.Token).toBe(tokenOf({ ...body, Receipt: undefined }, PASSWORD));
  });

  it('of all makes no receipt of its own: the bank does', async () => {
    bank.says(ok({ Status: 'REFUNDED', OriginalAmount: 350_000, NewAmount: 0 }));
    expect(await terminal.refund({ ...request, amount: 350_000, receipt: RECEIPT })).toEqual({
      result: 'refunded',
      refunded: 350_000,
    });
    expect(last().body).not.toHaveProperty('Receipt');
  });

  it('that is asked for again is made once', async () => {
    let left = 350_000;
    const seen = new Set<string>();
    bank.got.length = 0;
    let lost = true;
    bank.answer = ({ body }) => {
      const before = left;
      if (!seen.has(body.ExternalRequestId)) left -= body.Amount;
      seen.add(body.ExternalRequestId);
      return lost ? 'cut' : ok({ Status: 'PARTIAL_REFUNDED', OriginalAmount: before, NewAmount: left });
    };
    expect(await terminal.refund(request)).toMatchObject({ result: 'unknown' });
    lost = false;
    expect(await terminal.refund(request)).toEqual({ result: 'refunded', refunded: 100_000 });
    expect(await terminal.refund({ ...request, key: 'another' })).toEqual({ result: 'refunded', refunded: 200_000 });
  });

  it.each<[string, Said[], object, RegExp?]>([
    ['ASYNC_REFUNDING', [ok({ Status: 'ASYNC_REFUNDING' })], { result: 'pending' }, /до нескольких дней/],
    ['REFUNDING', [ok({ Status: 'REFUNDING' })], { result: 'pending' }],
    ['CONFIRMED still', [ok({ Status: 'CONFIRMED' })], { result: 'pending' }],
    ['REVERSED', [ok({ Status: 'REVERSED' })], { result: 'refunded', refunded: 350_000 }],
    ['REJECTED', [ok({ Status: 'REJECTED' })], { result: 'refused' }, /пополните счёт/],
    [
      'a part, and the rest has to be asked for',
      [ok({ Status: 'PARTIAL_REFUNDED', NewAmount: undefined }), ok({ Status: 'PARTIAL_REFUNDED', Amount: 50_000 })],
      { result: 'refunded', refunded: 300_000 },
    ],
    [
      'a part, and nobody says the rest',
      [ok({ Status: 'PARTIAL_REFUNDED', NewAmount: 350_000 }), 'cut'],
      { result: 'refunded', refunded: 100_000 },
    ],
    ['8', [no('8')], { result: 'refused' }, /Посмотрите его в кабинете/],
    ['79', [no('79')], { result: 'refused' }, /иностранную карту/],
    ['103', [no('103')], { result: 'refused' }, /Пополните счёт/],
    ['204', [no('204')], { result: 'refused' }, /пароль/],
    ['3', [no('3')], { result: 'unknown' }],
    ['500', [[500, {}]], { result: 'unknown' }],
    ['cut off', ['cut'], { result: 'unknown' }],
    ['a strange status', [ok({ Status: 'NEW_STATUS' })], { result: 'unknown' }, /не читается/],
  ])('%s', async (...[, said, result, words]) => {
    bank.says(...said);
    expect(await terminal.refund(request)).toMatchObject({
      ...result,
      ...(words ? { detail: expect.stringMatching(words) } : {}),
    });
  });

  it('of a part with a receipt that no till takes is not asked for', async () => {
    bank.says(ok());
    expect(await terminal.refund({ ...request, receipt: RECEIPT })).toMatchObject({ result: 'refused' });
    expect(bank.got).toHaveLength(0);
  });
});

describe('the closing receipt', () => {
  const request = { ...SETTLE, providerId: ID };

  it('goes to the till beside the API and offsets what was prepaid', async () => {
    bank.says([200, { Success: true, ErrorCode: '0' }]);
    expect(await terminal.settle({ ...request, receipt: { ...RECEIPT, vatCode: 11 } })).toEqual({ result: 'settled' });
    const { path, body } = last();
    expect(path).toBe('/bank/cashbox/SendClosingReceipt');
    expect(body).toMatchObject({
      PaymentId: ID,
      Receipt: {
        Email: 'anna@example.org',
        Items: [{ PaymentMethod: 'full_payment', Tax: 'vat22' }, { PaymentMethod: 'full_payment' }],
        Payments: { Electronic: 0, AdvancePayment: 350_000 },
      },
    });
    expect(body.Token).toBe(tokenOf({ TerminalKey: TERMINAL, PaymentId: ID }, PASSWORD));
  });

  it('goes by the API where there is no till beside it', async () => {
    bank.says([404, '<h1>no such page</h1>'], [200, { Success: true, ErrorCode: '0' }]);
    expect(await terminal.settle(request)).toEqual({ result: 'settled' });
    expect(paths()).toEqual(['cashbox/SendClosingReceipt', 'v2/SendClosingReceipt']);
  });

  it.each<[Said]>([['cut'], ['hang'], [[500, {}]], [[200, '<h1>hello</h1>']]])(
    'that may have arrived is never sent again: %j',
    async (said) => {
      bank.says(said);
      expect(await terminal.settle(request)).toMatchObject({
        result: 'refused',
        detail: expect.stringMatching(/неизвестно, пробит ли.*вручную/),
      });
      expect(bank.got).toHaveLength(1);
    },
  );

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'NOT_SENT', 'SELF_SIGNED_CERT_IN_CHAIN'])(
    'that cannot have arrived is: %s',
    async (body) => {
      const nobody = createProvider('tbank', settings(), async () => ({ status: 0, body }), now);
      expect(await nobody.settle(request)).toMatchObject({ result: 'unknown' });
    },
  );

  it('that is refused says why', async () => {
    bank.says(no('315', 'Касса не найдена'));
    expect(await terminal.settle(request)).toMatchObject({
      result: 'refused',
      detail: expect.stringMatching(/Касса не приняла чек.*Касса не найдена/),
    });
  });
});
