import { foundAs, isObject, textIn, type Json } from '../answers';
import type { PaymentState, StateResult } from '../types';
import { paymentPath, type Call } from './client';
import { troubleOf } from './errors';
import { kopecksOf } from './money';

/** How far back a payment is looked for whose id never arrived: an idempotence key lives a day, a link an hour. */
const BACK_MS = 48 * 3_600_000;

const PAGE = 100;
const PAGES = 20;

const EXPIRED = ['expired_on_confirmation', 'expired_on_capture'];

function statusOf(payment: Json): PaymentState['status'] | null {
  switch (payment.status) {
    case 'succeeded':
      return 'paid';
    // Held money is no payment yet: it is taken by itself or falls back to the buyer.
    case 'pending':
    case 'waiting_for_capture':
      return 'pending';
    case 'canceled': {
      const reason = isObject(payment.cancellation_details) ? textIn(payment.cancellation_details.reason) : '';
      return EXPIRED.includes(reason) ? 'expired' : 'cancelled';
    }
    default:
      return null;
  }
}

/** How a payment stands, from YooKassa's object; null: that is none. */
export function stateOf(payment: Json): PaymentState | null {
  const [status, amount] = [statusOf(payment), kopecksOf(payment.amount)];
  if (!status || amount === null) return null;
  const metadata = isObject(payment.metadata) ? payment.metadata : {};
  const order = Number(textIn(metadata.order));
  return {
    status,
    amount,
    refunded: kopecksOf(payment.refunded_amount) ?? 0,
    paidAt: status === 'paid' ? textIn(payment.captured_at) || textIn(payment.created_at) || null : null,
    payment: textIn(metadata.payment) || null,
    order: Number.isSafeInteger(order) && order > 0 ? order : null,
    currency: isObject(payment.amount) ? textIn(payment.amount.currency) : '',
    test: payment.test === true,
  };
}

const unreadable = { result: 'unknown', detail: 'Ответ ЮKassa о платеже не читается. Бот спросит ещё раз.' } as const;

const known = (payment: Json): StateResult => {
  const state = stateOf(payment);
  return state ? foundAs(textIn(payment.id), state) : unreadable;
};

export async function readById(call: Call, providerId: string): Promise<StateResult> {
  const answer = await call('GET', paymentPath(providerId));
  if (answer.status === 200 && answer.json) return known(answer.json);
  const { detail } = troubleOf(answer);
  const gone = answer.status === 404 && answer.json?.code === 'not_found';
  return { result: gone ? 'gone' : 'unknown', detail };
}

/**
 * Looks for our payment among those of the last two days: YooKassa cannot be asked by metadata, and making the payment again
 * with the same key would need the whole request, and would make a second one once the key is forgotten.
 */
export async function readByPayment(call: Call, payment: string, now: () => number): Promise<StateResult> {
  const since = new Date(now() - BACK_MS).toISOString();
  let cursor = '';
  for (let page = 0; page < PAGES; page += 1) {
    const query = new URLSearchParams({
      limit: String(PAGE),
      'created_at.gte': since,
      ...(cursor ? { cursor } : {}),
    });
    const answer = await call('GET', `/payments?${query.toString()}`);
    if (answer.status !== 200 || !answer.json) return { result: 'unknown', detail: troubleOf(answer).detail };
    const items = Array.isArray(answer.json.items) ? answer.json.items.filter(isObject) : [];
    const found = items.find(({ metadata }) => isObject(metadata) && metadata.payment === payment);
    if (found) return known(found);
    cursor = textIn(answer.json.next_cursor);
    if (!cursor) return { result: 'gone', detail: 'ЮKassa не знает такого платежа: он не был создан.' };
  }
  return { result: 'unknown', detail: 'Платёж не нашёлся среди последних в ЮKassa. Проверьте его в кабинете ЮKassa.' };
}
