import { neverSent, textIn, type Answer } from '../answers';
import { receiptTrouble } from '../receipts';
import type { RefundRequest, RefundResult, SettleRequest, SettleResult } from '../types';
import { type TBankCalls, type TBankSettings } from './client';
import { troubleOf, worked } from './errors';
import { receiptOf } from './receipt';
import { readById } from './state';

/** Kopecks returned in all, from what is left after a call of Cancel; null: it does not say. */
function returned({ json }: Answer, paid: number): number | null {
  const left = Number(textIn(json?.NewAmount) || NaN);
  return Number.isSafeInteger(left) && left >= 0 && left < paid ? paid - left : null;
}

/**
 * Returns money, all or a part. `ExternalRequestId` keeps a repeat from returning it twice. T-Bank makes the receipt of a
 * whole return itself, from the payment's.
 */
export async function refund(
  { call }: TBankCalls,
  settings: TBankSettings,
  request: RefundRequest,
): Promise<RefundResult> {
  const { providerId, amount, paid, key, payment } = request;
  const receipt = amount < paid ? request.receipt : null;
  const wrong = receipt && receiptTrouble(receipt, amount);
  if (wrong) return { result: 'refused', detail: wrong };
  const answer = await call('Cancel', {
    PaymentId: providerId,
    Amount: amount,
    ExternalRequestId: key,
    ...(receipt ? { Receipt: receiptOf(receipt, settings.ffdVersion) } : {}),
  });
  if (!worked(answer)) {
    const { outcome, detail } = troubleOf(answer);
    return { result: outcome, detail };
  }
  switch (textIn(answer.json?.Status)) {
    case 'REFUNDED':
    case 'REVERSED':
      return { result: 'refunded', refunded: paid };
    case 'PARTIAL_REFUNDED':
    case 'PARTIAL_REVERSED': {
      const known = returned(answer, paid);
      if (known !== null) return { result: 'refunded', refunded: known };
      const read = await readById(call, settings, providerId, { payment, amount: paid });
      return { result: 'refunded', refunded: read.result === 'state' ? Math.max(read.state.refunded, amount) : amount };
    }
    case 'REFUNDING':
    case 'ASYNC_REFUNDING':
    case 'REVERSING':
    case 'CONFIRMED':
      return { result: 'pending', detail: 'Т-Банк возвращает деньги, это занимает до нескольких дней.' };
    case 'REJECTED':
      return {
        result: 'refused',
        detail:
          'Т-Банк не вернул деньги. Чаще всего на счёте их не хватает: пополните счёт и верните ещё раз из кабинета Т-Бизнеса («Операции»).',
      };
    default:
      return { result: 'unknown', detail: 'Ответ Т-Банка о возврате не читается. Бот спросит ещё раз.' };
  }
}

const UNCLEAR =
  'Т-Банк не ответил, и неизвестно, пробит ли закрывающий чек. Откройте платёж в кабинете Т-Бизнеса («Операции»): если чека нет, пробейте его вручную. Бот не повторяет сам, чтобы не пробить второй.';

/**
 * The closing receipt: what was prepaid is offset against the goods (`AdvancePayment`), no new money. T-Bank has no
 * idempotence key for it: what may have arrived is never sent again.
 */
export async function settle(
  { cashbox }: TBankCalls,
  settings: TBankSettings,
  { receipt, amount, providerId }: SettleRequest,
): Promise<SettleResult> {
  const whole = { ...receipt, mode: 'full_payment' as const };
  const wrong = receiptTrouble(whole, amount);
  if (wrong) return { result: 'refused', detail: wrong };
  const answer = await cashbox('SendClosingReceipt', {
    PaymentId: providerId,
    Receipt: { ...receiptOf(whole, settings.ffdVersion), Payments: { Electronic: 0, AdvancePayment: amount } },
  });
  if (worked(answer)) return { result: 'settled' };
  const { outcome, detail } = troubleOf(answer);
  if (outcome === 'refused' || neverSent(answer)) return { result: outcome, detail };
  return { result: 'refused', detail: UNCLEAR };
}
