import { telegramVerdict } from '../../../lib/channels/telegram/verdict';

const refusal = (error_code: number, description: string, parameters?: object) => ({
  ok: false,
  error_code,
  description,
  ...(parameters && { parameters }),
});

it.each([
  ['a message', 200, { ok: true, result: { message_id: 7 } }, { kind: 'sent', message: '7' }],
  ['a press that was answered', 200, { ok: true, result: true }, { kind: 'sent' }],
  ['an answer without a result', 200, { ok: true }, { kind: 'sent' }],
  [
    'a limit with its wait',
    429,
    refusal(429, 'Too Many Requests', { retry_after: 35 }),
    { kind: 'wait', afterMs: 35_000 },
  ],
  ['a limit without one', 429, refusal(429, 'Too Many Requests'), { kind: 'wait', afterMs: 1000 }],
  ['a limit of a gateway', 429, '<html>slow down</html>', { kind: 'wait', detail: 'HTTP 429' }],
  ['a fault of the server', 500, refusal(500, 'Internal Server Error'), { kind: 'wait' }],
  ['a gateway', 502, '<html>Bad Gateway</html>', { kind: 'wait', detail: 'HTTP 502' }],
  ['a time-out of a gateway', 504, '', { kind: 'wait', detail: 'HTTP 504' }],
  ['no answer at all', 0, 'ECONNRESET', { kind: 'wait', detail: 'no answer' }],
  ['a page of somebody else', 200, '<html>Hello</html>', { kind: 'wait', detail: 'HTTP 200' }],
  ['somebody else’s JSON', 200, { success: true }, { kind: 'wait' }],
  ['null', 200, null, { kind: 'wait' }],
  ['a customer who blocked the bot', 403, refusal(403, 'Forbidden: bot was blocked by the user'), { kind: 'blocked' }],
  ['an account that is gone', 403, refusal(403, 'Forbidden: user is deactivated'), { kind: 'blocked' }],
  [
    'a group that threw the bot out',
    403,
    refusal(403, 'Forbidden: bot was kicked from the group chat'),
    { kind: 'blocked' },
  ],
  [
    'a channel without the bot',
    403,
    refusal(403, 'Forbidden: bot is not a member of the channel chat'),
    { kind: 'blocked' },
  ],
  [
    'somebody who never wrote',
    403,
    refusal(403, "Forbidden: bot can't initiate conversation with a user"),
    { kind: 'blocked' },
  ],
  ['another prohibition', 403, refusal(403, 'Forbidden: not enough rights'), { kind: 'refused' }],
  ['a chat that does not exist', 400, refusal(400, 'Bad Request: chat not found'), { kind: 'refused' }],
  ['a wrong picture', 400, refusal(400, 'Bad Request: wrong file identifier'), { kind: 'refused' }],
  ['too large a request', 413, refusal(413, 'Request Entity Too Large'), { kind: 'refused' }],
  ['a token that was revoked', 401, refusal(401, 'Unauthorized'), { kind: 'credential' }],
  ['a token that is unknown', 404, refusal(404, 'Not Found'), { kind: 'credential' }],
])('reads %s', (_name, status, body, expected) => {
  expect(telegramVerdict(status, body)).toMatchObject(expected);
});

it.each([400, 401, 403, 404, 429, 500])('keeps Telegram’s own words of a refusal %d', (status) => {
  expect(telegramVerdict(status, refusal(status, 'Bad Request: words'))).toMatchObject({
    detail: 'Bad Request: words',
  });
});

it('has no message where none was made', () => {
  expect(telegramVerdict(200, { ok: true, result: true })).toEqual({ kind: 'sent' });
});
