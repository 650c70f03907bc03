import { foundAs, inTable, isObject, textIn, type Answer, type Json } from '../answers';
import type { PaymentState, StateResult } from '../types';
import { isTrial, type Call, type TBankSettings } from './client';
import { codeOf, troubleOf, worked } from './errors';
import { orderIds, orderIn, paymentIn } from './order';

/**
 * T-Bank's statuses, https://developer.tbank.ru/eacq/intro/developer/operation-statuses. We pay in one stage (`PayType` O):
 * AUTHORIZED is followed by CONFIRMED without us, and only that is paid.
 */
const STATUS: Record<string, PaymentState['status']> = {
  NEW: 'pending',
  FORM_SHOWED: 'pending',
  PREAUTHORIZING: 'pending',
  AUTHORIZING: 'pending',
  '3DS_CHECKING': 'pending',
  '3DS_CHECKED': 'pending',
  PAY_CHECKING: 'pending',
  AUTHORIZED: 'pending',
  CONFIRMING: 'pending',
  CONFIRM_CHECKING: 'pending',
  REVERSING: 'pending',
  PARTIAL_REVERSED: 'pending',
  CONFIRMED: 'paid',
  REFUNDING: 'paid',
  ASYNC_REFUNDING: 'paid',
  PARTIAL_REFUNDED: 'paid',
  REFUNDED: 'paid',
  REVERSED: 'cancelled',
  CANCELED: 'cancelled',
  AUTH_FAIL: 'cancelled',
  REJECTED: 'cancelled',
  DEADLINE_EXPIRED: 'expired',
  ATTEMPTS_EXPIRED: 'expired',
};

/** What is paid beats what may be, and that beats what is over. */
const RANK: PaymentState['status'][] = ['paid', 'pending', 'cancelled', 'expired'];

export interface Wanted {
  payment: string;
  /** Kopecks that were asked for, where they are known: after a return T-Bank tells only what is left. */
  amount?: number;
}

const whole = (value: unknown): number | null => {
  const number = Number(textIn(value) || NaN);
  return Number.isSafeInteger(number) && number >= 0 ? number : null;
};

/** Kopecks paid and returned. `Amount` is the present one, «текущая сумма транзакции»: less after a part was returned. */
function money(status: string, now: number | null, asked?: number): Pick<PaymentState, 'amount' | 'refunded'> | null {
  if (status === 'REFUNDED') {
    const amount = asked ?? now ?? 0;
    return amount > 0 ? { amount, refunded: amount } : null;
  }
  if (status === 'PARTIAL_REFUNDED') {
    if (asked === undefined || now === null || now >= asked) return null;
    return { amount: asked, refunded: asked - now };
  }
  return now === null ? null : { amount: now, refunded: 0 };
}

/** How a payment stands, from an object of T-Bank. */
export function stateOf(settings: TBankSettings, object: Json, orderId: string, { amount }: Wanted): StateResult {
  const name = textIn(object.Status);
  const status = inTable(STATUS, name);
  const sums = status && money(name, whole(object.Amount), amount);
  if (!sums) {
    const detail = /^(PARTIAL_)?REFUNDED$/.test(name)
      ? 'Т-Банк сообщает о возврате, но не называет сумму. Проверьте её в кабинете Т-Бизнеса («Операции»).'
      : `Т-Банк сообщает о платеже непонятное${name ? `: ${name.slice(0, 40)}` : ''}. Проверьте его в кабинете Т-Бизнеса («Операции»).`;
    return { result: 'unknown', detail };
  }
  const payment = paymentIn(orderId);
  return foundAs(textIn(object.PaymentId), {
    status,
    ...sums,
    // T-Bank does not say when.
    paidAt: null,
    payment: payment || null,
    order: orderIn(payment),
    currency: 'RUB',
    test: isTrial(settings),
  });
}

/** Codes and words for "there is no such payment". */
const isUnknown = (answer: Answer): boolean =>
  answer.status === 200 &&
  (['255', '335'].includes(codeOf(answer)) || /не найден|not found/i.test(textIn(answer.json?.Message))) &&
  !/терминал/i.test(`${textIn(answer.json?.Message)} ${textIn(answer.json?.Details)}`);

const notThere = (answer: Answer): StateResult => {
  if (isUnknown(answer)) return { result: 'gone', detail: 'Т-Банк не знает такого платежа: он не был создан.' };
  return { result: 'unknown', detail: troubleOf(answer).detail };
};

export async function readById(call: Call, settings: TBankSettings, id: string, wanted: Wanted): Promise<StateResult> {
  const answer = await call('GetState', { PaymentId: id });
  if (!answer.json || (!worked(answer) && !inTable(STATUS, textIn(answer.json.Status)))) return notThere(answer);
  return stateOf(settings, answer.json, textIn(answer.json.OrderId), wanted);
}

/** One of our payment's names at T-Bank: what has become of it, best first. An order there can have several attempts. */
export async function readByOrder(
  call: Call,
  settings: TBankSettings,
  orderId: string,
  wanted: Wanted,
): Promise<StateResult> {
  const answer = await call('CheckOrder', { OrderId: orderId });
  if (!worked(answer) || !answer.json) return notThere(answer);
  const payments = Array.isArray(answer.json.Payments) ? answer.json.Payments.filter(isObject) : [];
  const read = payments.map((object) => stateOf(settings, object, orderId, wanted));
  return best(read);
}

function best(read: StateResult[]): StateResult {
  const unclear = read.find(({ result }) => result === 'unknown');
  const states = read.flatMap((one) => (one.result === 'state' ? [one] : []));
  states.sort((a, b) => RANK.indexOf(a.state.status) - RANK.indexOf(b.state.status));
  if (states[0]?.state.status === 'paid') return states[0];
  return unclear ?? states[0] ?? { result: 'gone', detail: 'Т-Банк не знает такого платежа: он не был создан.' };
}

/** Our payment by its own id, for one whose number at T-Bank never arrived. */
export async function readByPayment(call: Call, settings: TBankSettings, wanted: Wanted): Promise<StateResult> {
  const read: StateResult[] = [];
  for (const orderId of orderIds(wanted.payment)) {
    const one = await readByOrder(call, settings, orderId, wanted);
    read.push(one);
    if (one.result === 'gone') break;
  }
  return best(read);
}
