import { isObject, textIn, type Json } from '../answers';
import { receiptTrouble } from '../receipts';
import type { RefundRequest, RefundResult, SettleRequest, SettleResult } from '../types';
import type { Call, YooKassaSettings } from './client';
import { notReturned, troubleOf } from './errors';
import { amountOf } from './money';
import { receiptOf } from './receipt';
import { readById } from './state';

const DESCRIPTION = 250;

/** A refund that an earlier call with this key has made: YooKassa forgets keys after a day, refunds it keeps. */
async function madeBefore(call: Call, { providerId, key }: RefundRequest): Promise<Json | RefundResult | null> {
  const query = new URLSearchParams({ payment_id: providerId, limit: '100' });
  const answer = await call('GET', `/refunds?${query.toString()}`);
  if (answer.status !== 200 || !answer.json) return { result: 'unknown', detail: troubleOf(answer).detail };
  const items = Array.isArray(answer.json.items) ? answer.json.items.filter(isObject) : [];
  return items.find(({ metadata }) => isObject(metadata) && metadata.key === key) ?? null;
}

const isResult = (value: Json | RefundResult): value is RefundResult => 'result' in value;

async function become(call: Call, refund: Json, { providerId, amount }: RefundRequest): Promise<RefundResult> {
  if (refund.status === 'succeeded') {
    // How much is back in all only the payment says.
    const read = await readById(call, providerId);
    if (read.result !== 'state') return { result: 'unknown', detail: read.detail };
    return { result: 'refunded', refunded: Math.max(read.state.refunded, amount) };
  }
  if (refund.status === 'pending') {
    return { result: 'pending', detail: 'ЮKassa возвращает деньги, это занимает до нескольких дней.' };
  }
  if (refund.status === 'canceled') {
    const reason = isObject(refund.cancellation_details) ? textIn(refund.cancellation_details.reason) : '';
    return { result: 'refused', detail: notReturned(reason) };
  }
  return { result: 'unknown', detail: 'Ответ ЮKassa о возврате не читается. Бот спросит ещё раз.' };
}

/** Returns money, all or a part. The same request again does not return it twice, however late it comes. */
export async function refund(call: Call, { till }: YooKassaSettings, request: RefundRequest): Promise<RefundResult> {
  const { receipt, amount, key, providerId } = request;
  const wrong = receipt && receiptTrouble(receipt, amount, till === 'yookassa');
  if (wrong) return { result: 'refused', detail: wrong };
  const before = await madeBefore(call, request);
  if (before) return isResult(before) ? before : become(call, before, request);
  const answer = await call('POST', '/refunds', {
    key,
    body: {
      payment_id: providerId,
      amount: amountOf(amount),
      description: request.reason.slice(0, DESCRIPTION),
      metadata: { payment: request.payment, key },
      ...(receipt ? { receipt: receiptOf(receipt, till) } : {}),
    },
  });
  if (answer.status === 200 && answer.json) return become(call, answer.json, request);
  const { outcome, detail } = troubleOf(answer);
  return { result: outcome, detail };
}

/** The closing receipt: what was prepaid is offset against the goods. */
export async function settle(call: Call, { till }: YooKassaSettings, request: SettleRequest): Promise<SettleResult> {
  const { receipt, amount, key, providerId } = request;
  const whole = { ...receipt, mode: 'full_payment' as const };
  const wrong = receiptTrouble(whole, amount, till === 'yookassa');
  if (wrong) return { result: 'refused', detail: wrong };
  const answer = await call('POST', '/receipts', {
    key,
    body: {
      type: 'payment',
      payment_id: providerId,
      send: true,
      ...receiptOf(whole, till),
      settlements: [{ type: 'prepayment', amount: amountOf(amount) }],
    },
  });
  const status = answer.status === 200 ? answer.json?.status : null;
  if (status === 'pending' || status === 'succeeded') return { result: 'settled' };
  if (status === 'canceled') {
    return {
      result: 'refused',
      detail: 'Касса не зарегистрировала закрывающий чек. Пробейте его вручную или спросите поддержку ЮKassa.',
    };
  }
  const { outcome, detail } = troubleOf(answer);
  return { result: outcome, detail };
}
