import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Effect, MoneyFact, OrderRecord } from '../../lib/dialogue/types';
import type { PaymentRecord } from '../../lib/order/types';
import { step, sweep } from '../../lib/sessions/step';
import { createSupabaseKeeper } from '../../lib/sessions/supabase';
import type { ChatAddress, CommitRequest, Keeper, KnownPayment } from '../../lib/sessions/types';
import { listPayments } from '../../sandbox/payments/rows';
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

const say = (chat: ChatAddress, words: string, effects: Effect[], at?: string) =>
  step(
    keeper,
    { chat, event: says(words) },
    toyStepper(() => effects, at === undefined ? undefined : () => at),
  );

/** A new order of a chat, by its number. */
async function ordered(chat: ChatAddress, changes: Partial<OrderRecord> = {}): Promise<number> {
  await say(chat, 'order', [{ kind: 'order', order: anOrder(changes) }]);
  const { rows } = await sql.query('select max(number)::int as number from orders where chat = $1', [chat.chat]);
  return rows[0].number;
}

const aRow = (order: number, changes: Partial<PaymentRecord> = {}): PaymentRecord => ({
  id: `${order}-1`,
  kind: 'deposit',
  provider: 'yookassa',
  amount: 215000,
  status: 'pending',
  paid: 0,
  refunded: 0,
  refundAsked: 0,
  providerId: null,
  url: null,
  expiresAt: null,
  paidAt: null,
  ...changes,
});
const wrote = (order: number, row: PaymentRecord): Effect => ({ kind: 'payment_row', order, row });
const LINKED = { url: 'https://pay.example/1', expiresAt: '2031-05-01T11:00:00.500Z' };
const PAID = { status: 'paid', paid: 215000, paidAt: '2031-05-01T10:30:00.000Z' } as const;

/** What is so about a payment, stepped in the chat of its order with these effects. */
const told = (order: number, fact: MoneyFact, effects: Effect[], key: string = randomUUID()) => {
  const body = { type: 'money' as const, order, payment: `${order}-1`, fact };
  return step(
    keeper,
    { order, event: { key, at: new Date().toISOString(), body } },
    toyStepper(() => effects),
  );
};

