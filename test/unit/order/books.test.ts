import fc from 'fast-check';
import {
  capOf,
  dueOf,
  isOddWeight,
  paidOf,
  pendingOf,
  refundedStatus,
  returnOnCancel,
  returnsOf,
  totalOf,
  wantedOf,
  weighed,
  weightOf,
} from '../../../lib/order/books';
import {
  ORDER_STATUSES,
  parseShop,
  DEFAULT_SHOP_DOCUMENT,
  priceOf,
  type PaymentRecord,
  type PaymentSettings,
  type PriceLine,
} from '../../../lib/order';

const row = (more: Partial<PaymentRecord> = {}): PaymentRecord => ({
  id: '1001-1',
  kind: 'deposit',
  provider: 'yookassa',
  amount: 2_300_00,
  status: 'pending',
  paid: 0,
  refunded: 0,
  refundAsked: 0,
  providerId: null,
  url: null,
  expiresAt: null,
  paidAt: null,
  ...more,
});
const settings = (more: Partial<PaymentSettings> = {}): PaymentSettings => ({
  providers: ['yookassa'],
  payMinutes: 60,
  receipts: { kind: 'none' },
  tolerancePercent: 10,
  cancelHours: 72,
  keepPercent: 100,
  returnUrl: null,
  ...more,
});
const shop = (() => {
  const result = parseShop(DEFAULT_SHOP_DOCUMENT);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.shop;
})();

const kopecks = fc.integer({ min: 1, max: 100_000_000 });
const percent = fc.integer({ min: 0, max: 100 });
/** A payment as it may stand in the books; more may have gone back than we asked for, in the provider's own cabinet. */
const anyRow: fc.Arbitrary<PaymentRecord> = fc
  .tuple(kopecks, fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([amount, came, asked, gone]) => {
    const paid = came ? amount : 0;
    const returned = { refundAsked: Math.round(paid * asked), refunded: Math.round(paid * gone) };
    return row({ amount, paid, ...returned, status: came ? 'paid' : 'expired' });
  });
const anyRows = fc
  .array(anyRow, { maxLength: 6 })
  .map((rows) => rows.map((one, index) => ({ ...one, id: `1001-${index + 1}` })));
/** An estimate of the demo bakery, in whole kopecks. */
const anyLines: fc.Arbitrary<PriceLine[]> = fc
  .record({
    weightG: fc.integer({ min: 1, max: 24 }).map((half) => half * 500),
    filling: fc.constantFrom(...shop.menu.fillings.map(({ key }) => key)),
    coating: fc.constantFrom(...shop.menu.coatings.map(({ key }) => key)),
    decor: fc.constantFrom(null, ...shop.menu.decor.map(({ key }) => key)),
    inscription: fc.constantFrom('', 'Маме'),
  })
  .map((draft) => priceOf(draft, shop)!.lines);
const grams = fc.integer({ min: 100, max: 30_000 });

describe('what has been paid', () => {
  it('is nothing before any payment', () => expect([paidOf(), paidOf([]), paidOf([row()])]).toEqual([0, 0, 0]));

  it('is what came, less what went back or is on its way back', () => {
    const rows = [
      row({ status: 'partly_refunded', paid: 2_300_00, refunded: 300_00, refundAsked: 300_00 }),
      row({ status: 'paid', paid: 1_000_00, refundAsked: 400_00 }),
      row({ status: 'expired', amount: 5_000_00 }),
      // Returned in the provider's own cabinet, unasked.
      row({ status: 'partly_refunded', paid: 500_00, refunded: 100_00 }),
    ];
    expect(paidOf(rows)).toBe(2_000_00 + 600_00 + 400_00);
    expect(dueOf({ total: 4_600_00, payments: rows })).toBe(1_600_00);
    expect(dueOf({ total: 2_500_00, payments: rows })).toBe(-500_00);
    expect(dueOf({ total: 4_600_00 })).toBe(4_600_00);
  });

  it('is never less than nothing, a whole number, and what is due makes it whole', () => {
    fc.assert(
      fc.property(anyRows, kopecks, (payments, total) => {
        const paid = paidOf(payments);
        expect(paid).toBeGreaterThanOrEqual(0);
        expect(Number.isInteger(paid)).toBe(true);
        expect(paid + dueOf({ total, payments })).toBe(total);
        expect(paidOf([...payments].reverse())).toBe(paid);
      }),
    );
  });

  it('does not count a link that is waited for', () => {
    const open = row({ id: '1001-2', kind: 'balance' });
    expect(pendingOf([row({ status: 'paid', paid: 1 }), open])).toBe(open);
    expect(pendingOf([row({ status: 'cancelled' })])).toBeUndefined();
    expect(pendingOf()).toBeUndefined();
  });
});

