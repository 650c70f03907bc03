import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Journal } from '../../sandbox/api/journal';
import { Dialogs } from '../../sandbox/vk/dialogs';
import { GROUP, pictureOf, uploaded, VkBench } from './vkSupport';

let bench: VkBench;
let peer_id: number;

beforeEach(async () => {
  bench = await new VkBench().start();
  peer_id = await bench.peer('anna');
});
afterEach(() => bench.close());

const PARAM = 'One of the parameters specified was missing or invalid';
const send = (params: object): Promise<number> => bench.ok('messages.send', { peer_id, random_id: 0, ...params });
const refused = (params: object): Promise<[number, string]> =>
  bench.refused('messages.send', { peer_id, random_id: 0, message: 'Торт', ...params });

test('a message reaches its chat', async () => {
  expect(await send({ message: 'Какой торт нужен?' })).toBe(2);
  expect(await bench.listed('anna', '?after=1')).toEqual([
    { seq: 2, from: 'bot', text: 'Какой торт нужен?', buttons: [], at: expect.any(String) },
  ]);
});

test.each([
  [{ peer_id: '' }, 100, `${PARAM}: you should specify peer_id, user_id, domain, chat_id or user_ids param`],
  [{ peer_id: 'anna' }, 100, `${PARAM}: peer_id not integer`],
  [{ message: ' ' }, 100, `${PARAM}: message is empty or invalid`],
  [{ message: 'я'.repeat(4097) }, 914, 'Message is too long'],
  [{ peer_id: 100_000_002 }, 901, "Can't send messages for users without permission"],
  [{ peer_id: '', chat_id: 1 }, 917, "You don't have access to this chat"],
  [{ attachment: 'photo-1_1' }, 100, `${PARAM}: attachment is invalid`],
  [{ attachment: Array(11).fill('photo-1_1') }, 100, `${PARAM}: attachment contains more than 10 items`],
  [{ payload: '"'.padEnd(1001, 'x') }, 100, `${PARAM}: payload is too long`],
])('%j is refused with %i', async (params, code, words) => {
  expect(await refused(params)).toEqual([code, words]);
  expect(await bench.listed('anna', '?after=1')).toEqual([]);
});

test('random_id must be given; 4096 characters pass', async () => {
  const { error } = await bench.call('messages.send', { peer_id, message: 'Торт' });
  expect(error).toMatchObject({ error_code: 100, error_msg: `${PARAM}: random_id is a required parameter` });
  expect(await send({ message: 'я'.repeat(4096) })).toBe(2);
});

test('five sends with one random_id side by side make one message', async () => {
  const once = { message: 'Один раз', random_id: 193_847_562 };
  expect(await Promise.all(Array.from({ length: 5 }, () => send(once)))).toEqual([2, 2, 2, 2, 2]);
  expect(await send({ message: 'другое', random_id: 5 })).toBe(3);
  expect(await bench.listed('anna', '?after=1')).toHaveLength(2);
  const other = await bench.peer('boris');
  expect(await send({ ...once, peer_id: other })).toBe(5);
});

test('random_id holds across a restart, 0 says nothing', async () => {
  expect(await send({ message: 'Да', random_id: 7 })).toBe(2);
  await bench.restart();
  expect(await send({ message: 'Да', random_id: 7 })).toBe(2);
  expect([await send({ message: 'Да' }), await send({ message: 'Да' })]).toEqual([3, 4]);
});

test('random_id holds for an hour and a hundred messages', () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'vk-dialogs-'));
  const journal = new Journal(path.join(dir, 'vk.jsonl'));
  const dialogs = new Dialogs(journal);
  const add = (random_id: number): void => dialogs.remember(dialogs.add(42, { from_id: -1, random_id }));
  const now = jest.spyOn(Date, 'now').mockReturnValue(1_800_000_000_000);
  add(7);
  for (let count = 0; count < 99; count += 1) add(0);
  expect(dialogs.sent(42, 7)).toMatchObject({ id: 1, cmid: 1 });
  expect(dialogs.sent(43, 7)).toBeUndefined();
  add(0);
  expect(dialogs.sent(42, 7)).toBeUndefined();
  add(8);
  now.mockReturnValue(1_800_003_600_000);
  expect(dialogs.sent(42, 8)).toBeDefined();
  now.mockReturnValue(1_800_003_600_001);
  expect(dialogs.sent(42, 8)).toBeUndefined();
  now.mockRestore();
  journal.close();
  fs.rmSync(dir, { recursive: true });
});

test('several receivers are answered one by one', async () => {
  const boris = await bench.peer('boris');
  await bench.say('boris', { kind: 'deny' });
  const params = { peer_id: '', peer_ids: `${peer_id},${boris}`, message: 'Всем', random_id: 9 };
  const fared = [
    { peer_id, message_id: 3, conversation_message_id: 2 },
    {
      peer_id: boris,
      message_id: 0,
      error: { code: 901, description: "Can't send messages for users without permission" },
    },
  ];
  expect(await send(params)).toEqual(fared);
  expect(await send(params)).toEqual(fared);
  const many = Array.from({ length: 101 }, (_, index) => index + 1).join();
  expect((await refused({ peer_id: '', peer_ids: many }))[0]).toBe(100);
});

