import type { INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';

import type { MoneyEvent, MoneyFact } from '../../lib/dialogue/types';
import type { KnownPayment } from '../../lib/sessions/types';
import { resultItem } from './result';

const kopecks = z.int().positive();
const fact = z.discriminatedUnion('is', [
  z.object({ is: z.literal('link'), providerId: z.string(), url: z.string(), expiresAt: z.string().nullable() }),
  z.object({ is: z.literal('no_link'), why: z.enum(['off', 'refused', 'receipt']), detail: z.string() }),
  z.object({ is: z.literal('paid'), amount: kopecks, providerId: z.string().nullable(), at: z.string() }),
  z.object({ is: z.enum(['cancelled', 'expired']) }),
  z.object({ is: z.literal('refunded'), refunded: kopecks }),
  z.object({ is: z.literal('refund_refused'), detail: z.string() }),
]) satisfies z.ZodType<MoneyFact>;

/** What an event about money looks like in an item. */
export const moneyEvent = z.object({
  type: z.literal('money'),
  order: kopecks,
  payment: z.string().min(1),
  fact,
}) satisfies z.ZodType<MoneyEvent>;

/** An event about a payment of ours. */
export const moneyOf = ({ payment, order }: KnownPayment, what: MoneyFact): MoneyEvent => ({
  type: 'money',
  order,
  payment: payment.id,
  fact: what,
});

/**
 * The key under which an event about money is recorded. It follows from the fact, so that whoever brings it (a notification, a
 * check, an effect played twice), it is stepped once.
 *
 * @param effect key of the effect that was played: each of several returns can be refused
 */
export function moneyKey({ payment, fact: what }: MoneyEvent, effect = ''): string {
  const about = `pay:${payment}:${what.is}`;
  switch (what.is) {
    case 'paid':
      return `${about}:${what.amount}`;
    case 'refunded':
      return `${about}:${what.refunded}`;
    case 'refund_refused':
      return `${about}:${effect}`;
    default:
      return about;
  }
}

/** The items that carry facts to Cake Order; the last one confirms the effect `key`, if one was played. */
export const moneyItems = (known: KnownPayment, facts: MoneyFact[], key = ''): INodeExecutionData[] =>
  facts.map((what, place) =>
    resultItem({ key: place === facts.length - 1 ? key : '', to: known.chat }, moneyOf(known, what)),
  );
