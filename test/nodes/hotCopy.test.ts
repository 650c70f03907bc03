import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import { closeRedis } from '../../nodes/shared/redis';
import { type RunningRedis, startRedis } from '../../sandbox/stack/redis';
import { runNode } from './harness';
import { Person } from './support/people';
import { counts, emitted, failure, type Rig, startRig } from './support/rig';

/** Cake Order with both credentials: a database, and a Redis beside it. */

let dataDir: string;
let server: RunningRedis;
let redis: Redis;
let rig: Rig;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cake-redis-'));
  [server, rig] = await Promise.all([startRedis({ dataDir }), startRig()]);
  redis = new Redis({ host: server.host, port: server.port, password: server.password });
  redis.on('error', () => undefined);
  await rig.keeper.publishShop(DEFAULT_SHOP_DOCUMENT);
}, 120_000);
afterAll(async () => {
  redis?.disconnect();
  closeRedis();
  await Promise.all([server?.stop(), rig?.stop()]);
  await rm(dataDir, { recursive: true, force: true });
});

const cakeOrder = (operation: string, parameters: object = {}, item: object = {}) => {
  const { host, port, password } = server;
  const credentials = { ...rig.credentials, redis: { host, port, password, database: 0, ssl: false } };
  return runNode('cakeOrder', { operation, ...parameters }, [item as never], credentials);
};
const copiesOf = (person: Person) => redis.keys(`cake:copy:*:telegram:main:${person.id}`);

it('keeps a copy of the conversation, answers by it, and deletes it with a reset', async () => {
  const person = new Person();
  emitted(await cakeOrder('handleMessage', {}, person.says('Здравствуйте')));
  expect(await copiesOf(person)).toHaveLength(1);
  const [{ reply }] = emitted(await cakeOrder('handleMessage', {}, person.says('согласна')));
  expect(reply!.text).not.toBe('');
  await cakeOrder('resetChat', { chat: String(person.id) });
  expect(await copiesOf(person)).toEqual([]);
});

it('answers without Redis; the sweeper fails once to tell the owner, and works', async () => {
  const person = new Person();
  emitted(await cakeOrder('handleMessage', {}, person.says('Здравствуйте')));
  expect(counts(await cakeOrder('sendUnsent'))[0]).toBe(0);
  await server.stop();
  expect(emitted(await cakeOrder('handleMessage', {}, person.says('согласна')))).toHaveLength(1);

  // What is to be sent is never held back by that news.
  await rig.query(`update outbox set lease_until = now() - interval '1 second' where status = 'pending'`);
  expect(counts(await cakeOrder('sendUnsent'))[0]).toBeGreaterThan(0);

  const error = failure(await cakeOrder('sendUnsent'));
  expect(error.message).toBe('Redis не отвечает как надо, бот работает без него');
  expect(error.description).toContain('ничего не потеряно');
  expect(JSON.stringify(error)).not.toContain(server.password);
  expect(counts(await cakeOrder('sendUnsent'))[0]).toBe(0);
});
