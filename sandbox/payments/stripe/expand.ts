import { listOf, type Param } from './form';
import type { Stripe } from './stripe';
import { chargeView, intentView, lineItemsView, listView, refundView } from './views';
import { type Session, StripeError } from './wire';

type Fields = Record<string, unknown>;

/** Puts objects where ids stand, and lists that are left out otherwise: `expand[]=payment_intent.latest_charge`. */
export function expand<T extends object>(stripe: Stripe, object: T, wanted: Param | undefined): T {
  for (const path of listOf(wanted)) expandPath(stripe, object as Fields, String(path).split('.'), String(path));
  return object;
}

function expandPath(stripe: Stripe, object: Fields, [key, ...rest]: string[], path: string): void {
  if (object.object === 'list' && key === 'data') {
    for (const each of object.data as Fields[]) expandPath(stripe, each, rest, path);
    return;
  }
  const inner = resolve(stripe, object, key);
  if (inner === undefined)
    throw new StripeError(400, `This property cannot be expanded (${path}).`, { param: 'expand' });
  object[key] = inner;
  if (inner !== null && rest.length > 0) expandPath(stripe, inner as Fields, rest, path);
}

/** The object behind a field; null where there is none, undefined where there is no such field. */
function resolve(stripe: Stripe, object: Fields, key: string): object | null | undefined {
  const value = object[key];
  if (typeof value === 'object' && value !== null) return value;
  if (object.object === 'checkout.session' && key === 'line_items')
    return lineItemsView(stripe.sessions.get(object.id as string)!);
  if (object.object === 'charge' && key === 'refunds') return refundsOf(stripe, stripe.paidAs(object.id as string)!);
  if (value === undefined) return undefined;
  const session = typeof value === 'string' ? stripe.paidAs(value) : undefined;
  if (key === 'payment_intent') return session ? intentView(session) : null;
  if (key === 'latest_charge' || key === 'charge')
    return session ? chargeView(session, stripe.returned(session)) : null;
  return undefined;
}

function refundsOf(stripe: Stripe, session: Session): object {
  const data = stripe.returned(session).refunds.map((refund) => refundView(refund, session));
  return listView(data, `/v1/charges/${session.paid!.charge}/refunds`, false);
}
