import { randomUUID } from 'node:crypto';
import { Answer, type Asked } from '../shared/endpoint';
import { checkReceipt, sumOf } from './receipt';
import { captureBody, paymentBody, receiptBody, refundBody } from './requests';
import { paymentView, receiptView, refundView } from './views';
import { type Payment, RECEIPT_REFUSED, valid, YooKassaError } from './wire';
import type { YooKassa } from './yookassa';

/** `POST /payments`. */
export function createPayment(shop: YooKassa, { body }: Asked): Answer {
  const { amount, capture, confirmation, description, metadata, receipt } = valid(paymentBody, body);
  checkReceipt(receipt, amount, shop.options.fiscal ?? false);
  const { return_url: returnUrl } = confirmation;
  const hasReceipt = receipt !== undefined;
  return shown(shop, shop.create({ amount, capture, description, metadata, returnUrl, hasReceipt }));
}

/** `GET /payments/{id}`. */
export function getPayment(shop: YooKassa, { params }: Asked): Answer {
  return shown(shop, found(shop, params.id));
}

/** `POST /payments/{id}/capture`. */
export function capturePayment(shop: YooKassa, { params, body }: Asked): Answer {
  const payment = held(shop, params.id);
  const { amount = payment.amount, receipt } = valid(captureBody, body);
  if (amount <= 0 || amount > payment.amount) throw new YooKassaError(400, 'Incorrect amount value', 'amount.value');
  if (receipt) checkReceipt(receipt, amount, false);
  shop.capture(payment.id, amount);
  return getPayment(shop, { params } as Asked);
}

/** `POST /payments/{id}/cancel`: of held money alone. */
export function cancelPayment(shop: YooKassa, { params }: Asked): Answer {
  const { id } = held(shop, params.id);
  shop.cancel(id, { party: 'merchant', reason: 'canceled_by_merchant' });
  return getPayment(shop, { params } as Asked);
}

/** `POST /refunds`. */
export function createRefund(shop: YooKassa, { body }: Asked): Answer {
  const { payment_id: paymentId, amount, description, metadata, receipt } = valid(refundBody, body);
  const payment = shop.payment(paymentId);
  if (!payment) throw new YooKassaError(400, "Payment doesn't exist or access denied", 'payment_id');
  if (payment.status !== 'succeeded') throw new YooKassaError(400, 'The payment is not succeeded', 'payment_id');
  if (amount > payment.amount - payment.refunded)
    throw new YooKassaError(400, 'Refund amount is more than is left of the payment', 'amount.value');
  checkReceipt(receipt, amount, shop.options.fiscal ?? false);
  const hasReceipt = receipt !== undefined;
  return new Answer(200, refundView(shop.refund({ paymentId, amount, description, metadata, hasReceipt })));
}

/** `GET /refunds/{id}`. */
export function getRefund(shop: YooKassa, { params }: Asked): Answer {
  const refund = shop.refunds.get(params.id);
  if (!refund) throw notFound('Refund');
  return new Answer(200, refundView(refund));
}

/** `POST /receipts`. */
export function createReceipt(shop: YooKassa, { body }: Asked): Answer {
  const asked = valid(receiptBody, body);
  const { type, payment_id: paymentId, refund_id: refundId, tax_system_code: taxSystem } = asked;
  const settled = asked.settlements.reduce((sum, { amount }) => sum + amount, 0);
  if (settled !== sumOf(asked.items)) throw new YooKassaError(400, RECEIPT_REFUSED, 'settlements');
  const isKnown = type === 'payment' ? shop.payment(paymentId!)?.status === 'succeeded' : shop.refunds.has(refundId!);
  if (!isKnown) throw new YooKassaError(400, 'Nothing paid or returned has that id', `${type}_id`);
  const { items, settlements } = body as { items: object[]; settlements: object[] };
  const createdAt = shop.parts.clock.now();
  const receipt = { id: `rt_${randomUUID()}`, type, paymentId, refundId, taxSystem, items, settlements, createdAt };
  shop.receipts.set(receipt.id, receipt);
  return new Answer(200, receiptView(receipt, true));
}

/** `GET /receipts/{id}`. */
export function getReceipt(shop: YooKassa, { params }: Asked): Answer {
  const receipt = shop.receipts.get(params.id);
  if (!receipt) throw notFound('Receipt');
  return new Answer(200, receiptView(receipt, false));
}

/** `GET /me`. */
export function me({ options }: YooKassa): Answer {
  return new Answer(200, {
    account_id: options.shopId,
    status: 'enabled',
    test: true,
    fiscalization_enabled: options.fiscal ?? false,
    payment_methods: ['bank_card', 'yoo_money'],
  });
}

/** `/webhooks`: who comes with a shop's key sets the address in the cabinet alone. */
export function webhooks(): Answer {
  throw new YooKassaError(403, 'Webhooks are managed by OAuth applications; a shop sets its URL in the cabinet');
}

function found(shop: YooKassa, id: string): Payment {
  const payment = shop.payment(id);
  if (!payment) throw notFound('Payment');
  return payment;
}

function held(shop: YooKassa, id: string): Payment {
  const payment = found(shop, id);
  if (payment.status === 'waiting_for_capture') return payment;
  throw new YooKassaError(400, `Incorrect payment status: ${payment.status}, not waiting_for_capture`);
}

const shown = (shop: YooKassa, payment: Payment): Answer => new Answer(200, paymentView(payment, shop));

const notFound = (what: string): YooKassaError =>
  new YooKassaError(404, `${what} doesn't exist or access denied`, 'id');
