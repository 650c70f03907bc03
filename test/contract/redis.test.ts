import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { BakerCard, Effect } from '../../lib/dialogue/types';
import { createRedisKeeper } from '../../lib/sessions/redis/keeper';
import { step, sweep } from '../../lib/sessions/step';
import type { ChatAddress, Keeper } from '../../lib/sessions/types';
import { type RunningRedis, startRedis } from '../../sandbox/stack/redis';
import { keeperContract } from './support/keeperContract';
import { aChat, anOrder, says, textsOf, toyStepper } from './support/toy';

let dataDir: string;
let server: RunningRedis;
let redis: Redis;
let keeper: Keeper;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cake-redis-'));
  server = await startRedis({ dataDir });
  redis = new Redis({ host: server.host, port: server.port, password: server.password });
  keeper = createRedisKeeper({ redis });
}, 120_000);
afterAll(async () => {
  redis?.disconnect();
  await server?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

keeperContract('Redis alone', () => keeper);

const say = (chat: ChatAddress, words: string, effects: Effect[] = []) =>
  step(keeper, { chat, event: says(words) }, toyStepper(() => effects)); // prettier-ignore
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const card = (kind: BakerCard['kind']): Effect => ({
  kind: 'baker',
  card: { kind, order: null, chat: '-100', message: null, text: 'a note', buttons: [] },
});
const historyOf = async (chat: ChatAddress) => (await keeper.load({ chat })).state?.history ?? [];

describe('Redis alone', () => {
  it('refuses what only a database can keep, and answers the event all the same', async () => {
    const chat = aChat();
    for (const effect of [
      { kind: 'order', order: anOrder() },
      { kind: 'day', day: '2031-01-01', closed: true, extra: 0 },
      { kind: 'timer', timer: 'hold_over', order: 1001, at: inHours(1) },
      { kind: 'cancel_timers', order: 1001 },
    ] as Effect[]) {
      const { outgoing, faults } = await say(chat, 'x', [effect]);
      expect(textsOf(outgoing)).toEqual(['sorry']);
      expect(faults[0].error).toMatchObject({ code: 'needs_database', retryable: false });
    }
    await expect(keeper.load({ order: 1001, event: says('x') })).rejects.toMatchObject({ code: 'unknown_order' });
    expect(await keeper.order(1001)).toBeNull();
  });

  it('finds the chat that an answered message was about', async () => {
    const chat = aChat();
    const { outgoing } = await say(chat, 'note', [card('note')]);
    const row = outgoing.find(({ kind }) => kind === 'baker')!;
    await keeper.confirm([{ key: row.key, result: 'sent', message: '55' }]);
    const body = { type: 'baker_words', order: null, text: 'hi', from: { id: '9' }, card: { chat: '-100', message: '55' } } as const; // prettier-ignore
    const found = await keeper.load({ card: { ...row.to, message: '55' }, event: { ...says('x'), body } });
    expect(found.chat).toEqual(chat);
    expect(found.pending[0].body).toMatchObject({ type: 'baker_words', card: { kind: 'note' }, order: null });
    await expect(keeper.load({ card: { ...row.to, message: '56' }, event: says('x') })).rejects.toMatchObject({
      code: 'unknown_card',
    });
  });

  it('keeps timers of the conversation: moved, due once, cancelled', async () => {
    const [chat, quiet] = [aChat(), aChat()];
    const silence = (hours: number): Effect => ({
      kind: 'timer',
      timer: 'silence_over',
      order: null,
      at: inHours(hours),
    });
    await say(chat, 'a', [silence(1)]);
    await say(chat, 'b', [silence(3)]);
    await say(quiet, 'a', [silence(1)]);
    await say(quiet, 'b', [{ kind: 'cancel_timers', order: null }]);
    const at = (hours: number) => sweep(keeper, toyStepper(undefined, () => inHours(hours)), { olderThanMs: 1000, limit: 1000 }); // prettier-ignore
    await at(2);
    expect(await historyOf(chat)).toEqual(['a', 'b']);
    await at(4);
    await at(5);
    expect(await historyOf(chat)).toEqual(['a', 'b', 'silence_over null']);
    expect(await historyOf(quiet)).toEqual(['a', 'b']);
  });

  it('keeps versions of the menu', async () => {
    const first = await keeper.publishShop({ a: 1, b: [{ c: 2, d: null }] });
    expect(await keeper.publishShop({ b: [{ d: null, c: 2 }], a: 1 })).toEqual({
      version: first.version,
      changed: false,
    });
    const second = await keeper.publishShop({ a: 2 });
    expect(second).toEqual({ version: first.version + 1, changed: true });
    expect(await keeper.shop(first.version)).toEqual({ a: 1, b: [{ c: 2, d: null }] });
    expect(await keeper.newestShop()).toEqual({ version: second.version, document: { a: 2 } });
    expect((await keeper.load({ chat: aChat() })).shopVersion).toBe(second.version);
    await expect(keeper.shop(999)).rejects.toMatchObject({ code: 'unknown_shop' });
  });

  it('deletes what is personal, knows a repeat, and begins anew', async () => {
    const chat = aChat();
    await say(chat, 'my secret words', [card('note')]);
    const event = says('bye');
    const forget = () => step(keeper, { chat, event }, toyStepper(() => [{ kind: 'forget' }])); // prettier-ignore
    expect(textsOf((await forget()).outgoing)).toEqual(['bye']);
    expect((await forget()).outgoing).toEqual([]);
    expect((await keeper.load({ chat })).state).toBeNull();
    const values: unknown[] = [];
    for (const key of await redis.keys(`*${chat.chat}*`)) {
      if ((await redis.type(key)) === 'hash') values.push(await redis.hgetall(key));
    }
    expect(JSON.stringify(values)).not.toContain('secret');
    await say(chat, 'hello');
    expect(await historyOf(chat)).toEqual(['hello']);
  });

  it('survives its own end: what was committed is there after a kill', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cake-redis-'));
    const first = await startRedis({ dataDir: folder, settings: ['appendfsync always'] });
    const one = new Redis({ host: first.host, port: first.port, password: first.password });
    const chat = aChat();
    await step(createRedisKeeper({ redis: one }), { chat, event: says('kept') }, toyStepper());
    one.disconnect();
    process.kill(first.pid, 'SIGKILL');
    const second = await startRedis({ dataDir: folder });
    const two = new Redis({ host: second.host, port: second.port, password: second.password });
    expect((await createRedisKeeper({ redis: two }).load({ chat })).state?.history).toEqual(['kept']);
    two.disconnect();
    await second.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);
});

it('a Redis that does not answer is a failure that may pass, never a new session', async () => {
  const none = new Redis({
    host: '127.0.0.1',
    port: 1,
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  none.on('error', () => undefined);
  await expect(createRedisKeeper({ redis: none }).load({ chat: aChat() })).rejects.toMatchObject({
    code: 'redis',
    retryable: true,
  });
  none.disconnect();
}, 30_000);