describe('payments of an order', () => {
  it('come back as they were written, in the order in which they were made', async () => {
    const chat = aChat();
    const number = await ordered(chat, { status: 'accepted' });
    const first = aRow(number, { providerId: randomUUID(), ...LINKED });
    const second = aRow(number, { id: `${number}-2`, kind: 'balance', provider: 'manual' });
    await say(chat, 'pay', [wrote(number, first)]);
    await say(chat, 'drop', [wrote(number, { ...first, status: 'expired' }), wrote(number, second)]);
    const payments = [{ ...first, status: 'expired' }, second];
    expect((await keeper.load({ chat })).orders).toMatchObject([{ number, payments }]);
    expect((await keeper.order(number))?.payments).toEqual(payments);
  });

  it('say what an order has been paid, and writing the order does not unsay it', async () => {
    const chat = aChat();
    const number = await ordered(chat);
    const paid = aRow(number, { ...PAID, providerId: randomUUID() });
    await say(chat, 'paid', [wrote(number, paid)]);
    const cash = aRow(number, { id: `${number}-2`, provider: 'manual', status: 'paid', paid: 100000, amount: 100000 });
    await say(chat, 'cash', [wrote(number, cash)]);
    await say(chat, 'back', [
      wrote(number, { ...paid, status: 'partly_refunded', refunded: 15000, refundAsked: 15000 }),
    ]);
    await say(chat, 'write', [{ kind: 'order', order: { ...anOrder({ status: 'accepted' }), number } }]);
    const { rows } = await sql.query('select paid, status from order_view where number = $1', [number]);
    expect(rows).toEqual([{ paid: '300000', status: 'accepted' }]);
  });

  it('are shown to the sandbox as it asks for them', async () => {
    const chat = aChat();
    const number = await ordered(chat);
    await say(chat, 'pay', [wrote(number, aRow(number, LINKED))]);
    const shown = { id: `${number}-1`, order: number, provider: 'yookassa', kind: 'deposit', amount: 215000, status: 'pending', url: LINKED.url }; // prettier-ignore
    for (const filter of [{ id: `${number}-1` }, { order: String(number) }]) {
      expect(await listPayments(database.rest, database.keys.serviceRole, filter)).toMatchObject([shown]);
    }
    await expect(listPayments(database.rest, database.keys.anon, {})).rejects.toThrow(/401/);
  });

  it('change only with their own chat’s order', async () => {
    const [chat, thief] = [aChat(), aChat()];
    const number = await ordered(chat);
    const own = await ordered(thief);
    await say(chat, 'pay', [wrote(number, aRow(number))]);
    for (const target of [number, own]) {
      const { faults } = await say(thief, 'steal', [wrote(target, aRow(number, PAID))]);
      expect(faults).toMatchObject([{ error: { code: 'foreign_order' } }]);
    }
    expect((await keeper.order(number))?.payments).toEqual([aRow(number)]);
  });

  it('are waited for one at a time: of two commits at once one goes in, and no step can wait for two', async () => {
    const chat = aChat();
    const number = await ordered(chat);
    const event = says('pay');
    const { version } = await keeper.load({ chat, event });
    const commit = (row: PaymentRecord): Promise<string> => {
      const request: CommitRequest = {
        chat,
        event: event.key,
        version,
        state: {
          schema: 1,
          language: 'ru',
          at: 'x',
          draft: {},
          history: [],
          prompt: null,
          order: null,
          shopVersion: 0,
        },
        outgoing: [],
        inside: [wrote(number, row)],
        now: new Date().toISOString(),
        step: randomUUID(),
      };
      return keeper.commit(request);
    };
    const results = await Promise.all([commit(aRow(number)), commit(aRow(number, { provider: 'tbank' }))]);
    expect(results.sort()).toEqual(['committed', 'stepped']);
    const { faults, outgoing } = await say(chat, 'again', [wrote(number, aRow(number, { id: `${number}-2` }))]);
    expect(faults).toMatchObject([{ error: { code: '23505' } }]);
    expect(textsOf(outgoing)).toEqual(['sorry']);
    expect((await keeper.order(number))?.payments).toHaveLength(1);
  });

  it('are found by our id, by the provider’s number, and by ours where the provider’s is new', async () => {
    const chat = aChat('avito');
    const number = await ordered(chat, { status: 'accepted' });
    const providerId = randomUUID();
    const row = aRow(number, { providerId, provider: 'tbank' });
    await say(chat, 'pay', [wrote(number, row)]);
    const known = { payment: row, order: number, status: 'accepted', chat, underway: false, unbooked: false };
    const ours = row.id;
    expect(await keeper.paymentBy({ payment: ours })).toEqual(known);
    expect(await keeper.paymentBy({ provider: 'tbank', providerId, payment: null })).toEqual(known);
    expect(await keeper.paymentBy({ provider: 'tbank', providerId: 'a twin', payment: ours })).toEqual(known);
    expect(await keeper.paymentBy({ provider: 'yookassa', providerId, payment: ours })).toBeNull();
    expect(await keeper.paymentBy({ provider: 'tbank', providerId: 'foreign', payment: null })).toBeNull();
    expect(await keeper.paymentBy({ payment: 'nobody' })).toBeNull();
  });
});

describe('what becomes known about a payment', () => {
  it('is stepped in the chat of its order, also when that has ended, once, and named in the log', async () => {
    const chat = aChat('vk');
    const number = await ordered(chat);
    await say(chat, 'end', [
      wrote(number, aRow(number)),
      { kind: 'order', order: { ...anOrder({ status: 'cancelled' }), number } },
    ]);
    const fact: MoneyFact = { is: 'paid', amount: 215000, providerId: 'x', at: PAID.paidAt };
    const revived: Effect[] = [
      wrote(number, aRow(number, { ...PAID, providerId: randomUUID() })),
      { kind: 'order', order: { ...anOrder({ status: 'accepted' }), number } },
    ];
    const key = `pay:${number}-1:paid:215000`;
    const both = await Promise.all([told(number, fact, revived, key), told(number, fact, revived, key)]);
    expect(both.flatMap(({ outgoing }) => textsOf(outgoing))).toEqual(['money']);
    expect((await keeper.load({ chat })).orders).toMatchObject([{ number, payments: [{ status: 'paid' }] }]);
    const { rows } = await sql.query(
      'select e.by from events e join orders o on o.id = e.order_id where o.number = $1 order by e.id desc limit 1',
      [number],
    );
    expect(rows).toEqual([{ by: 'payment:yookassa' }]);
  });

  it('that had its step and is not in the books is found', async () => {
    const chat = aChat();
    const number = await ordered(chat);
    await say(chat, 'pay', [wrote(number, aRow(number))]);
    const fact: MoneyFact = { is: 'paid', amount: 215000, providerId: 'x', at: PAID.paidAt };
    await told(number, fact, [], `pay:${number}-1:paid:215000`);
    expect(await keeper.paymentBy({ payment: `${number}-1` })).toMatchObject({ unbooked: true });
  });
});

