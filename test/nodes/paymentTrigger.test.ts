import { createHmac } from 'node:crypto';
import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import type { MoneyEvent } from '../../lib/dialogue/types';
import { AMOUNT, linkOf, type ProviderName } from './support/paymentRows';
import { SHOP } from './support/paymentProviders';
import { PayBench, type Ordered } from './support/payments';
import { cakeOrder, startRig, type Rig } from './support/rig';

let rig: Rig;
let bench: PayBench;
beforeAll(async () => {
  rig = await startRig();
  bench = await PayBench.start(rig);
  bench.connect();
  await rig.keeper.publishShop(DEFAULT_SHOP_DOCUMENT);
});
afterAll(async () => {
  await bench?.stop();
  await rig?.stop();
});
beforeEach(() => {
  bench.heard.splice(0);
  delete bench.trigger.yookassa;
});
afterEach(async () => {
  bench.faults.clear();
  await rig.sandbox.clearFaults();
});

const recorded = async ({ chat }: Ordered) =>
  rig.query<{ key: string; body: MoneyEvent; stepped: boolean }>(
    `select i.key, i.body, i.stepped_at is not null as stepped from inbox i join chats c on c.id = i.chat_id
     where c.chat = $1 and i.key like 'pay:%' order by i.arrival`,
    [chat.chat],
  );
const keysOf = async (one: Ordered) => (await recorded(one)).map(({ key }) => key);
const handle = async (items: object[]) => {
  const run = await cakeOrder(rig, 'handleResult', {}, items);
  if (run.error) throw run.error;
  return run;
};
const paymentOf = async ({ id }: Ordered) => (await bench.known(id))!.payment;
const itemsHeard = () => bench.heard.flatMap(({ items }) => items);
const statuses = () => bench.heard.map(({ status }) => status);

describe('a notification', () => {
  it.each<[ProviderName, number, string]>([
    ['yookassa', 1, ''],
    ['tbank', 2, 'OK'],
    ['stripe', 1, 'OK'],
  ])('of %s is recorded, then answered as it wants, and starts what books the money', async (provider, calls, body) => {
    const one = await bench.linked(provider);
    await bench.does(one.id, 'pay');
    await bench.calls(calls);
    for (const answer of bench.heard) expect([answer.status, answer.body]).toEqual([200, body]);
    expect(await keysOf(one)).toEqual([`pay:${one.id}:paid:${AMOUNT}`]);
    const items = itemsHeard();
    expect(items[0]).toMatchObject({ kind: 'result', key: '', to: one.chat });
    await handle(items);
    expect(await paymentOf(one)).toMatchObject({ status: 'paid', paid: AMOUNT, providerId: one.providerId });
    expect((await recorded(one)).map(({ stepped }) => stepped)).toEqual([true]);
  });

  it('that comes fifty times at once is one event, and books the money once', async () => {
    const one = await bench.linked('yookassa');
    await bench.does(one.id, 'pay', { repeat: 50 });
    await bench.calls(50);
    expect(new Set(statuses())).toEqual(new Set([200]));
    expect(await keysOf(one)).toHaveLength(1);
    const runs = await Promise.all(
      itemsHeard()
        .slice(0, 5)
        .map((item) => handle([item])),
    );
    expect(runs.flatMap(({ outputs }) => outputs[0]).length).toBeLessThanOrEqual(1);
    expect(await paymentOf(one)).toMatchObject({ paid: AMOUNT });
    const [{ count }] = await rig.query<{ count: number }>(
      'select count(*)::int from payment_moves where payment_id = $1', [one.id],
    ); // prettier-ignore
    expect(count).toBe(1);
    bench.heard.splice(0);
    await bench.does(one.id, 'refund', { amount: 5000 });
    await bench.calls(1);
    expect(itemsHeard()).toMatchObject([{ event: { fact: { is: 'refunded', refunded: 5000 } } }]);
  }, 60_000);

  it('is not lost when n8n dies before its workflow runs: the sweeper steps it', async () => {
    const one = await bench.linked('tbank');
    await bench.does(one.id, 'pay');
    await bench.calls(2);
    await rig.query(`update inbox set recorded_at = now() - interval '1 minute' where key like $1`, [
      `pay:${one.id}:%`,
    ]);
    const run = await cakeOrder(rig, 'sendUnsent', { olderThan: 15 });
    expect(run.error).toBeUndefined();
    expect(await paymentOf(one)).toMatchObject({ paid: AMOUNT });
  });

  it('that has had its step already is answered and starts nothing', async () => {
    const one = await bench.linked('yookassa');
    await bench.does(one.id, 'pay');
    await bench.calls(1);
    await handle(itemsHeard());
    await rig.query('update payments set paid = 0 where id = $1', [one.id]);
    const again = await bench.call('yookassa', { rawBody: tells(one.providerId) });
    expect([again.status, again.items]).toEqual([200, []]);
  });

  it('of a link that died frees its order', async () => {
    const one = await bench.linked('yookassa');
    await bench.does(one.id, 'expire');
    await bench.calls(1);
    expect(itemsHeard()).toMatchObject([{ event: { payment: one.id, fact: { is: 'expired' } } }]);
  });

  it('of a twin that a lost answer has left counts as money, and its end as nothing', async () => {
    const one = await bench.linked('yookassa');
    const twin = await bench.twinOf(one);
    expect((await bench.call('yookassa', { rawBody: tells(twin, { payment: one.id }) })).items).toEqual([]);
    await bench.pays(twin);
    await bench.calls(1);
    expect(itemsHeard()).toMatchObject([{ event: { payment: one.id, fact: { is: 'paid', providerId: twin } } }]);
    await handle(itemsHeard());
    bench.heard.splice(0);
    await bench.pays(one.providerId);
    await bench.calls(1);
    expect([statuses(), itemsHeard()]).toEqual([[200], []]);
    await rig.query(`update inbox set stepped_at = now() where stepped_at is null`);
    await rig.query(`update outbox set status = 'sent'`);
    const { error } = await cakeOrder(rig, 'sendUnsent', { olderThan: 15 });
    expect(error?.message).toContain('по одному счёту заплатили дважды');
  });

  it('of a payment that is none of ours is answered, so that it is not repeated', async () => {
    const foreign = await bench.twinOf({ id: '77777-1', number: 77777 } as Ordered);
    const answer = await bench.call('yookassa', { rawBody: tells(foreign) });
    expect([answer.status, answer.items]).toEqual([200, []]);
  });
});