describe('what an order wants', () => {
  const order = { status: 'awaiting_payment' as const, total: 4_600_00, deposit: 2_300_00 };
  const deposit = row({ status: 'paid', paid: 2_300_00 });

  it('is the deposit, then the rest of it, then nothing', () => {
    expect(wantedOf(order)).toEqual({ kind: 'deposit', amount: 2_300_00 });
    expect(wantedOf({ ...order, payments: [row({ status: 'paid', paid: 300_00 })] })).toEqual({ kind: 'deposit', amount: 2_000_00 }); // prettier-ignore
    expect(wantedOf({ ...order, payments: [deposit] })).toBeNull();
  });

  it('is the whole price where that is the deposit', () => {
    expect(wantedOf({ ...order, deposit: 4_600_00 })).toEqual({ kind: 'full', amount: 4_600_00 });
  });

  it('is the balance once the cake is promised: the price less what was paid', () => {
    const accepted = { ...order, status: 'accepted' as const };
    expect(wantedOf({ ...accepted, payments: [deposit] })).toEqual({ kind: 'balance', amount: 2_300_00 });
    expect(wantedOf({ ...accepted, deposit: 0 })).toEqual({ kind: 'balance', amount: 4_600_00 });
    expect(wantedOf({ ...accepted, total: 2_300_00, payments: [deposit] })).toBeNull();
    expect(wantedOf({ ...accepted, total: 2_000_00, payments: [deposit] })).toBeNull();
  });

  it.each(['accepted', 'baking', 'ready', 'handed_over'] as const)('is the balance in %s', (status) => {
    expect(wantedOf({ ...order, status, payments: [deposit] })).toEqual({ kind: 'balance', amount: 2_300_00 });
  });

  it.each(['draft', 'awaiting_baker', 'declined', 'cancelled', 'refunded'] as const)('is nothing in %s', (status) => {
    expect(wantedOf({ ...order, status })).toBeNull();
  });

  it('is wanted no more once exactly that has come, and the books then hold', () => {
    const status = fc.constantFrom(...ORDER_STATUSES);
    fc.assert(
      fc.property(status, kopecks, percent, anyRows, (where, total, share, payments) => {
        const books = { status: where, total, deposit: Math.ceil((total * share) / 100), payments };
        const wanted = wantedOf(books);
        if (!wanted) return;
        expect(wanted.amount).toBeGreaterThan(0);
        expect(wanted.amount).toBeLessThanOrEqual(wanted.kind === 'balance' ? total : books.deposit);
        expect(Number.isInteger(wanted.amount)).toBe(true);
        const after = [...payments, row({ id: 'x', ...wanted, status: 'paid', paid: wanted.amount })];
        expect(wantedOf({ ...books, payments: after })).toBeNull();
        // Every kopeck that came is still in the books.
        expect(paidOf(after)).toBe(wanted.kind === 'balance' ? total : books.deposit);
      }),
    );
  });
});

