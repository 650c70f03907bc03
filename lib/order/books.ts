import { DateTime } from 'luxon';
import { priceOfWeight } from './price';
import type { OrderStatus, PaymentKind, PaymentProvider, PaymentRecord, PaymentSettings, PriceLine } from './types';

/** The arithmetic of an order's money. Everything is in whole kopecks and nothing here looks at a clock. */

/** What has come by a payment and has not been asked back. */
export const keptOf = ({ paid, refunded, refundAsked }: PaymentRecord): number =>
  paid - Math.max(refunded, refundAsked);

/** What has come for an order and has not been asked back: what the bakery may count on. */
export const paidOf = (payments: PaymentRecord[] = []): number =>
  payments.reduce((sum, payment) => sum + keptOf(payment), 0);

/** What is still to be paid; negative: to be returned. */
export const dueOf = (order: { total: number; payments?: PaymentRecord[] }): number =>
  order.total - paidOf(order.payments);

/** The payment that is being waited for; an order has at most one. */
export const pendingOf = (payments: PaymentRecord[] = []): PaymentRecord | undefined =>
  payments.find(({ status }) => status === 'pending');

/** An order with its money. */
export interface Books {
  status: OrderStatus;
  total: number;
  deposit: number;
  payments?: PaymentRecord[];
}

/** Where a balance may be owed: once the cake is promised. */
const BALANCED: OrderStatus[] = ['accepted', 'baking', 'ready', 'handed_over'];

/** What an order wants now; null when it wants no money. */
export function wantedOf(order: Books): { kind: PaymentKind; amount: number } | null {
  if (order.status === 'awaiting_payment') {
    const amount = order.deposit - paidOf(order.payments);
    return amount > 0 ? { kind: order.deposit >= order.total ? 'full' : 'deposit', amount } : null;
  }
  const amount = dueOf(order);
  return BALANCED.includes(order.status) && amount > 0 ? { kind: 'balance', amount } : null;
}

/** The next payment of an order, of which nothing is known yet. */
export const newPayment = (
  order: Books & { number: number },
  wanted: Pick<PaymentRecord, 'kind' | 'amount'>,
  provider: PaymentProvider,
  status: PaymentRecord['status'],
): PaymentRecord => ({
  id: `${order.number}-${(order.payments?.length ?? 0) + 1}`,
  ...wanted,
  provider,
  status,
  paid: 0,
  refunded: 0,
  refundAsked: 0,
  providerId: null,
  url: null,
  expiresAt: null,
  paidAt: null,
});

/** How a payment stands after so much was returned in all. */
export const refundedStatus = ({ paid }: PaymentRecord, refunded: number): PaymentRecord['status'] =>
  refunded <= 0 ? 'paid' : refunded < paid ? 'partly_refunded' : 'refunded';

/**
 * From which payments an amount is returned: `first` (an id) before all, then the newest, each at most what is left of it. Null when
 * there is not so much.
 */
export function returnsOf(
  payments: PaymentRecord[],
  amount: number,
  first?: string,
): { payment: PaymentRecord; amount: number }[] | null {
  const parts: { payment: PaymentRecord; amount: number }[] = [];
  let left = amount;
  const newest = [...payments].reverse();
  for (const payment of [...newest.filter(({ id }) => id === first), ...newest.filter(({ id }) => id !== first)]) {
    const part = Math.min(left, keptOf(payment));
    if (part <= 0) continue;
    parts.push({ payment, amount: part });
    left -= part;
  }
  return left > 0 ? null : parts;
}

/** Of what was paid for an order, what its customer gets back when she cancels it at `now` (ISO). */
export function returnOnCancel(
  paid: number,
  dueAt: string | null,
  now: string,
  { cancelHours, keepPercent }: PaymentSettings,
): number {
  const hours = dueAt ? DateTime.fromISO(dueAt).diff(DateTime.fromISO(now), 'hours').hours : Infinity;
  return hours >= cancelHours ? paid : paid - Math.ceil((paid * keepPercent) / 100);
}

/** How far a weight may be from its estimate before the baker is asked twice. */
const SURE_PERCENT = 15;

/** Whether a weight (grams) is so far from the estimate that it is more likely a slip than a cake. */
export const isOddWeight = (grams: number, estimate: number): boolean =>
  Math.abs(grams - estimate) * 100 > estimate * SURE_PERCENT;

/** The weight that the lines were made for, grams; null when nothing is sold by weight. */
export const weightOf = (lines: PriceLine[]): number | null =>
  lines.find(({ weightG }) => weightG !== null)?.weightG ?? null;

/** The lines of a cake that weighs so many grams: what is sold by weight costs accordingly, the rest stays. */
export const weighed = (lines: PriceLine[], grams: number): PriceLine[] =>
  lines.map((line) =>
    line.weightG === null ? line : { ...line, weightG: grams, total: priceOfWeight(line.unitPrice, grams) },
  );

export const totalOf = (lines: PriceLine[]): number => lines.reduce((sum, { total }) => sum + total, 0);

/** The most that a weighed cake may cost without the customer's word. */
export const capOf = (estimate: number, { tolerancePercent }: PaymentSettings): number =>
  Math.floor((estimate * (100 + tolerancePercent)) / 100);
