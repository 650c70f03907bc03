import { dueOf, keptOf, newPayment, wantedOf } from '../../order/books';
import { money } from '../format';
import type { Turn } from '../turn';
import type { KnownOrder } from '../types';
import { moneyFact } from './facts';
import { receiptOf } from './receipt';
import { book } from './rows';

/** Money that the baker takes with her own hands, and what she is told before a cake leaves unpaid. */

/** She has the money that the order wants. False: it wants none. */
export function receiveByHand(turn: Turn, order: KnownOrder): boolean {
  const wanted = wantedOf(order);
  if (!wanted) return false;
  const open = order.payments?.find(({ status, provider }) => status === 'pending' && provider === 'manual');
  // A new one is not pending beside a link that the customer still has: the money is here.
  const row = open ?? newPayment(order, wanted, 'manual', 'cancelled');
  if (!open) book(turn, order, row);
  const fact = { is: 'paid' as const, amount: wanted.amount, providerId: null, at: turn.now };
  moneyFact(turn, { type: 'money', order: order.number, payment: row.id, fact });
  return true;
}

/** Why a cake is not simply handed over: something is unpaid. Said once; the next press does it. '' when nothing stands against it. */
export function unpaidFirst(turn: Turn, order: KnownOrder): string {
  const due = turn.world.shop.payment.providers.length > 0 ? dueOf(order) : 0;
  const asked = turn.state.unpaid ?? [];
  if (due <= 0 || asked.includes(order.number)) {
    if (asked.length > 0) turn.state.unpaid = asked.filter((number) => number !== order.number);
    return '';
  }
  turn.state.unpaid = [...asked, order.number];
  return turn.kitchen('answer.unpaid', { amount: money(due, 'ru') });
}

/** The closing receipts of what was paid before the cake was handed over, where the shop makes receipts. */
export function closeReceipts(turn: Turn, order: KnownOrder): void {
  for (const payment of order.payments ?? []) {
    const { id, provider, providerId } = payment;
    const amount = keptOf(payment);
    if (provider === 'manual' || providerId === null || amount <= 0) continue;
    const { lines, ...receipt } = receiptOf(order, turn.world.shop, turn.world.shopVersion, amount);
    if (!lines) return;
    const idempotence = `${id}-s`;
    turn.effects.push({
      kind: 'payment',
      do: 'settle',
      order: order.number,
      payment: id,
      provider,
      providerId,
      idempotence,
      amount,
      lines,
      ...receipt,
    });
  }
}
