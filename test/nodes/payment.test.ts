import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import type { Effect } from '../../lib/dialogue/types';
import { AMOUNT, linkOf, PAID, refundOf, type ProviderName } from './support/paymentRows';
import { PayBench, type Ordered } from './support/payments';
import { cakeOrder, counts, failure, startRig, type Rig } from './support/rig';

let rig: Rig;
let bench: PayBench;
const TILL = { receipts: { kind: '54fz', tax_system: 2, vat_code: 1 } };
beforeAll(async () => {
  rig = await startRig();
  bench = await PayBench.start(rig);
  await rig.keeper.publishShop({ ...DEFAULT_SHOP_DOCUMENT, payment: TILL });
});
afterAll(async () => {
  await bench?.stop();
  await rig?.stop();
});
afterEach(() => bench.faults.clear());

const play = async (...items: object[]) => {
  const run = await bench.payment('playEffect', items);
  if (run.error) throw run.error;
  return run.outputs[0];
};
const handle = (items: object[]) => cakeOrder(rig, 'handleResult', {}, items);
const paymentOf = async ({ id }: Ordered) => (await bench.known(id))!.payment;
const swept = () => cakeOrder(rig, 'sendUnsent', { olderThan: 15 });
/** Trouble that this or another test has left is told. */
const heardAll = async () => {
  await rig.query(`update outbox set status = 'sent' where status = 'pending'`);
  await rig.query('update inbox set stepped_at = now() where stepped_at is null');
  const told: string[] = [];
  for (;;) {
    const { error } = await swept();
    if (!error) return told.join('\n');
    told.push(`${error.message} ${error.description}`);
  }
};

