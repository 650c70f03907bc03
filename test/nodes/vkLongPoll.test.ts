import nock from 'nock';
import type { IDataObject } from 'n8n-workflow';

import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import { VkTrigger } from '../../nodes/VkTrigger/VkTrigger.node';
import type { Credentials } from './harness';
import { allOf, cakeOrder, emitted, type Rig, startRig } from './support/rig';
import { callsOf, closeTheNet, error, openTheNet, playVk, TOKEN, vkApi, type VkCall } from './support/vk';
import { startTrigger, type RunningTrigger } from './webhooks';

jest.setTimeout(60_000);

const READ = ['message_new', 'message_edit', 'message_event', 'message_reply', 'message_allow', 'message_deny'];
const QUEUE = 'https://lp.vk.test';

let rig: Rig;
const running: RunningTrigger[] = [];
beforeAll(async () => {
  rig = await startRig();
  await rig.keeper.publishShop(DEFAULT_SHOP_DOCUMENT);
  closeTheNet();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((trigger) => trigger.stop()));
  nock.cleanAll();
  await rig.sandbox.clearFaults();
});
afterAll(async () => {
  openTheNet();
  await rig?.stop();
});

interface Poll {
  key: string;
  ts: string;
  act: string;
  wait: string;
}
type Answer = object | 'silence' | [number, string];

/** A community of its own for each test, with VK's calls and its queue: every poll gets all that is newer than its `ts`. */
class Community {
  static newest = 1000;
  readonly group = (Community.newest += 1);
  readonly polls: Poll[] = [];
  /** What the queue says before it looks at its events. */
  readonly gives: Answer[] = [];
  keys = 0;
  /** The number of the newest event. */
  ts = 10;
  private readonly events: { ts: number; event: IDataObject }[] = [];
  private waiting: (() => void)[] = [];
  readonly calls: VkCall[];

  constructor(more: Parameters<typeof playVk>[0] = {}) {
    this.calls = playVk({
      'groups.setLongPollSettings': { response: 1 },
      'groups.getLongPollServer': () => ({
        response: { server: `${QUEUE}/queue${this.group}`, key: `key-${(this.keys += 1)}`, ts: String(this.ts) },
      }),
      ...more,
    });
    nock(QUEUE)
      .persist()
      .get(`/queue${this.group}`)
      .query(true)
      .reply(async (uri) => {
        const poll = Object.fromEntries(new URL(uri, QUEUE).searchParams) as unknown as Poll;
        this.polls.push(poll);
        const answer = await this.answer(Number(poll.ts));
        if (answer === 'silence') throw new Error('socket hang up');
        return Array.isArray(answer) ? (answer as [number, string]) : [200, JSON.stringify(answer)];
      });
  }

