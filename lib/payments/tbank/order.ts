/**
 * `OrderId` at T-Bank is our payment's id. It can be used once only, and `Init` has no idempotence key: a repeat after a lost
 * answer takes the next of a few names.
 */
const NAMES = 3;

/** Names that a payment may have at T-Bank, the first one first: `1042-1`, `1042-1-r2`, … */
export const orderIds = (payment: string): string[] =>
  Array.from({ length: NAMES }, (_, n) => (n === 0 ? payment : `${payment}-r${n + 1}`));

/** Our payment's id out of such a name. */
export const paymentIn = (orderId: string): string => orderId.replace(/-r\d$/, '');

/** The order's number out of a payment's id, `<order>-<n>`; null: it is not ours. */
export function orderIn(payment: string): number | null {
  const found = /^(\d{1,15})-\d+$/.exec(payment);
  return found ? Number(found[1]) : null;
}