describe('what goes back', () => {
  const first = row({ id: '1001-1', status: 'paid', paid: 2_300_00 });
  const second = row({ id: '1001-2', kind: 'balance', status: 'paid', paid: 2_000_00, refundAsked: 500_00 });

  it('comes from the newest payment first, as far as that reaches', () => {
    expect(returnsOf([first, second], 1_000_00)).toEqual([{ payment: second, amount: 1_000_00 }]);
    expect(returnsOf([first, second], 2_000_00)).toEqual([
      { payment: second, amount: 1_500_00 },
      { payment: first, amount: 500_00 },
    ]);
    expect(returnsOf([first, row({ id: '1001-2', status: 'expired' })], 1)).toEqual([{ payment: first, amount: 1 }]);
  });

  it('is nothing where nothing is to go back, and cannot be what is not there', () => {
    expect(returnsOf([first], 0)).toEqual([]);
    expect(returnsOf([], 0)).toEqual([]);
    expect(returnsOf([first, second], 3_800_01)).toBeNull();
    expect(returnsOf([], 1)).toBeNull();
  });

  it('adds up exactly, and no payment returns more than is left of it', () => {
    const share = fc.double({ min: 0, max: 1.2, noNaN: true });
    fc.assert(
      fc.property(anyRows, share, (payments, part) => {
        const paid = paidOf(payments);
        const amount = Math.round(paid * part);
        const before = structuredClone(payments);
        const parts = returnsOf(payments, amount);
        expect(payments).toEqual(before);
        expect(parts === null).toBe(amount > paid);
        if (!parts) return;
        expect(parts.reduce((sum, one) => sum + one.amount, 0)).toBe(amount);
        expect(new Set(parts.map(({ payment }) => payment.id)).size).toBe(parts.length);
        for (const one of parts) {
          expect(Number.isInteger(one.amount)).toBe(true);
          expect(one.amount).toBeGreaterThan(0);
        }
        // Booked as asked for, the payments stand as the bakery may count on them.
        const after = payments.map((payment) => {
          const back = parts.find((one) => one.payment.id === payment.id)?.amount ?? 0;
          return { ...payment, refundAsked: Math.max(payment.refunded, payment.refundAsked) + back };
        });
        expect(paidOf(after)).toBe(paid - amount);
        for (const { paid: came, refundAsked } of after) expect(refundAsked).toBeLessThanOrEqual(came);
      }),
    );
  });

  it('in all of it again leaves nothing to return', () => {
    fc.assert(
      fc.property(anyRows, (payments) => {
        const parts = returnsOf(payments, paidOf(payments))!;
        const after = payments.map((payment) => ({ ...payment, refundAsked: payment.paid }));
        expect(parts.length).toBe(payments.filter((payment) => paidOf([payment]) > 0).length);
        expect(returnsOf(after, 1)).toBeNull();
      }),
    );
  });

  it.each([
    [0, 'paid'],
    [1, 'partly_refunded'],
    [2_299_99, 'partly_refunded'],
    [2_300_00, 'refunded'],
  ])('%i of 230000 leaves the payment %s', (refunded, status) => {
    expect(refundedStatus(first, refunded)).toBe(status);
  });
});

describe('what a customer gets back who cancels', () => {
  const DUE = '2026-12-05T13:00:00+03:00';

  it('is all of it up to the hour, and what is left of the bakery’s share after it', () => {
    const at = (now: string, more: Partial<PaymentSettings> = {}) => returnOnCancel(2_300_00, DUE, now, settings(more));
    expect(at('2026-12-02T12:59:59+03:00')).toBe(2_300_00);
    expect(at('2026-12-02T13:00:00+03:00')).toBe(2_300_00);
    // The same instant in another zone's words.
    expect(at('2026-12-02T10:00:00Z')).toBe(2_300_00);
    expect(at('2026-12-02T13:00:01+03:00')).toBe(0);
    expect(at('2026-12-05T14:00:00+03:00')).toBe(0);
    expect(at('2026-12-05T12:59:00+03:00', { cancelHours: 0 })).toBe(2_300_00);
    expect(at('2026-12-05T13:00:01+03:00', { cancelHours: 0 })).toBe(0);
    expect(at('2026-12-03T13:00:00+03:00', { keepPercent: 0 })).toBe(2_300_00);
    expect(at('2026-12-03T13:00:00+03:00', { keepPercent: 30 })).toBe(1_610_00);
  });

  it('is all of it for an order without a day', () => {
    expect(returnOnCancel(2_300_00, null, '2026-12-05T13:00:00Z', settings())).toBe(2_300_00);
  });

  it('rounds in the bakery’s favour, by less than a kopeck', () => {
    expect(returnOnCancel(101, DUE, DUE, settings({ keepPercent: 50 }))).toBe(50);
  });

  it('lies between nothing and all, is whole kopecks, grows with notice and falls with the share kept', () => {
    const hour = 3_600_000;
    const due = Date.parse(DUE);
    const iso = (time: number) => new Date(time).toISOString();
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000_000 }),
        fc.integer({ min: -50 * hour, max: 300 * hour }),
        fc.integer({ min: 0, max: 200 }),
        percent,
        percent,
        (paid, notice, cancelHours, keepPercent, other) => {
          const back = (ms: number, keep: number) =>
            returnOnCancel(paid, DUE, iso(due - ms), settings({ cancelHours, keepPercent: keep }));
          const some = back(notice, keepPercent);
          expect(Number.isInteger(some)).toBe(true);
          expect(some).toBeGreaterThanOrEqual(0);
          expect(some).toBeLessThanOrEqual(paid);
          expect(back(cancelHours * hour, keepPercent)).toBe(paid);
          expect(back(notice + hour, keepPercent)).toBeGreaterThanOrEqual(some);
          expect(back(notice, Math.max(keepPercent, other))).toBeLessThanOrEqual(back(notice, Math.min(keepPercent, other))); // prettier-ignore
          if (notice >= cancelHours * hour) return expect(some).toBe(paid);
          // The bakery keeps her share to the kopeck.
          const kept = paid - some;
          expect(kept * 100).toBeGreaterThanOrEqual(paid * keepPercent);
          expect((kept - 1) * 100).toBeLessThan(paid * keepPercent);
        },
      ),
    );
  });
});