test('an edit changes words and buttons, and is a new line of the same message', async () => {
  const inline = { inline: true, buttons: [[{ action: { type: 'text', label: 'Да' } }]] };
  const id = await send({ message: 'Верно?', keyboard: JSON.stringify(inline) });
  const edit = { peer_id, message_id: id };
  expect(await bench.ok('messages.edit', { ...edit, message: 'Точно верно?' })).toBe(1);
  expect(await bench.listed('anna', '?after=2')).toMatchObject([{ text: 'Точно верно?', buttons: [], edits: 2 }]);
  expect(await bench.ok('messages.edit', { peer_id, cmid: 2, message: 'Ну?', keyboard: JSON.stringify(inline) })).toBe(
    1,
  );
  expect((await bench.listed('anna', '?after=3'))[0]).toMatchObject({ text: 'Ну?', buttons: ['Да'], edits: 2 });
  const [message] = (await bench.ok('messages.getById', { message_ids: id })).items;
  expect(message).toMatchObject({ text: 'Ну?', keyboard: inline, update_time: expect.any(Number), out: 1 });
  expect((await bench.refused('messages.edit', { ...edit, message: 'я'.repeat(4097) }))[0]).toBe(914);
  expect((await bench.refused('messages.edit', { peer_id, message: 'Ну?' }))[0]).toBe(100);
  expect((await bench.refused('messages.edit', { peer_id, message_id: 77, message: 'Ну?' }))[0]).toBe(100);
  expect((await bench.refused('messages.edit', { peer_id, message_id: 1, message: 'Ну?' }))[0]).toBe(15);
});

test('messages are read by id, by number and as a history', async () => {
  await send({ message: 'Да', payload: '{"order":17}' });
  await send({ message: 'Ответ', reply_to: 1 });
  await send({ message: 'Снова', forward: `{"peer_id":${peer_id},"conversation_message_ids":2,"is_reply":1}` });
  const read = await bench.ok('messages.getById', { message_ids: '1,2,9' });
  expect(read.count).toBe(2);
  expect(read.items).toMatchObject([
    { id: 1, from_id: peer_id, out: 0, text: 'Здравствуйте' },
    { id: 2, from_id: -GROUP, out: 1, payload: '{"order":17}' },
  ]);
  const byNumber = { peer_id, conversation_message_ids: 4 };
  const [replied] = (await bench.ok('messages.getByConversationMessageId', byNumber)).items;
  expect(replied.reply_message).toMatchObject({ id: 2, text: 'Да' });
  const history = await bench.ok('messages.getHistory', { peer_id, count: 2, offset: 1 });
  expect([history.count, history.items.map(({ id }: { id: number }) => id)]).toEqual([4, [3, 2]]);
  expect((await bench.ok('messages.getHistory', { peer_id, rev: 1 })).items[0].id).toBe(1);
});

test('a message is deleted for everybody, or out of the community’s sight only', async () => {
  const [one, two] = [await send({ message: 'раз' }), await send({ message: 'два' })];
  const about = (id: number): object => ({ peer_id, message_id: id, conversation_message_id: id });
  const remove = (id: number, more: object): Promise<unknown> =>
    bench.ok('messages.delete', { message_ids: id, ...more });
  expect(await remove(one, {})).toEqual([{ ...about(one), response: 1 }]);
  expect(await remove(two, { delete_for_all: 1 })).toEqual([{ ...about(two), response: 1 }]);
  expect(await remove(1, { delete_for_all: 1 })).toMatchObject([{ response: 0, error: { code: 924 } }]);
  expect((await bench.listed('anna')).map(({ deleted }) => deleted)).toEqual([undefined, undefined, true]);
  expect((await bench.ok('messages.getHistory', { peer_id })).items).toMatchObject([{ id: 1 }]);
});

test('typing is seen, reading is answered', async () => {
  expect(await bench.ok('messages.setActivity', { peer_id, type: 'typing', group_id: GROUP })).toBe(1);
  expect(bench.events).toContainEqual({ type: 'typing', list: 'vk:anna', action: 'typing' });
  expect((await bench.refused('messages.setActivity', { peer_id, type: 'dancing' }))[0]).toBe(100);
  expect(await bench.ok('messages.markAsRead', { peer_id, mark_conversation_as_read: 1 })).toBe(1);
});

test('a picture hangs on a message and is shown in the chat', async () => {
  const { name } = await uploaded(bench, pictureOf(800, 600));
  await send({ message: 'Ваш торт', attachment: name });
  await send({ message: '', attachment: name.split('_').slice(0, 2).join('_') });
  const [first, second] = await bench.listed('anna', '?after=1');
  expect([first.image, second.text]).toEqual([second.image, '']);
  const { headers, data } = await bench.request('GET', new URL(first.image).pathname);
  expect([headers['content-type'], data.slice(1, 4)]).toEqual(['image/png', 'PNG']);
  expect((await refused({ attachment: `${name}x` }))[0]).toBe(100);
});