/** What YooKassa says of a payment. */
const tells = (id: string, metadata: object = {}) =>
  Buffer.from(
    JSON.stringify({ type: 'notification', event: 'payment.succeeded', object: { id, status: 'succeeded', metadata } }),
  );

describe('a forged notification', () => {
  const FORGED: [ProviderName, string, number][] = [
    ['yookassa', 'address', 403],
    ['yookassa', 'shop', 403],
    ['yookassa', 'amount', 200],
    ['yookassa', 'order', 200],
    ['tbank', 'token', 403],
    ['tbank', 'amount', 200],
    ['tbank', 'order', 200],
    ['stripe', 'token', 403],
    ['stripe', 'amount', 200],
    ['stripe', 'order', 200],
  ];

  it.each(FORGED)('(%s, %s) is answered %d and books nothing', async (provider, forge, status) => {
    const [one, other] = [await bench.linked(provider), await bench.linked(provider)];
    await bench.does(one.id, 'notify', { forge });
    await bench.calls(1);
    expect([statuses(), itemsHeard()]).toEqual([[status], []]);
    for (const each of [one, other]) {
      expect(await recorded(each)).toEqual([]);
      expect(await paymentOf(each)).toMatchObject({ status: 'pending', paid: 0 });
    }
  });

  it.each([
    ['of a payment that there is not', tells('2f000000-000f-5000-8000-000000000000', { payment: 'OURS' }), 404],
    ['that is no JSON', Buffer.from('paid!'), 400],
    ['that is empty', Buffer.alloc(0), 400],
  ])('%s is refused', async (_name, rawBody, status) => {
    const one = await bench.linked('yookassa');
    const words = Buffer.from(rawBody.toString().replace('OURS', one.id));
    expect((await bench.call('yookassa', { rawBody: words })).status).toBe(status);
    expect(await recorded(one)).toEqual([]);
  });

  it('whose payment has another amount than was asked for books nothing, though the money is there', async () => {
    const one = await bench.linked('yookassa');
    await rig.query('update payments set amount = amount + 100 where id = $1', [one.id]);
    await bench.does(one.id, 'pay');
    await bench.calls(1);
    expect([statuses(), itemsHeard(), await recorded(one)]).toEqual([[200], [], []]);
  });

  it('of Stripe is not believed where no signing secret is known, even if it is signed with nothing', async () => {
    const { signingSecret: _none, ...stripeCheckoutApi } = bench.credentials.stripeCheckoutApi;
    bench.trigger.stripe = { credentials: { ...bench.credentials, stripeCheckoutApi } };
    const rawBody = Buffer.from('{"type":"checkout.session.completed","data":{"object":{"id":"cs_1"}}}');
    const at = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', '').update(`${at}.${rawBody.toString()}`).digest('hex');
    const headers = { 'stripe-signature': `t=${at},v1=${signature}` };
    expect((await bench.call('stripe', { rawBody, headers })).status).toBe(403);
    delete bench.trigger.stripe;
  });
});

