import type { Language, PriceLine, Shop } from '../../order/types';
import { nameOf, say } from '../texts';
import type { KnownOrder } from '../types';

/** What stands on a fiscal receipt: in Russian, because the tax office reads it. */
const RUSSIAN: Language = 'ru';
const LONGEST_NAME = 128;

interface ReceiptParts {
  email: string | null;
  phone: string | null;
  lines: { name: string; amount: number }[] | null;
  shopVersion: number;
}

/** Shares an amount over lines in proportion to their totals; the last one takes what rounding leaves. */
function shared(lines: PriceLine[], amount: number): { name: string; amount: number }[] {
  const positive = lines.filter(({ total }) => total > 0);
  const whole = positive.reduce((sum, { total }) => sum + total, 0);
  let left = amount;
  return positive
    .map((line, index) => {
      const part = index === positive.length - 1 ? left : Math.floor((amount * line.total) / whole);
      left -= part;
      return { name: nameOf(line.name, RUSSIAN).slice(0, LONGEST_NAME), amount: part };
    })
    .filter((line) => line.amount > 0);
}

/** What a receipt for this amount of an order says; `lines` null where the shop makes none. */
export function receiptOf(order: KnownOrder, shop: Shop, shopVersion: number, amount: number): ReceiptParts {
  const { email = null, phone = null } = order.draft;
  if (shop.payment.receipts.kind !== '54fz') return { email, phone, lines: null, shopVersion };
  const lines = shared(order.lines, amount);
  const cake = [{ name: say(RUSSIAN, 'pay.receipt_line', { number: order.number }), amount }];
  return { email, phone, lines: lines.length > 0 ? lines : cake, shopVersion };
}
