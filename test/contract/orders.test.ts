import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Effect, Hold, OrderRecord } from '../../lib/dialogue/types';
import { step, sweep } from '../../lib/sessions/step';
import { createSupabaseKeeper } from '../../lib/sessions/supabase';
import type { ChatAddress, CommitRequest, Keeper } from '../../lib/sessions/types';
import { type TestDatabase, startDatabase } from './support/database';
import { type Hear, aChat, anOrder, says, textsOf, toyStepper } from './support/toy';

let database: TestDatabase;
let keeper: Keeper;
let sql: Client;

beforeAll(async () => {
  database = await startDatabase();
  keeper = createSupabaseKeeper({ url: database.rest, serviceKey: database.keys.serviceRole, fetch: database.fetch });
  sql = new Client({ connectionString: database.connectionString });
  await sql.connect();
}, 60_000);
afterAll(async () => {
  await sql.end();
  await database.stop();
});

const say = (chat: ChatAddress, words: string, effects: Hear | Effect[], clock?: () => string) =>
  step(
    keeper,
    { chat, event: says(words) },
    toyStepper(typeof effects === 'function' ? effects : () => effects, clock),
  );

/** A new order of a chat, as its next load shows it. */
async function ordered(chat: ChatAddress, changes: Partial<OrderRecord> = {}) {
  await say(chat, 'order', [{ kind: 'order', order: anOrder(changes) }]);
  const { orders } = await keeper.load({ chat });
  return orders[orders.length - 1];
}

/** One commit for an order, by itself: for a new event, or for the one that found the day full before. */
async function commitOrder(chat: ChatAddress, order: OrderRecord, hold?: Hold | null, now = new Date().toISOString()) {
  const event = says('hold');
  const { version, pending } = await keeper.load({ chat, event });
  const request: CommitRequest = {
    chat,
    event: pending[0].key,
    version,
    state: { schema: 1, language: 'ru', at: 'x', draft: {}, history: [], prompt: null, order: null, shopVersion: 0 },
    outgoing: [],
    inside: [hold === undefined ? { kind: 'order', order } : { kind: 'order', order, hold }],
    now,
    step: randomUUID(),
  };
  return keeper.commit(request);
}

const waiting = (order: OrderRecord): OrderRecord => ({ ...order, status: 'awaiting_baker' });
const aDay = (n: number) => `2031-0${1 + Math.floor(n / 28)}-${String(1 + (n % 28)).padStart(2, '0')}`;
let days = 0;
const freeDay = () => aDay(days++);
const hold = (day: string, changes: Partial<Hold> = {}): Hold => ({
  day,
  points: 3,
  until: null,
  limit: 3,
  ...changes,
});
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

