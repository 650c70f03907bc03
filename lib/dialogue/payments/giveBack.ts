import { paidOf, pendingOf, refundedStatus, returnOnCancel, returnsOf } from '../../order/books';
import { notes } from '../baker/card';
import { money } from '../format';
import type { Turn } from '../turn';
import type { KnownOrder } from '../types';
import { drop } from './asking';
import { receiptOf } from './receipt';
import { book } from './rows';

/** Money that goes back. */

/** Why it does, for the provider and for the books. */
export type Reason = 'cancelled' | 'declined' | 'late' | 'double' | 'weighed';

/**
 * Asks for an amount to be returned from the order's payments, the newest first. Cash is returned by hand, so the baker is
 * told, and it counts as returned. `first`: the payment that was too much.
 */
export function giveBack(turn: Turn, order: KnownOrder, amount: number, reason: Reason, first?: string): KnownOrder {
  let after = order;
  for (const { payment, amount: part } of returnsOf(order.payments ?? [], amount, first) ?? []) {
    const refundedAfter = Math.max(payment.refunded, payment.refundAsked) + part;
    if (payment.provider === 'manual' || payment.providerId === null) {
      const refunded = refundedAfter;
      after = book(turn, after, {
        ...payment,
        refunded,
        refundAsked: refunded,
        status: refundedStatus(payment, refunded),
      });
      const said = { number: order.number, amount: money(part, 'ru') };
      turn.toBakery(notes(turn.kitchen('note.return_cash', said), turn.world.shop, order.number));
      continue;
    }
    after = book(turn, after, { ...payment, refundAsked: refundedAfter });
    turn.effects.push({
      kind: 'payment',
      do: 'refund',
      order: order.number,
      payment: payment.id,
      provider: payment.provider,
      providerId: payment.providerId,
      idempotence: `${payment.id}-r${refundedAfter}`,
      amount: part,
      paid: payment.paid,
      refundedAfter,
      reason: turn.kitchen(`refund.${reason}`, { number: order.number }),
      ...receiptOf(order, turn.world.shop, turn.world.shopVersion, part),
    });
  }
  return after;
}

/** Everything about the money of an order that will not be: its open link dies, and what was paid goes back as far as it should. */
export function settleEnd(
  turn: Turn,
  order: KnownOrder,
  by: 'customer' | 'bakery' | 'time',
): { order: KnownOrder; back: number } {
  const pending = pendingOf(order.payments);
  const after = pending ? drop(turn, order, pending, by === 'time' ? 'expired' : 'cancelled') : order;
  const paid = paidOf(order.payments);
  const back = by === 'customer' ? backOnCancel(turn, order) : paid;
  if (back <= 0) return { order: after, back: 0 };
  return { order: giveBack(turn, after, back, by === 'customer' ? 'cancelled' : 'declined'), back };
}

/** What she gets back if she cancels now. */
export const backOnCancel = (turn: Turn, order: KnownOrder): number =>
  returnOnCancel(paidOf(order.payments), order.dueAt, turn.now, turn.world.shop.payment);