  private async answer(after: number): Promise<Answer> {
    for (;;) {
      if (this.gives.length > 0) return this.gives.shift()!;
      const newer = this.events.filter(({ ts }) => ts > after);
      if (newer.length > 0) return { ts: String(this.ts), updates: newer.map(({ event }) => event) };
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** Something happened. */
  says(...events: IDataObject[]): void {
    for (const event of events) this.events.push({ ts: (this.ts += 1), event });
    this.wake();
  }

  /** Lets the queue say this first, also to a poll that waits. */
  give(...answers: Answer[]): void {
    this.gives.push(...answers);
    this.wake();
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  event(type: string, object: object): IDataObject {
    Community.newest += 1;
    return {
      type,
      group_id: this.group,
      event_id: `lp-${Community.newest}`,
      v: '5.199',
      object: object as IDataObject,
    };
  }

  message(text: string, from = 42): IDataObject {
    Community.newest += 1;
    const message = {
      id: 7,
      conversation_message_id: Community.newest,
      from_id: from,
      peer_id: from,
      date: 1_795_348_740,
      text,
    };
    return this.event('message_new', { message, client_info: { lang_id: 0 } });
  }

  async starts(more: Partial<Parameters<typeof startTrigger>[0]> = {}, mode: 'trigger' | 'manual' = 'trigger') {
    const started = await startTrigger(
      {
        type: new VkTrigger(),
        parameters: { mode: 'longPoll', events: READ },
        credentials: {
          vkApi: { ...vkApi, groupId: String(this.group) },
          supabaseApi: rig.credentials.supabaseApi,
        } as Credentials,
        ...more,
      },
      mode,
    );
    running.push(started);
    return started;
  }

  /** Where the reading stands in the database. */
  async position(): Promise<string | null> {
    const { mine, position } = await rig.keeper.reading({
      name: `vk:${this.group}:longpoll`,
      owner: 'test',
      leaseMs: 0,
    });
    return mine || position !== null ? position : null;
  }

  inbox(): Promise<{ text: string }[]> {
    return rig.query(
      `select body ->> 'text' as text from inbox join chats on chats.id = chat_id
       where channel = 'vk' and account = $1 order by arrival`,
      [String(this.group)],
    );
  }
}

async function until(what: () => unknown, ms = 20_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it('switches Long Poll on, reads, records, starts the workflow, and then moves on', async () => {
  const vk = new Community();
  const [first, second] = [vk.message('Хочу торт'), vk.message('С вишней')];
  vk.give({ ts: '12', updates: [{ ...first, secret: 's' }, second] });
  const trigger = await vk.starts();
  await until(() => vk.polls.length === 2);
  expect(trigger.emitted).toEqual([first, second]);
  expect(await vk.inbox()).toEqual([{ text: 'Хочу торт' }, { text: 'С вишней' }]);
  expect(await vk.position()).toBe('12');
  expect(vk.polls).toMatchObject([
    { act: 'a_check', key: 'key-1', ts: '10', wait: '25' },
    { key: 'key-1', ts: '12' },
  ]);
  expect(callsOf(vk.calls, 'groups.setLongPollSettings')).toMatchObject([
    { group_id: String(vk.group), enabled: '1', api_version: '5.199', message_new: '1', message_event: '1' },
  ]);
  // Other readers of the community may want what this one does not.
  expect(callsOf(vk.calls, 'groups.setLongPollSettings')[0].group_join).toBeUndefined();
  expect(vk.keys).toBe(1);
});

it('stops at once, and goes on where it stood when it starts again', async () => {
  const vk = new Community();
  const trigger = await vk.starts();
  await until(() => vk.polls.length === 1);
  vk.says(vk.message('Раз'));
  await until(() => vk.polls.length === 2);
  expect(trigger.emitted).toHaveLength(1);
  const before = Date.now();
  await trigger.stop();
  expect(Date.now() - before).toBeLessThan(2000);
  const missed = [vk.message('Пока вас'), vk.message('не было')];
  vk.says(...missed);
  const again = await vk.starts();
  await until(() => again.emitted.length === 2);
  expect(vk.polls[2]).toMatchObject({ ts: '11', key: 'key-2' });
  expect(again.emitted).toEqual(missed);
});

it('notes its first place, so that nothing written during a stop is lost', async () => {
  const vk = new Community();
  const trigger = await vk.starts();
  await until(() => vk.polls.length === 1);
  await trigger.stop();
  expect(await vk.position()).toBe('10');
});

describe('VK’s refusals of a poll', () => {
  it('1: some events are gone; it goes on from the number that VK names', async () => {
    const vk = new Community();
    vk.give({ failed: 1, ts: 30 });
    await vk.starts();
    await until(() => vk.polls.length === 2);
    expect(vk.polls[1]).toMatchObject({ key: 'key-1', ts: '30' });
    expect(await vk.position()).toBe('30');
  });

  it('2: the key is old; a new one, and the same place', async () => {
    const vk = new Community();
    vk.give({ ts: '11', updates: [vk.message('Раз')] }, { failed: 2 });
    await vk.starts();
    await until(() => vk.polls.length === 2);
    vk.ts = 99;
    await until(() => vk.polls.length === 3);
    expect(vk.polls[2]).toMatchObject({ key: 'key-2', ts: '11' });
  });

  it('3: the place is lost; a new key and a new place', async () => {
    const vk = new Community();
    vk.give({ ts: '11', updates: [vk.message('Раз')] }, { failed: 3 });
    await vk.starts();
    await until(() => vk.polls.length === 2);
    vk.ts = 99;
    await until(() => vk.polls.length === 3);
    expect(vk.polls[2]).toMatchObject({ key: 'key-2', ts: '99' });
    expect(await vk.position()).toBe('99');
  });

  it('again and again: it waits longer each time and never hammers VK', async () => {
    const vk = new Community();
    vk.give(...Array<Answer>(20).fill({ failed: 2 }));
    await vk.starts();
    await pause(4500);
    // After 1 s and after 2 s more.
    expect(vk.keys).toBe(3);
  });
});

describe('a connection that breaks', () => {
  it('is opened again with the same key and place', async () => {
    const vk = new Community();
    const said = vk.message('Раз');
    vk.give('silence', [502, '<html>'], { ts: '11', updates: [said] });
    const trigger = await vk.starts();
    await until(() => trigger.emitted.length === 1);
    expect(vk.polls.slice(0, 3)).toEqual(Array(3).fill({ act: 'a_check', key: 'key-1', ts: '10', wait: '25' }));
    expect(vk.keys).toBe(1);
    expect([trigger.errors, trigger.told]).toEqual([[], []]);
  });

  it('to the API waits its hour when VK says so', async () => {
    const vk = new Community({ 'groups.getLongPollServer': error(29) });
    const trigger = await vk.starts();
    await pause(3000);
    expect(callsOf(vk.calls, 'groups.getLongPollServer')).toHaveLength(1);
    await trigger.stop();
  });
});

describe('the database', () => {
  it('that is down keeps the place where it is, and nothing is lost or worked on twice', async () => {
    const vk = new Community();
    const [first, second] = [vk.message('Раз', 61), vk.message('Два', 62)];
    const updates = [first, second];
    vk.give({ ts: '12', updates }, { ts: '12', updates });
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'error', status: 403, path: 'cake_load', times: 1 });
    const trigger = await vk.starts();
    await until(() => trigger.emitted.length === 2);
    await until(() => vk.polls.length === 3);
    expect(trigger.emitted).toEqual(updates);
    expect(vk.polls.map(({ ts }) => ts)).toEqual(['10', '10', '12']);
    expect(await vk.inbox()).toEqual([{ text: 'Раз' }, { text: 'Два' }]);
  });

  it('knows what was stepped: a batch that comes again starts nothing', async () => {
    const vk = new Community();
    const said = vk.message('Здравствуйте', 63);
    vk.give({ ts: '11', updates: [said] });
    const trigger = await vk.starts();
    await until(() => trigger.emitted.length === 1);
    emitted(await cakeOrder(rig, 'handleMessage', {}, trigger.emitted));
    const next = vk.message('Ещё', 63);
    vk.give({ ts: '12', updates: [said, next] });
    await until(() => trigger.emitted.length === 2);
    expect(trigger.emitted).toEqual([said, next]);
  });

  it('lets one reader read; the other goes on where that one stopped', async () => {
    const vk = new Community();
    const one = await vk.starts();
    await until(() => vk.polls.length === 1);
    const two = await vk.starts();
    await pause(1000);
    expect(vk.polls).toHaveLength(1);
    vk.says(vk.message('Раз', 64));
    await until(() => one.emitted.length === 1);
    await until(() => vk.polls.length === 2);
    await one.stop();
    await until(() => vk.polls.length === 3);
    expect(vk.polls[2]).toMatchObject({ ts: '11' });
    const second = vk.message('Два', 64);
    vk.says(second);
    await until(() => two.emitted.length === 1);
    expect([one.emitted.length, two.emitted]).toEqual([1, [second]]);
  });

  it('is not needed: then the place lies in the workflow', async () => {
    const vk = new Community();
    const staticData: IDataObject = {};
    const alone = { staticData, credentials: { vkApi: { ...vkApi, groupId: String(vk.group) } } };
    const said = vk.message('Раз');
    vk.give({ ts: '11', updates: [said] });
    const trigger = await vk.starts(alone);
    await until(() => vk.polls.length === 2);
    expect(trigger.emitted).toEqual([said]);
    await trigger.stop();
    vk.ts = 50;
    const again = await vk.starts(alone);
    await until(() => vk.polls.length === 3);
    expect(vk.polls[2].ts).toBe('11');
    expect(again.emitted).toEqual([]);
  });
});

describe('what is not wanted', () => {
  it('is passed by, and the place moves on', async () => {
    const vk = new Community();
    const own = vk.event('message_reply', { id: 8, from_id: -1, peer_id: 42, text: 'Здравствуйте!', date: 1 });
    vk.give({ ts: '13', updates: [own, vk.event('message_typing_state', { from_id: 42 }), { type: 'message_new' }] });
    const trigger = await vk.starts();
    await until(() => vk.polls.length === 2);
    expect(trigger.emitted).toEqual([]);
    expect(vk.polls[1].ts).toBe('13');
  });
});

describe('the owner', () => {
  it.each([
    [5, /ключ/],
    [15, /доступа/],
  ])('hears of error %d when she publishes', async (code, words) => {
    const vk = new Community({ 'groups.setLongPollSettings': error(code, `words and ${TOKEN}`) });
    const fault = await vk.starts().then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(fault?.message).toMatch(words);
    expect(allOf(fault!)).not.toContain(TOKEN);
    expect(vk.polls).toEqual([]);
  });

  it('does not hear of a VK that is out of reach: it is tried again', async () => {
    const vk = new Community({ 'groups.setLongPollSettings': [[503, 'down'], { response: 1 }] });
    await vk.starts();
    await until(() => vk.polls.length === 1);
    expect(callsOf(vk.calls, 'groups.setLongPollSettings')).toHaveLength(2);
  });

  it('hears once of a key that stopped working, and the trigger lives on', async () => {
    const vk = new Community({ 'groups.getLongPollServer': error(5, `words and ${TOKEN}`) });
    const trigger = await vk.starts();
    await until(() => trigger.told.length === 1);
    expect(trigger.told[0].message).toMatch(/не принимает ключ/);
    expect(allOf(trigger.told[0])).not.toContain(TOKEN);
    expect(trigger.errors).toEqual([]);
    const before = Date.now();
    await trigger.stop();
    expect(Date.now() - before).toBeLessThan(2000);
  });
});

describe('a test in the editor', () => {
  it('gives the next event that is wanted, beside the published reader, whose place stays as it is', async () => {
    const vk = new Community();
    const trigger = await vk.starts();
    await until(() => vk.polls.length === 1);
    const testing = await vk.starts({}, 'manual');
    const result = testing.test();
    await until(() => vk.polls.length === 2);
    const said = vk.message('Проба', 65);
    vk.says(vk.event('group_join', { user_id: 1 }), said);
    expect(await result).toEqual([said]);
    await until(() => vk.polls.length === 3);
    expect(trigger.emitted).toEqual([said]);
    expect(vk.polls[2]).toMatchObject({ ts: '12', key: 'key-1' });
    expect(vk.keys).toBe(2);
  });

  it('opens the queue again when VK wants that, and not many times in a row', async () => {
    const vk = new Community();
    vk.give({ failed: 2 });
    const result = (await vk.starts({}, 'manual')).test();
    await pause(2000);
    expect(vk.keys).toBe(1);
    await until(() => vk.polls.length === 2);
    const said = vk.message('Проба', 66);
    vk.says(said);
    expect(await result).toEqual([said]);
    expect(vk.keys).toBe(2);
  });

  it('ends when it is cancelled', async () => {
    const vk = new Community();
    const testing = await vk.starts({}, 'manual');
    let over = false;
    void testing.test().finally(() => (over = true));
    await until(() => vk.polls.length === 1);
    await testing.stop();
    await pause(200);
    // n8n itself ends the execution; nothing is emitted, and nothing polls any more.
    expect([over, vk.polls.length]).toEqual([false, 1]);
  });
});