describe('orders', () => {
  it('come back as they were written, with a number from 1001 on', async () => {
    const chat = aChat('vk');
    const order = await ordered(chat);
    expect(order.number).toBeGreaterThanOrEqual(1001);
    expect(order).toEqual({ ...anOrder(), number: order.number, payments: [], channel: 'vk', chat: chat.chat });
    expect(await keeper.order(order.number)).toEqual(order);
    expect(await keeper.order(999_999)).toBeNull();
  });

  it('are shown readably, in the order’s language', async () => {
    const { number } = await ordered(aChat());
    const { rows } = await sql.query('select * from order_view where number = $1', [number]);
    expect(rows[0]).toMatchObject({
      filling: 'Honey cake',
      currency: 'RUB',
      total: '430000',
      paid: '0',
      due_at: '2031-05-09T10:00:00.000+03:00',
      inscription: 'С днём рождения',
      name: 'Анна',
      items: [
        { name: 'Honey cake', quantity: 1, weight_g: 2000, unit_price: 200000, total: 400000 },
        { name: 'Доставка', quantity: 1, weight_g: null, unit_price: 30000, total: 30000 },
      ],
    });
  });

  it('log who changed their status', async () => {
    const chat = aChat();
    const order = await ordered(chat);
    await say(chat, 'same', [{ kind: 'order', order: { ...order, total: 1 } }]);
    const event = { ...says(''), body: { type: 'baker', action: 'accept', order: order.number, from: { id: '9' } } };
    const accept: Effect[] = [{ kind: 'order', order: { ...order, status: 'accepted' } }];
    await step(
      keeper,
      { order: order.number, event: event as never },
      toyStepper(() => accept),
    );
    const { rows } = await sql.query(
      'select from_status, to_status, by from events join orders o on o.id = order_id where number = $1 order by events.id',
      [order.number],
    );
    expect(rows).toEqual([
      { from_status: null, to_status: 'draft', by: 'customer:7' },
      { from_status: 'draft', to_status: 'accepted', by: 'baker:9' },
    ]);
  });

  it('are found by their number, in whatever chat they are, also when they have ended', async () => {
    const chat = aChat('avito');
    const order = await ordered(chat);
    await say(chat, 'cancel', [{ kind: 'order', order: { ...order, status: 'cancelled' } }]);
    expect((await keeper.load({ chat })).orders).toEqual([]);
    const event = { ...says(''), body: { type: 'baker', action: 'accept', order: order.number } as never };
    const snapshot = await keeper.load({ order: order.number, event });
    expect(snapshot).toMatchObject({ chat, orders: [{ number: order.number, status: 'cancelled' }] });
    expect((await keeper.load({ chat })).orders).toHaveLength(1);
  });

  it('that do not exist are a clear error', async () => {
    const unknown = keeper.load({ order: 999_999, event: says('x') });
    await expect(unknown).rejects.toMatchObject({ code: 'unknown_order', retryable: false });
    await expect(unknown).rejects.toThrow('There is no order 999999.');
  });

  it('of another chat cannot be changed, and the event is answered all the same', async () => {
    const order = await ordered(aChat());
    const thief = aChat();
    await expect(commitOrder(thief, waiting(order))).rejects.toMatchObject({ code: 'foreign_order', retryable: false });
    await keeper.reset(thief);
    const { outgoing, faults } = await say(thief, 'mine', (words) =>
      words === 'mine' ? [{ kind: 'order', order: waiting(order) }] : [],
    );
    expect(textsOf(outgoing)).toEqual(['hold', 'sorry']);
    expect(faults).toMatchObject([{ error: { code: 'foreign_order' } }]);
    expect(await keeper.order(order.number)).toEqual(order);
  });

  it('are written once, though the answer to the commit was lost', async () => {
    const chat = aChat();
    let lost = 0;
    const forgetful = createSupabaseKeeper({
      url: database.rest,
      serviceKey: database.keys.serviceRole,
      fetch: async (input, init) => {
        const answer = await database.fetch(input, init);
        if (String(input).endsWith('cake_commit') && lost++ < 2) throw new TypeError('fetch failed');
        return answer;
      },
    });
    const create = toyStepper(() => [{ kind: 'order', order: anOrder() }]);
    expect(textsOf((await step(forgetful, { chat, event: says('order') }, create)).outgoing)).toEqual(['order']);
    expect(lost).toBe(3);
    expect((await keeper.load({ chat })).orders).toHaveLength(1);
  });
});

