import type Stripe from 'stripe';

import type { RefundRequest, RefundResult } from '../types';
import type { Client } from './client';
import { troubleOf } from './errors';
import { intentOf, sessionById, stateOf } from './state';

const DONE = 'succeeded';

/** What became of one refund. `all`: every refund of that payment. */
function become(refund: Stripe.Refund, all: Stripe.Refund[]): RefundResult {
  if (refund.status === DONE) {
    const done = all.filter(({ id, status }) => status === DONE || id === refund.id);
    return { result: 'refunded', refunded: done.reduce((sum, { amount }) => sum + amount, 0) };
  }
  if (refund.status === 'failed' || refund.status === 'canceled') {
    return {
      result: 'refused',
      detail: 'Stripe не вернул деньги: банк покупателя их не принял. Договоритесь с покупателем о другом способе.',
    };
  }
  return { result: 'pending', detail: 'Stripe возвращает деньги, это занимает до нескольких дней.' };
}

/** Returns money, all or a part. The same request again does not return it twice: Stripe forgets keys, refunds it keeps. */
export async function refund(client: Client, request: RefundRequest): Promise<RefundResult> {
  const { providerId, amount, key, payment } = request;
  try {
    const stripe = await client();
    const session = await sessionById(client, providerId);
    if (!stateOf(session))
      return { result: 'unknown', detail: 'Ответ Stripe о платеже не читается. Бот спросит ещё раз.' };
    const intent = intentOf(session);
    if (!intent) return { result: 'refused', detail: 'По этой ссылке никто не платил: возвращать нечего.' };
    const list = async () => (await stripe.refunds.list({ payment_intent: intent, limit: 100 })).data;
    const before = await list();
    const known = before.find(({ metadata }) => metadata?.key === key);
    if (known) return become(known, before);
    const made = await stripe.refunds.create(
      { payment_intent: intent, amount, metadata: { key, payment } },
      { idempotencyKey: key },
    );
    return become(made, [...before.filter(({ id }) => id !== made.id), made]);
  } catch (thrown) {
    const { outcome, detail } = troubleOf(thrown);
    return { result: outcome, detail };
  }
}
