import { until } from './support';
import { GROUP, VkBench } from './vkSupport';

let bench: VkBench;
const group = { group_id: GROUP };

beforeEach(async () => {
  bench = await new VkBench({ keyMs: 60_000, history: 5 }).start();
});
afterEach(() => bench.close());

interface Polled {
  ts?: string;
  updates: { type: string; event_id: string; object: { message: { text: string } } }[];
  failed?: number;
}

const enable = (): Promise<number> =>
  bench.ok('groups.setLongPollSettings', { ...group, enabled: 1, api_version: '5.199', message_new: 1 });
const server = (): Promise<{ key: string; server: string; ts: string }> => bench.ok('groups.getLongPollServer', group);
const poll = async (key: string, ts: string, wait = 0): Promise<Polled> =>
  (await bench.request('GET', `/vk/longpoll/wh${GROUP}?act=a_check&key=${key}&ts=${ts}&wait=${wait}`)).data;
const texts = ({ updates }: Polled): string[] => updates.map(({ object }) => object.message.text);

test('it is off until somebody switches it on', async () => {
  expect(await bench.refused('groups.getLongPollServer', group)).toEqual([
    100,
    'One of the parameters specified was missing or invalid: longpoll for this group is not enabled',
  ]);
  expect(await bench.ok('groups.getLongPollSettings', group)).toMatchObject({ is_enabled: false });
  await bench.say('anna', { text: 'рано' });
  expect(await enable()).toBe(1);
  expect(await bench.ok('groups.getLongPollSettings', group)).toMatchObject({
    is_enabled: true,
    api_version: '5.199',
    events: { message_new: 1, message_edit: 0 },
  });
  const { key, ts, server: url } = await server();
  expect([url, ts]).toEqual([`${bench.url}/vk/longpoll/wh${GROUP}`, '0']);
  expect(await poll(key, ts)).toEqual({ ts: '0', updates: [] });
});

test('a poll waits for what happens, and counts as registered', async () => {
  await enable();
  const { key, ts } = await server();
  expect(bench.vk.channel.registered()).toBe(false);
  const waiting = poll(key, ts, 25);
  await until(() => bench.vk.channel.registered());
  const eventId = await bench.say('anna', { text: 'Торт' });
  await bench.say('anna', { kind: 'edit', text: 'не нужно знать' });
  const first = await waiting;
  expect(first).toEqual({
    ts: '1',
    updates: [{ ...group, type: 'message_new', event_id: eventId, v: '5.199', object: expect.any(Object) }],
  });
  await bench.say('anna', { text: 'ещё', repeat: 2 });
  expect(texts(await poll(key, first.ts!))).toEqual(['ещё', 'ещё']);
  expect(texts(await poll(key, '0'))).toEqual(['Торт', 'ещё', 'ещё']);
  expect(bench.vk.channel.registered()).toBe(true);
});

test('who comes too late, with an old key or from another life is told', async () => {
  await enable();
  const { key } = await server();
  for (let count = 1; count <= 7; count += 1) await bench.say('anna', { text: `${count}` });
  expect(await poll(key, '1')).toEqual({ failed: 1, ts: '2' });
  expect(texts(await poll(key, '2'))).toEqual(['3', '4', '5', '6', '7']);
  expect(await poll('foreign', '2')).toEqual({ failed: 2 });
  expect([await poll(key, '8'), await poll(key, 'x')]).toEqual([{ failed: 3 }, { failed: 3 }]);
});

test('a key lives an hour', async () => {
  const short = await new VkBench({ keyMs: 100 }).start();
  await short.ok('groups.setLongPollSettings', { ...group, enabled: 1 });
  const { key, server: url, ts } = await short.ok('groups.getLongPollServer', group);
  const path = `${new URL(url).pathname}?act=a_check&key=${key}&ts=${ts}&wait=0`;
  await until(() => short.request('GET', path).then(({ data }) => data.failed === 2));
  await short.close();
});

test('the queue, the key and its number outlive a restart', async () => {
  await enable();
  const { key } = await server();
  await bench.say('anna', { text: 'раз' });
  await bench.say('anna', { text: 'потом', delayMs: 400 });
  await bench.restart();
  expect(texts(await poll(key, '0'))).toEqual(['раз']);
  const late = await poll(key, '1', 25);
  expect([late.ts, texts(late)]).toEqual(['2', ['потом']]);
});

test('a poll ends when Long Poll is switched off', async () => {
  await enable();
  const { key, ts } = await server();
  const waiting = poll(key, ts, 25);
  await bench.ok('groups.setLongPollSettings', { ...group, enabled: 0 });
  expect(await waiting).toEqual({ failed: 3 });
});
