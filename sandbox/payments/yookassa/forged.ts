import { Refusal } from '../../api/channel';
import type { Forgery } from '../shared/played';
import { paymentView } from './views';
import { amountOf } from './wire';
import type { YooKassa } from './yookassa';

/** A loopback address that YooKassa never calls from. */
const FOREIGN_ADDRESS = '127.0.0.2';

/**
 * Sends «payment.succeeded» that YooKassa never said: from a foreign address, or well-formed with a field that lies.
 *
 * @throws Refusal 400 for `token`: its notifications carry none
 */
export function forge(shop: YooKassa, id: string, forgery: Forgery, reference: string): void {
  if (forgery === 'token') throw new Refusal(400, 'YooKassa signs nothing in its notifications');
  const payment = shop.payment(id)!;
  const now = shop.parts.clock.now();
  const object = paymentView({ ...payment, status: 'succeeded', capturedAt: now, canceled: undefined }, shop);
  if (forgery === 'amount') object.amount = amountOf(payment.amount + 100);
  if (forgery === 'shop') object.recipient = { account_id: `${Number(shop.shopId) + 1}`, gateway_id: '1' };
  if (forgery === 'order') object.metadata = renamed(shop, id, payment.metadata, reference);
  const body = JSON.stringify({ type: 'notification', event: 'payment.succeeded', object });
  shop.notices.forge(shop.notifyUrl, body, { from: forgery === 'address' ? FOREIGN_ADDRESS : undefined });
}

/** Another payment's metadata where there is one, or one with our id made another. */
function renamed(
  shop: YooKassa,
  id: string,
  metadata: Record<string, string>,
  reference: string,
): Record<string, string> {
  const other = [...shop.payments.values()].find((each) => each.id !== id);
  if (other) return other.metadata;
  const pairs = Object.entries(metadata).map(([key, value]) => [key, value === reference ? `${value}0` : value]);
  return Object.fromEntries(pairs);
}
