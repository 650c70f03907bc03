import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Effect } from '../../lib/dialogue/types';
import { createHotCopy } from '../../lib/sessions/redis/hotCopy';
import { nameOf } from '../../lib/sessions/redis/names';
import { step, type Stepper, sweep } from '../../lib/sessions/step';
import { createSupabaseKeeper } from '../../lib/sessions/supabase';
import type { ChatAddress, HotCopy, Keeper } from '../../lib/sessions/types';
import { type RunningRedis, startRedis } from '../../sandbox/stack/redis';
import { type TestDatabase, startDatabase } from './support/database';
import { keeperContract } from './support/keeperContract';
import { aChat, anOrder, says, textsOf, toyStepper } from './support/toy';

let dataDir: string;
let server: RunningRedis;
let database: TestDatabase;
let keeper: Keeper;
let redis: Redis;
let copy: HotCopy;
/** Calls of the database since the last look. */
const calls: string[] = [];
const called = () => calls.splice(0);

const connect = ({ host, port, password }: RunningRedis) => {
  const client = new Redis({ host, port, password, commandTimeout: 250, maxRetriesPerRequest: 1 });
  client.on('error', () => undefined);
  return client;
};

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cake-redis-'));
  [server, database] = await Promise.all([startRedis({ dataDir }), startDatabase()]);
  keeper = createSupabaseKeeper({
    url: database.rest,
    serviceKey: database.keys.serviceRole,
    fetch: (input, init) => {
      calls.push(/rpc\/(\w+)/.exec(String(input))![1]);
      return database.fetch(input, init);
    },
  });
  redis = connect(server);
  copy = createHotCopy({ redis, database: 'test' });
}, 120_000);
afterAll(async () => {
  redis?.disconnect();
  await Promise.all([server?.stop(), database?.stop()]);
  await rm(dataDir, { recursive: true, force: true });
});

keeperContract(
  'Supabase with a copy in Redis',
  () => keeper,
  () => copy,
);

const withCopy = (effects: Effect[] = [], given: HotCopy = copy): Stepper => ({ ...toyStepper(() => effects), copy: given }); // prettier-ignore
const say = async (chat: ChatAddress, words: string, stepper: Stepper = withCopy()) =>
  textsOf((await step(keeper, { chat, event: says(words) }, stepper)).outgoing);
const historyOf = async (chat: ChatAddress) => (await keeper.load({ chat })).state?.history;
const keyOf = (chat: ChatAddress) => `cake:copy:test:${nameOf(chat)}`;

