import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { type RunningRedis, startRedis } from '../../sandbox/stack/redis';
import { Bench, until } from './support';

let dataDir: string;
let server: RunningRedis;
let bench: Bench;
let client: Redis;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cake-redis-'));
  server = await startRedis({ dataDir });
  bench = await new Bench({ redis: server }).start();
}, 120_000);
afterAll(async () => {
  await bench?.close();
  await server?.stop();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(() => {
  client = new Redis({ ...bench.sandbox.redis!, password: server.password, maxRetriesPerRequest: 0 });
  client.on('error', () => undefined);
});
afterEach(async () => {
  client.disconnect();
  await bench.api('DELETE', '/api/faults');
});

const fault = (body: object) => bench.api('POST', '/api/faults', { vendor: 'redis', ...body });
const calls = async () => (await bench.api('GET', '/api/calls?vendor=redis')).data.calls as { method: string; path: string; status: number; body: string[] }[]; // prettier-ignore

it('passes everything on, bytes and order untouched', async () => {
  const bytes = Buffer.from([0, 13, 10, 255, 36, 42, 0]);
  await client.set('bytes', bytes);
  expect(await client.getBuffer('bytes')).toEqual(bytes);
  const long = 'торт '.repeat(200_000);
  await client.set('long', long);
  expect(await client.get('long')).toBe(long);
  const many = client.pipeline();
  for (let n = 0; n < 50; n++) many.rpush('list', String(n)).lrange('list', -1, -1);
  const answers = (await many.exec())!.map(([, answer]) => answer);
  expect(answers).toEqual(Array.from({ length: 50 }, (_, n) => [n + 1, [String(n)]]).flat());
  await expect(client.call('NOSUCH')).rejects.toThrow('unknown command');
  expect(await client.get('missing')).toBeNull();
});

it('notes what was asked, and no password', async () => {
  await client.set('noted', 'x');
  expect(await calls()).toContainEqual(expect.objectContaining({ method: 'SET', path: 'noted', status: 200, body: ['noted', 'x'] })); // prettier-ignore
  expect(JSON.stringify(await calls())).not.toContain(server.password);
});

it('is down for the commands that the fault names, and only for so many', async () => {
  await client.set('a', '1');
  await fault({ kind: 'down', path: 'get', times: 1 });
  await client.set('a', '2');
  await expect(client.get('a')).rejects.toThrow();
  expect(await until(() => client.get('a').catch(() => null))).toBe('2');
});

it('refuses in Redis’ own way', async () => {
  await fault({ kind: 'error', path: 'set', code: 'OOM', body: 'command not allowed when used memory > maxmemory.' });
  await expect(client.set('b', '1')).rejects.toThrow('OOM command not allowed');
  expect(await client.get('b')).toBeNull();
  await fault({ kind: 'rate_limit', path: 'set' });
  await expect(client.set('b', '1')).rejects.toThrow('BUSY');
});

it('answers with something else', async () => {
  await fault({ kind: 'body', path: 'get', body: 'garbage' });
  expect(await client.get('c')).toBe('garbage');
});

it('is slow', async () => {
  await client.ping();
  await fault({ kind: 'slow', path: 'get', delayMs: 300 });
  const begun = performance.now();
  await client.get('c');
  expect(performance.now() - begun).toBeGreaterThan(290);
});

it('does the work and drops the answer', async () => {
  await client.ping();
  await fault({ kind: 'drop_reply', path: 'set' });
  await expect(client.set('d', 'done')).rejects.toThrow();
  expect(await until(() => client.get('d').catch(() => null))).toBe('done');
});

it('hangs up on what is no Redis client, and goes on', async () => {
  const { host, port } = bench.sandbox.redis!;
  const ended = new Promise((done) => connect(port, host).on('error', done).on('close', done).write('GET / HTTP/1.1\r\n\r\n')); // prettier-ignore
  await ended;
  expect(await client.ping()).toBe('PONG');
});