describe('open payments', () => {
  const HOUR = 3_600_000;
  const MIN = 60_000;
  const moment = (ms: number) => new Date(Date.parse('2031-05-01T10:00:00.000Z') + ms).toISOString();
  const open = async (ms: number, numbers: number[]) => {
    const all = await keeper.openPayments({ now: moment(ms), olderThanMs: 5 * MIN, limit: 1000 });
    return all.filter(({ order }) => numbers.includes(order)).map(({ payment }) => payment.status);
  };
  const made = async (changes: Partial<PaymentRecord>) => {
    const chat = aChat();
    const number = await ordered(chat);
    await say(chat, 'pay', [wrote(number, aRow(number, changes))], moment(0));
    return number;
  };

  it('are handed out when they are old enough, not again before that, and again to whoever lost the answer', async () => {
    const number = await made({});
    expect(await open(4 * MIN, [number])).toEqual([]);
    expect(await open(6 * MIN, [number])).toEqual(['pending']);
    expect(await open(6 * MIN, [number])).toEqual(['pending']);
    expect(await open(10 * MIN, [number])).toEqual([]);
    expect(await open(12 * MIN, [number])).toEqual(['pending']);
  });

  it('go to one of two who ask at once', async () => {
    const numbers = await Promise.all([1, 2, 3, 4].map(() => made({})));
    const asked = await Promise.all([0, 1, 2].map((n) => open(6 * MIN + n, numbers)));
    expect(asked.flat()).toHaveLength(4);
  });

  it('are those of which money is to go back, and those given up that may still be paid', async () => {
    const paid = { ...PAID, providerId: randomUUID() };
    const back = await made({ ...paid, refundAsked: 1000 });
    const done = await made({
      ...paid,
      providerId: randomUUID(),
      status: 'partly_refunded',
      refunded: 1,
      refundAsked: 1,
    });
    const late = await made({ status: 'expired', providerId: randomUUID(), expiresAt: moment(HOUR) });
    const linkless = await made({ status: 'cancelled' });
    const cash = await made({ provider: 'manual' });
    const all = [back, done, late, linkless, cash];
    expect(await open(6 * MIN, all)).toEqual(['paid', 'expired']);
    expect(await open(12 * MIN, all)).toEqual(['paid']);
    expect(await open(40 * MIN, all)).toEqual(['paid', 'expired']);
    expect(await open(25.5 * HOUR, all)).toEqual(['paid', 'expired']);
    expect(await open(26.5 * HOUR, all)).toEqual(['paid']);
  });

  it('take turns where there are more than asked for, and tell whether a link is still being made', async () => {
    const chat = aChat();
    const number = await ordered(chat);
    const link = {
      kind: 'payment', do: 'link', order: number, payment: `${number}-1`, provider: 'yookassa', idempotence: `${number}-1`,
      purpose: 'deposit', amount: 215000, language: 'ru', until: moment(HOUR), email: null, phone: null, lines: null, shopVersion: 1,
    } as Effect; // prettier-ignore
    const { outgoing } = await say(chat, 'pay', [wrote(number, aRow(number)), link], moment(0));
    const other = await made({});
    const one = async (ms: number) => (await keeper.openPayments({ now: moment(ms), olderThanMs: 0, limit: 1 }))[0];
    await keeper.openPayments({ now: moment(50 * HOUR), olderThanMs: 0, limit: 1000 });
    const turns: KnownPayment[] = [];
    const { rows } = await sql.query<{ count: number }>('select count(*)::int from payments where checked_at = $1', [moment(50 * HOUR)]); // prettier-ignore
    for (let n = 1; n <= rows[0].count; n += 1) turns.push(await one(51 * HOUR + n));
    expect(new Set(turns.map(({ payment }) => payment.id)).size).toBe(rows[0].count);
    const underway = (order: number) => turns.find((turn) => turn.order === order)?.underway;
    expect([underway(number), underway(other)]).toEqual([true, false]);
    await keeper.confirm([{ key: outgoing.find(({ kind }) => kind === 'payment')!.key, result: 'sent' }]);
    expect(await keeper.paymentBy({ payment: `${number}-1` })).toMatchObject({ underway: false });
  });
});

