import { DateTime } from 'luxon';
import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import { step } from '../../lib/sessions/step';
import { toyStepper } from '../contract/support/toy';
import { AMOUNT, linkOf, PAID, type ProviderName } from './support/paymentRows';
import { SHOP } from './support/paymentProviders';
import { PayBench, type Ordered } from './support/payments';
import { cakeOrder, failure, startRig, type Rig } from './support/rig';

let rig: Rig;
let bench: PayBench;
beforeAll(async () => {
  rig = await startRig();
  bench = await PayBench.start(rig);
  await rig.keeper.publishShop(DEFAULT_SHOP_DOCUMENT);
});
afterAll(async () => {
  await bench?.stop();
  await rig?.stop();
});
beforeEach(async () => {
  await heardAll();
  // What other tests have left open is not asked about again.
  await rig.query(`update payments set checked_at = now() + interval '1 day'`);
});
afterEach(() => bench.faults.clear());

const reconcile = async (parameters: object = {}, credentials = bench.credentials as never) => {
  const run = await bench.payment('reconcile', [{}], { parameters: { olderThan: 0, ...parameters }, credentials });
  if (run.error) throw run.error;
  return run.outputs[0] as unknown as { key: string; to: object; event: { payment: string; fact: { is: string } } }[];
};
const factsOf = (items: { event: { fact: { is: string } } }[]) => items.map(({ event }) => event.fact.is);
const handle = async (items: object[]) => {
  const run = await cakeOrder(rig, 'handleResult', {}, items);
  if (run.error) throw run.error;
};
const paymentOf = async ({ id }: Ordered) => (await bench.known(id))!.payment;
const heardAll = async () => {
  await rig.query(`update outbox set status = 'sent' where status = 'pending'`);
  await rig.query('update inbox set stepped_at = now() where stepped_at is null');
  const told: string[] = [];
  for (;;) {
    const { error } = await cakeOrder(rig, 'sendUnsent', { olderThan: 15 });
    if (!error) return told.join('\n');
    told.push(`${error.message} ${error.description}`);
  }
};

describe('Reconcile', () => {
  it.each<ProviderName>(['yookassa', 'tbank', 'stripe'])(
    'makes good a notification of %s that never came: once in the books, and then nothing',
    async (provider) => {
      const [paid, open] = [await bench.linked(provider), await bench.linked(provider)];
      await bench.does(paid.id, 'pay');
      const items = await reconcile();
      expect(items.map(({ event }) => [event.payment, event.fact.is])).toEqual([[paid.id, 'paid']]);
      expect(items[0]).toMatchObject({ kind: 'result', key: '', to: paid.chat });
      await handle([items[0], items[0]]);
      expect(await paymentOf(paid)).toMatchObject({ status: 'paid', paid: AMOUNT, providerId: paid.providerId });
      expect((await paymentOf(open)).status).toBe('pending');
      expect(await reconcile()).toEqual([]);
    },
  );

  it('tells of links that died', async () => {
    const [expired, refused] = [await bench.linked('yookassa'), await bench.linked('yookassa')];
    await bench.does(expired.id, 'expire');
    await bench.does(refused.id, 'cancel');
    const items = await reconcile();
    expect(factsOf(items)).toEqual(['expired', 'cancelled']);
    await handle(items);
    expect([(await paymentOf(expired)).status, (await paymentOf(refused)).status]).toEqual(['expired', 'cancelled']);
  });

  it('tells of money that comes for a payment which was given up, and of money that went back', async () => {
    const late = await bench.linked('tbank');
    const back = await bench.linked('yookassa');
    for (const { id } of [late, back]) await bench.does(id, 'pay');
    await bench.book(late, { provider: 'tbank', providerId: late.providerId, status: 'expired' });
    await bench.book(back, { ...PAID, providerId: back.providerId, refundAsked: 5000 });
    await bench.does(back.id, 'refund', { amount: 5000 });
    expect(factsOf(await reconcile())).toEqual(['paid', 'refunded']);
  });

  it('frees an order from a link that was never made, once nobody makes it any more', async () => {
    const one = await bench.ordered({}, linkOf());
    expect(await reconcile()).toEqual([]);
    await rig.keeper.confirm([{ key: one.item.key as string, result: 'failed', detail: 'x' }]);
    expect(factsOf(await reconcile())).toEqual(['expired']);
  });

  it('leaves alone what is younger than it was told', async () => {
    const one = await bench.linked('yookassa');
    await bench.does(one.id, 'pay');
    expect(await reconcile({ olderThan: 5 })).toEqual([]);
    expect(factsOf(await reconcile())).toEqual(['paid']);
  });

  it('asks a provider that does not answer no more in this run, and the others go on', async () => {
    const ones = [await bench.linked('yookassa'), await bench.linked('yookassa'), await bench.linked('tbank')];
    for (const { id } of ones) await bench.does(id, 'pay');
    bench.fault({ vendor: 'yookassa', kind: 'error', status: 500 });
    expect((await reconcile()).map(({ event }) => event.payment)).toEqual([ones[2].id]);
    expect((await reconcile()).map(({ event }) => event.payment).sort()).toEqual(ones.map(({ id }) => id).sort());
  });

  it('tells the owner of open payments that the node has no credential for', async () => {
    await bench.linked('tbank');
    const { supabaseApi, yooKassaApi } = bench.credentials;
    expect(await reconcile({}, { supabaseApi, yooKassaApi } as never)).toEqual([]);
    expect(await heardAll()).toContain('не выбран доступ «T-Bank API»');
  });
});