describe('places on a day', () => {
  it('go to exactly one of many who want the last', async () => {
    const day = freeDay();
    const chats = Array.from({ length: 10 }, () => aChat());
    const orders = await Promise.all(chats.map((chat) => ordered(chat)));
    const results = await Promise.all(chats.map((chat, i) => commitOrder(chat, waiting(orders[i]), hold(day))));
    expect(results.sort()).toEqual(['committed', ...Array(9).fill('full')]);
    expect((await keeper.load({ chat: aChat() })).availability.booked[day]).toBe(3);
    const { rows } = await sql.query(
      `select status, count(*)::int from orders where number = any($1) group by 1 order by 1`,
      [orders.map(({ number }) => number)],
    );
    expect(rows).toEqual([
      { status: 'awaiting_baker', count: 1 },
      { status: 'draft', count: 9 },
    ]);
  }, 30_000);

  it('go up to the limit and no further, with extra points', async () => {
    const day = freeDay();
    await sql.query('insert into capacity_days (day, extra_points) values ($1, 2)', [day]);
    const take = async (points: number) => {
      const chat = aChat();
      return commitOrder(chat, waiting(await ordered(chat)), hold(day, { points, limit: 6 }));
    };
    expect([await take(5), await take(4), await take(3), await take(1)]).toEqual([
      'committed',
      'full',
      'committed',
      'full',
    ]);
    expect((await keeper.load({ chat: aChat() })).availability).toMatchObject({
      booked: { [day]: 8 },
      extra: { [day]: 2 },
    });
  });

  it('are free again when the hold is over', async () => {
    const day = freeDay();
    const [one, other] = [aChat(), aChat()];
    const [first, second] = [await ordered(one), await ordered(other)];
    expect(await commitOrder(one, waiting(first), hold(day, { until: inHours(12) }))).toBe('committed');
    expect(await commitOrder(other, waiting(second), hold(day), inHours(11))).toBe('full');
    expect(await commitOrder(other, waiting(second), hold(day), inHours(13))).toBe('committed');
    expect(await commitOrder(one, waiting(first), hold(day), inHours(13))).toBe('full');
  });

  it('that ran out are not shown as taken', async () => {
    const day = freeDay();
    const chat = aChat();
    await commitOrder(chat, waiting(await ordered(chat)), hold(day, { until: inHours(-1) }), inHours(-13));
    expect((await keeper.load({ chat })).availability.booked[day]).toBeUndefined();
  });

  it('are given back with hold: null, kept without a hold, and moved to another day', async () => {
    const [day, next] = [freeDay(), freeDay()];
    const chat = aChat();
    const order = waiting(await ordered(chat));
    const booked = async () => (await keeper.load({ chat })).availability.booked;
    await commitOrder(chat, order, hold(day));
    await commitOrder(chat, { ...order, total: 2 });
    expect((await booked())[day]).toBe(3);
    await commitOrder(chat, order, hold(next));
    expect([(await booked())[day], (await booked())[next]]).toEqual([undefined, 3]);
    await commitOrder(chat, { ...order, status: 'cancelled' }, null);
    expect((await booked())[next]).toBeUndefined();
  });

  it('are not taken on a closed day, but whoever has one keeps it', async () => {
    const day = freeDay();
    const [one, other] = [aChat(), aChat()];
    const order = waiting(await ordered(one));
    await commitOrder(one, order, hold(day, { until: inHours(12) }));
    await sql.query('insert into capacity_days (day, closed) values ($1, true)', [day]);
    expect((await keeper.load({ chat: one })).availability.closed).toContain(day);
    expect(await commitOrder(other, waiting(await ordered(other)), hold(day, { limit: 100 }))).toBe('full');
    expect(await commitOrder(one, { ...order, status: 'accepted' }, hold(day))).toBe('committed');
  });

  it('cannot be kept by an order that has ended', async () => {
    const chat = aChat();
    const order = waiting(await ordered(chat));
    await commitOrder(chat, order, hold(freeDay()));
    const declined = commitOrder(chat, { ...order, status: 'declined' });
    await expect(declined).rejects.toMatchObject({ code: 'hold_not_allowed' });
    expect((await keeper.order(order.number as number))?.status).toBe('awaiting_baker');
  });

  it('that a transition insists on in vain end with an apology, not in a loop', async () => {
    const day = freeDay();
    const [one, other] = [aChat(), aChat()];
    await commitOrder(one, waiting(await ordered(one)), hold(day));
    const order = await ordered(other);
    const { outgoing, faults } = await say(other, 'confirm', [
      { kind: 'order', order: waiting(order), hold: hold(day) },
    ]);
    expect(textsOf(outgoing)).toEqual(['sorry']);
    expect(faults).toHaveLength(1);
  });
});

