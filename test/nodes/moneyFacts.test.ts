import fc from 'fast-check';
import type { MoneyEvent } from '../../lib/dialogue/types';
import type { PaymentState } from '../../lib/payments';
import type { KnownPayment } from '../../lib/sessions/types';
import { moneyEvent, moneyKey, moneyOf } from '../../nodes/shared/moneyEvents';
import { factsOf } from '../../nodes/shared/moneyFacts';
import { AMOUNT, aRow } from './support/paymentRows';

const NOW = '2026-11-25T12:00:00.000Z';
const OURS = { payment: '1001-1', order: 1001 };

const state: fc.Arbitrary<PaymentState> = fc.record({
  status: fc.constantFrom('pending', 'paid', 'cancelled', 'expired'),
  amount: fc.constantFrom(AMOUNT, AMOUNT - 1, 1),
  refunded: fc.integer({ min: 0, max: AMOUNT }),
  paidAt: fc.constantFrom(null, '2026-11-25T10:00:00.000Z'),
  payment: fc.constantFrom(OURS.payment, '1002-1', null),
  order: fc.constantFrom(OURS.order, 1002, null),
  currency: fc.constantFrom('RUB', 'USD', ''),
  test: fc.boolean(),
});
const known: fc.Arbitrary<KnownPayment> = fc
  .record({
    status: fc.constantFrom('pending', 'paid', 'cancelled', 'expired'),
    paid: fc.constantFrom(0, AMOUNT),
    refunded: fc.integer({ min: 0, max: AMOUNT }),
    providerId: fc.constantFrom(null, 'one', 'twin'),
  })
  .map((row) => ({
    payment: aRow(OURS.payment, row),
    order: OURS.order,
    status: 'accepted',
    chat: { channel: 'vk', account: '1', chat: '2' },
    underway: false,
    unbooked: false,
  }));
const compared = fc.record({ known, state, providerId: fc.constantFrom(null, 'one', 'twin'), trials: fc.boolean() });

it('money is booked only if it is the payment that was asked for, whole, in roubles, and real', () => {
  fc.assert(
    fc.property(compared, (one) => {
      const facts = factsOf(one, NOW);
      if (typeof facts === 'string') return facts.length > 0;
      const paid = facts.find(({ is }) => is === 'paid');
      const seen = one.state;
      if (!paid) return true;
      return (
        [seen.status, seen.amount, seen.currency, one.known.payment.paid].join() === `paid,${AMOUNT},RUB,0` &&
        (!seen.test || one.trials) &&
        [OURS.payment, null].includes(seen.payment) &&
        [OURS.order, null].includes(seen.order) &&
        (seen.payment ?? seen.order) !== null
      );
    }),
    { numRuns: 2000 },
  );
});

it('what is ours and in order is never held back: once it is booked there is nothing more to say', () => {
  fc.assert(
    fc.property(compared, ({ known: before, state: said, trials }) => {
      const whole: PaymentState = { ...said, ...OURS, status: 'paid', amount: AMOUNT, currency: 'RUB', test: trials };
      const fresh = { ...before, payment: { ...before.payment, paid: 0, refunded: 0 } };
      const facts = factsOf({ known: fresh, state: whole, providerId: fresh.payment.providerId, trials }, NOW);
      const wanted = ['paid', ...(whole.refunded > 0 ? ['refunded'] : [])];
      if (typeof facts === 'string' || facts.map(({ is }) => is).join() !== wanted.join()) return false;
      const booked = { ...fresh, payment: { ...fresh.payment, paid: AMOUNT, refunded: whole.refunded } };
      const again = factsOf({ known: booked, state: whole, providerId: booked.payment.providerId, trials }, NOW);
      return again.length === 0;
    }),
  );
});

it('an event’s key tells what is another fact, and nothing else, and every event is one that Handle Result takes', () => {
  fc.assert(
    fc.property(fc.array(compared, { minLength: 2, maxLength: 6 }), (many) => {
      const events = many.flatMap((one) => {
        const facts = factsOf(one, NOW);
        return typeof facts === 'string' ? [] : facts.map((fact) => moneyOf(one.known, fact));
      });
      const saying = ({ fact }: MoneyEvent) =>
        [fact.is, 'refunded' in fact ? fact.refunded : '', 'amount' in fact ? fact.amount : ''].join();
      return (
        new Set(events.map((event) => moneyKey(event))).size === new Set(events.map(saying)).size &&
        events.every((event) => moneyEvent.safeParse(event).success)
      );
    }),
  );
});