describe('a weighed cake', () => {
  const lines = priceOf(
    { weightG: 2000, filling: 'шоколад', coating: 'велюр', decor: 'berries', inscription: 'Маме' },
    shop,
  )!.lines;

  it('costs by its weight, and its decoration what it did', () => {
    expect(lines.map(({ total }) => total)).toEqual([4_600_00, 500_00, 700_00, 300_00]);
    const after = weighed(lines, 2150);
    expect(after.map(({ total }) => total)).toEqual([4_945_00, 537_50, 700_00, 300_00]);
    expect([totalOf(after), weightOf(after)]).toEqual([6_482_50, 2150]);
    expect([weightOf(lines), weightOf(lines.slice(2)), weightOf([])]).toEqual([2000, null, null]);
    expect(totalOf([])).toBe(0);
  });

  it('weighed again costs by the last weight, whatever was told before', () => {
    fc.assert(
      fc.property(anyLines, grams, grams, (estimate, wrong, right) => {
        expect(weighed(weighed(estimate, wrong), right)).toEqual(weighed(estimate, right));
        // At the weight that was ordered nothing changes.
        expect(weighed(estimate, weightOf(estimate)!)).toEqual(estimate);
      }),
    );
  });

  it('never costs less for being heavier, and always whole kopecks', () => {
    fc.assert(
      fc.property(anyLines, grams, fc.integer({ min: 0, max: 5000 }), (estimate, light, more) => {
        const [less, heavier] = [totalOf(weighed(estimate, light)), totalOf(weighed(estimate, light + more))];
        expect(heavier).toBeGreaterThanOrEqual(less);
        expect(Number.isInteger(less) && Number.isInteger(heavier)).toBe(true);
      }),
    );
  });

  it.each([
    [2300, false],
    [2301, true],
    [1700, false],
    [1699, true],
    [20_000, true],
    [2000, false],
  ])('of %i g instead of 2000 is a slip: %s', (weight, odd) => expect(isOddWeight(weight, 2000)).toBe(odd));

  it('may cost so much more without a word of the customer', () => {
    expect(capOf(6_100_00, settings())).toBe(6_710_00);
    expect(capOf(6_100_00, settings({ tolerancePercent: 0 }))).toBe(6_100_00);
    expect(capOf(6_100_00, settings({ tolerancePercent: 100 }))).toBe(12_200_00);
    expect(capOf(5, settings())).toBe(5);
  });

  it('has a cap in whole kopecks that is never below the estimate nor above the tolerance', () => {
    fc.assert(
      fc.property(kopecks, percent, (estimate, tolerancePercent) => {
        const cap = capOf(estimate, settings({ tolerancePercent }));
        expect(Number.isInteger(cap)).toBe(true);
        expect(cap).toBeGreaterThanOrEqual(estimate);
        expect((cap - estimate) * 100).toBeLessThanOrEqual(estimate * tolerancePercent);
        // Not a whole kopeck is lost to rounding.
        expect((cap - estimate + 1) * 100).toBeGreaterThan(estimate * tolerancePercent);
      }),
    );
  });
});
