import type Stripe from 'stripe';

import { fieldOf } from '../answers';
import type { NotificationResult, RawNotification } from '../types';
import { stripeLibrary, type Client, type StripeSettings } from './client';

const ANSWER = 'OK';

/** Older ones may have been overheard and sent again; Stripe signs each delivery anew. */
const TOLERANCE_S = 300;

const NO_SECRET =
  'Уведомления Stripe не принимаются: впишите Signing Secret в доступ «Stripe Checkout API». Он виден на dashboard.stripe.com («Developers → Webhooks», ваш адрес).';

const refused = (answer: string): NotificationResult => ({ result: 'refused', why: 'signature', status: 403, answer });

const about = (session: Stripe.Checkout.Session): NotificationResult => ({
  result: 'about',
  providerId: session.id,
  payment: session.client_reference_id,
  answer: ANSWER,
});

/** Events about returned money name the payment; its session Stripe has to be asked for. */
async function aboutIntent(client: Client, intent: unknown): Promise<NotificationResult> {
  if (typeof intent !== 'string') return { result: 'ignored', answer: ANSWER };
  try {
    const { data } = await (await client()).checkout.sessions.list({ payment_intent: intent, limit: 1 });
    return data[0] ? about(data[0]) : { result: 'ignored', answer: ANSWER };
  } catch {
    // Nothing is wrong with it; a refusal makes Stripe deliver it again.
    return { result: 'refused', why: 'body', status: 503, answer: 'later' };
  }
}

/** A notification of Stripe, proven by its signature; never believed where no signing secret is known. */
export async function readNotification(
  client: Client,
  settings: StripeSettings,
  { headers, rawBody }: RawNotification,
  now: () => number,
): Promise<NotificationResult> {
  const secret = fieldOf(settings.signingSecret);
  if (!secret) return refused(NO_SECRET);
  let event: Stripe.Event;
  try {
    const { webhooks } = await stripeLibrary();
    const signature = headers['stripe-signature'] ?? '';
    event = webhooks.constructEvent(rawBody, signature, secret, TOLERANCE_S, undefined, now());
  } catch (thrown) {
    // Signed, and yet it cannot be read.
    if (thrown instanceof SyntaxError) return { result: 'refused', why: 'body', status: 400, answer: '' };
    return refused('');
  }
  if (event.type.startsWith('checkout.session.')) return about(event.data.object as Stripe.Checkout.Session);
  if (event.type === 'charge.refunded' || event.type.startsWith('refund.') || event.type === 'charge.refund.updated') {
    return aboutIntent(client, (event.data.object as { payment_intent?: unknown }).payment_intent);
  }
  return { result: 'ignored', answer: ANSWER };
}
