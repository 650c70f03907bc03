import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';

import { questionKeyOf, say, TEXTS, type TextKey } from '../../lib/dialogue';
import type { ChatMessage } from '../../sandbox/client';
import { askedForMoney, chooseWay, settle, type Deal } from '../../sandbox/orderScript';
import type { PaymentView } from '../../sandbox/payments';
import { editor, eventually, facts, placeOrder, query, runDemo, sandbox, statusOf, type Placed } from './support';

type Online = 'yookassa' | 'tbank' | 'stripe';

/** Far enough away that a cancelled order gets all its money back. */
const FAR = { day: 6 };
/** Longer than the sweeper takes to hand out again what was left unclear. */
const AGAIN_MS = 90_000;

/** An order that the baker has taken, and its customer's link. */
async function linked(provider: Online, wanted = FAR): Promise<{ placed: Placed; payment: PaymentView }> {
  const placed = { ...(await placeOrder(wanted)), provider };
  await placed.baker.press(placed.card.seq, 'Принять');
  return { placed, payment: await chooseWay(placed, await askedForMoney(placed)) };
}

/** What is booked of an order: its status and money, how often its payments moved, and events of its money. */
async function booked(number: number) {
  const [row] = await query<{ status: string; paid: number; moves: number; events: number; payments: string[] }>(
    `select o.status, o.paid::int,
            (select count(*)::int from payment_moves m join payments p on p.id = m.payment_id where p.order_id = o.id) as moves,
            (select count(*)::int from inbox i where i.chat_id = o.chat_id and i.key like 'pay:' || o.number || '-%') as events,
            (select array_agg(p.status order by p.seq) from payments p where p.order_id = o.id) as payments
       from orders o where o.number = $1`,
    [number],
  );
  return row;
}

/** Whether every event of the order's chat has had its step, and all that came of it went out. */
async function isQuiet(number: number): Promise<boolean> {
  const [{ open }] = await query<{ open: number }>(
    `select (select count(*) from inbox i where i.chat_id = o.chat_id and stepped_at is null)::int
          + (select count(*) from outbox x where x.chat_id = o.chat_id and x.status = 'pending')::int as open
       from orders o where o.number = $1`,
    [number],
  );
  return open === 0;
}

const logged = () => readFileSync(join(facts.dataDir, 'n8n.log'), 'utf8');
/** Whether a message says this, as far as the text is the same for every order. */
const says =
  (key: TextKey) =>
  ({ text }: ChatMessage) =>
    text.includes(TEXTS.ru[key].split('{')[0]);
const said = async ({ customer }: Deal, key: string) =>
  (await customer.history()).filter(({ from, text }) => from === 'bot' && questionKeyOf(text, 'ru') === key).length;

afterEach(() => sandbox.clearFaults());

test.each([
  ['yookassa', 'manual'],
  ['tbank', 'stripe'],
])('a whole order is paid to the end: %s, %s', async (...providers) => {
  const results = await Promise.all(
    providers.map((provider) => runDemo({ channel: 'telegram', language: 'ru', provider })),
  );
  expect(results.map(({ provider }) => provider)).toEqual(providers);
  for (const { order } of results) {
    expect(order.total).toBeGreaterThan(0);
    expect(order).toMatchObject({ status: 'handed_over', paid: order.total });
  }
});

