import { createProvider, type Provider } from '../../../lib/payments';
import { Bank, http, LINK, now, RECEIPT, raw, REFUND, SETTLE, type Said } from './support';

/** Whatever a provider says: no method throws, and what the owner reads is Russian, useful, and holds no secret. */

const SECRET = 'TheSecretThatNobodyMayRead-0123456789';
const bank = new Bank();
beforeAll(() => bank.open());
afterAll(() => bank.close());

const PROVIDERS: Record<string, () => Provider> = {
  yookassa: () => createProvider('yookassa', { shopId: '1', secretKey: SECRET, baseUrl: bank.url }, http, now),
  tbank: () =>
    createProvider('tbank', { terminalKey: '1DEMO', password: SECRET, baseUrl: `${bank.url}/v2` }, http, now),
  stripe: () => createProvider('stripe', { secretKey: SECRET, signingSecret: SECRET, baseUrl: bank.url }, http, now),
};

const id = { payment: '1042-1', order: 1042, key: 'k' };
const METHODS: Record<string, (provider: Provider) => Promise<object>> = {
  request: (provider) => provider.request({ ...LINK, receipt: RECEIPT }),
  read: (provider) => provider.read({ ...id, providerId: '5000001' }),
  'read by our own id': (provider) => provider.read({ ...id, providerId: null }),
  cancel: (provider) => provider.cancel({ ...id, providerId: '5000001' }),
  refund: (provider) => provider.refund({ ...REFUND, providerId: '5000001' }),
  settle: (provider) => provider.settle({ ...SETTLE, providerId: '5000001' }),
};

const basic = Buffer.from(`1:${SECRET}`).toString('base64');
const ECHO = `Wrong key ${SECRET} of Bearer ${SECRET}`;
const errors = { type: 'error', code: 'any', description: `${ECHO}, ${basic}`, parameter: SECRET };
const refusal = { Success: false, ErrorCode: '9', Message: ECHO, Details: SECRET };
const stripe = { error: { type: 'invalid_request_error', message: ECHO, code: SECRET } };
const everything = { ...errors, ...refusal, ...stripe, status: ECHO, Status: ECHO };

const ANSWERS: [string, Said][] = [
  ['cut', 'cut'],
  ['an empty page', [200, '']],
  ['a page', [200, `<h1>${ECHO}</h1>`]],
  ['null', [200, 'null']],
  ['a number', [200, '7']],
  ['a string', [200, `"${SECRET}"`]],
  ['a list', [200, '[]']],
  ['an empty object', [200, {}]],
  ['another object', [200, everything]],
  [
    'lists of anything',
    [200, { items: [null, 1, {}], Payments: [null, 1, {}], data: [{}], Success: true, has_more: 'x' }],
  ],
  ['half an object', [200, '{"id":']],
  ...[201, 204, 302, 400, 401, 402, 403, 404, 405, 409, 415, 422, 429, 500, 502, 503, 504].map(
    (status): [string, Said] => [`HTTP ${status}`, [status, status === 204 ? '' : everything]],
  ),
];

describe.each(Object.keys(PROVIDERS))('%s', (name) => {
  describe.each(Object.keys(METHODS))('%s', (method) => {
    it.each(ANSWERS)('%s', async (_what, said) => {
      bank.says(said);
      const result = (await METHODS[method](PROVIDERS[name]())) as { detail?: string; result?: string };
      const text = JSON.stringify(result);
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain(basic);
      expect(result.result ?? '').not.toMatch(/link|state|refunded/);
      expect(result).not.toMatchObject({ gone: true });
      if (name !== 'stripe' && !JSON.stringify(said).includes('"Success":true'))
        expect(result.result).not.toBe('settled');
      if (result.detail === undefined) return;
      expect(result.detail).toMatch(/^[А-ЯЁS].*[а-яё].*\.|https:\S+$/);
      expect(result.detail).not.toMatch(/undefined|null|NaN|\[object|\.\.|\s{2}/);
    });
  });

  it('nobody listens', async () => {
    const closed = new Bank();
    await closed.open();
    await closed.close();
    const there = bank.url;
    bank.url = closed.url;
    for (const method of Object.values(METHODS)) {
      const result = (await method(PROVIDERS[name]())) as { detail?: string; result?: string };
      if (result.result === 'settled') continue;
      expect(result).toMatchObject({ detail: expect.stringMatching(/нет ответа/) });
      expect(result.result ?? 'unknown').toBe('unknown');
    }
    bank.url = there;
  });

  it('no notification makes it throw', async () => {
    const bodies = ['', 'null', '7', '[]', '{}', '{"object":null}', '\u0000', '{"type":{"a":1}}', 'ъ'.repeat(1e5)];
    for (const body of bodies) {
      const said = await PROVIDERS[name]().notification(raw(body, '185.71.76.1', { 'stripe-signature': 't=1,v1=1' }));
      expect(said).toMatchObject({ result: 'refused', status: expect.any(Number) });
    }
  });
});