describe('the copy', () => {
  it('makes a step one call of the database instead of two', async () => {
    const chat = aChat();
    called();
    expect(await say(chat, 'a')).toEqual(['a']);
    expect(called()).toEqual(['cake_load', 'cake_commit']);
    for (const words of ['b', 'c']) expect(await say(chat, words)).toEqual([words]);
    expect(called()).toEqual(['cake_step', 'cake_step']);
    expect(await historyOf(chat)).toEqual(['a', 'b', 'c']);
    expect(await redis.pttl(keyOf(chat))).toBeGreaterThan(23 * 3_600_000);
  });

  it('never decides: an old one, a foreign one and one of another database cost one call more', async () => {
    const chat = aChat();
    await say(chat, 'a');
    const old = (await redis.get(keyOf(chat)))!;
    await say(chat, 'b');
    const found = JSON.parse((await redis.get(keyOf(chat)))!);
    const foreign = [
      old,
      // The same version with another content: a database that was restored and went on.
      JSON.stringify({ ...found, state: { ...found.state, history: ['elsewhere'] } }),
      JSON.stringify({ ...found, chat: aChat() }),
      JSON.stringify({ ...found, availability: { ...found.availability, closed: ['2031-01-01'] } }),
      JSON.stringify({ ...found, orders: [{ number: 1 }] }),
    ];
    const spoken = ['a', 'b'];
    for (const [place, text] of foreign.entries()) {
      await redis.set(keyOf(chat), text);
      called();
      expect(await say(chat, `w${place}`)).toEqual([`w${place}`]);
      expect(called()).toEqual(['cake_step', 'cake_commit']);
      spoken.push(`w${place}`);
      expect(await historyOf(chat)).toEqual(spoken);
    }
    called();
    await say(chat, 'last');
    expect(called()).toEqual(['cake_step']);
  });

  it.each(['', 'garbage', '{', 'null', '[]', '{"version":1}', JSON.stringify({ state: { at: 'x' } })])(
    'that reads %j is no copy',
    async (text) => {
      const chat = aChat();
      await say(chat, 'a');
      await redis.set(keyOf(chat), text);
      called();
      expect(await say(chat, 'b')).toEqual(['b']);
      expect(called()).toEqual(['cake_load', 'cake_commit']);
    },
  );

  it('that makes the transition throw is no reason for an apology', async () => {
    const chat = aChat();
    await say(chat, 'a');
    const found = JSON.parse((await redis.get(keyOf(chat)))!);
    await redis.set(keyOf(chat), JSON.stringify({ ...found, shopVersion: 99 }));
    const stepper: Stepper = {
      ...withCopy(),
      transitionFor: async (snapshot) => {
        if (snapshot.shopVersion === 99) throw new Error('there is no version 99');
        return toyStepper().transitionFor(snapshot);
      },
    };
    const { outgoing, faults } = await step(keeper, { chat, event: says('b') }, stepper);
    expect([textsOf(outgoing), faults]).toEqual([['b'], []]);
  });

  it('steps first what another event left waiting', async () => {
    const chat = aChat();
    await say(chat, 'a');
    await keeper.load({ chat, event: says('lost') });
    called();
    expect(await say(chat, 'next')).toEqual(['lost', 'next']);
    expect(called()).toEqual(['cake_step', 'cake_commit', 'cake_load', 'cake_commit']);
    expect(await historyOf(chat)).toEqual(['a', 'lost', 'next']);
  });

  it('answers a repeat with nothing, and its own repeated call as before', async () => {
    const chat = aChat();
    await say(chat, 'a');
    const event = says('b', 'same');
    const twice = await Promise.all([1, 2, 3].map(() => step(keeper, { chat, event }, withCopy())));
    expect(twice.flatMap(({ outgoing }) => textsOf(outgoing))).toEqual(['b']);
    const seen = (await copy.read(chat))!;
    const commit = { chat, event: 'k', version: seen.version, state: seen.state!, outgoing: [], inside: [], now: new Date().toISOString(), step: randomUUID() }; // prettier-ignore
    const request = { load: { chat, event: says('c', 'k') }, seen, commit };
    expect(await keeper.stepAtOnce!(request)).toEqual({ result: 'committed' });
    expect(await keeper.stepAtOnce!(request)).toEqual({ result: 'committed' });
    const stranger = { ...request, commit: { ...commit, step: randomUUID() } };
    expect(await keeper.stepAtOnce!(stranger)).toMatchObject({ result: 'stepped', snapshot: { stepped: true } });
  });

  it('answers an event that throws, or whose outcome is refused, with an apology', async () => {
    const chat = aChat();
    await say(chat, 'a');
    expect(await say(chat, 'poison')).toEqual(['sorry']);
    await say(chat, 'b');
    const foreign: Effect = { kind: 'cancel_timers', order: 1 };
    const { outgoing, faults } = await step(keeper, { chat, event: says('c') }, withCopy([foreign]));
    expect(textsOf(outgoing)).toEqual(['sorry']);
    expect(faults[0].error).toMatchObject({ code: 'foreign_order' });
    expect(await historyOf(chat)).toEqual(['a', 'b']);
  });

  it('sees an order that was made or moved meanwhile', async () => {
    const chat = aChat();
    await say(chat, 'a');
    await say(chat, 'order', withCopy([{ kind: 'order', order: anOrder({ status: 'awaiting_baker' }), hold: null }]));
    expect(await redis.exists(keyOf(chat))).toBe(0);
    const known: number[][] = [];
    const watching: Stepper = {
      ...withCopy(),
      transitionFor: async (snapshot) => {
        known.push(snapshot.orders.map(({ number }) => number));
        return toyStepper().transitionFor(snapshot);
      },
    };
    await say(chat, 'b', watching);
    await say(chat, 'c', watching);
    const [{ number }] = (await keeper.load({ chat })).orders;
    expect(known).toEqual([[number], [number]]);
  });

  it('sees a day that was closed meanwhile by another chat', async () => {
    const chat = aChat();
    await say(chat, 'a');
    await say(aChat(), 'close', withCopy([{ kind: 'day', day: '2031-02-03', closed: true, extra: 0 }]));
    const seen: string[][] = [];
    const watching: Stepper = {
      ...withCopy(),
      transitionFor: async (snapshot) => {
        seen.push(snapshot.availability.closed);
        return toyStepper().transitionFor(snapshot);
      },
    };
    await say(chat, 'b', watching);
    expect(seen.at(-1)).toContain('2031-02-03');
    await say(aChat(), 'open', withCopy([{ kind: 'day', day: '2031-02-03', closed: false, extra: 0 }]));
  });

  it('is deleted with the conversation', async () => {
    const chat = aChat();
    await say(chat, 'my secret words');
    expect(await redis.get(keyOf(chat))).toContain('secret');
    await say(chat, 'forget me', withCopy([{ kind: 'forget' }]));
    expect(await redis.exists(keyOf(chat))).toBe(0);
    expect(await say(chat, 'hello')).toEqual(['hello']);
    expect(await historyOf(chat)).toEqual(['hello']);
  });

  it('is kept fresh by the sweep too', async () => {
    const chat = aChat();
    await say(chat, 'a');
    await keeper.load({ chat, event: says('lost') });
    const later = () => new Date(Date.now() + 60_000).toISOString();
    await sweep(keeper, { ...toyStepper(undefined, later), copy }, { olderThanMs: 1000, limit: 1000 });
    called();
    await say(chat, 'b');
    expect(called()).toEqual(['cake_step']);
    expect(await historyOf(chat)).toEqual(['a', 'lost', 'b']);
  });
});

