import { dueAt } from '../../order/dates';
import { priceOf } from '../../order/price';
import type { Draft, OrderStatus } from '../../order/types';
import { workPoints } from '../../order/weight';
import type { View } from '../steps/step';
import type { KnownOrder, OrderRecord } from '../types';

/** The order as it stands in the draft, priced now. The draft must be complete. */
export function recordOf(view: View, shopVersion: number, number: number | null, status: OrderStatus): OrderRecord {
  const { draft, shop, language } = view;
  const price = priceOf(draft, shop);
  if (!price) throw new Error('An order without a price: the draft is not complete');
  return {
    number,
    status,
    shopVersion,
    language,
    draft: applicable(draft),
    lines: price.lines,
    total: price.total,
    deposit: price.deposit,
    dueAt: draft.date && draft.window ? dueAt(draft.date, draft.window, shop) : null,
    declineReason: null,
    workPoints: workPoints(draft, shop),
  };
}

/** An order as the database gave it, changed. */
export function changed(order: KnownOrder, change: Partial<OrderRecord>): OrderRecord {
  const { channel: _channel, chat: _chat, payments: _payments, ...record } = order;
  return { ...record, ...change };
}

/** What was said about a delivery means nothing for a pickup; the conversation keeps it, the order does not. */
function applicable(draft: Draft): Draft {
  if (draft.fulfilment === 'delivery') return draft;
  const { zone: _zone, address: _address, ...rest } = draft;
  return rest;
}
