import { GROUP, pictureOf, TOKEN, upload, VkBench } from './vkSupport';

let bench: VkBench;
let peer_id: number;

beforeEach(async () => {
  bench = await new VkBench().start();
  peer_id = await bench.peer('anna');
});
afterEach(() => bench.close());

const send = (message: string): Promise<{ response?: number; error?: { error_code: number; error_msg: string } }> =>
  bench.call('messages.send', { peer_id, random_id: 0, message });
const heard = async (): Promise<string[]> => (await bench.listed('anna', '?after=1')).map(({ text }) => text);

test('each fault has its way, once, with the method that it names', async () => {
  await bench.fault({ kind: 'rate_limit', path: 'messages.send' });
  expect((await bench.call('groups.getTokenPermissions')).response).toBeDefined();
  expect((await send('часто')).error).toMatchObject({ error_code: 6, error_msg: 'Too many requests per second' });
  await bench.fault({ kind: 'error', code: 901 });
  const { error } = await send('нельзя');
  expect(error).toMatchObject({ error_code: 901, error_msg: "Can't send messages for users without permission" });
  expect(JSON.stringify(error)).not.toContain(TOKEN);
  await bench.fault({ kind: 'error', code: 14 });
  expect((await send('робот')).error).toMatchObject({ error_code: 14, captcha_sid: expect.any(String) });
  await bench.fault({ kind: 'error' });
  expect((await send('беда')).error).toMatchObject({ error_code: 10 });
  await bench.fault({ kind: 'error', status: 502 });
  await expect(send('шлюз')).rejects.toThrow(/^502 "<html>/);
  await bench.fault({ kind: 'body', body: '<html>' });
  expect(await send('мусор')).toBe('<html>');
  await bench.fault({ kind: 'down' });
  await expect(send('обрыв')).rejects.toThrow('socket hang up');
  expect(await heard()).toEqual([]);
  await bench.fault({ kind: 'drop_reply' });
  await expect(send('сделано, но никто не знает')).rejects.toThrow('socket hang up');
  await bench.fault({ kind: 'slow', delayMs: 300 });
  const begun = performance.now();
  await send('медленно');
  expect(performance.now() - begun).toBeGreaterThanOrEqual(290);
  await send('хорошо');
  expect(await heard()).toEqual(['сделано, но никто не знает', 'медленно', 'хорошо']);
});

test('a caller who does not wait for a slow VK gets nothing done', async () => {
  await bench.fault({ kind: 'slow', delayMs: 300 });
  const params = { v: '5.199', access_token: TOKEN, peer_id: String(peer_id), random_id: '0', message: 'тихо' };
  const signal = AbortSignal.timeout(100);
  await expect(fetch(`${bench.url}/method/messages.send?${new URLSearchParams(params)}`, { signal })).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(await heard()).toEqual([]);
  const { calls } = (await bench.request('GET', '/api/calls?vendor=vk')).data;
  expect(calls.at(-1)).toMatchObject({ path: '/method/messages.send', status: 0 });
});

test('the upload server and Long Poll have faults of their own', async () => {
  await bench.fault({ kind: 'error', path: '/upload', status: 503 });
  await expect(upload(bench, pictureOf(10, 10))).rejects.toThrow('503');
  await bench.fault({ kind: 'body', path: '/upload', body: { server: 1, photo: '[]', hash: 'x' } });
  expect((await upload(bench, pictureOf(10, 10))).photo).toBe('[]');
  await bench.ok('groups.setLongPollSettings', { group_id: GROUP, enabled: 1 });
  await bench.fault({ kind: 'body', path: '/longpoll', body: { failed: 3 } });
  const { key, server, ts } = await bench.ok('groups.getLongPollServer', { group_id: GROUP });
  const poll = `${new URL(server).pathname}?act=a_check&key=${key}&ts=${ts}&wait=0`;
  expect((await bench.request('GET', poll)).data).toEqual({ failed: 3 });
  expect((await bench.request('GET', poll)).data).toEqual({ ts, updates: [] });
});

test('every call is listed, without token and key', async () => {
  const since = new Date().toISOString();
  await send('записано');
  await bench.call('groups.getById', { access_token: 'wrong' });
  await upload(bench, pictureOf(10, 10));
  await bench.ok('groups.setLongPollSettings', { group_id: GROUP, enabled: 1 });
  const { key } = await bench.ok('groups.getLongPollServer', { group_id: GROUP });
  await bench.request('GET', `/vk/longpoll/wh${GROUP}?act=a_check&key=${key}&ts=0&wait=0`);
  const { data } = await bench.request('GET', `/api/calls?vendor=vk&since=${since}`);
  expect(data.calls.map(({ method, path, status }: Record<string, unknown>) => [method, path, status])).toEqual([
    ['POST', '/method/messages.send', 200],
    ['POST', '/method/groups.getById', 200],
    ['POST', '/method/photos.getMessagesUploadServer', 200],
    ['POST', '/vk/upload', 200],
    ['POST', '/method/groups.setLongPollSettings', 200],
    ['POST', '/method/groups.getLongPollServer', 200],
    ['GET', '/vk/longpoll', 200],
  ]);
  expect(data.calls[0].body).toEqual({ v: '5.199', peer_id: String(peer_id), random_id: '0', message: 'записано' });
  expect(data.calls[3].body).toEqual({ photo: { file: 'cake.png', mimeType: 'image/png', size: expect.any(Number) } });
  for (const secret of [TOKEN, key]) expect(JSON.stringify(data)).not.toContain(secret);
});
