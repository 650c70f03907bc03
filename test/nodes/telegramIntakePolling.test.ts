import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import { createRedisKeeper } from '../../lib/sessions/redis/keeper';
import { closeRedis } from '../../nodes/shared/redis';
import { type RunningRedis, startRedis } from '../../sandbox/stack/redis';
import { TelegramPollingTrigger } from '../../nodes/TelegramPolling/TelegramPollingTrigger.node';
import { startTrigger, type RunningTrigger, type TriggerUnderTest } from './webhooks';
import { allOf, type Rig, startRig, TOKEN } from './support/rig';

let rig: Rig;
let running: RunningTrigger[] = [];
let since: string;

const BOT = TOKEN.split(':')[0];
const QUEUE = `telegram:${BOT}:poll`;
const ALL = ['callback_query', 'edited_message', 'message', 'my_chat_member'];

const trigger = (options: object = {}, more: Partial<TriggerUnderTest> = {}): TriggerUnderTest => ({
  type: new TelegramPollingTrigger(),
  parameters: { updates: ALL, account: 'main', options } as TriggerUnderTest['parameters'],
  credentials: rig.credentials,
  ...more,
});
const start = async (under = trigger(), mode: 'trigger' | 'manual' = 'trigger'): Promise<RunningTrigger> => {
  const started = await startTrigger(under, mode);
  running.push(started);
  return started;
};
const alone = (options: object = {}) => trigger(options, { credentials: { telegramApi: rig.credentials.telegramApi } });
const texts = (...triggers: RunningTrigger[]) =>
  triggers.flatMap(({ emitted }) => emitted).map((update) => (update.message as { text: string } | undefined)?.text);
