import { GROUP, pictureOf, TOKEN, upload, VkBench } from './vkSupport';

let bench: VkBench;

beforeEach(async () => {
  bench = await new VkBench().start();
});
afterEach(() => bench.close());

const data = pictureOf(640, 480);

test('a picture goes up, is kept, and can be looked at', async () => {
  const server = await bench.ok('photos.getMessagesUploadServer', { peer_id: 100_000_001 });
  expect(server).toMatchObject({ upload_url: expect.stringMatching(`^${bench.url}/vk/upload/`), group_id: GROUP });
  const receipt = await upload(bench, data);
  expect(receipt).toEqual({
    server: expect.any(Number),
    photo: expect.stringMatching(/^\[\{.+\}\]$/),
    hash: expect.any(String),
  });
  const [photo] = await bench.ok('photos.saveMessagesPhoto', receipt);
  expect(photo).toMatchObject({
    owner_id: -GROUP,
    id: expect.any(Number),
    access_key: expect.any(String),
    sizes: expect.arrayContaining([expect.objectContaining({ type: 'y', width: 640, height: 480 })]),
  });
  const path = new URL(photo.sizes[0].url).pathname;
  expect(path).toMatch(/\.png$/);
  await bench.restart();
  const seen = await bench.request('GET', path);
  expect([seen.status, seen.headers['content-type'], seen.headers['content-length']]).toEqual([
    200,
    'image/png',
    String(data.length),
  ]);
  expect((await bench.request('GET', '/vk/files/..%2Fvk.jsonl')).status).toBe(404);
  expect((await bench.request('GET', path.replace('files', 'view'))).data).toBe(seen.data);
  const { calls } = (await bench.request('GET', '/api/calls?vendor=vk')).data;
  // A person's look is no call of a program's.
  expect(calls.map((call: { path: string; status: number }) => [call.path, call.status])).toEqual([
    [path, 200],
    [expect.stringContaining('..'), 404],
  ]);
});

test.each([
  ['another field', data, 'file'],
  ['a text', Buffer.from('no picture'), 'photo'],
  ['a WebP', Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64'), 'photo'],
  ['a strip of 1 by 21', pictureOf(1, 21), 'photo'],
  ['a side too long', pictureOf(14_000, 700), 'photo'],
])('%s is not taken', async (_what, file, field) => {
  const receipt = await upload(bench, file, field);
  expect(receipt.photo).toBe('[]');
  expect(await bench.refused('photos.saveMessagesPhoto', receipt)).toEqual([
    100,
    'One of the parameters specified was missing or invalid: photos_list is invalid',
  ]);
});

test('neither is a body that is no form, nor an address that VK did not give', async () => {
  const { upload_url } = await bench.ok('photos.getMessagesUploadServer');
  const path = new URL(upload_url).pathname;
  const raw = await bench.request('POST', path, data, { 'content-type': 'image/png' });
  expect([raw.status, raw.data.photo]).toEqual([200, '[]']);
  const form = new FormData();
  form.append('photo', new Blob([new Uint8Array(data)]), 'a.png');
  expect((await bench.request('POST', '/vk/upload/guessed', form)).data.photo).toBe('[]');
});

test.each([
  ['hash', 'x', 121],
  ['server', 1, 118],
  ['server', '', 100],
  ['photo', '[{"photo":"other:x"}]', 100],
  ['photo', '', 100],
])('a receipt with %s %j is refused with %i', async (field, value, code) => {
  const receipt = await upload(bench, data);
  expect((await bench.refused('photos.saveMessagesPhoto', { ...receipt, [field]: value }))[0]).toBe(code);
  expect((await bench.call('photos.saveMessagesPhoto', { ...receipt, access_token: TOKEN })).response).toHaveLength(1);
});
