import { ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import getPort from 'get-port';
import { until } from './support';
import { GROUP, pictureOf, TOKEN, VkBench } from './vkSupport';

/** What the client's process says. */
interface Told {
  ready?: true;
  id?: number;
  result?: unknown;
  failed?: string;
  heard?: Record<string, unknown>;
}

let bench: VkBench;
let client: ChildProcess;
let told: Told[];
let peer_id: number;

jest.setTimeout(30_000);

beforeEach(async () => {
  bench = await new VkBench().start();
  peer_id = await bench.peer('anna');
  told = [];
  client = fork(path.join(__dirname, 'vkIoClient.mjs'), [bench.url, TOKEN, String(GROUP)], { execArgv: [] });
  client.on('message', (message) => told.push(message as Told));
  await until(() => told.some(({ ready }) => ready), 20_000);
});
afterEach(async () => {
  client.kill();
  await bench.close();
});

let asked = 0;
const ask = async (deed: string, given: object = {}): Promise<unknown> => {
  const id = (asked += 1);
  client.send({ id, deed, given });
  const { result, failed } = await until(() => told.find((message) => message.id === id), 20_000);
  if (failed !== undefined) throw new Error(failed);
  return result;
};
const heard = (): Record<string, unknown>[] => told.flatMap(({ heard }) => (heard ? [heard] : []));

test('it sends a keyboard, once, and understands a refusal', async () => {
  expect(await ask('greet', { peer_id, random_id: 17 })).toBe(2);
  expect(await ask('greet', { peer_id, random_id: 17 })).toBe(2);
  expect(await bench.listed('anna', '?after=1')).toMatchObject([
    { text: 'Какая начинка?', buttons: ['Медовик', 'Состав'], link: 'https://bakery.example/' },
  ]);
  const params = { peer_id: 5, random_id: 0, message: 'Ау' };
  const { code, message } = (await ask('refused', { method: 'messages.send', params })) as Record<string, unknown>;
  expect([code, message]).toEqual([901, expect.stringContaining("Can't send messages for users without permission")]);
});

test('it waits when it was too fast', async () => {
  const sent = await Promise.all(
    Array.from({ length: 30 }, (_, index) => ask('greet', { peer_id, random_id: index + 1 })),
  );
  expect(new Set(sent).size).toBe(30);
});

test('it uploads a picture and sends it', async () => {
  const name = await ask('picture', { peer_id, base64: pictureOf(640, 480).toString('base64') });
  expect(name).toMatch(new RegExp(`^photo-${GROUP}_\\d+_[0-9a-f]+$`));
  const [{ image }] = await bench.listed('anna', '?after=1');
  expect((await bench.request('GET', new URL(image).pathname)).status).toBe(200);
});

test('it polls, answers, and hears presses of both kinds', async () => {
  const flags = { message_new: 1, message_event: 1, message_reply: 1 };
  await bench.ok('groups.setLongPollSettings', { group_id: GROUP, enabled: 1, ...flags });
  await ask('poll');
  await until(() => bench.vk.channel.registered());
  await ask('greet', { peer_id, random_id: 1 });
  await bench.say('anna', { press: 'Медовик' });
  await until(() => heard().length === 1);
  expect(heard()[0]).toMatchObject({
    text: 'Медовик',
    peerId: peer_id,
    messagePayload: { filling: 'honey' },
    answered: 4,
  });
  await bench.say('anna', { press: 'Состав' });
  await until(() => heard().length === 2);
  expect(heard()[1]).toEqual({ event: { show: 'honey' }, cmid: 2 });
  expect(bench.events).toContainEqual({ type: 'notice', list: 'vk:anna', text: 'Готово', alert: false });
  expect((await bench.listed('anna', '?after=3'))[0].text).toBe('Вы сказали: Медовик');
});

test('it takes webhooks with its own check of code and secret', async () => {
  const port = await getPort();
  await ask('webhook', { port, secret: 's3' });
  const url = `http://127.0.0.1:${port}/vk`;
  const server = { group_id: GROUP, url, title: 'vk-io', secret_key: 's3' };
  const { server_id } = await bench.ok('groups.addCallbackServer', server);
  await bench.ok('groups.setCallbackSettings', { group_id: GROUP, server_id, message_new: 1 });
  expect(await bench.settled(server_id)).toBe('ok');
  const photo = { base64: pictureOf(20, 20).toString('base64'), mimeType: 'image/png' };
  await bench.say('anna', { text: 'Как тут', photo });
  await until(() => heard().length === 1);
  expect(heard()[0]).toMatchObject({ text: 'Как тут', attachments: [expect.stringMatching(`^photo${peer_id}_`)] });
  expect((await bench.listed('anna', '?after=2&wait=5000'))[0].text).toBe('Вы сказали: Как тут');
});