const says = async (chat: string, ...said: string[]) => {
  for (const text of said) await rig.sandbox.customer(chat).says(text);
};
const polls = async () => {
  const calls = await rig.sandbox.calls('telegram', since);
  return (calls as ((typeof calls)[number] & { status: number })[]).filter(({ path }) => path.endsWith('getUpdates'));
};
const until = async <T>(what: () => Promise<T> | T, ms = 20_000): Promise<T> => {
  const deadline = Date.now() + ms;
  for (;;) {
    const value = await what();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const quiet = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const waiting = async () =>
  (await rig.telegram<{ pending_update_count: number }>('getWebhookInfo')).pending_update_count;
const recorded = async (): Promise<string[]> =>
  (await rig.query<{ text: string }>(`select body ->> 'text' as text from inbox order by recorded_at, arrival`)).map(
    ({ text }) => text,
  );
const reader = async () =>
  (
    await rig.query<{ owner: string; free: boolean; position: string }>(
      'select owner, lease_until <= clock_timestamp() as free, position from readers where name = $1',
      [QUEUE],
    )
  )[0];

beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig?.stop());
beforeEach(async () => {
  await rig.telegram('deleteWebhook', { drop_pending_updates: true });
  await rig.query('delete from inbox');
  await rig.query('delete from readers');
  await quiet(5);
  since = String(Date.now());
});
afterEach(async () => {
  await rig.sandbox.clearFaults();
  await Promise.all(running.map((one) => one.stop()));
  running = [];
});

describe('with a database', () => {
  it('takes what was written before and after the start, in order, and records it before Telegram forgets it', async () => {
    await says('anna', 'раз', 'два');
    const one = await start();
    await until(() => one.emitted.length === 2);
    await says('anna', 'три');
    await until(() => one.emitted.length === 3);
    expect(texts(one)).toEqual(['раз', 'два', 'три']);
    expect(await recorded()).toEqual(['раз', 'два', 'три']);
    expect(one.emitted[0]).toMatchObject({ update_id: expect.any(Number), message: { chat: { type: 'private' } } });
    await until(async () => (await waiting()) === 0);
  });

  it('loses and doubles nothing over stops and starts', async () => {
    const said: string[] = [];
    const all: RunningTrigger[] = [];
    for (let round = 0; round < 4; round++) {
      const one = await start();
      all.push(one);
      const during = [`${round} во время`, `${round} ещё`];
      await says('anna', during[0]);
      await until(() => texts(...all).includes(during[0]));
      await says('anna', during[1]);
      await one.stop();
      const between = `${round} между`;
      await says('anna', between);
      said.push(...during, between);
    }
    all.push(await start());
    await until(() => texts(...all).length >= said.length);
    await quiet(300);
    expect(texts(...all)).toEqual(said);
    expect(await recorded()).toEqual(said);
  });

  it('stops at once, and the next one starts at once', async () => {
    const first = await start();
    await until(async () => (await reader())?.free === false);
    const before = Date.now();
    await first.stop();
    expect(Date.now() - before).toBeLessThan(1500);
    expect((await reader()).free).toBe(true);
    const second = await start();
    await says('anna', 'сразу');
    await until(() => texts(second).includes('сразу'), 3000);
  });

  it('of two readers one reads, and the other takes its place when it goes', async () => {
    const first = await start();
    await until(async () => (await reader())?.free === false);
    const second = await start();
    const { owner } = await reader();
    await says('anna', 'раз', 'два');
    await until(() => first.emitted.length === 2);
    expect(second.emitted).toEqual([]);
    await first.stop();
    await says('anna', 'три');
    await until(() => second.emitted.length === 1);
    expect(texts(first, second)).toEqual(['раз', 'два', 'три']);
    expect((await reader()).owner).not.toBe(owner);
  });

  it('waits for the end of the turn of one that died, and goes on where it was', async () => {
    await rig.keeper.reading({ name: QUEUE, owner: 'died', leaseMs: 3000, position: '100' });
    const one = await start();
    await says('anna', 'после');
    await quiet(1500);
    expect(one.emitted).toEqual([]);
    await until(() => one.emitted.length === 1);
    const [{ body }] = await polls();
    expect(body).toMatchObject({ offset: 100, timeout: 25, allowed_updates: ALL });
  });

  it('notes how far it came', async () => {
    const one = await start();
    await says('anna', 'раз');
    await until(() => one.emitted.length === 1);
    const next = String((one.emitted[0].update_id as number) + 1);
    await until(async () => (await reader()).position === next);
  });

  it('leaves with Telegram what cannot be recorded, and passes it on once when it can', async () => {
    const one = await start();
    await until(async () => (await reader())?.free === false);
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'down', path: 'cake_', times: 12 });
    await says('anna', 'раз', 'два');
    await quiet(2000);
    expect(one.emitted).toEqual([]);
    expect(await waiting()).toBe(2);
    await until(() => one.emitted.length === 2, 40_000);
    expect(texts(one)).toEqual(['раз', 'два']);
    expect(await recorded()).toEqual(['раз', 'два']);
    expect(one.errors).toEqual([]);
  });

  it('one chat that cannot be recorded does not hold back the others', async () => {
    await rig.telegram('sendMessage', { chat_id: 500_000_001, text: 'Карточка' });
    // A menu that an update of the pack no longer reads: who answers a card must be checked against the newest one.
    await rig.query(`insert into shop_versions (version, document) values (900, '{"broken": true}')`);
    const [card] = await rig.sandbox.baker.unread();
    const one = await start();
    await rig.sandbox.http.post('/baker/messages', { text: 'ответ', replyTo: card.seq });
    await says('anna', 'раз');
    await until(() => one.emitted.length === 1);
    await says('anna', 'два');
    await until(() => one.emitted.length === 2);
    expect(texts(one)).toEqual(['раз', 'два']);
    expect(await waiting()).toBe(3);
    await rig.query('delete from shop_versions');
    await rig.keeper.publishShop(DEFAULT_SHOP_DOCUMENT);
    await until(() => one.emitted.length === 3);
    await until(async () => (await waiting()) === 0);
    expect(texts(one)).toEqual(['раз', 'два', 'ответ']);
  });

  it('is refused at the start when the key is wrong, but not when the database is away', async () => {
    const supabaseApi = { ...rig.credentials.supabaseApi, serviceRole: 'wrong' };
    const wrong = trigger({}, { credentials: { ...rig.credentials, supabaseApi } });
    await expect(startTrigger(wrong)).rejects.toThrow(/refuses the key|service_role/);
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'down', path: 'cake_reading', times: 6 });
    const one = await start();
    await says('anna', 'раз');
    await until(() => one.emitted.length === 1, 30_000);
  });
});

