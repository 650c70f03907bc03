import { vkFault } from '../../../lib/channels/vk/errors';
import { inOneLine, vkVerdict, type VkRefusal } from '../../../lib/channels/vk/verdict';

const refusal = (error_code: number, error_msg = 'words') => ({ error: { error_code, error_msg, request_params: [] } });
const MINUTE = 60_000;

it.each([
  ['a message', 200, { response: 7 }, { kind: 'sent', message: '7' }],
  ['"typing…"', 200, { response: 1 }, { kind: 'sent' }],
  ['a repeat that VK threw away', 200, { response: 0 }, { kind: 'sent' }],
  ['a list with a message', 200, { response: [{ peer_id: 42, message_id: 7 }] }, { kind: 'sent', message: '7' }],
  [
    'a list with a refusal',
    200,
    { response: [{ peer_id: 42, message_id: 0, error: { code: 901, description: 'no' } }] },
    { kind: 'blocked', code: 901 },
  ],
  ['something else than a number', 200, { response: { ok: true } }, { kind: 'sent' }],
  ['too many calls in a second', 200, refusal(6), { kind: 'wait', afterMs: 1100 }],
  ['an unknown fault', 200, refusal(1), { kind: 'wait', afterMs: 1000 }],
  ['a fault inside VK', 200, refusal(10), { kind: 'wait', afterMs: 1000 }],
  ['flood control', 200, refusal(9), { kind: 'wait', afterMs: 5 * MINUTE }],
  ['a used-up limit', 200, refusal(29), { kind: 'wait', afterMs: 60 * MINUTE }],
  ['a wrong key', 200, refusal(5), { kind: 'credential' }],
  ['a wrong key of a community', 200, refusal(27), { kind: 'credential' }],
  ['a wrong key of an application', 200, refusal(28), { kind: 'credential' }],
  ['a missing right', 200, refusal(7), { kind: 'refused', fault: { advice: expect.stringMatching(/Фотографии/) } }],
  [
    'no access',
    200,
    refusal(15),
    { kind: 'refused', fault: { advice: expect.stringMatching(/Управление сообществом/) } },
  ],
  ['a black list', 200, refusal(900), { kind: 'blocked' }],
  ['a customer who forbade it', 200, refusal(901), { kind: 'blocked' }],
  ['privacy', 200, refusal(902), { kind: 'blocked' }],
  ['a contact that is gone', 200, refusal(936), { kind: 'blocked' }],
  ['a customer who never wrote', 200, refusal(1021), { kind: 'blocked' }],
  ['a deleted page', 200, refusal(18), { kind: 'blocked' }],
  ['a bad keyboard', 200, refusal(911), { kind: 'refused' }],
  [
    'bots switched off',
    200,
    refusal(912),
    { kind: 'refused', fault: { advice: expect.stringMatching(/Возможности ботов/) } },
  ],
  ['too long a text', 200, refusal(914), { kind: 'refused' }],
  ['a full list of servers', 200, refusal(2000), { kind: 'refused', code: 2000 }],
  ['a code that VK will invent', 200, refusal(31337), { kind: 'refused', detail: expect.stringMatching(/31337/) }],
  ['an error with another status', 401, refusal(5), { kind: 'credential', code: 5 }],
  ['no answer at all', 0, 'ECONNRESET', { kind: 'wait', afterMs: 1000, detail: 'no answer' }],
  ['a gateway', 502, '<html>', { kind: 'wait', detail: 'HTTP 502' }],
  ['a limit of a gateway', 429, '<html>', { kind: 'wait', detail: 'HTTP 429' }],
  ['a page of somebody else', 200, '<html>Hello</html>', { kind: 'wait', detail: 'HTTP 200' }],
  ['somebody else’s JSON', 200, { success: true }, { kind: 'wait' }],
  ['an error of somebody else', 200, { error: 'invalid_request' }, { kind: 'wait' }],
  ['null', 200, null, { kind: 'wait' }],
  ['a server that is not VK', 404, 'Not Found', { kind: 'credential', detail: expect.stringMatching(/HTTP 404/) }],
  ['an address that moved', 301, '', { kind: 'credential' }],
])('reads %s', (_name, status, body, expected) => {
  expect(vkVerdict(status, body)).toMatchObject(expected);
});

it('keeps VK’s own words of a refusal, and puts it into one line for the owner', () => {
  const verdict = vkVerdict(200, refusal(901, "Can't send messages for users without permission")) as VkRefusal;
  expect(verdict.detail).toBe("VK 901: Can't send messages for users without permission");
  expect(inOneLine(verdict)).toBe(
    "Этот человек не разрешил сообщения от сообщества (VK 901: Can't send messages for users without permission). Написать ему можно, когда он сам напишет сообществу.",
  );
  expect(inOneLine(vkVerdict(200, refusal(8, '')) as VkRefusal)).toBe('VK не понял запрос (VK 8)');
});

it('has words for the owner whatever the code is', () => {
  for (let code = 0; code < 4000; code++) expect(vkFault(code).says).toMatch(/[а-яё]/i);
});
