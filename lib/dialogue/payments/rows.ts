import type { PaymentRecord } from '../../order/types';
import { changed } from '../orders/record';
import type { Turn } from '../turn';
import type { Hold, KnownOrder, OrderRecord } from '../types';

/** Changes of an order and its payments within a step: committed with it, and seen by what the step does next. */

function know(turn: Turn, order: KnownOrder): KnownOrder {
  const known = turn.world.orders.some(({ number }) => number === order.number);
  turn.world.orders = known
    ? turn.world.orders.map((one) => (one.number === order.number ? order : one))
    : [...turn.world.orders, order];
  return order;
}

/** Writes a payment, new or known by its id. */
export function book(turn: Turn, order: KnownOrder, row: PaymentRecord): KnownOrder {
  turn.effects.push({ kind: 'payment_row', order: order.number, row });
  const rows = order.payments ?? [];
  const payments = rows.some(({ id }) => id === row.id)
    ? rows.map((one) => (one.id === row.id ? row : one))
    : [...rows, row];
  return know(turn, { ...order, payments });
}

/** Writes the order. `hold` absent leaves its place as it is. */
export function write(turn: Turn, order: KnownOrder, change: Partial<OrderRecord>, hold?: Hold | null): KnownOrder {
  const after = { ...order, ...change, number: order.number };
  turn.effects.push({ kind: 'order', order: changed(after, {}), ...(hold === undefined ? {} : { hold }) });
  return know(turn, after);
}

/** The order as the step knows it by now. */
export const known = (turn: Turn, order: KnownOrder): KnownOrder =>
  turn.world.orders.find(({ number }) => number === order.number) ?? order;