describe('with Redis alone', () => {
  let dataDir: string;
  let server: RunningRedis;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'cake-redis-'));
    server = await startRedis({ dataDir });
    const { host, port, password } = server;
    const redis = new Redis({ host, port, password });
    await createRedisKeeper({ redis }).publishShop({ ...DEFAULT_SHOP_DOCUMENT, take_orders: false });
    redis.disconnect();
  });
  afterAll(async () => {
    closeRedis();
    await server?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('of two readers one reads, and the other goes on where it stopped', async () => {
    const { host, port, password } = server;
    const credentials = {
      telegramApi: rig.credentials.telegramApi,
      redis: { host, port, password, database: 0, ssl: false },
    };
    const first = await start(trigger({}, { credentials }));
    await says('anna', 'раз');
    await until(() => first.emitted.length === 1);
    const second = await start(trigger({}, { credentials }));
    await first.stop();
    await says('anna', 'два');
    await until(() => second.emitted.length === 1);
    expect(texts(first, second)).toEqual(['раз', 'два']);
  });
});

describe('without a database', () => {
  it('loses and doubles nothing over stops and starts', async () => {
    const first = await start(alone());
    await says('anna', 'раз');
    await until(() => first.emitted.length === 1);
    await first.stop();
    await says('anna', 'два');
    const second = await start(alone());
    await until(() => second.emitted.length === 1);
    await second.stop();
    const third = await start(alone());
    await says('anna', 'три');
    await until(() => third.emitted.length === 1);
    expect(texts(first, second, third)).toEqual(['раз', 'два', 'три']);
    expect(await recorded()).toEqual([]);
  });

  it('that is stopped in the middle tells Telegram what it has taken, and no more', async () => {
    await says('anna', 'раз', 'два');
    const type = new TelegramPollingTrigger();
    const trigger = type.trigger;
    let stopped: Promise<void> | undefined;
    type.trigger = async function () {
      const emit = this.emit.bind(this);
      const response = await trigger.call(this);
      const close = response.closeFunction!;
      this.emit = (data) => {
        emit(data);
        stopped ??= close();
      };
      return response;
    };
    const first = await start({ ...alone(), type });
    await until(() => first.emitted.length > 0);
    await stopped;
    expect(texts(first)).toEqual(['раз']);
    expect(await waiting()).toBe(1);
    const second = await start(alone());
    await until(() => second.emitted.length === 1);
    expect(texts(second)).toEqual(['два']);
  });
});