describe('proxies', () => {
  const call = async (trustedProxies: string, headers: object, address = '10.0.0.5') => {
    const one = await bench.linked('yookassa');
    const yooKassaApi = { ...bench.credentials.yooKassaApi, networks: '185.71.76.0/27', trustedProxies };
    bench.trigger.yookassa = { credentials: { ...bench.credentials, yooKassaApi } };
    return (await bench.call('yookassa', { rawBody: tells(one.providerId), headers: headers as never, address }))
      .status;
  };

  it('that the owner has named tell who calls; a stranger’s header is worth nothing', async () => {
    const yookassa = { 'x-forwarded-for': '185.71.76.5' };
    expect(await call('', {}, '185.71.76.5')).toBe(200);
    expect(await call('', {}, '::ffff:185.71.76.5')).toBe(200);
    expect(await call('10.0.0.0/8', yookassa)).toBe(200);
    expect(await call('', yookassa)).toBe(403);
    expect(await call('10.0.0.0/8', yookassa, '203.0.113.9')).toBe(403);
    expect(await call('10.0.0.0/8', { 'x-forwarded-for': '185.71.76.5, 203.0.113.9' })).toBe(403);
  });
});

describe('what does not come so far in time is told again', () => {
  const paid = async () => {
    const one = await bench.linked('yookassa');
    await bench.does(one.id, 'pay');
    await bench.calls(1);
    await rig.query('delete from inbox where key like $1', [`pay:${one.id}:%`]);
    return one;
  };

  it('a provider that cannot be asked', async () => {
    const one = await paid();
    bench.fault({ vendor: 'yookassa', kind: 'error', status: 500 });
    expect((await bench.call('yookassa', { rawBody: tells(one.providerId) })).status).toBe(503);
    expect(await recorded(one)).toEqual([]);
    expect((await bench.call('yookassa', { rawBody: tells(one.providerId) })).items).toHaveLength(1);
  });

  it('a database that is down', async () => {
    const one = await paid();
    await rig.sandbox.fault({ vendor: 'supabase', path: 'cake_load', kind: 'error', status: 400, code: 'XX000' });
    const answer = await bench.call('yookassa', { rawBody: tells(one.providerId) });
    expect([answer.status, answer.items]).toEqual([503, []]);
  });

  it('a provider that takes longer than this provider waits', async () => {
    const one = await paid();
    bench.fault({ vendor: 'yookassa', kind: 'slow', delayMs: 60_000 });
    const began = Date.now();
    expect((await bench.call('yookassa', { rawBody: tells(one.providerId) })).status).toBe(503);
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  it('a node without keys', async () => {
    const { supabaseApi } = bench.credentials;
    bench.trigger.yookassa = { credentials: { supabaseApi } };
    expect((await bench.call('yookassa', { rawBody: tells('x') })).status).toBe(503);
  });
});

it('a payment for trials at a real shop is no money, unless the owner wants it so', async () => {
  const real = await PayBench.start(rig, { ...SHOP, secretKey: 'live_SecretOfTheNodesLevel' });
  try {
    const one = await real.linked('yookassa');
    await real.does(one.id, 'pay');
    const call = () => real.call('yookassa', { rawBody: tells(one.providerId) });
    expect([(await call()).status, (await call()).items]).toEqual([200, []]);
    real.trigger.yookassa = { parameters: { options: { acceptTests: true } } };
    expect((await call()).items).toHaveLength(1);
  } finally {
    await real.stop();
  }
});

it('T-Bank is told with each payment where to notify, if the node Payment knows', async () => {
  const one = await bench.ordered({ provider: 'tbank' }, linkOf('tbank'));
  const parameters = { notificationUrl: ` ${bench.url}/hook/tbank?own ` };
  const run = await bench.payment('playEffect', [one.item], { parameters });
  expect(run.error).toBeUndefined();
  await handle(run.outputs[0]);
  await bench.does(one.id, 'pay');
  await bench.calls(2);
  expect(bench.heard.map(({ query }) => query)).toEqual(['own', 'own']);
  expect(await keysOf(one)).toEqual([`pay:${one.id}:link`, `pay:${one.id}:paid:${AMOUNT}`]);
});
