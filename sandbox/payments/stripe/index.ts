import { Refusal } from '../../api/channel';
import type { Doing, Forgery, Played, ProviderParts } from '../shared/played';
import { stripeRoutes } from './routes';
import { signatureOf, Stripe, type StripeOptions } from './stripe';
import { newId, type Session, totalOf } from './wire';

export type { StripeOptions } from './stripe';

/** Plays Stripe for one test account on `/stripe/v1`. State lies in `<dir>/stripe.jsonl`. */
export function createStripe(parts: ProviderParts, options: StripeOptions): Played {
  const stripe = new Stripe(parts, options);
  return {
    name: 'stripe',
    title: 'Stripe',
    pagePath: '/stripe/pay',
    routes: stripeRoutes(stripe),
    find: ({ id, url }) => {
      const all = [...stripe.sessions.values()].reverse();
      const isOurs = ({ reference, metadata }: Session): boolean =>
        reference === id || Object.values(metadata).includes(id);
      return (all.find((session) => stripe.pageOf(session.id) === url) ?? all.find(isOurs))?.id;
    },
    bill: (id) => {
      const session = stripe.session(id);
      if (!session) return undefined;
      const { status, currency, lines, expiresAt, successUrl, cancelUrl } = session;
      return {
        amount: totalOf(session),
        currency: currency.toUpperCase(),
        description: lines.map(({ name, quantity }) => (quantity > 1 ? `${name} × ${quantity}` : name)).join(', '),
        state: status === 'open' ? 'open' : status === 'complete' ? 'paid' : 'dead',
        until: status === 'open' ? expiresAt : null,
        paidUrl: successUrl.replaceAll('{CHECKOUT_SESSION_ID}', id),
        refusedUrl: cancelUrl,
      };
    },
    opened: () => undefined,
    pay: (id, { amount, repeat }) => {
      const session = stripe.mustBe(id, 'open');
      if (amount !== undefined && amount !== totalOf(session))
        throw new Refusal(409, 'Stripe takes the whole amount of the session and no other');
      stripe.pay(session, repeat);
    },
    // A buyer who turns back leaves the session open, so it is the account's people who end it.
    cancel: (id, { repeat }) => void stripe.expire(stripe.mustBe(id, 'open'), repeat),
    refund: (id, doing) => refund(stripe, id, doing),
    expire: (id, { repeat }) => void stripe.expire(stripe.mustBe(id, 'open'), repeat),
    forge: (id, forgery, reference) => forge(stripe, id, forgery, reference),
    notifyAt: (url) => stripe.notifyAt(url),
    resume: () => stripe.resume(),
    close: () => stripe.close(),
  };
}

function refund(stripe: Stripe, id: string, { amount, repeat }: Doing): void {
  const session = stripe.mustBe(id, 'complete');
  const left = totalOf(session) - stripe.returned(session).amount;
  if (left === 0 || (amount ?? left) > left) throw new Refusal(409, `Stripe: only ${left} are left of the charge`);
  stripe.refund(session, { amount: amount ?? left, reason: null, metadata: {} }, repeat);
}

/**
 * Sends a `checkout.session.completed` that Stripe never said: signed with another secret, or rightly with a field that lies.
 *
 * @throws Refusal 400 for `address` and `shop`: the signature is the proof, and an event of one's own account names none
 */
function forge(stripe: Stripe, id: string, forgery: Forgery, reference: string): void {
  if (forgery === 'address') throw new Refusal(400, 'Stripe proves an event by its signature, not by its address');
  if (forgery === 'shop') throw new Refusal(400, 'an event of Stripe does not name the account that it is for');
  const session = stripe.session(id)!;
  const paid = session.paid ?? { intent: newId('pi'), charge: newId('ch'), at: stripe.parts.clock.now() };
  const object = stripe.viewOf({ ...session, status: 'complete', paid });
  if (forgery === 'amount') object.amount_total = totalOf(session) + 100;
  if (forgery === 'order') {
    const other = [...stripe.sessions.values()].find((each) => each.id !== id);
    object.client_reference_id = other ? other.reference : `${reference}0`;
    object.metadata = other ? other.metadata : {};
  }
  const body = stripe.event('checkout.session.completed', object);
  const secret = forgery === 'token' ? 'whsec_of_somebody_else' : stripe.options.webhookSecret;
  stripe.notices.forge(stripe.notifyUrl, body, {
    headers: { 'stripe-signature': signatureOf(body, secret, stripe.parts) },
  });
}
