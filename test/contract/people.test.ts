import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { BakerCard, Effect } from '../../lib/dialogue/types';
import { step, sweep } from '../../lib/sessions/step';
import { createSupabaseKeeper } from '../../lib/sessions/supabase';
import type { ChatAddress, Keeper } from '../../lib/sessions/types';
import { type TestDatabase, startDatabase } from './support/database';
import { aChat, anOrder, says, textsOf, toyStepper } from './support/toy';

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

const say = (chat: ChatAddress, words: string, effects: Effect[] = []) =>
  step(
    keeper,
    { chat, event: says(words), person: { id: chat.chat, name: 'Анна Тайная' } },
    toyStepper(() => effects),
  );
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const note = (order: number | null, kind: BakerCard['kind'] = 'note'): Effect => ({
  kind: 'baker',
  card: { kind, order, chat: '-100', message: null, text: 'a note', buttons: [] },
});

/** A note to the bakery that went out as `message`. */
async function noted(chat: ChatAddress, order: number | null, message: string, kind?: BakerCard['kind']) {
  const { outgoing } = await say(chat, 'note', [note(order, kind)]);
  const key = outgoing.find((one) => one.kind === 'baker')?.key ?? '';
  await keeper.confirm([{ key, result: 'sent', message }]);
}

const bakery = (message: string, account = '42') => ({ channel: 'telegram' as const, account, chat: '-100', message });
const reply = (text: string) => ({
  ...says(text),
  body: { type: 'baker_words' as const, order: null, text, from: { id: '9' }, card: { chat: '-100', message: '1' } },
});

async function ordered(chat: ChatAddress, status: 'accepted' | 'handed_over' | 'draft' = 'accepted') {
  const draft = { ...anOrder().draft, wishes: 'для тайной Анны', photos: ['file'] };
  await say(chat, 'order', [{ kind: 'order', order: anOrder({ draft }) }]);
  const { orders } = await keeper.load({ chat });
  const order = orders[orders.length - 1];
  if (status !== 'draft') await say(chat, 'moved', [{ kind: 'order', order: { ...order, status } }]);
  return order.number;
}

describe('an answer to a message of the bakery', () => {
  it('is recorded in the chat that the message was about, with its order', async () => {
    const chat = aChat();
    const number = await ordered(chat);
    const message = randomUUID();
    await noted(chat, number, message, 'new');
    const { chat: found, pending } = await keeper.load({ card: bakery(message), event: reply('why?') });
    expect(found).toEqual(chat);
    expect(pending[0].body).toMatchObject({ type: 'baker_words', order: number, card: { kind: 'new' }, text: 'why?' });
  });

  it('finds the chat of a message that is about no order', async () => {
    const chat = aChat();
    const message = randomUUID();
    await noted(chat, null, message);
    const { chat: found, pending, orders } = await keeper.load({ card: bakery(message), event: reply('hello') });
    expect([found, pending[0].body, orders]).toEqual([chat, expect.objectContaining({ order: null }), []]);
  });

  it('finds a message that went out from another messenger’s chat, whose account is not known', async () => {
    const chat = aChat('vk');
    const message = randomUUID();
    const { outgoing } = await say(chat, 'note', [note(null)]);
    expect(outgoing.find(({ kind }) => kind === 'baker')?.to).toMatchObject({ channel: 'telegram', account: '' });
    await keeper.confirm([{ key: outgoing.find(({ kind }) => kind === 'baker')!.key, result: 'sent', message }]);
    expect((await keeper.load({ card: bakery(message), event: reply('x') })).chat).toEqual(chat);
  });

  it.each([
    ['was never ours', () => bakery(randomUUID())],
    ['is another bot’s', async () => ({ ...bakery(await known()), account: 'other' })],
    ['stands in another chat', async () => ({ ...bakery(await known()), chat: '-200' })],
  ])('is refused when the message %s', async (_name, card) => {
    await expect(keeper.load({ card: await card(), event: reply('x') })).rejects.toMatchObject({
      code: 'unknown_card',
      retryable: false,
    });
  });

  async function known() {
    const message = randomUUID();
    await noted(aChat(), null, message);
    return message;
  }

  it('is stepped once, however often it comes', async () => {
    const chat = aChat();
    const message = randomUUID();
    await noted(chat, null, message);
    const event = reply('once');
    const all = await Promise.all([1, 2, 3].map(() => step(keeper, { card: bakery(message), event }, toyStepper())));
    expect(all.flatMap(({ outgoing }) => textsOf(outgoing))).toEqual(['baker_words']);
  });
});

describe('a timer of the conversation', () => {
  const silence = (at: string): Effect => ({ kind: 'timer', timer: 'silence_over', order: null, at });
  const heard = async (chat: ChatAddress) => (await keeper.load({ chat })).state?.history ?? [];

  it('comes once, at the time it was last set to', async () => {
    const chat = aChat();
    await say(chat, 'first', [silence(inHours(1))]);
    await say(chat, 'later', [silence(inHours(3))]);
    const at = (hours: number) => sweep(keeper, toyStepper(undefined, () => inHours(hours)), { olderThanMs: 1000, limit: 1000 }); // prettier-ignore
    await at(2);
    expect(await heard(chat)).not.toContain('silence_over null');
    await at(4);
    await at(5);
    expect((await heard(chat)).filter((words) => words === 'silence_over null')).toHaveLength(1);
  });

  it('is cancelled without touching those of orders', async () => {
    const chat = aChat();
    const number = await ordered(chat);
    await say(chat, 'set', [silence(inHours(1)), { kind: 'timer', timer: 'hold_over', order: number, at: inHours(1) }]);
    await say(chat, 'no', [{ kind: 'cancel_timers', order: null }]);
    await sweep(keeper, toyStepper(undefined, () => inHours(2)), { olderThanMs: 1000, limit: 1000 }); // prettier-ignore
    expect((await heard(chat)).slice(-1)).toEqual([`hold_over ${number}`]);
    expect(await heard(chat)).not.toContain('silence_over null');
  });
});