describe('what is none of its business', () => {
  it('a webhook that is set stays, and its host is named, not its path', async () => {
    const url = 'https://other.example/webhook/c0ffee/webhook';
    await rig.telegram('setWebhook', { url });
    const error = await startTrigger(trigger()).then(
      () => undefined,
      (reason) => reason,
    );
    expect(error.message).toBe('Сообщения бота уже идут на другой адрес: other.example');
    expect(allOf(error)).not.toContain('c0ffee');
    expect((await rig.telegram<{ url: string }>('getWebhookInfo')).url).toBe(url);
    expect(await polls()).toEqual([]);
  });

  it('is taken over when told to, with all that waits there', async () => {
    await rig.telegram('setWebhook', { url: 'http://127.0.0.1:9/hook' });
    await says('anna', 'Жду');
    const one = await start(trigger({ takeOver: true }));
    await until(() => one.emitted.length === 1);
    expect(texts(one)).toEqual(['Жду']);
  });

  it('a webhook that is set meanwhile is told once, and waited for, take over or not', async () => {
    const one = await start(trigger({ takeOver: true }));
    await says('anna', 'раз');
    await until(() => one.emitted.length === 1);
    await rig.telegram('setWebhook', { url: 'http://127.0.0.1:9/hook' });
    await says('anna', 'два');
    await until(() => one.told.length === 1);
    await until(async () => (await polls()).filter(({ status }) => status === 409).length > 2);
    expect(one.told.map(({ message }) => message)).toEqual(['Сообщения бота уже идут на другой адрес: 127.0.0.1:9']);
    await rig.telegram('deleteWebhook');
    await until(() => one.emitted.length === 2);
    expect(texts(one)).toEqual(['раз', 'два']);
    expect(one.errors).toEqual([]);
  });

  it('another program that reads the bot’s messages is told once, and waited for', async () => {
    await rig.sandbox.fault({ vendor: 'telegram', kind: 'error', path: 'getUpdates', status: 409, times: 2 });
    const one = await start();
    await says('anna', 'раз');
    await until(() => one.emitted.length === 1, 30_000);
    expect(one.told).toHaveLength(1);
    expect(one.told[0].message).toBe('Сообщения этого бота забирает кто-то ещё');
    expect(one.errors).toEqual([]);
  });
});

describe('trouble with Telegram', () => {
  it.each([
    ['no connection', { kind: 'down' }],
    ['a gateway', { kind: 'error', status: 502 }],
    ['an answer that was cut', { kind: 'drop_reply' }],
    ['a page instead of an answer', { kind: 'body', body: '<html>' }],
    ['a gateway’s “not found”', { kind: 'body', status: 404, body: '<html>' }],
    ['an empty answer too soon', { kind: 'body', body: { ok: true, result: [] } }],
    ['a result that is no list', { kind: 'body', body: { ok: true, result: 'x' } }],
    ['updates that are none', { kind: 'body', body: { ok: true, result: [null, 5, {}, { update_id: '7' }, [1]] } }],
  ])('%s passes, with a pause between', async (_name, fault) => {
    await rig.sandbox.fault({ vendor: 'telegram', path: 'getUpdates', ...fault });
    const before = Date.now();
    const one = await start();
    await says('anna', 'раз');
    await until(() => one.emitted.length === 1, 30_000);
    expect(Date.now() - before).toBeGreaterThan(900);
    expect(texts(one)).toEqual(['раз']);
    expect([one.errors, one.told]).toEqual([[], []]);
  });

  it('asks again not before Telegram wants it', async () => {
    const body = { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 4 } };
    await rig.sandbox.fault({ vendor: 'telegram', path: 'getUpdates', kind: 'body', status: 429, body });
    const one = await start();
    await says('anna', 'раз');
    await until(() => one.emitted.length === 1);
    const [refused, next] = (await polls()).map(({ at }) => Date.parse(at));
    expect(next - refused).toBeGreaterThan(3900);
  });

  it('garbage among the updates is passed by', async () => {
    const body = {
      ok: true,
      result: [
        { update_id: 5, message: 7 },
        { update_id: 6, callback_query: [] },
      ],
    };
    await rig.sandbox.fault({ vendor: 'telegram', path: 'getUpdates', kind: 'body', body });
    const one = await start();
    await says('anna', 'раз');
    await until(() => one.emitted.length === 1);
    expect((await polls())[1].body).toMatchObject({ offset: 7 });
  });

  it('numbers that begin anew after a week of silence are followed', async () => {
    await rig.keeper.reading({ name: QUEUE, owner: 'before', leaseMs: 0, position: '900000000' });
    const message = { message_id: 1, date: 1, chat: { id: 1, type: 'private' }, from: { id: 1 }, text: 'Снова я' };
    const body = { ok: true, result: [{ update_id: 77, message }] };
    await rig.sandbox.fault({ vendor: 'telegram', path: 'getUpdates', kind: 'body', body });
    const one = await start();
    await until(() => one.emitted.length === 1);
    await until(async () => (await reader()).position === '78');
  });

  it('a wrong token is refused at the start, in words', async () => {
    await rig.sandbox.fault({ vendor: 'telegram', kind: 'error', status: 404 });
    const error = await startTrigger(trigger()).then(
      () => undefined,
      (reason) => reason,
    );
    expect(error.message).toBe('Telegram не узнаёт бота');
    expect(allOf(error)).not.toContain(TOKEN.split(':')[1]);
  });

  it('a token that was revoked meanwhile stops it, and n8n is told', async () => {
    await rig.sandbox.fault({ vendor: 'telegram', path: 'getUpdates', kind: 'error', status: 401 });
    const one = await start();
    await until(() => one.errors.length === 1);
    expect(one.errors[0].message).toBe('Telegram не узнаёт бота');
    expect((one.errors[0] as Error & { description: string }).description).toContain('@BotFather');
    expect(allOf(one.errors[0])).not.toContain(TOKEN.split(':')[1]);
    const asked = (await polls()).length;
    await says('anna', 'раз');
    await quiet(1500);
    expect((await polls()).length).toBe(asked);
    expect(one.emitted).toEqual([]);
    expect((await reader()).free).toBe(true);
  });

  it('starts while Telegram is out of reach: a server may boot before its network', async () => {
    await rig.sandbox.fault({ vendor: 'telegram', kind: 'down', times: 3 });
    const one = await start();
    await says('anna', 'раз');
    await until(() => one.emitted.length === 1, 30_000);
  });
});