it('the books of a day are those of the bakery’s zone', async () => {
  const chat = aChat();
  const number = await ordered(chat);
  const row = aRow(number, { ...PAID, providerId: randomUUID(), paidAt: '2032-02-01T21:30:00.000Z' });
  await say(chat, 'paid', [wrote(number, row)]);
  const cash = aRow(number, {
    id: `${number}-2`,
    provider: 'manual',
    status: 'paid',
    paid: 500,
    paidAt: '2032-02-02T08:00:00Z',
  });
  await say(chat, 'cash', [wrote(number, cash)]);
  const refunded = { ...row, status: 'partly_refunded', refunded: 700, refundAsked: 700 } as const;
  await say(chat, 'back', [wrote(number, refunded)], '2032-02-02T10:00:00Z');
  expect(await keeper.books({ day: '2032-02-02', zone: 'Europe/Moscow' })).toEqual({
    sums: [
      { provider: 'manual', count: 1, paid: 500, refunded: 0 },
      { provider: 'yookassa', count: 1, paid: 215000, refunded: 700 },
    ],
    payments: [expect.objectContaining({ payment: refunded })],
  });
  expect((await keeper.books({ day: '2032-02-01', zone: 'Europe/Moscow' })).sums).toEqual([]);
  expect((await keeper.books({ day: '2032-02-01', zone: 'UTC' })).sums).toMatchObject([{ provider: 'yookassa' }]);
  const changed = sql.query(`set role service_role; update payment_moves set paid = 0; reset role`);
  await expect(changed).rejects.toThrow('permission denied');
  await sql.query('reset role');
});

it('money goes on when its customer is forgotten, and does not bring her back', async () => {
  const chat = aChat();
  const number = await ordered(chat, { status: 'cancelled' });
  const row = aRow(number, { ...PAID, providerId: randomUUID(), refundAsked: 215000 });
  const refund = { kind: 'payment', do: 'refund', order: number, payment: row.id, provider: 'yookassa' } as Effect;
  const { outgoing } = await say(chat, 'cancel', [wrote(number, row), refund]);
  const { key } = outgoing.find(({ kind }) => kind === 'payment')!;
  await keeper.confirm(outgoing.filter((one) => one.key !== key).map((one) => ({ key: one.key, result: 'sent' })));
  await say(chat, 'forget', [{ kind: 'forget' }]);
  const later = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const unsent = async (hours: number) =>
    (await sweep(keeper, toyStepper(undefined, () => later(hours)), { olderThanMs: 1000, limit: 1000 })).outgoing.filter(
      (one) => one.key === key,
    ); // prettier-ignore
  expect(await unsent(1)).toMatchObject([{ payload: refund }]);
  const back: Effect = wrote(number, { ...row, status: 'refunded', refunded: 215000 });
  const fact = (refunded: number): MoneyFact => ({ is: 'refunded', refunded });
  await told(number, fact(1000), [wrote(number, { ...row, status: 'partly_refunded', refunded: 1000 })]);
  expect((await keeper.load({ chat })).state).toBeNull();
  await unsent(49);
  const { rows } = await sql.query('select c.chat, o.to_chat from chats c join outbox o on o.chat_id = c.id where o.key = $1', [key]); // prettier-ignore
  expect(rows[0].chat).toMatch(/^deleted:/);
  expect(rows[0].to_chat).toBe(rows[0].chat);
  await told(number, fact(215000), [back]);
  expect(await keeper.order(number)).toMatchObject({ payments: [{ status: 'refunded', refunded: 215000 }] });
  expect((await sql.query('select paid from orders where number = $1', [number])).rows).toEqual([{ paid: '0' }]);
  const { rows: sessions } = await sql.query('select s.state from fsm_sessions s join orders o using (chat_id) where o.number = $1', [number]); // prettier-ignore
  expect(sessions).toEqual([{ state: null }]);
});
