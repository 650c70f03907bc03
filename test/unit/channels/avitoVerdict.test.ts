import { answerOf, answerOfError } from '../../../lib/channels/avito/answer';
import { TokenRefusal, tokenOf } from '../../../lib/channels/avito/token';
import { avitoVerdict } from '../../../lib/channels/avito/verdict';
import { avitoWords } from '../../../lib/channels/avito/words';

const at = 0;
const refusal = (code: number, message: string, fields?: object) => ({
  error: { code, message, ...(fields && { fields }) },
});

it.each([
  ['a message', 200, { id: 'm9', created: 1, type: 'text' }, { kind: 'sent', message: 'm9' }],
  ['an answer without an id', 200, {}, { kind: 'sent' }],
  ['a page of somebody else', 200, '<html>Hello</html>', { kind: 'unknown', detail: 'HTTP 200' }],
  ['a limit without its wait', 429, {}, { kind: 'wait', afterMs: 2000 }],
  ['no answer at all', 0, { message: 'ECONNRESET' }, { kind: 'unknown', detail: 'ECONNRESET' }],
  ['a fault of the server', 500, refusal(500, 'internal'), { kind: 'unknown', detail: 'internal' }],
  ['a gateway', 502, '<html>', { kind: 'unknown', detail: 'HTTP 502' }],
  ['a redirect', 302, '', { kind: 'unknown' }],
  [
    'a tariff without the messenger',
    402,
    refusal(402, 'Payment required'),
    { kind: 'tariff', detail: 'Payment required' },
  ],
  ['keys that are not taken', 401, refusal(401, 'unauthorized'), { kind: 'credential' }],
  [
    'a token that is not taken',
    403,
    { result: { status: false, message: 'invalid access token' } },
    { kind: 'forbidden', detail: 'invalid access token' },
  ],
  ['a chat that is gone', 404, refusal(404, 'not found'), { kind: 'refused', detail: 'not found' }],
  [
    'a field that is wrong',
    400,
    refusal(400, 'validation failed', { text: 'too long' }),
    { kind: 'refused', detail: 'validation failed; text: too long' },
  ],
])('reads %s', (_name, status, body, verdict) => {
  expect(avitoVerdict({ status, body, at })).toMatchObject(verdict);
});

it('waits as long as Avito asks, and tells keys from a forbidden chat', () => {
  expect(avitoVerdict({ status: 429, body: {}, at, retryAfterMs: 7000 })).toMatchObject({
    kind: 'wait',
    afterMs: 7000,
  });
  expect(avitoVerdict({ status: 403, body: {}, at, keys: true }).kind).toBe('credential');
});

it('reads Retry-After and Avito’s clock from the headers', () => {
  const headers = { 'retry-after': '5', date: 'Sun, 22 Nov 2026 12:00:00 GMT' };
  expect(answerOf(429, headers, {})).toEqual({
    status: 429,
    body: {},
    retryAfterMs: 5000,
    at: Date.UTC(2026, 10, 22, 12),
  });
  const before = Date.now();
  const plain = answerOf(200, {}, {});
  expect(plain).not.toHaveProperty('retryAfterMs');
  expect(plain.at).toBeGreaterThanOrEqual(before);
});

describe('what was thrown', () => {
  const wrapped = (cause: unknown) => Object.assign(new Error('n8n'), { cause });

  it.each([
    [
      'a status of Avito',
      wrapped({ response: { status: 403, data: refusal(403, 'no') } }),
      { status: 403, body: refusal(403, 'no') },
    ],
    ['a connection that was lost', wrapped({ code: 'ECONNRESET' }), { status: 0, body: { message: 'ECONNRESET' } }],
    ['keys that gave no token', wrapped(new TokenRefusal(401, {})), { status: 401, keys: true }],
    ['an address of tokens in trouble', wrapped(new TokenRefusal(503, {})), { status: 503 }],
    ['a grant that was taken back', wrapped({ code: 'EAUTH', message: 'invalid_grant' }), { status: 401, keys: true }],
    [
      'an OAuth2 that was never connected',
      wrapped(new Error('OAuth credentials not connected')),
      { status: 401, keys: true },
    ],
    [
      'an address of tokens that says no to OAuth2',
      wrapped({ code: 'ESTATUS', status: 404 }),
      { status: 404, keys: true },
    ],
    ['nothing that is known', undefined, { status: 0 }],
    [
      'a fault of our own',
      wrapped(new TypeError('x is not a function')),
      { status: 0, body: { message: 'TypeError' } },
    ],
    [
      'a grant that n8n found broken',
      wrapped(new Error('The credential "Avito" needs to be reconnected.')),
      { status: 401, keys: true },
    ],
  ])('%s', (_name, error, answer) => {
    expect(answerOfError(error)).toMatchObject(answer);
  });

  it('a token’s trouble at Avito is no matter of the keys', () => {
    expect(answerOfError(wrapped(new TokenRefusal(503, {})))).not.toHaveProperty('keys');
    expect(answerOfError(wrapped(new TokenRefusal(0, { message: 'ETIMEDOUT' })))).toMatchObject({ status: 0 });
  });
});

it('takes a token from the answer, and says what to do when there is none', () => {
  expect(tokenOf(200, { access_token: 'AT', expires_in: 86_400 })).toBe('AT');
  const error = (status: number, body: unknown) => {
    try {
      return tokenOf(status, body);
    } catch (thrown) {
      return (thrown as Error).message;
    }
  };
  expect(error(401, { error: 'invalid_client', error_description: 'Unknown client' })).toMatch(
    /не принимает ключи.*Unknown client/,
  );
  expect(error(200, '<html>')).toMatch(/не принимает ключи/);
  expect(error(503, '')).toMatch(/не работает \(HTTP 503\)/);
});

describe('words for the owner', () => {
  it.each([
    [402, /другой тариф/, /«Максимальный».*«Расширенный»/],
    [403, /не пускает/, /«Максимальный».*professionals\/api/],
    [401, /ключи/, /professionals\/api/],
    [404, /этого нет/, /номер/],
    [400, /не принял запрос/, /поля узла/],
    [429, /подождать/, /минуту/],
    [503, /не работает/, /повторите/],
    [0, /не отвечает/, /интернет/],
  ])('for %d', (status, message, description) => {
    const words = avitoWords({ status, body: undefined });
    expect(words.message).toMatch(message);
    expect(words.description).toMatch(description);
  });

  it('quote Avito and its wait', () => {
    expect(avitoWords({ status: 400, body: refusal(400, 'bad', { limit: 'max 100' }) }).description).toContain(
      '«bad; limit: max 100»',
    );
    expect(avitoWords({ status: 429, body: {}, retryAfterMs: 4100 }).description).toContain('5 с');
  });
});
