import axios from 'axios';
import { Bench, Receiver, until } from './support';

let bench: Bench;
let receiver: Receiver;

beforeEach(async () => {
  bench = await new Bench().start();
  receiver = await new Receiver().start();
});
afterEach(async () => {
  await bench.close();
  await receiver.close();
});

const texts = (): (string | undefined)[] => receiver.got.map(({ update }) => update.message?.text);

test('a registration is told back and its secret comes with every update', async () => {
  const set = await bench.hook(receiver, { secret_token: 'wf_node', allowed_updates: ['message'] });
  expect(set.data).toEqual({ ok: true, result: true, description: 'Webhook was set' });
  expect((await bench.hook(receiver, { secret_token: 'wf_node' })).data.description).toBe('Webhook is already set');
  const { data } = await bench.bot('getWebhookInfo');
  expect(data.result).toMatchObject({ url: receiver.url, pending_update_count: 0, allowed_updates: ['message'] });
  expect(bench.sandbox.telegram.registered()).toBe(true);
  await bench.say('anna', { text: '/start привет', name: 'Анна', language: 'en' });
  await until(() => receiver.got.length === 1);
  expect(receiver.got[0].secret).toBe('wf_node');
  expect(receiver.got[0].update).toEqual({
    update_id: expect.any(Number),
    message: {
      message_id: expect.any(Number),
      from: { id: 700000001, is_bot: false, first_name: 'Анна', language_code: 'en' },
      chat: { id: 700000001, first_name: 'Анна', type: 'private' },
      date: expect.any(Number),
      text: '/start привет',
      entities: [{ type: 'bot_command', offset: 0, length: 6 }],
    },
  });
});

test.each([
  [{ url: 'not a url' }, 'bad webhook: invalid webhook URL specified'],
  [{ url: 'http://shop.example/hook' }, 'bad webhook: An HTTPS URL must be provided for webhook'],
  [{ url: 'https://shop.example/hook', secret_token: 'a b' }, 'secret token contains unallowed characters'],
])('setWebhook refuses %j', async (body, reason) => {
  const { status, data } = await bench.bot('setWebhook', body);
  expect(status).toBe(400);
  expect(data).toEqual({ ok: false, error_code: 400, description: `Bad Request: ${reason}` });
});

test('the next update of a chat waits for the request before it, another chat does not', async () => {
  receiver.auto = null;
  await bench.hook(receiver);
  for (const text of ['a1', 'a2', 'a3']) await bench.say('anna', { text });
  await bench.say('boris', { text: 'b1' });
  await until(() => receiver.got.length === 2);
  expect(texts().sort()).toEqual(['a1', 'b1']);
  receiver.got.find(({ update }) => update.message?.text === 'a1')!.answer();
  await until(() => receiver.got.length === 3);
  expect(texts()[2]).toBe('a2');
  receiver.got[2].answer();
  await until(() => receiver.got.length === 4);
  expect(texts()[3]).toBe('a3');
});

test('an update that was not taken comes again, before the later ones of its chat', async () => {
  let failures = 1;
  receiver.auto = () => (failures-- > 0 ? 500 : 200);
  await bench.hook(receiver);
  await bench.say('anna', { text: 'first' });
  await bench.say('anna', { text: 'second' });
  await until(() => receiver.got.length === 3);
  expect(texts()).toEqual(['first', 'first', 'second']);
  expect(receiver.got[1].raw).toBe(receiver.got[0].raw);
  const { data } = await bench.bot('getWebhookInfo');
  expect(data.result.last_error_message).toBe('Wrong response from the webhook: 500 Internal Server Error');
});

test('drop_pending_updates forgets what waits', async () => {
  await bench.say('anna', { text: 'old' });
  expect((await bench.bot('getWebhookInfo')).data.result.pending_update_count).toBe(1);
  await bench.hook(receiver, { drop_pending_updates: true });
  await bench.say('anna', { text: 'new' });
  await until(() => receiver.got.length === 1);
  expect(texts()).toEqual(['new']);
});

test('updates of a kind not asked for are not sent', async () => {
  await bench.hook(receiver, { allowed_updates: ['message'] });
  await bench.say('anna', { text: 'one' });
  await bench.say('anna', { kind: 'edit', text: 'changed' });
  await bench.say('anna', { text: 'two' });
  await until(() => receiver.got.length === 2);
  expect(texts()).toEqual(['one', 'two']);
});

test('repeat delivers the same bytes side by side', async () => {
  receiver.auto = null;
  await bench.hook(receiver);
  await bench.say('anna', { text: 'five times', repeat: 5 });
  await until(() => receiver.got.length === 5);
  expect(receiver.got.every(({ open }) => open)).toBe(true);
  expect(new Set(receiver.got.map(({ raw }) => raw)).size).toBe(1);
});