describe('what does not fit is never money, and the owner hears of it once', () => {
  /** A payment that is paid at YooKassa, and another one in the books under its number. */
  const paid = async () => {
    const one = await bench.linked('yookassa');
    await bench.does(one.id, 'pay');
    return one;
  };

  it('another amount', async () => {
    const one = await paid();
    await rig.query('update payments set amount = amount + 100 where id = $1', [one.id]);
    expect(await reconcile()).toEqual([]);
    const told = await heardAll();
    expect(told).toMatch(/пришло 2.150.₽, а просили 2.151.₽; бот его не учёл/);
    expect(told).toContain(one.providerId);
    expect(await reconcile()).toEqual([]);
    expect(await heardAll()).toBe('');
    expect(await paymentOf(one)).toMatchObject({ status: 'pending', paid: 0 });
  });

  it('another order’s payment', async () => {
    const [one, other] = [await paid(), await bench.linked('yookassa')];
    await rig.query('update payments set provider_id = null where id = $1', [one.id]);
    await rig.query('update payments set provider_id = $2 where id = $1', [other.id, one.providerId]);
    expect(factsOf((await reconcile()).filter(({ event }) => event.payment === other.id))).toEqual([]);
    expect(await heardAll()).toContain(`в нём указан другой счёт (${one.id})`);
  });

  it('a payment for trials at a real shop, unless the owner wants it so', async () => {
    // Whatever its key, the sandbox's shop takes no real money.
    const real = await PayBench.start(rig, { ...SHOP, secretKey: 'live_SecretOfTheNodesLevel' });
    try {
      const one = await real.linked('yookassa');
      await real.does(one.id, 'pay');
      expect(await reconcile({}, real.credentials as never)).toEqual([]);
      expect(await heardAll()).toContain('он проверочный, настоящих денег в нём нет');
      const items = await reconcile({ options: { acceptTests: true } }, real.credentials as never);
      expect(items.map(({ event }) => [event.payment, event.fact.is])).toEqual([[one.id, 'paid']]);
    } finally {
      await real.stop();
    }
  });

  it('money that had its step and is not in the books', async () => {
    const one = await paid();
    const [{ event }] = await reconcile();
    const key = `pay:${one.id}:paid:${AMOUNT}`;
    const recorded = { key, at: new Date().toISOString(), body: event as never };
    await step(rig.keeper, { order: one.number, event: recorded }, toyStepper());
    expect(await reconcile()).toEqual([]);
    expect(await heardAll()).toContain('деньги пришли, а учесть их не получилось');
  });

  it('a return that nobody makes any more', async () => {
    const one = await paid();
    await bench.book(one, { ...PAID, providerId: one.providerId, refundAsked: 5000 });
    expect(await reconcile()).toEqual([]);
    expect(await heardAll()).toMatch(/возврат 50.₽ ещё не прошёл/);
  });

  it('a payment that its provider has forgotten', async () => {
    const one = await bench.linked('tbank');
    await rig.query(`update payments set provider_id = '42' where id = $1`, [one.id]);
    expect(await reconcile()).toEqual([]);
    expect(await heardAll()).toContain('провайдер его больше не знает');
    expect((await paymentOf(one)).status).toBe('pending');
  });
});

