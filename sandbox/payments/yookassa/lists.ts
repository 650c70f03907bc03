import { Answer, type Asked } from '../shared/endpoint';
import { listQuery } from './requests';
import { paymentView, receiptView, refundView } from './views';
import { valid, YooKassaError } from './wire';
import type { YooKassa } from './yookassa';

const BOUNDS: Record<string, (a: number, b: number) => boolean> = {
  gte: (a, b) => a >= b,
  gt: (a, b) => a > b,
  lte: (a, b) => a <= b,
  lt: (a, b) => a < b,
};

/** Something of a list: its fields as the query names them, and how it is shown. */
interface Entry {
  id: string;
  moments: { created_at: number; captured_at?: number };
  fields: Record<string, string | undefined>;
  view(): object;
}

/** `GET /payments`. */
export function listPayments(shop: YooKassa, { query }: Asked): Answer {
  return page(
    query,
    [...shop.payments.keys()].map((id) => {
      const payment = shop.payment(id)!;
      const { status, createdAt, capturedAt } = payment;
      const isPaid = status === 'succeeded' || status === 'waiting_for_capture';
      return {
        id,
        moments: { created_at: createdAt, captured_at: capturedAt },
        fields: { status, payment_method: isPaid ? 'bank_card' : undefined },
        view: () => paymentView(payment, shop),
      };
    }),
  );
}

/** `GET /refunds`. */
export function listRefunds(shop: YooKassa, { query }: Asked): Answer {
  return page(
    query,
    [...shop.refunds.values()].map((refund) => ({
      id: refund.id,
      moments: { created_at: refund.createdAt },
      fields: { status: 'succeeded', payment_id: refund.paymentId },
      view: () => refundView(refund),
    })),
  );
}

/** `GET /receipts`: those that were sent apart. */
export function listReceipts(shop: YooKassa, { query }: Asked): Answer {
  return page(
    query,
    [...shop.receipts.values()].map((receipt) => ({
      id: receipt.id,
      moments: { created_at: receipt.createdAt },
      fields: { status: 'succeeded', payment_id: receipt.paymentId, refund_id: receipt.refundId },
      view: () => receiptView(receipt, false),
    })),
  );
}

/** A page of what the query wants, the newest first; the cursor names the first of the next page. */
function page(query: Record<string, unknown>, oldestFirst: Entry[]): Answer {
  const { limit, cursor, ...wanted } = valid(listQuery, query);
  const found = oldestFirst
    .reverse()
    .filter((entry) => Object.entries(wanted).every(([name, value]) => !value || entry.fields[name] === value))
    .filter(({ moments }) => isWithin(query, moments));
  const from = cursor === undefined ? 0 : found.findIndex(({ id }) => id === cursor);
  if (from < 0) throw new YooKassaError(400, 'Incorrect cursor', 'cursor');
  const next = found[from + limit];
  const items = found.slice(from, from + limit).map((entry) => entry.view());
  return new Answer(200, { type: 'list', items, ...(next && { next_cursor: next.id }) });
}

/** `created_at.gte=…` and its like. */
function isWithin(query: Record<string, unknown>, moments: Entry['moments']): boolean {
  return Object.entries(query).every(([name, text]) => {
    const [, field, bound] = /^(created_at|captured_at)\.(gte|gt|lte|lt)$/.exec(name) ?? [];
    if (!field) return true;
    const limit = Date.parse(String(text));
    if (Number.isNaN(limit)) throw new YooKassaError(400, 'Incorrect time', name);
    const at = moments[field as keyof Entry['moments']];
    return at !== undefined && BOUNDS[bound](at, limit);
  });
}