test('an event can be delivered again, in its own chat only', async () => {
  await bench.hook(receiver);
  const eventId = await bench.say('anna', { text: 'once more' });
  expect(await bench.say('anna', { eventId })).toBe(eventId);
  await until(() => receiver.got.length === 2);
  expect(receiver.got[1].raw).toBe(receiver.got[0].raw);
  for (const [chat, id] of [
    ['boris', eventId],
    ['anna', 'nonsense'],
  ]) {
    const { status, data } = await bench.api('POST', `/api/channels/telegram/chats/${chat}/messages`, { eventId: id });
    expect([status, typeof data.error]).toEqual([404, 'string']);
  }
});

test('delayMs swaps the order', async () => {
  await bench.hook(receiver);
  await bench.say('anna', { text: 'early, comes late', delayMs: 300 });
  await bench.say('anna', { text: 'late, comes early' });
  await until(() => receiver.got.length === 2);
  expect(texts()).toEqual(['late, comes early', 'early, comes late']);
  expect(receiver.got[1].update.update_id).toBeLessThan(receiver.got[0].update.update_id);
});

test('a call in the webhook’s answer is performed', async () => {
  receiver.auto = null;
  await bench.hook(receiver);
  await bench.say('anna', { text: 'hello' });
  await until(() => receiver.got.length === 1);
  receiver.got[0].answer(200, { method: 'sendMessage', chat_id: 700000001, text: 'straight back' });
  const messages = await bench.messages('anna', '?after=1&wait=5000');
  expect(messages.map(({ text }) => text)).toEqual(['straight back']);
});

test('a restart keeps registration, counters, chats and what was not delivered', async () => {
  receiver.auto = 500;
  await bench.hook(receiver, { secret_token: 'kept' });
  const eventId = await bench.say('anna', { text: 'before' });
  await until(() => receiver.got.length === 1);
  const before = receiver.got[0].update;
  await bench.restart();
  receiver.auto = 200;
  await until(() => receiver.got.length >= 2);
  expect(receiver.got.at(-1)!.update).toEqual(before);
  expect(receiver.got.at(-1)!.secret).toBe('kept');
  const sofar = receiver.got.length;
  await bench.say('boris', { text: 'after' });
  await until(() => receiver.got.length === sofar + 1);
  const after = receiver.got.at(-1)!.update;
  expect(after.update_id).toBe(before.update_id + 1);
  expect(after.message!.message_id).toBe(before.message!.message_id + 1);
  expect(after.message!.chat.id).toBe(700000002);
  expect((await bench.messages('anna')).map(({ seq, text }) => [seq, text])).toEqual([[1, 'before']]);
  expect(await bench.say('anna', { eventId })).toBe(eventId);
});

test('getUpdates works without a webhook, and conflicts with one', async () => {
  await bench.say('anna', { text: 'polled' });
  const first = await axios.get(
    `${bench.sandbox.url}/bot123456789:AAFakeTokenOfTheSandbox_1234567890/GetUpdates?limit=1`,
  );
  expect(first.data.result[0].message.text).toBe('polled');
  const next = bench.bot('getUpdates', { offset: first.data.result[0].update_id + 1, timeout: 10 });
  await bench.say('anna', { text: 'awaited' });
  expect((await next).data.result.map((update: { message: { text: string } }) => update.message.text)).toEqual([
    'awaited',
  ]);
  await bench.hook(receiver);
  const { status, data } = await bench.bot('getUpdates');
  expect([status, data.error_code]).toEqual([409, 409]);
});

test('two bots have registrations and chats of their own', async () => {
  const other = '987654321:BBAnotherTokenOfTheSandbox_098765';
  await bench.hook(receiver);
  expect((await bench.bot('getWebhookInfo', {}, other)).data.result.url).toBe('');
  expect((await bench.bot('getMe', {}, other)).data.result).toMatchObject({ id: 987654321, is_bot: true });
  await bench.say('anna', { text: 'hello' });
  const { data } = await bench.bot('sendMessage', { chat_id: 700000001, text: 'hi' }, other);
  expect(data.description).toBe('Bad Request: chat not found');
});

test('a second getUpdates ends the first one, and whoever polls counts as registered', async () => {
  const { registered } = bench.sandbox.telegram;
  expect(registered()).toBe(false);
  const first = bench.bot('getUpdates', { timeout: 30 });
  await until(registered);
  const second = bench.bot('getUpdates', { timeout: 30 });
  const { status, data } = await first;
  expect([status, data.description]).toEqual([409, expect.stringContaining('terminated by other getUpdates request')]);
  await bench.say('guest', { text: 'Привет' });
  expect((await second).data.result).toHaveLength(1);
});