it('a day is closed, widened and made usual again by hand', async () => {
  const chat = aChat();
  const day = '2033-03-03';
  const change = (closed: boolean, extra: number) => say(chat, 'day', [{ kind: 'day', day, closed, extra }]);
  const seen = async () => {
    const { closed, extra } = (await keeper.load({ chat })).availability;
    return [closed.includes(day), extra[day] ?? 0];
  };
  await change(true, 0);
  expect(await seen()).toEqual([true, 0]);
  await change(false, 5);
  expect(await seen()).toEqual([false, 5]);
  await change(false, 0);
  expect(await seen()).toEqual([false, 0]);
});

describe('deleting what is personal', () => {
  const PRIVATE = ['Анна', 'тайной', '+79991234567', 'С днём рождения', 'secret words'];

  /** Everything that is stored of a chat, as text. */
  async function traces(chat: ChatAddress, id: string) {
    const tables = {
      users: 'select * from users where person = $1',
      chats: 'select * from chats where chat = $1',
      sessions: 'select s.* from fsm_sessions s where s.chat_id = $1',
      inbox: 'select i.body from inbox i where i.chat_id = $1',
      outbox: `select o.* from outbox o where o.chat_id = $1 and o.payload ->> 'text' is distinct from 'bye'`,
      orders: 'select * from orders where chat_id = $1',
      events: 'select e.* from events e join orders o on o.id = e.order_id where o.chat_id = $1',
    };
    const found: Record<string, string> = {};
    for (const [name, query] of Object.entries(tables)) {
      const { rows } = await sql.query(query, [name === 'users' || name === 'chats' ? chat.chat : id]);
      found[name] = JSON.stringify(rows);
    }
    return found;
  }
  const idOf = async (chat: ChatAddress) =>
    (await sql.query('select id from chats where chat = $1', [chat.chat])).rows[0].id as string;

  it('keeps the money of an order and nothing of hers', async () => {
    const chat = aChat();
    const number = await ordered(chat, 'handed_over');
    await say(chat, 'secret words');
    const id = await idOf(chat);
    expect(Object.values(await traces(chat, id)).join()).toContain('secret words');
    const { outgoing } = await say(chat, 'bye', [{ kind: 'forget' }]);
    expect(textsOf(outgoing)).toEqual(['bye']);
    const left = await traces(chat, id);
    for (const word of PRIVATE) expect(Object.values(left).join()).not.toContain(word);
    expect(left.users).toBe('[]');
    expect(await keeper.order(number)).toMatchObject({ total: 430000, status: 'handed_over', lines: [{}, {}] });
    expect((await keeper.load({ chat })).state).toBeNull();
    expect(left.events).not.toContain(chat.chat);
  });

  it('knows a repeat of the same event, and starts anew with the next one', async () => {
    const chat = aChat();
    const event = says('bye');
    const forget = () => step(keeper, { chat, event }, toyStepper(() => [{ kind: 'forget' }])); // prettier-ignore
    expect(textsOf((await forget()).outgoing)).toEqual(['bye']);
    expect((await forget()).outgoing).toEqual([]);
    expect(textsOf((await say(chat, 'hello again')).outgoing)).toEqual(['hello again']);
    expect((await keeper.load({ chat })).state?.history).toEqual(['hello again']);
  });

  it('is refused while an order is open, and changes nothing then', async () => {
    const chat = aChat();
    const number = await ordered(chat);
    const { faults } = await say(chat, 'bye', [{ kind: 'forget' }]);
    expect(faults[0].error).toMatchObject({ code: 'open_order' });
    expect(await keeper.order(number)).toMatchObject({ draft: { name: 'Анна' } });
  });

  it('two days later not even the number of the chat is left', async () => {
    const [gone, back] = [aChat(), aChat()];
    const number = await ordered(gone, 'handed_over');
    await say(gone, 'bye', [{ kind: 'forget' }]);
    await say(back, 'bye', [{ kind: 'forget' }]);
    await say(back, 'hello');
    const sweepAt = (hours: number) => keeper.sweep({ now: inHours(hours), olderThanMs: 1000, limit: 1 });
    await sweepAt(47);
    expect((await sql.query('select 1 from chats where chat = $1', [gone.chat])).rows).toHaveLength(1);
    await sweepAt(49);
    for (const table of ['chats', 'orders']) {
      const { rows } = await sql.query(`select 1 from ${table} where chat = $1`, [gone.chat]);
      expect([table, rows]).toEqual([table, []]);
    }
    expect((await keeper.order(number))?.total).toBe(430000);
    expect((await keeper.load({ chat: back })).state?.history).toEqual(['hello']);
  });
});

it('docs/personal-data.md names every column of the database', async () => {
  const document = readFileSync(join(__dirname, '../../docs/personal-data.md'), 'utf8');
  const { rows } = await sql.query<{ table_name: string; column_name: string }>(
    `select c.table_name, c.column_name from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name <> 'schema_migrations'`,
  );
  const missing = rows.filter(({ table_name, column_name }) => {
    const section = document.split(/^### /m).find((part) => part.startsWith(`\`${table_name}\``)) ?? '';
    return !section.includes(`\`${column_name}\``);
  });
  expect(rows.length).toBeGreaterThan(50);
  expect(missing).toEqual([]);
});
