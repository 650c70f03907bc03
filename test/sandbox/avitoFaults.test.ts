import { plainPng } from '../../sandbox/telegram/media';
import { AvitoBench, CLIENT, USER } from './avitoSupport';

let bench: AvitoBench;
let id: string;

beforeEach(async () => {
  bench = await new AvitoBench().start();
  await bench.login();
  await bench.say('anna', { text: 'Здравствуйте' });
  id = bench.id('anna');
});
afterEach(() => bench.close());

const calls = async (): Promise<{ method: string; path: string; status: number; body: unknown }[]> =>
  (await bench.plain('GET', '/api/calls?vendor=avito')).data.calls;
const heard = async (): Promise<unknown[]> =>
  (await bench.listed('anna')).filter(({ from }) => from === 'bot').map(({ text }) => text);

test('rate_limit', async () => {
  await bench.fault({ kind: 'rate_limit', path: '/messages' });
  expect((await bench.call('GET', '/core/v1/accounts/self')).status).toBe(200);
  const { status, headers, data } = await bench.reply(id, 'x');
  expect([status, headers['retry-after'], data]).toEqual([
    429,
    '1',
    { error: { code: 429, message: expect.any(String) } },
  ]);
  expect((await bench.reply(id, 'y')).status).toBe(200);
  expect(await heard()).toEqual(['y']);
});

test.each([
  [{ code: 402 }, 402, { code: 402, message: 'payment required' }],
  [{ code: 403 }, 403, { code: 403, message: 'permission denied' }],
  [{ status: 503 }, 503, { code: 503, message: 'service unavailable' }],
  [{ status: 500, code: 7 }, 500, { code: 7, message: 'internal server error' }],
  [{ code: 'no tariff', status: 403 }, 403, { code: 403, message: 'no tariff' }],
  [{}, 500, { code: 500, message: 'internal server error' }],
])('error %j', async (fault, status, error) => {
  await bench.fault({ kind: 'error', ...fault });
  const answer = await bench.reply(id, 'x');
  expect([answer.status, answer.data]).toEqual([status, { error }]);
  expect(await heard()).toEqual([]);
});

test('error and body with bodies of their own', async () => {
  await bench.fault({ kind: 'error', status: 402, body: { error: { code: 402, message: 'own' } } });
  const own = await bench.reply(id, 'x');
  expect([own.status, own.data.error.message]).toEqual([402, 'own']);
  await bench.fault({ kind: 'body', body: '<html>firewall</html>' });
  const firewall = await bench.reply(id, 'x');
  expect([firewall.status, firewall.data]).toEqual([200, '<html>firewall</html>']);
  expect(await heard()).toEqual([]);
});

test('down cuts before any work, drop_reply after it', async () => {
  await bench.fault({ kind: 'down', path: `${USER}/chats` });
  await expect(bench.reply(id, 'не дошло')).rejects.toThrow();
  await bench.fault({ kind: 'drop_reply', path: 'messages' });
  await expect(bench.reply(id, 'дошло')).rejects.toThrow();
  expect(await heard()).toEqual(['дошло']);
  expect((await calls()).slice(-2).map(({ status }) => status)).toEqual([0, 0]);
});

test('slow takes its time, and does nothing for who has left', async () => {
  await bench.fault({ kind: 'slow', delayMs: 200 });
  const begun = Date.now();
  expect((await bench.reply(id, 'x')).status).toBe(200);
  expect(Date.now() - begun).toBeGreaterThanOrEqual(190);
  await bench.fault({ kind: 'slow', delayMs: 200 });
  const gone = new AbortController();
  const url = bench.url + bench.path('v1', id, '/messages');
  const headers = { authorization: `Bearer ${bench.token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ type: 'text', message: { text: 'поздно' } });
  const call = fetch(url, { method: 'POST', headers, body, signal: gone.signal });
  setTimeout(() => gone.abort(), 50);
  await expect(call).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await heard()).toEqual(['x']);
});

test('times, and faults of the token’s endpoint, uploads and pictures', async () => {
  await bench.fault({ kind: 'error', status: 500, path: '/token', times: 2 });
  const statuses = [];
  for (let n = 0; n < 3; n += 1)
    statuses.push((await bench.grant({ grant_type: 'client_credentials', ...CLIENT })).status);
  expect(statuses).toEqual([500, 500, 200]);
  const picture = plainPng(4, 4, [1, 2, 3]);
  await bench.fault({ kind: 'error', code: 402, path: 'uploadImages' });
  expect((await bench.upload(picture)).status).toBe(402);
  const upload = await bench.upload(picture);
  const [sizes] = Object.values<Record<string, string>>(upload.data);
  await bench.fault({ kind: 'error', status: 503, path: '/images/' });
  expect((await fetch(sizes['640x480'])).status).toBe(503);
  expect((await fetch(sizes['640x480'])).status).toBe(200);
});

test('every call is noted, and no secret with it', async () => {
  const query = { response_type: 'code', client_id: CLIENT.client_id, scope: 'user:read', redirect_uri: 'http://x/y' };
  const page = await bench.plain('GET', `/oauth?${new URLSearchParams(query)}`);
  const code = new URL(page.headers.location).searchParams.get('code')!;
  const pair = await bench.grant({ grant_type: 'authorization_code', code, ...CLIENT });
  const { refresh_token } = pair.data;
  const fresh = await bench.grant({ grant_type: 'refresh_token', refresh_token, ...CLIENT });
  await bench.plain('POST', `/token?client_secret=${CLIENT.client_secret}`);
  await bench.upload(plainPng(4, 4, [1, 2, 3]), 'cake.png');
  await bench.reply(id, 'Добрый день');
  await bench.call('GET', '/messenger/v9/nothing');
  await bench.raw('/messenger/v3/webhook', '{', { 'content-type': 'application/json' });
  const noted = await calls();
  const text = JSON.stringify(noted);
  for (const secret of [CLIENT.client_secret, bench.token, code, refresh_token, fresh.data.access_token])
    expect(text).not.toContain(secret);
  expect(noted.map(({ method, path, status }) => [method, path.split('?')[0], status])).toEqual([
    ['POST', '/token', 200],
    ['GET', '/oauth', 302],
    ['POST', '/token', 200],
    ['POST', '/token', 200],
    ['POST', '/token', 400],
    ['POST', `/messenger/v1/accounts/${USER}/uploadImages`, 200],
    ['POST', bench.path('v1', id, '/messages'), 200],
    ['GET', '/messenger/v9/nothing', 404],
    ['POST', '/messenger/v3/webhook', 400],
  ]);
  expect(noted[0].body).toEqual({ ...CLIENT, client_secret: '***', grant_type: 'client_credentials' });
  expect(noted[5].body).toEqual({
    'uploadfile[]': { file: 'cake.png', mimeType: expect.any(String), size: expect.any(Number) },
  });
  expect(noted[6].body).toEqual({ type: 'text', message: { text: 'Добрый день' } });
});
