import { link, type Name, NAMES } from './paymentsLinks';
import { DAY, HOUR, MINUTE, PaymentsBench, type Told } from './paymentsSupport';
import { until } from './support';

let bench: PaymentsBench;

beforeEach(async () => {
  bench = await new PaymentsBench().start();
});
afterEach(() => bench.close());

/** Moves on to each try in turn, until there is none; answers how long the waits were. The shop takes nothing. */
async function waits(): Promise<number[]> {
  const found: number[] = [];
  for (;;) {
    const before = bench.shop.told.length;
    // A try sets its next timer once its answer has come.
    const wait = await until(() => bench.clock.next() ?? 'none', 300).catch(() => 'none' as const);
    if (wait === 'none') return found;
    bench.clock.advance(wait);
    await until(() => bench.shop.told.length > before);
    found.push(wait);
    await settled();
  }
}

/** Until the last answer has arrived back: its timer is there, or there is none any more. */
const settled = (): Promise<unknown> => until(() => bench.clock.next() !== undefined, 150).catch(() => undefined);

test.each<[Name, (waits: number[]) => void]>([
  [
    'yookassa',
    (found) => {
      expect(found.slice(0, 3)).toEqual([10_000, 30_000, MINUTE]);
      expect([...found].sort((a, b) => a - b)).toEqual(found);
      const all = found.reduce((sum, wait) => sum + wait);
      expect(all).toBeGreaterThan(DAY - 5 * HOUR);
      expect(all).toBeLessThanOrEqual(DAY);
    },
  ],
  [
    'stripe',
    (found) => {
      expect([...found].sort((a, b) => a - b)).toEqual(found);
      expect(found.reduce((sum, wait) => sum + wait)).toBeLessThanOrEqual(3 * DAY);
      expect(found.length).toBeGreaterThan(8);
    },
  ],
])('%s tells again with growing waits, and gives up', async (provider, check) => {
  bench.shop.answer = () => ({ status: 500, body: 'OK' });
  await bench.does((await link(bench, provider)).id, 'pay');
  await until(() => bench.shop.told.length === 1);
  await settled();
  check(await waits());
  expect(new Set(bench.shop.told.map(({ raw }) => raw)).size).toBe(1);
});

test('T-Bank tells every hour for a day, then every day for a month; only «OK» will do', async () => {
  const answers = ['ok', '"OK"', 'OK\n', '', '{"ok":true}'];
  bench.shop.answer = () => ({ status: 200, body: answers[bench.shop.told.length % answers.length] });
  const { id } = await link(bench, 'tbank');
  await bench.does(id, 'cancel');
  await until(() => bench.shop.told.length === 1);
  await settled();
  const found = await waits();
  expect(found).toEqual([...Array(24).fill(HOUR), ...Array(30).fill(DAY)]);
  expect(new Set(bench.shop.told.map(({ body }) => body.Status))).toEqual(new Set(['REJECTED']));
});

test.each<[Name, number]>([
  ['yookassa', 1],
  ['tbank', 2],
  ['stripe', 1],
])('%s goes on after a restart, until it is taken', async (provider, count) => {
  let taken = false;
  bench.shop.answer = () => (taken ? { status: 200, body: 'OK' } : { status: 503, body: '' });
  await bench.does((await link(bench, provider)).id, 'pay');
  await until(() => bench.shop.told.length === count);
  await settled();
  await bench.restart();
  taken = true;
  bench.clock.advance(HOUR);
  await until(() => bench.shop.told.length === 2 * count);
  await settled();
  bench.clock.advance(2 * DAY);
  await new Promise((resolve) => setImmediate(resolve));
  expect(bench.shop.told).toHaveLength(2 * count);
});

test.each<[Name, string, string[]]>([
  ['yookassa', 'pay', ['payment.succeeded']],
  ['yookassa', 'cancel', ['payment.canceled']],
  ['yookassa', 'expire', ['payment.canceled']],
  ['tbank', 'pay', ['AUTHORIZED', 'CONFIRMED']],
  ['tbank', 'cancel', ['REJECTED']],
  ['tbank', 'expire', ['DEADLINE_EXPIRED']],
  ['stripe', 'pay', ['checkout.session.completed']],
  ['stripe', 'cancel', ['checkout.session.expired']],
  ['stripe', 'expire', ['checkout.session.expired']],
])('%s, %s: told three times side by side', async (provider, action, events) => {
  const { id } = await link(bench, provider);
  expect(await bench.does(id, action, { repeat: 3 })).toBe(202);
  const name = ({ body }: Told): string => body.event ?? body.Status ?? body.type;
  const told = await until(() => bench.shop.told.length === 3 * events.length && bench.shop.told.map(name));
  expect(told.sort()).toEqual(events.flatMap((event) => [event, event, event]));
  expect(bench.shop.told.every(({ from }) => from === '127.0.0.1')).toBe(true);
  // What is over is over.
  for (const again of ['pay', 'cancel', 'expire']) expect(await bench.does(id, again)).toBe(409);
});

test.each(NAMES)('%s returns money in parts, told each time', async (provider) => {
  const { id } = await link(bench, provider);
  expect(await bench.does(id, 'refund')).toBe(409);
  await bench.does(id, 'pay', { amount: 350_000 });
  expect(await bench.does(id, 'refund', { amount: 350_001 })).toBe(409);
  expect(await bench.does(id, 'refund', { amount: 100_000, repeat: 2 })).toBe(202);
  expect(await bench.does(id, 'refund', { amount: 250_001 })).toBe(409);
  expect(await bench.does(id, 'refund')).toBe(202);
  expect(await bench.does(id, 'refund')).toBe(409);
  const amounts = (): unknown[] =>
    bench.shop.told.flatMap(({ body }) => {
      if (body.event === 'refund.succeeded') return [body.object.amount.value];
      if (/REFUNDED/.test(body.Status)) return [`${body.Status} ${body.Amount}`];
      return body.type === 'charge.refunded' ? [body.data.object.amount_refunded] : [];
    });
  expect(await until(() => amounts().length === 3 && amounts().sort())).toEqual(
    {
      yookassa: ['1000.00', '1000.00', '2500.00'],
      tbank: ['PARTIAL_REFUNDED 250000', 'PARTIAL_REFUNDED 250000', 'REFUNDED 350000'],
      stripe: [100_000, 100_000, 350_000],
    }[provider],
  );
});

test('nobody is told where no address is known', async () => {
  bench.payments.notifyAt('yookassa', null);
  const { id } = await link(bench, 'yookassa');
  expect(await bench.does(id, 'pay')).toBe(202);
  expect(await bench.does(id, 'notify', { forge: 'amount' })).toBe(409);
  bench.payments.notifyAt('yookassa', bench.shop.url);
  await bench.does(id, 'refund');
  expect((await until(() => bench.shop.told[0])).body.event).toBe('refund.succeeded');
});
