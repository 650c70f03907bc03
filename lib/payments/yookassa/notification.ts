import { fieldOf, isObject, jsonIn, textIn, type Json } from '../answers';
import { isInside, networksIn } from '../networks';
import type { NotificationResult, RawNotification } from '../types';
import { YOOKASSA_NETWORKS, type YooKassaSettings } from './client';

/** Any 200 is enough for YooKassa, what it says is not read. */
const ANSWER = '';

const ID = /^[\w-]{1,64}$/;

const refused = (why: 'address' | 'shop' | 'body', status: number): NotificationResult => ({
  result: 'refused',
  why,
  status,
  answer: ANSWER,
});

/**
 * A notification of YooKassa. It bears no signature: the address is checked, and what it says is worth nothing until the
 * payment is read again.
 */
export function readNotification(
  settings: YooKassaSettings,
  { address, rawBody }: RawNotification,
): NotificationResult {
  const { networks } = networksIn(fieldOf(settings.networks, YOOKASSA_NETWORKS));
  if (!isInside(address, networks)) return refused('address', 403);
  const { type, event, object } = jsonIn(rawBody.toString('utf8')) ?? ({} as Json);
  if (type !== 'notification' || typeof event !== 'string' || !isObject(object)) return refused('body', 400);
  const shop = isObject(object.recipient) ? textIn(object.recipient.account_id) : '';
  if (shop && shop !== fieldOf(settings.shopId)) return refused('shop', 403);
  const about = /^payment\./.test(event) ? object.id : /^refund\./.test(event) ? object.payment_id : null;
  if (about === null) return { result: 'ignored', answer: ANSWER };
  const providerId = textIn(about);
  if (!ID.test(providerId)) return refused('body', 400);
  const metadata = isObject(object.metadata) ? object.metadata : {};
  return { result: 'about', providerId, payment: textIn(metadata.payment) || null, answer: ANSWER };
}