describe('timers', () => {
  const sweptAt = async (hours: number, chat: ChatAddress) => {
    const clock = () => inHours(hours);
    const { outgoing } = await sweep(keeper, toyStepper(undefined, clock), { olderThanMs: 1000, limit: 1000 });
    return outgoing.filter(
      ({ to, payload }) => to.chat === chat.chat && 'text' in payload && /remind|hold/.test(payload.text),
    );
  };
  const set = (chat: ChatAddress, order: number, timer: 'remind_baker' | 'hold_over', hours: number) =>
    say(chat, 'set', [{ kind: 'timer', timer, order, at: inHours(hours) }]);

  it('come as an event of their order’s chat once, when they are due', async () => {
    const chat = aChat('vk');
    const { number } = await ordered(chat);
    await set(chat, number, 'remind_baker', 2);
    await set(chat, number, 'hold_over', 12);
    expect(await sweptAt(1, chat)).toEqual([]);
    const sweeps = await Promise.all([2.1, 2.1, 2.1].map((hours) => sweptAt(hours, chat)));
    expect(textsOf(sweeps.flat())).toEqual([`remind_baker ${number}`]);
    await keeper.confirm(sweeps.flat().map(({ key }) => ({ key, result: 'sent' })));
    expect(await sweptAt(3, chat)).toEqual([]);
    expect(textsOf(await sweptAt(13, chat))).toEqual([`hold_over ${number}`]);
  });

  it('can be moved and cancelled', async () => {
    const chat = aChat();
    const { number } = await ordered(chat);
    await set(chat, number, 'remind_baker', 20);
    await set(chat, number, 'remind_baker', 22);
    expect(await sweptAt(21, chat)).toEqual([]);
    await say(chat, 'stop', [{ kind: 'cancel_timers', order: number }]);
    expect(await sweptAt(23, chat)).toEqual([]);
  });
});

describe('effects', () => {
  it('go out to the bakery’s chats in Telegram, one row for each, with keys of their own', async () => {
    const chat = aChat('vk');
    const card = { kind: 'new', order: 1001, chat: '-100', message: null, text: 'No 1001', buttons: [] } as const;
    const { outgoing } = await say(chat, 'x', [
      { kind: 'baker', card: { ...card, buttons: [] } },
      { kind: 'handoff', text: 'call', chats: ['1', '2'] },
      {
        kind: 'preview',
        round: 1,
        shopVersion: 1,
        language: 'ru',
        look: {
          occasion: null,
          weightG: 2000,
          tiers: 1,
          filling: 'honey',
          coating: null,
          decor: null,
          colours: [],
          variant: 0,
        },
        inscription: '',
        photo: null,
      },
    ]);
    expect(outgoing.map(({ kind, to }) => [kind, to.channel, to.chat])).toEqual([
      ['reply', 'vk', chat.chat],
      ['baker', 'telegram', '-100'],
      ['handoff', 'telegram', '1'],
      ['handoff', 'telegram', '2'],
      ['preview', 'vk', chat.chat],
    ]);
    expect(new Set(outgoing.map(({ key }) => key)).size).toBe(5);
  });
});

describe('the shop', () => {
  it('gets a new version only when it differs from the newest', async () => {
    expect(await keeper.newestShop()).toBeNull();
    expect((await keeper.load({ chat: aChat() })).shopVersion).toBe(0);
    const published = await Promise.all(Array.from({ length: 5 }, () => keeper.publishShop({ a: 1, b: [1, 2] })));
    expect(published.map(({ version }) => version)).toEqual([1, 1, 1, 1, 1]);
    expect(published.filter(({ changed }) => changed)).toHaveLength(1);
    expect(await keeper.publishShop({ b: [1, 2], a: 1 })).toEqual({ version: 1, changed: false });
    expect(await keeper.publishShop({ b: [2, 1], a: 1 })).toEqual({ version: 2, changed: true });
    expect(await keeper.shop(1)).toEqual({ a: 1, b: [1, 2] });
    expect(await keeper.newestShop()).toEqual({ version: 2, document: { b: [2, 1], a: 1 } });
    expect((await keeper.load({ chat: aChat() })).shopVersion).toBe(2);
    await expect(keeper.shop(9)).rejects.toMatchObject({ code: 'unknown_shop' });
  });
});
