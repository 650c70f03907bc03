import { spawnSync } from 'node:child_process';
import fc from 'fast-check';

import { TBankApi } from '../../../credentials/TBankApi.credentials';
import { isSigned, tokenOf } from '../../../lib/payments/tbank/token';

/** Both samples are from https://developer.tbank.ru/eacq/intro/developer/token and …/notification, with what they come to. */
const INIT = {
  TerminalKey: 'MerchantTerminalKey',
  Amount: 19200,
  OrderId: '00000',
  Description: 'Подарочная карта на 1000 рублей',
};
const INIT_TOKEN = '72dd466f8ace0a37a1f740ce5fb78101712bc0665d91a8108c7c8a0ccd426db2';
const NOTIFICATION = {
  TerminalKey: '1234567890DEMO',
  OrderId: '000000',
  Success: true,
  Status: 'AUTHORIZED',
  PaymentId: '0000000',
  ErrorCode: '0',
  Amount: '1111',
  CardId: '000000',
  Pan: '200000******0000',
  ExpDate: '1111',
  RebillId: '000000',
};
const NOTIFICATION_TOKEN = '1c0964277d0213349243065a0d5b838b8e90d2d25f740d0f2767836e710e80c8';

test('the bank’s own samples come to what the bank says', () => {
  expect(tokenOf(INIT, '11111111111111')).toBe(INIT_TOKEN);
  expect(tokenOf(NOTIFICATION, '11111111111')).toBe(NOTIFICATION_TOKEN);
  expect(tokenOf({ ...NOTIFICATION, Success: 'true', Amount: 1111 }, '11111111111')).toBe(NOTIFICATION_TOKEN);
});

test('what is nested, empty, or the token itself does not count', () => {
  const more = {
    Receipt: { Items: [1] },
    DATA: { Phone: '+7' },
    Shops: [],
    Token: 'x',
    Nothing: null,
    Less: undefined,
  };
  expect(tokenOf({ ...INIT, ...more }, '11111111111111')).toBe(INIT_TOKEN);
});

test('the order of the fields does not count, and every field and the password do', () => {
  const fields = fc.dictionary(fc.string({ minLength: 1, unit: 'grapheme-ascii' }), fc.string({ minLength: 1 }), {
    minKeys: 1,
    noNullPrototype: true,
  });
  fc.assert(
    fc.property(fields, fc.string({ minLength: 1 }), (params, password) => {
      fc.pre(!('Token' in params) && !('Password' in params));
      const token = tokenOf(params, password);
      expect(token).toMatch(/^[0-9a-f]{64}$/);
      expect(tokenOf(Object.fromEntries(Object.entries(params).reverse()), password)).toBe(token);
      expect(isSigned({ ...params, Token: token }, password)).toBe(true);
      expect(tokenOf(params, `${password}!`)).not.toBe(token);
      const [name] = Object.keys(params);
      expect(isSigned({ ...params, [name]: `${params[name]}!`, Token: token }, password)).toBe(false);
    }),
  );
});

/** The bank's recipe by other tools: sort and sha256sum. */
function byHand(params: Record<string, string | number | boolean>, password: string): string {
  const run = (command: string, args: string[], input: string) =>
    spawnSync(command, args, { input, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } }).stdout;
  const lines = Object.entries({ ...params, Password: password }).map(([name, value]) => `${name}\t${String(value)}`);
  const sorted = run('sort', ['-t', '\t', '-k1,1'], `${lines.join('\n')}\n`);
  const values = sorted
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(line.indexOf('\t') + 1));
  return run('sha256sum', [], values.join('')).slice(0, 64);
}

test.each<[Record<string, string | number | boolean>, string]>([
  [INIT, '11111111111111'],
  [
    { TerminalKey: '1700000000000DEMO', PaymentId: '5000001', Amount: 100000, ExternalRequestId: 'pay_1042-1' },
    'Пароль №1',
  ],
  [
    {
      TerminalKey: 'x',
      NotificationURL: 'https://example.org/a?b=c&d=е',
      RedirectDueDate: '2026-11-25T16:00:00+03:00',
    },
    'p w',
  ],
  [{ TerminalKey: 'x', Success: false, ErrorCode: '1051', Status: 'REJECTED', PaymentId: 1, Amount: 0 }, '*&usaf'],
])('%j is signed as other tools sign it', (params, password) => {
  expect(tokenOf(params, password)).toBe(byHand(params, password));
});

test('the credential signs whatever n8n sends with it', async () => {
  const { authenticate } = new TBankApi();
  const sign = authenticate as unknown as (data: object, options: object) => Promise<{ body: object; json: boolean }>;
  const data = { terminalKey: ' MerchantTerminalKey ', password: '11111111111111' };
  const { TerminalKey, ...rest } = INIT;
  const whole = { ...rest, Receipt: { Items: [] } };
  for (const body of [whole, JSON.stringify(whole)]) {
    expect(await sign(data, { url: 'x', body })).toEqual({
      url: 'x',
      json: true,
      body: { TerminalKey, ...whole, Token: INIT_TOKEN },
    });
  }
});
