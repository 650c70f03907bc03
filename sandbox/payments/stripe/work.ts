import { Answer, type Asked } from '../shared/endpoint';
import { readSession, refundForm, valid } from './create';
import { expand } from './expand';
import type { Param } from './form';
import { missing, type Stripe } from './stripe';
import { chargeView, intentView, listView, refundView } from './views';
import { seconds, type Session, StripeError, totalOf } from './wire';

/** A call: parameters of the form, or of the query, without `expand`. */
export interface Call {
  id: string;
  form: Record<string, Param>;
  expand: Param | undefined;
}

/** Splits what was asked. */
export function callOf({ params, body }: Asked, query: Record<string, Param>): Call {
  const { expand: wanted, ...form } = (body ?? query) as Record<string, Param>;
  return { id: params.id ?? '', form, expand: wanted };
}

/** `POST /v1/checkout/sessions`. */
export function createSession(stripe: Stripe, { form, expand: wanted }: Call): Answer {
  return shown(stripe, stripe.save(readSession(form, stripe.parts.clock.now())), wanted);
}

/** `GET /v1/checkout/sessions/{id}`. */
export function getSession(stripe: Stripe, { id, expand: wanted }: Call): Answer {
  return shown(stripe, sessionOf(stripe, id), wanted);
}

/** `POST /v1/checkout/sessions/{id}/expire`. */
export function expireSession(stripe: Stripe, { id, expand: wanted }: Call): Answer {
  const session = sessionOf(stripe, id);
  if (session.status === 'open') return shown(stripe, stripe.expire(session), wanted);
  const only = 'Only Checkout Sessions with a status in ["open"] can be expired.';
  throw new StripeError(400, `${only} This Checkout Session has a status of ${session.status}.`);
}

/** `GET /v1/checkout/sessions`. */
export function listSessions(stripe: Stripe, { form, expand: wanted }: Call): Answer {
  const { status, payment_intent: intent } = form;
  const found = [...stripe.sessions.keys()]
    .map((id) => stripe.session(id)!)
    .filter((session) => (!status || session.status === status) && (!intent || session.paid?.intent === intent))
    .filter(({ createdAt }) => isWithin(seconds(createdAt), form.created));
  const views = found.reverse().map((session) => ({ id: session.id, ...stripe.viewOf(session) }));
  return page(stripe, views, '/v1/checkout/sessions', form, wanted);
}

/** `GET /v1/payment_intents/{id}`. */
export function getIntent(stripe: Stripe, { id, expand: wanted }: Call): Answer {
  const session = stripe.paidAs(id);
  if (session?.paid?.intent !== id) throw missing('payment_intent', id, 'intent');
  return new Answer(200, expand(stripe, intentView(session), wanted));
}

/** `GET /v1/charges/{id}`. */
export function getCharge(stripe: Stripe, { id, expand: wanted }: Call): Answer {
  const session = stripe.paidAs(id);
  if (session?.paid?.charge !== id) throw missing('charge', id);
  return new Answer(200, expand(stripe, chargeView(session, stripe.returned(session)), wanted));
}

/** `POST /v1/refunds`. */
export function createRefund(stripe: Stripe, { form, expand: wanted }: Call): Answer {
  const { payment_intent: intent, charge, amount, reason = null, metadata } = valid(refundForm, form);
  const session = stripe.paidAs((intent ?? charge)!);
  if (!session)
    throw intent ? missing('payment_intent', intent, 'payment_intent') : missing('charge', charge!, 'charge');
  const left = totalOf(session) - stripe.returned(session).amount;
  if (left === 0)
    throw new StripeError(400, `Charge ${session.paid!.charge} has already been refunded.`, {
      code: 'charge_already_refunded',
    });
  if ((amount ?? left) > left)
    throw new StripeError(400, `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    });
  const refund = stripe.refund(session, { amount: amount ?? left, reason, metadata });
  return new Answer(200, expand(stripe, refundView(refund, session), wanted));
}

/** `GET /v1/refunds/{id}`. */
export function getRefund(stripe: Stripe, { id, expand: wanted }: Call): Answer {
  const refund = stripe.refunds.get(id);
  if (!refund) throw missing('refund', id);
  return new Answer(200, expand(stripe, refundView(refund, stripe.sessions.get(refund.session)!), wanted));
}

/** `GET /v1/refunds`. */
export function listRefunds(stripe: Stripe, { form, expand: wanted }: Call): Answer {
  const { payment_intent: intent, charge } = form;
  const views = [...stripe.refunds.values()]
    .map((refund) => ({ id: refund.id, ...refundView(refund, stripe.sessions.get(refund.session)!) }))
    .filter(
      (view: Record<string, unknown>) =>
        (!intent || view.payment_intent === intent) && (!charge || view.charge === charge),
    );
  return page(stripe, views.reverse(), '/v1/refunds', form, wanted);
}

/** `GET /v1/balance`: all that was paid and not returned, per currency. */
export function balance(stripe: Stripe): Answer {
  const amounts = new Map<string, number>();
  for (const session of stripe.sessions.values()) {
    if (!session.paid) continue;
    const left = totalOf(session) - stripe.returned(session).amount;
    amounts.set(session.currency, (amounts.get(session.currency) ?? 0) + left);
  }
  const available = [...amounts].map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }));
  return new Answer(200, { object: 'balance', available, livemode: false, pending: [] });
}

function sessionOf(stripe: Stripe, id: string): Session {
  const session = stripe.session(id);
  if (!session) throw missing('checkout.session', id, 'session');
  return session;
}

const BOUNDS: Record<string, (at: number, limit: number) => boolean> = {
  gt: (at, limit) => at > limit,
  gte: (at, limit) => at >= limit,
  lt: (at, limit) => at < limit,
  lte: (at, limit) => at <= limit,
};

/** `created[gte]=…` and its like, in seconds. */
function isWithin(at: number, created: Param | undefined): boolean {
  if (created === undefined) return true;
  const bounds = typeof created === 'string' ? { gte: created, lte: created } : created;
  return Object.entries(bounds).every(([bound, limit]) => {
    if (!BOUNDS[bound] || !/^\d+$/.test(String(limit)))
      throw new StripeError(400, 'Invalid timestamp', { param: `created[${bound}]` });
    return BOUNDS[bound](at, Number(limit));
  });
}

const shown = (stripe: Stripe, session: Session, wanted: Param | undefined): Answer =>
  new Answer(200, expand(stripe, stripe.viewOf(session), wanted));

/** A page of a list, the newest first. */
function page(
  stripe: Stripe,
  views: { id: string }[],
  url: string,
  { limit = '10', starting_after: after }: Record<string, Param>,
  wanted: Param | undefined,
): Answer {
  const size = Number(limit);
  if (!Number.isInteger(size) || size < 1 || size > 100)
    throw new StripeError(400, 'This value must be 1 to 100.', { param: 'limit' });
  const start = after === undefined ? 0 : views.findIndex(({ id }) => id === after) + 1;
  const data = views.slice(start, start + size);
  return new Answer(200, expand(stripe, listView(data, url, start + size < views.length), wanted));
}