describe('a Redis in trouble', () => {
  let own: RunningRedis;
  let folder: string;
  let client: Redis;
  let time: number;
  let near: HotCopy;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cake-redis-'));
    own = await startRedis({ dataDir: folder });
    client = connect(own);
    time = 0;
    near = createHotCopy({ redis: client, database: 'test', clock: () => time });
  });
  afterEach(async () => {
    client.disconnect();
    await own.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Six messages, of which the trouble comes before the fourth; every one is answered once, and none is lost. */
  const goesOn = async (trouble: () => Promise<unknown>) => {
    const chat = aChat();
    const stepper = withCopy([], near);
    for (const words of ['a', 'b', 'c']) expect(await say(chat, words, stepper)).toEqual([words]);
    expect(await near.check()).toBeNull();
    await trouble();
    for (const words of ['d', 'e', 'f']) expect(await say(chat, words, stepper)).toEqual([words]);
    expect(await historyOf(chat)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    return chat;
  };
  const toldOnce = async (words: RegExp) => {
    expect(await near.check()).toMatch(words);
    expect(await near.check()).toBeNull();
  };

  it('stopped: told once, and well again when it is back', async () => {
    const { port, password } = own;
    await goesOn(() => own.stop());
    await toldOnce(/./);
    own = await startRedis({ dataDir: folder, port, settings: [`requirepass ${password}`] });
    const back = Date.now() + 20_000;
    while (!(await client.ping().catch(() => false)) && Date.now() < back)
      await new Promise((done) => setTimeout(done, 50));
    expect(await near.check()).toBeNull();
    await own.stop();
    await toldOnce(/./);
  }, 60_000);

  it('flushed: nobody notices', async () => {
    await goesOn(() => client.flushall());
    expect(await near.check()).toBeNull();
  });

  it('slow: given up after a quarter of a second, then left alone for two', async () => {
    let chat = aChat();
    const paused = async () => {
      await client.call('CLIENT', 'PAUSE', '60000');
    };
    chat = await goesOn(paused);
    const asked = jest.spyOn(client, 'get');
    await say(chat, 'g', withCopy([], near));
    expect(asked).not.toHaveBeenCalled();
    time += 2001;
    await say(chat, 'h', withCopy([], near));
    expect(asked).toHaveBeenCalledTimes(1);
    await toldOnce(/timed out/);
  });

  it('full: what cannot be written is read from the database', async () => {
    await goesOn(() => client.config('SET', 'maxmemory', '1'));
    await toldOnce(/OOM/);
    await client.config('SET', 'maxmemory', '0');
    expect(await near.check()).toBeNull();
  });

  it('of another password: told, never asked to decide', async () => {
    await goesOn(async () => {
      await client.config('SET', 'requirepass', 'another');
      await client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'no').catch(() => undefined);
    });
    await toldOnce(/NOAUTH|WRONGPASS|[Cc]onnection|timed out/);
  });
});
