import type Stripe from 'stripe';

import type { LinkRequest, LinkResult } from '../types';
import type { Client } from './client';
import { isRepeat, troubleOf } from './errors';
import { sessionByPayment } from './state';

const MINUTE_MS = 60_000;

/** A session lives from half an hour to a day; a minute is left for clocks that differ. */
const SHORTEST_MS = 31 * MINUTE_MS;
const LONGEST_MS = (24 * 60 - 1) * MINUTE_MS;

/** When a session ends, in seconds. */
export function expiresAt(until: string, now: number): number {
  const wanted = Date.parse(until);
  const ends = Math.min(Math.max(Number.isNaN(wanted) ? 0 : wanted, now + SHORTEST_MS), now + LONGEST_MS);
  return Math.floor(ends / 1000);
}

const linkOf = (session: Stripe.Checkout.Session): LinkResult | null =>
  session.url
    ? {
        result: 'link',
        providerId: session.id,
        url: session.url,
        expiresAt: new Date(session.expires_at * 1000).toISOString(),
      }
    : null;

/** The session that an earlier call with this key has made: its end was another then, so the key does not give it back. */
async function madeBefore(client: Client, payment: string, now: () => number): Promise<LinkResult | null> {
  const session = await sessionByPayment(client, payment, now);
  if (!session) return null;
  if (session.status === 'open') return linkOf(session);
  if (session.status === 'complete') {
    return { result: 'unknown', detail: 'По этой ссылке уже заплатили: бот учтёт оплату при сверке.' };
  }
  return { result: 'refused', detail: 'Срок этой ссылки истёк. Клиент может попросить новую.' };
}

/** Makes a Checkout Session. Stripe makes no fiscal receipts (54-FZ): `receipt` is not sent. */
export async function requestLink(client: Client, request: LinkRequest, now: () => number): Promise<LinkResult> {
  const { amount, payment, order, description, returnUrl } = request;
  const metadata = { payment, order: String(order) };
  try {
    const session = await (
      await client()
    ).checkout.sessions.create(
      {
        mode: 'payment',
        line_items: [
          { quantity: 1, price_data: { currency: 'rub', unit_amount: amount, product_data: { name: description } } },
        ],
        client_reference_id: payment,
        metadata,
        payment_intent_data: { description, metadata },
        locale: request.language,
        success_url: returnUrl,
        cancel_url: returnUrl,
        expires_at: expiresAt(request.until, now()),
      },
      { idempotencyKey: request.key },
    );
    return (
      linkOf(session) ?? { result: 'unknown', detail: 'Stripe создал платёж, но ссылку не дал. Бот спросит ещё раз.' }
    );
  } catch (thrown) {
    const { outcome, detail } = troubleOf(thrown);
    if (!isRepeat(thrown)) return { result: outcome, detail };
    try {
      return (await madeBefore(client, payment, now)) ?? { result: outcome, detail };
    } catch (again) {
      return { result: 'unknown', detail: troubleOf(again).detail };
    }
  }
}
