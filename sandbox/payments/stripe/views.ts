import { type Refund, seconds, type Session, totalOf } from './wire';

/** What of a session's money went back, with the refunds that did it. */
export interface Returned {
  amount: number;
  refunds: Refund[];
}

/** A session; what can be expanded stands as an id. */
export function sessionView(session: Session, pageUrl: string): Record<string, unknown> {
  const { id, status, currency, reference, metadata, email, locale, createdAt, expiresAt, paid } = session;
  const total = totalOf(session);
  return {
    id,
    object: 'checkout.session',
    amount_subtotal: total,
    amount_total: total,
    cancel_url: session.cancelUrl,
    client_reference_id: reference,
    created: seconds(createdAt),
    currency,
    customer: null,
    customer_details: paid ? { email, name: null, phone: null, address: null } : null,
    customer_email: email,
    expires_at: seconds(expiresAt),
    livemode: false,
    locale,
    metadata,
    mode: 'payment',
    payment_intent: paid?.intent ?? null,
    payment_method_types: ['card'],
    payment_status: paid ? 'paid' : 'unpaid',
    status,
    success_url: session.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: status === 'open' ? pageUrl : null,
  };
}

/** The list that `expand[]=line_items` adds. */
export function lineItemsView({ id, lines, currency }: Session): object {
  const data = lines.map(({ id: lineId, name, unitAmount, quantity }) => ({
    id: lineId,
    object: 'item',
    amount_discount: 0,
    amount_subtotal: unitAmount * quantity,
    amount_tax: 0,
    amount_total: unitAmount * quantity,
    currency,
    description: name,
    quantity,
  }));
  return listView(data, `/v1/checkout/sessions/${id}/line_items`, false);
}

/** The payment of a paid session. */
export function intentView(session: Session): Record<string, unknown> {
  const { paid, currency, intentMetadata, intentDescription } = session;
  const total = totalOf(session);
  return {
    id: paid!.intent,
    object: 'payment_intent',
    amount: total,
    amount_capturable: 0,
    amount_received: total,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    created: seconds(paid!.at),
    currency,
    customer: null,
    description: intentDescription,
    last_payment_error: null,
    latest_charge: paid!.charge,
    livemode: false,
    metadata: intentMetadata,
    payment_method_types: ['card'],
    status: 'succeeded',
  };
}

/** What was charged for a paid session. */
export function chargeView(session: Session, returned: Returned): Record<string, unknown> {
  const { paid, currency, intentMetadata, intentDescription, email } = session;
  const total = totalOf(session);
  return {
    id: paid!.charge,
    object: 'charge',
    amount: total,
    amount_captured: total,
    amount_refunded: returned.amount,
    billing_details: { address: null, email, name: null, phone: null },
    captured: true,
    created: seconds(paid!.at),
    currency,
    customer: null,
    description: intentDescription,
    disputed: false,
    livemode: false,
    metadata: intentMetadata,
    outcome: { network_status: 'approved_by_network', risk_level: 'normal', type: 'authorized' },
    paid: true,
    payment_intent: paid!.intent,
    payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242', exp_month: 12, exp_year: 2030 } },
    refunded: returned.amount === total,
    status: 'succeeded',
  };
}

/** A refund; what can be expanded stands as an id. */
export function refundView(refund: Refund, { paid, currency }: Session): Record<string, unknown> {
  const { id, amount, reason, metadata, createdAt } = refund;
  return {
    id,
    object: 'refund',
    amount,
    charge: paid!.charge,
    created: seconds(createdAt),
    currency,
    metadata,
    payment_intent: paid!.intent,
    reason,
    status: 'succeeded',
  };
}

/** A page of a list. */
export const listView = (data: object[], url: string, hasMore: boolean): object => ({
  object: 'list',
  data,
  has_more: hasMore,
  url,
});