describe('Daily Report', () => {
  const report = async (day = '') => {
    const run = await bench.payment('dailyReport', [{}], { parameters: { day } });
    if (run.error) throw run.error;
    return run.outputs[0][0] as {
      day: string;
      ok: boolean;
      text: string;
      total: number;
      providers: { difference: number }[];
    };
  };
  let days = 0;
  const freeDay = () => `2027-01-${String((days += 1) + 10)}`;
  const onDay = async (day: string, provider: ProviderName, changes: object = {}) => {
    const one = await bench.linked(provider);
    await bench.does(one.id, 'pay');
    const paidAt = `${day}T09:00:00Z`;
    await bench.book(one, { provider, providerId: one.providerId, ...PAID, paidAt, ...changes });
    return one;
  };

  it('says what came and that the providers say the same', async () => {
    const day = freeDay();
    await onDay(day, 'yookassa');
    await onDay(day, 'yookassa');
    await onDay(day, 'tbank');
    const cash = await bench.ordered({ provider: 'manual' }, () => null);
    await bench.book(cash, { provider: 'manual', ...PAID, amount: 50_000, paid: 50_000, paidAt: `${day}T10:00:00Z` });
    const { ok, text, total } = await report(day);
    expect([ok, total]).toEqual([true, 3 * AMOUNT + 50_000]);
    expect(text.replace(/\u00a0/g, ' ').split('\n')).toEqual([
      `Деньги за ${Number(day.slice(-2))} января`,
      'Наличные и переводы: пришло 500 ₽ (1 платёж).',
      'Т-Банк: пришло 2 150 ₽ (1 платёж). С провайдером сходится.',
      'ЮKassa: пришло 4 300 ₽ (2 платежа). С провайдером сходится.',
      'Всего: 6 950 ₽.',
    ]);
  });

  it('says which payment differs, by how much', async () => {
    const day = freeDay();
    const one = await onDay(day, 'yookassa');
    await bench.does(one.id, 'refund', { amount: 15_000 });
    const { ok, text, providers } = await report(day);
    expect([ok, providers[0].difference]).toEqual([false, -15_000]);
    expect(text.replace(/\u00a0/g, ' ')).toContain(
      `Не сходится:\nЗаказ № ${one.number}, платёж ${one.id}: у нас 2 150 ₽, у провайдера 2 000 ₽.`,
    );
  });

  it('says what could not be compared', async () => {
    const day = freeDay();
    await onDay(day, 'yookassa');
    bench.fault({ vendor: 'yookassa', kind: 'error', status: 500 });
    expect((await report(day)).text).toContain('Сверить удалось 0 из 1');
  });

  it('is yesterday’s unless another day is wanted, and refuses what is none', async () => {
    const yesterday = DateTime.now().setZone('Europe/Moscow').minus({ days: 1 }).toISODate();
    expect((await report()).day).toBe(yesterday);
    expect((await report('2020-01-31')).text).toBe('Деньги за 31 января\nОплат и возвратов не было.');
    const run = await bench.payment('dailyReport', [{}], { parameters: { day: 'вчера' } });
    expect(failure(run).message).toBe('«вчера» не похоже на день');
  });
});

it('Get Payment reads the books, or says how a number looks', async () => {
  const one = await bench.ordered({}, () => null);
  const run = await bench.payment('getPayment', [{}], { parameters: { payment: ` ${one.id} ` } });
  expect(run.outputs[0]).toEqual([
    expect.objectContaining({ id: one.id, order: one.number, orderStatus: 'accepted', chat: one.chat }),
  ]);
  const none = failure(await bench.payment('getPayment', [{}], { parameters: { payment: '1' } }));
  expect(none.description).toContain('1001-1');
});