describe('a link', () => {
  it.each<[ProviderName, RegExp]>([
    ['yookassa', /\/yookassa\/checkout\//],
    ['tbank', /\/tbank\/form\//],
    ['stripe', /\/stripe\/pay\//],
  ])('of %s is made, and Cake Order books it and confirms the effect', async (provider, page) => {
    const one = await bench.ordered({ provider }, linkOf(provider));
    const [item] = await play(one.item);
    expect(item).toMatchObject({ kind: 'result', key: one.item.key, to: one.chat });
    expect(item.event).toMatchObject({ type: 'money', order: one.number, payment: one.id, fact: { is: 'link' } });
    const run = await handle([item]);
    expect(run.error).toBeUndefined();
    const { providerId, url, status } = await paymentOf(one);
    expect([providerId, url, status]).toEqual([expect.any(String), expect.stringMatching(page), 'pending']);
    expect(await bench.statusOf(one)).toBe('sent');
  });

  it('whose answer got lost is asked for again with the same key: there is one payment', async () => {
    const one = await bench.ordered({}, linkOf());
    bench.fault({ vendor: 'yookassa', path: '/payments', kind: 'drop_reply' });
    expect(await play(one.item)).toEqual([]);
    expect(await bench.statusOf(one)).toBe('pending');
    const [item] = await play({ ...one.item, again: true });
    expect(item.event).toMatchObject({ fact: { is: 'link' } });
    expect((await bench.madeAtYooKassa(one.id)).map(({ id }) => id)).toEqual([
      (item.event as { fact: { providerId: string } }).fact.providerId,
    ]);
  });

  it('that is there already is given again without asking', async () => {
    const one = await bench.ordered({ providerId: 'p', url: 'https://pay.example' }, linkOf());
    bench.fault({ vendor: 'yookassa', kind: 'down', times: 9 });
    const [item] = await play(one.item);
    expect(item.event).toMatchObject({ fact: { is: 'link', providerId: 'p', url: 'https://pay.example' } });
  });

  it('that nobody waits for any more is not made', async () => {
    const one = await bench.ordered({ status: 'cancelled' }, linkOf());
    expect(await play(one.item)).toEqual([]);
    expect(await bench.statusOf(one)).toBe('skipped');
    expect(await bench.madeAtYooKassa(one.id)).toEqual([]);
  });

  it('whose answer never comes and that was paid meanwhile tells of the money', async () => {
    const one = await bench.ordered({}, linkOf());
    bench.fault({ vendor: 'yookassa', path: '/payments', kind: 'drop_reply' });
    expect(await play(one.item)).toEqual([]);
    await bench.does(one.id, 'pay');
    bench.fault({ vendor: 'yookassa', path: '/payments', kind: 'error', status: 500 });
    const [item] = await play(one.item);
    expect(item).toMatchObject({ key: one.item.key, event: { fact: { is: 'paid', amount: AMOUNT } } });
  });

  it.each([
    ['receipt', { code: 'receipt' }, 'Касса не приняла чек'],
    ['refused', { status: 403, code: 'forbidden' }, 'ЮKassa не разрешает'],
  ])('that is refused (%s) comes back with the reason', async (why, fault, words) => {
    const one = await bench.ordered({}, linkOf());
    bench.fault({ vendor: 'yookassa', path: '/payments', kind: 'error', ...fault });
    const [{ event }] = await play(one.item);
    expect(event).toMatchObject({ fact: { is: 'no_link', why, detail: expect.stringContaining(words) } });
  });

  it('of a provider that the node has no credential for is refused in words for the owner', async () => {
    const one = await bench.ordered({ provider: 'tbank' }, linkOf('tbank'));
    const { supabaseApi, yooKassaApi } = bench.credentials;
    const run = await bench.payment('playEffect', [one.item], { credentials: { supabaseApi, yooKassaApi } });
    const { fact } = run.outputs[0][0].event as { fact: { why: string; detail: string } };
    expect([fact.why, fact.detail]).toEqual(['off', expect.stringContaining('«T-Bank API»')]);
  });

  it('carries the receipt that the shop makes, and tells the buyer what it is for', async () => {
    const lines = [{ name: 'Медовик', amount: AMOUNT }];
    const one = await bench.ordered({}, linkOf('yookassa', { lines, email: 'a@example.org' }));
    await play(one.item);
    const [made] = await bench.madeAtYooKassa(one.id);
    expect(made).toMatchObject({
      description: `Торт, заказ № ${one.number}: предоплата`,
      receipt_registration: expect.anything(),
    });
  });
});

describe('a provider that does not answer', () => {
  it('keeps neither the other items nor the other providers waiting, and the owner hears of the third time', async () => {
    await heardAll();
    const ones = [];
    for (const provider of ['yookassa', 'yookassa', 'tbank'] as const) {
      ones.push(await bench.ordered({ provider }, linkOf(provider)));
    }
    bench.fault({ vendor: 'yookassa', kind: 'down', times: 99 });
    const items = await play(...ones.map(({ item }) => item));
    expect(items.map(({ key }) => key)).toEqual([ones[2].item.key]);
    await play(ones[0].item);
    expect(await heardAll()).toBe('');
    await play(ones[0].item);
    const told = await heardAll();
    expect(told).toContain('ЮKassa: с оплатой нужна ваша помощь');
    expect(told).toContain('записано и не пропадёт');
    bench.faults.clear();
    expect(await play(ones[0].item)).toHaveLength(1);
  });
});

describe('money that goes back', () => {
  const paid = async (provider: ProviderName, effect: (id: string) => ReturnType<typeof refundOf>, changes = {}) => {
    const one = await bench.linked(provider);
    await bench.does(one.id, 'pay');
    const { providerId } = one;
    const rows = { provider, providerId, url: 'u', ...PAID, refundAsked: AMOUNT, ...changes };
    return { ...(await bench.again(one, rows, effect(providerId))), providerId };
  };

  it.each<ProviderName>(['yookassa', 'tbank', 'stripe'])(
    'is returned by %s once, however often it is asked',
    async (provider) => {
      const one = await paid(provider, (providerId) => refundOf(providerId, AMOUNT, { provider }));
      const [first] = await play(one.item);
      const [second] = await play({ ...one.item, again: true });
      expect(first.event).toMatchObject({ payment: one.id, fact: { is: 'refunded', refunded: AMOUNT } });
      expect(second).toEqual(first);
      expect((await handle([first, second])).error).toBeUndefined();
      expect(await paymentOf(one)).toMatchObject({ status: 'refunded', refunded: AMOUNT });
      expect(await bench.statusOf(one)).toBe('sent');
      // Confirmed or not: what is booked is not asked for again.
      bench.fault({ vendor: provider, kind: 'down', times: 9 });
      expect(await play(one.item)).toEqual([first]);
    },
  );

  it('whose answer got lost is found to be returned already', async () => {
    const one = await paid('yookassa', (providerId) => refundOf(providerId, 1000));
    bench.fault({ vendor: 'yookassa', path: '/refunds', kind: 'slow', delayMs: 0 });
    bench.fault({ vendor: 'yookassa', path: '/refunds', kind: 'drop_reply' });
    const [item] = await play(one.item);
    expect(item).toMatchObject({ key: one.item.key, event: { fact: { is: 'refunded', refunded: 1000 } } });
  });

  it('waits for the next hand-out while it is unclear, and a smaller return by hand does not pass for it', async () => {
    const one = await paid('yookassa', (providerId) => refundOf(providerId, 1000));
    await bench.does(one.id, 'refund', { amount: 300 });
    bench.fault({ vendor: 'yookassa', path: '/refunds', kind: 'error', status: 500 });
    const [item] = await play(one.item);
    expect(item).toMatchObject({ key: '', event: { fact: { is: 'refunded', refunded: 300 } } });
    await handle([item]);
    expect(await bench.statusOf(one)).toBe('pending');
    expect(await paymentOf(one)).toMatchObject({ refunded: 300, refundAsked: AMOUNT });
  });

  it('that the provider refuses is told, each return by itself', async () => {
    const one = await paid('yookassa', (providerId) => refundOf(providerId, AMOUNT));
    await bench.does(one.id, 'refund', { amount: 1000 });
    const [item] = await play(one.item);
    expect(item).toMatchObject({ key: one.item.key, event: { fact: { is: 'refund_refused' } } });
    await handle([item]);
    expect(await paymentOf(one)).toMatchObject({ refundAsked: 0 });
    const rows = { providerId: one.providerId, ...PAID, refundAsked: AMOUNT };
    const again = await bench.again(one, rows, refundOf(one.providerId, AMOUNT));
    await handle(await play(again.item));
    expect(await paymentOf(one)).toMatchObject({ refundAsked: 0 });
  });

  it('without a credential is left to a person, in words', async () => {
    const one = await paid('yookassa', (providerId) => refundOf(providerId, AMOUNT));
    const { supabaseApi } = bench.credentials;
    const run = await bench.payment('playEffect', [one.item], { credentials: { supabaseApi } });
    expect(run.outputs[0][0].event).toMatchObject({
      fact: { is: 'refund_refused', detail: expect.stringContaining('YooKassa API') },
    });
  });
});

describe('a link that is not wanted any more', () => {
  const drop =
    (providerId: string | null, provider: ProviderName) =>
    (id: string, order: number): Effect => ({
      ...{ kind: 'payment', do: 'cancel', order, payment: id, provider, idempotence: `${id}-x`, providerId },
    });

  it.each<[ProviderName, string]>([
    ['tbank', 'cancelled'],
    ['stripe', 'expired'],
    ['yookassa', 'pending'],
  ])('is cancelled where the provider can (%s), and the effect is done', async (provider, after) => {
    const one = await bench.linked(provider);
    const { providerId } = one;
    const gone = await bench.again(one, { provider, providerId, status: 'cancelled' }, drop(providerId, provider));
    expect(await play(gone.item)).toEqual([]);
    expect(await bench.statusOf(gone)).toBe('sent');
    expect(await bench.stateAt(provider, one)).toBe(after);
  });

  it('and never was there is nothing to cancel', async () => {
    const one = await bench.ordered({ status: 'cancelled' }, drop(null, 'yookassa'));
    expect(await play(one.item)).toEqual([]);
    expect(await bench.statusOf(one)).toBe('skipped');
  });
});

describe('the closing receipt', () => {
  const close =
    (providerId: string) =>
    (id: string, order: number): Effect => ({
      ...{
        kind: 'payment',
        do: 'settle',
        order,
        payment: id,
        provider: 'yookassa',
        idempotence: `${id}-s`,
        providerId,
      },
      ...{
        amount: AMOUNT,
        lines: [{ name: 'Медовик', amount: AMOUNT }],
        email: 'a@example.org',
        phone: null,
        shopVersion: 1,
      },
    });
  const closed = async () => {
    const one = await bench.linked('yookassa');
    await bench.does(one.id, 'pay');
    return bench.again(one, { providerId: one.providerId, ...PAID }, close(one.providerId));
  };

  it('is made, and nothing is stepped for it', async () => {
    const one = await closed();
    expect(await play(one.item)).toEqual([]);
    expect(await bench.statusOf(one)).toBe('sent');
  });

  it('that the till refuses the owner makes herself', async () => {
    await heardAll();
    const one = await closed();
    bench.fault({ vendor: 'yookassa', path: '/receipts', kind: 'error', code: 'receipt' });
    expect(await play(one.item)).toEqual([]);
    expect(await bench.statusOf(one)).toBe('skipped');
    expect(await heardAll()).toContain('закрывающий чек не пробит, пробейте его вручную');
  });

  it('that is unclear is asked for again', async () => {
    const one = await closed();
    bench.fault({ vendor: 'yookassa', path: '/receipts', kind: 'drop_reply' });
    expect(await play(one.item)).toEqual([]);
    expect(await bench.statusOf(one)).toBe('pending');
    expect(await play(one.item)).toEqual([]);
    expect(await bench.statusOf(one)).toBe('sent');
  });
});

it('what is no payment passes through', async () => {
  expect(await play({ kind: 'reply', key: 'k', to: {} })).toEqual([{ kind: 'reply', key: 'k', to: {} }]);
});

it('an effect of another database is told, and without a database nothing is begun', async () => {
  const one = await bench.ordered({}, linkOf());
  const foreign = { ...one.item, payment: '7-1' };
  expect(failure(await bench.payment('playEffect', [foreign])).message).toBe('Платежа 7-1 нет в базе');
  const { yooKassaApi } = bench.credentials;
  const run = await bench.payment('playEffect', [one.item], { credentials: { yooKassaApi } });
  expect(failure(run).message).toContain('Без Supabase');
});

describe('an effect that comes back because the node Payment is disabled', () => {
  it('as a link tells the customer that there is none', async () => {
    const one = await bench.ordered({}, linkOf());
    expect(counts(await handle([one.item]))[0]).toBeGreaterThan(0);
    expect(await paymentOf(one)).toMatchObject({ status: 'cancelled' });
    expect(await bench.statusOf(one)).toBe('skipped');
  });

  it('as money to return tells a person to return it', async () => {
    const one = await bench.ordered({ ...PAID, providerId: 'x1', refundAsked: 500 }, refundOf('x1', 500));
    expect((await handle([one.item])).error).toBeUndefined();
    expect(await paymentOf(one)).toMatchObject({ refundAsked: 0 });
    expect(await bench.statusOf(one)).toBe('skipped');
  });
});
