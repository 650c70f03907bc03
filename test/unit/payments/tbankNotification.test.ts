import { createProvider } from '../../../lib/payments';
import { tokenOf } from '../../../lib/payments/tbank/token';
import { http, raw, refused } from './support';

describe('T-Bank', () => {
  const PASSWORD = 'PasswordOfTheTerminal';
  const terminal = createProvider('tbank', { terminalKey: ' 1700000000000DEMO ', password: PASSWORD }, http);
  const body = {
    TerminalKey: '1700000000000DEMO',
    OrderId: '1042-1',
    Success: true,
    Status: 'CONFIRMED',
    PaymentId: 5_000_001,
    ErrorCode: '0',
    Amount: 350_000,
    CardId: 12_345,
    Pan: '430000******0777',
    ExpDate: '1130',
  };
  const signed = (change: object = {}, password = PASSWORD) => {
    const whole = { ...body, ...change };
    return { ...whole, Token: tokenOf(whole, password) };
  };

  it.each(['AUTHORIZED', 'CONFIRMED', 'REFUNDED', 'PARTIAL_REFUNDED', 'REJECTED'])(
    '%s is answered OK',
    async (Status) => {
      expect(await terminal.notification(raw(signed({ Status }), '8.8.8.8'))).toEqual({
        result: 'about',
        providerId: '5000001',
        payment: '1042-1',
        answer: 'OK',
      });
    },
  );

  it('is about our payment under whatever name it has there', async () => {
    expect(await terminal.notification(raw(signed({ OrderId: '1042-1-r2' })))).toMatchObject({ payment: '1042-1' });
  });

  it('is signed without what is nested or empty', async () => {
    const more = { ...signed({ RebillId: null }), Data: { Phone: '+79031234567' }, Receipt: { Items: [] } };
    expect(await terminal.notification(raw(more))).toMatchObject({ result: 'about' });
    const upper = signed();
    expect(await terminal.notification(raw({ ...upper, Token: upper.Token.toUpperCase() }))).toMatchObject({
      result: 'about',
    });
  });

  it.each<[string, object]>([
    ['another password', signed({}, 'guessed')],
    ['a sum changed on the way', { ...signed(), Amount: 1 }],
    ['a status changed on the way', { ...signed({ Status: 'REJECTED' }), Status: 'CONFIRMED' }],
    ['a field more', { ...signed(), More: 1 }],
    ['an empty token', { ...signed(), Token: '' }],
    ['half a token', { ...signed(), Token: signed().Token.slice(0, 32) }],
  ])('with %s is refused', async (_what, forged) => {
    expect(await terminal.notification(raw(forged))).toEqual(refused('token', 403));
  });

  it('of another terminal is refused, well signed as it may be', async () => {
    const other = signed({ TerminalKey: '1700000000001' });
    expect(await terminal.notification(raw(other))).toEqual(refused('shop', 403));
  });

  it.each<object>([
    { Status: 'RECEIPT' },
    { NotificationType: 'LINKCARD', OrderId: undefined },
    { PaymentId: undefined },
  ])('%j concerns no order, and is not sent again', async (change) => {
    expect(await terminal.notification(raw(signed(change)))).toEqual({ result: 'ignored', answer: 'OK' });
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"Token":"x"}',
    '{"TerminalKey":"1700000000000DEMO"}',
    '{"TerminalKey":1,"Token":2}',
  ])('with the body %s is refused', async (text) => {
    expect(await terminal.notification(raw(text))).toEqual(refused('body', 400));
  });

  it('with an id that is none is refused', async () => {
    expect(await terminal.notification(raw(signed({ PaymentId: '1/../x' })))).toEqual(refused('body', 400));
  });
});
