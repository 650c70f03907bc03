import { amountOf, type Payment, type Refund, type SentReceipt } from './wire';

/** What views need of the shop. */
export interface ShopView {
  shopId: string;
  /** Address of a payment's page. */
  pageOf(id: string): string;
}

/** Of a payment, what the provider keeps; a test shop's own number. */
const FEE = 0.028;

const iso = (at: number): string => new Date(at).toISOString();

/** A payment as the API tells it. */
export function paymentView(payment: Payment, shop: ShopView): Record<string, unknown> {
  const { id, status, amount, refunded, description, metadata, createdAt, heldUntil, capturedAt, canceled } = payment;
  const isPaid = status === 'succeeded' || status === 'waiting_for_capture';
  return {
    id,
    status,
    amount: amountOf(amount),
    ...(status === 'succeeded' && { income_amount: amountOf(amount - Math.round(amount * FEE)) }),
    ...(description !== undefined && { description }),
    recipient: { account_id: shop.shopId, gateway_id: `${shop.shopId}1` },
    ...(isPaid && { payment_method: cardOf(id) }),
    created_at: iso(createdAt),
    ...(capturedAt !== undefined && { captured_at: iso(capturedAt) }),
    ...(status === 'waiting_for_capture' && heldUntil !== undefined && { expires_at: iso(heldUntil) }),
    ...(status === 'pending' && {
      confirmation: { type: 'redirect', return_url: payment.returnUrl, confirmation_url: shop.pageOf(id) },
    }),
    ...(canceled && { cancellation_details: canceled }),
    ...(payment.hasReceipt && { receipt_registration: receiptState(status) }),
    ...(status === 'succeeded' && { refunded_amount: amountOf(refunded) }),
    test: true,
    paid: isPaid,
    refundable: status === 'succeeded' && refunded < amount,
    metadata,
  };
}

/** A refund as the API tells it. */
export function refundView({ id, paymentId, amount, description, createdAt, hasReceipt, metadata }: Refund): object {
  return {
    id,
    payment_id: paymentId,
    status: 'succeeded',
    created_at: iso(createdAt),
    amount: amountOf(amount),
    ...(description !== undefined && { description }),
    ...(hasReceipt && { receipt_registration: 'succeeded' }),
    metadata,
  };
}

/** A receipt as the API tells it; registered a moment after it was sent, so its first answer says `pending`. */
export function receiptView(receipt: SentReceipt, isFresh: boolean): object {
  const { id, type, paymentId, refundId, taxSystem, items, settlements, createdAt } = receipt;
  return {
    id,
    type,
    ...(paymentId !== undefined && { payment_id: paymentId }),
    ...(refundId !== undefined && { refund_id: refundId }),
    status: isFresh ? 'pending' : 'succeeded',
    ...(!isFresh && { registered_at: iso(createdAt), fiscal_document_number: '3986', fiscal_attribute: '2617603921' }),
    ...(taxSystem !== undefined && { tax_system_code: taxSystem }),
    items,
    settlements,
  };
}

function receiptState(status: Payment['status']): string {
  return { pending: 'pending', waiting_for_capture: 'pending', succeeded: 'succeeded', canceled: 'canceled' }[status];
}

/** The test card of https://yookassa.ru/developers/payment-acceptance/testing-and-going-live/testing. */
function cardOf(id: string): object {
  return {
    type: 'bank_card',
    id,
    saved: false,
    title: 'Bank card *4477',
    card: { first6: '555555', last4: '4477', expiry_year: '2030', expiry_month: '12', card_type: 'MasterCard' },
  };
}