describe('a test run', () => {
  const test = async (under = trigger()) => (await start(under, 'manual')).test();

  it('gives the next message, and the next run the one after it', async () => {
    await says('anna', 'раз', 'два');
    expect(await test()).toMatchObject([{ message: { text: 'раз' } }]);
    expect(await test()).toMatchObject([{ message: { text: 'два' } }]);
    expect(await recorded()).toEqual(['раз', 'два']);
    expect(await waiting()).toBe(0);
  });

  it('waits for it', async () => {
    const given = test(alone());
    await quiet(500);
    await says('anna', 'раз');
    expect(await given).toMatchObject([{ message: { text: 'раз' } }]);
  });

  it('never takes messages away from a webhook, not even with take over', async () => {
    await rig.telegram('setWebhook', { url: 'https://other.example/hook' });
    await expect(test(trigger({ takeOver: true }))).rejects.toThrow('other.example');
    expect((await rig.telegram<{ url: string }>('getWebhookInfo')).url).toBe('https://other.example/hook');
  });

  it('nor from the published workflow', async () => {
    const published = await start();
    await until(async () => (await reader())?.free === false);
    await expect(test()).rejects.toThrow('уже забирает опубликованный рабочий процесс');
    await says('anna', 'раз');
    await until(() => published.emitted.length === 1);
  });

  it('says after two minutes that nobody wrote', async () => {
    const dates = {
      doNotFake: [
        'setTimeout',
        'clearTimeout',
        'setInterval',
        'clearInterval',
        'setImmediate',
        'clearImmediate',
        'nextTick',
        'queueMicrotask',
        'performance',
        'hrtime',
      ],
    } as const;
    await rig.sandbox.fault({
      vendor: 'telegram',
      path: 'getUpdates',
      kind: 'body',
      body: { ok: true, result: [] },
      delayMs: 500,
      times: 9,
    });
    const given = test(alone()).catch((error: Error) => error);
    await quiet(200);
    jest.useFakeTimers({ ...dates, now: Date.now() + 121_000 } as never);
    try {
      expect(await given).toMatchObject({ message: 'За две минуты боту никто не написал' });
    } finally {
      jest.useRealTimers();
    }
  });

  it('ends when it is stopped', async () => {
    const one = await start(alone(), 'manual');
    const given = one.test();
    given.catch(() => undefined);
    await until(async () =>
      (await rig.sandbox.calls('telegram', since)).some(({ path }) => path.endsWith('getWebhookInfo')),
    );
    await one.stop();
    await says('anna', 'раз');
    await quiet(500);
    expect(await waiting()).toBe(1);
  });
});
