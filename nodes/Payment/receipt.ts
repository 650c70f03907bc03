import type { Receipt } from '../../lib/payments';
import type { Shop } from '../../lib/order/types';

/** What an effect says for its receipt. */
interface ReceiptParts {
  email: string | null;
  phone: string | null;
  lines: { name: string; amount: number }[] | null;
}

/** The fiscal receipt of a payment; null where the shop makes none. */
export function receiptOf({ email, phone, lines }: ReceiptParts, shop: Shop, mode: Receipt['mode']): Receipt | null {
  const { receipts } = shop.payment;
  if (receipts.kind !== '54fz' || !lines) return null;
  const { taxSystem, vatCode } = receipts;
  return { email, phone, taxSystem, vatCode, mode, lines };
}