/** Whether a notification is refused and why, or believed so far that the provider is asked how the payment stands. */
type Fate = 'address' | 'token' | 'signature' | 'shop' | 'asked';
const FORGERIES: [Online, Record<string, Fate>, asks: RegExp][] = [
  ['yookassa', { address: 'address', shop: 'shop', amount: 'asked', order: 'asked' }, /\/payments\//],
  ['tbank', { token: 'token', shop: 'shop', amount: 'asked', order: 'asked' }, /GetState/],
  ['stripe', { token: 'signature', amount: 'asked', order: 'asked' }, /\/checkout\/sessions\//],
];

describe.each(FORGERIES)('%s', (provider, forgeries, asks) => {
  let placed: Placed;
  let payment: PaymentView;
  beforeAll(async () => {
    ({ placed, payment } = await linked(provider));
  });

  test('whatever somebody else tells in its name changes nothing', async () => {
    const before = await booked(placed.number);
    expect(before).toMatchObject({ status: 'awaiting_payment', paid: 0, moves: 0, payments: ['pending'] });
    const heard = (await placed.customer.history()).length;
    for (const [forgery, fate] of Object.entries(forgeries)) {
      const since = new Date().toISOString();
      const log = logged().length;
      await sandbox.forge(payment.id, forgery as 'address');
      await eventually(`the forged ${forgery} is dealt with: ${fate}`, async () =>
        fate === 'asked'
          ? (await sandbox.calls(provider, since)).some(({ path }) => asks.test(path))
          : logged().slice(log).includes(`Payment Trigger (${provider}): a call was refused, its ${fate} is wrong`),
      );
    }
    expect(await booked(placed.number)).toEqual(before);
    expect(await placed.customer.history()).toHaveLength(heard);
  });

  test('told five times at once, it is one payment', async () => {
    const since = new Date().toISOString();
    await sandbox.does(payment.id, 'pay', { repeat: 5 });
    await placed.customer.hears(({ text }) => questionKeyOf(text, 'ru') === 'paid');
    // Each of the five is read again before anything else is done about it.
    const asked = async () => (await sandbox.calls(provider, since)).filter(({ path }) => asks.test(path)).length;
    await eventually('all five have been dealt with', async () => (await asked()) >= 5 && isQuiet(placed.number));
    expect(await booked(placed.number)).toMatchObject({
      ...{ status: 'accepted', paid: payment.amount, moves: 1, payments: ['paid'] },
      // The link, and that it was paid.
      events: 2,
    });
    expect(await said(placed, 'paid')).toBe(1);
  });

  test('cancelled in time, the money goes back, once', async () => {
    const since = new Date().toISOString();
    await placed.customer.asks('отменить заказ');
    await placed.customer.says({ press: say('ru', 'order.cancel_yes') });
    await placed.customer.hears(says('pay.refunded'));
    expect(await booked(placed.number)).toMatchObject({
      status: 'refunded',
      paid: 0,
      moves: 2,
      payments: ['refunded'],
    });
    const back = (await sandbox.calls(provider, since)).filter(
      ({ method, path }) => method === 'POST' && /\/refunds$|\/Cancel$/.test(path),
    );
    expect(back).toHaveLength(1);
  });
});

/** Payments that YooKassa's shop, or Stripe's account, has for one of ours. */
async function atProvider(provider: 'yookassa' | 'stripe', id: string): Promise<{ id: string }[]> {
  const secrets = JSON.parse(readFileSync(join(facts.dataDir, 'secrets.json'), 'utf8')) as Record<string, string>;
  const { yooKassaShop: username, yooKassaKey: password, stripeKey } = secrets;
  if (provider === 'yookassa') {
    const { data } = await axios.get(`${facts.sandboxUrl}/yookassa/v3/payments`, {
      params: { limit: 100 },
      auth: { username: String(username), password },
    });
    return data.items.filter(({ metadata }: { metadata: { payment: string } }) => metadata.payment === id);
  }
  const headers = { authorization: `Bearer ${stripeKey}` };
  const { data } = await axios.get(`${facts.sandboxUrl}/stripe/v1/checkout/sessions`, {
    params: { limit: 100 },
    headers,
  });
  return data.data.filter(({ client_reference_id: ours }: { client_reference_id: string }) => ours === id);
}

test('a link whose making was unclear is made once, and comes: an error without an outcome, an answer that was cut off', async () => {
  const faults = { yookassa: { kind: 'error', status: 500 }, stripe: { kind: 'drop_reply' } };
  const orders = [await placeOrder(FAR), await placeOrder(FAR)];
  await Promise.all(
    (['yookassa', 'stripe'] as const).map(async (provider, place) => {
      const deal = { ...orders[place], provider };
      await deal.baker.press(deal.card.seq, 'Принять');
      await askedForMoney(deal);
      await sandbox.fault({
        vendor: provider,
        path: provider === 'yookassa' ? '/payments' : '/sessions',
        ...faults[provider],
      });
      await deal.customer.says({ press: say('ru', `pay.way_${provider}`) });
      const { link } = await deal.customer.hears(({ text }) => questionKeyOf(text, 'ru') === 'pay_link', AGAIN_MS);
      const [payment, ...others] = await sandbox.payments(deal.number);
      expect([others, payment.url]).toEqual([[], link]);
      expect(await atProvider(provider, payment.id)).toHaveLength(1);
      await settle(deal, payment);
      expect(await booked(deal.number)).toMatchObject({ status: 'accepted', paid: payment.amount, moves: 1 });
    }),
  );
});

/** The time for paying is over now. */
async function runOut(deal: Deal): Promise<void> {
  const target = 'order_id = (select id from orders where number = $1)';
  await query(`update capacity_holds set until = now() where ${target}`, [deal.number]);
  await query(`update timers set at = now() where ${target}`, [deal.number]);
  await deal.customer.hears(says('pay.over'));
  expect(await statusOf(deal.number)).toBe('cancelled');
}

test('money that comes after the hold takes the place again while it is free, and goes back when it is not', async () => {
  const [free, full] = [await linked('yookassa', { day: 4 }), await linked('yookassa', { day: 5 })];
  await Promise.all([runOut(free.placed), runOut(full.placed)]);
  const [{ due_at: due }] = await sandbox.orders({ number: full.placed.number });
  const day = due!.slice(0, 10);
  await query('insert into capacity_days (day, closed, extra_points) values ($1, true, 0)', [day]);
  try {
    await sandbox.does(free.payment.id, 'pay');
    await free.placed.customer.hears(says('pay.late_taken'));
    expect(await booked(free.placed.number)).toMatchObject({ status: 'accepted', paid: free.payment.amount });

    await sandbox.does(full.payment.id, 'pay');
    await full.placed.customer.hears(says('pay.late_returned'));
    await full.placed.customer.hears(says('pay.refunded'));
    expect(await booked(full.placed.number)).toMatchObject({ status: 'refunded', paid: 0, payments: ['refunded'] });
  } finally {
    await query('delete from capacity_days where day = $1', [day]);
  }
});

/** Runs a workflow as its schedule would. */
async function runNow(workflow: string, trigger: string): Promise<void> {
  const api = await editor();
  await api.runManually((await api.workflow(workflow))!, trigger);
}

test('a payment whose notification got lost is found by asking, and the owner reads of it in the report', async () => {
  const { placed, payment } = await linked('tbank');
  // Whether it was paid and that it is refused is told at once; the next time T-Bank tells in an hour.
  await sandbox.fault({ vendor: 'supabase', kind: 'down', path: 'cake_payment_by', times: 100 });
  const since = new Date().toISOString();
  await sandbox.does(payment.id, 'pay');
  const tries = async () =>
    (await sandbox.calls('supabase', since)).filter(({ path }) => path.includes('cake_payment_by')).length;
  await eventually('both notifications have been given up', async () => (await tries()) >= 10);
  await sandbox.clearFaults();
  expect(await booked(placed.number)).toMatchObject({ status: 'awaiting_payment', events: 1 });

  await query(`update payments set updated_at = now() - interval '10 minutes' where id = $1`, [payment.id]);
  await runNow('cakePayment0', 'Раз в 10 минут');
  await placed.customer.hears(({ text }) => questionKeyOf(text, 'ru') === 'paid');
  expect(await booked(placed.number)).toMatchObject({ status: 'accepted', paid: payment.amount, moves: 1 });

  await placed.baker.unread();
  await query(`update payment_moves set at = at - interval '1 day' where payment_id = $1`, [payment.id]);
  await runNow('cakeReport00', 'Каждое утро');
  const { text } = await placed.baker.hears((message) => message.text.startsWith('Деньги за'));
  expect(text.replace(/\s/g, ' ')).toMatch(/Т-Банк: пришло [\d ]+ ₽ \(\d+ плат[её]ж\S*\)\. С провайдером сходится\./);
});
