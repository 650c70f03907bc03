import { fieldOf, jsonIn, textIn } from '../answers';
import type { NotificationResult, RawNotification } from '../types';
import { type TBankSettings } from './client';
import { paymentIn } from './order';
import { isSigned } from './token';

/** T-Bank repeats a notification for a month until it reads exactly this. */
const ANSWER = 'OK';

const ID = /^\d{1,20}$/;

const refused = (why: 'token' | 'shop' | 'body', status: number): NotificationResult => ({
  result: 'refused',
  why,
  status,
  answer: '',
});

/** A notification of T-Bank, proven by its `Token`. Those about cards, accounts and receipts concern no payment. */
export function readNotification(settings: TBankSettings, { rawBody }: RawNotification): NotificationResult {
  const body = jsonIn(rawBody.toString('utf8'));
  if (!body || typeof body.TerminalKey !== 'string' || typeof body.Token !== 'string') return refused('body', 400);
  if (body.TerminalKey !== fieldOf(settings.terminalKey)) return refused('shop', 403);
  if (!isSigned(body, fieldOf(settings.password))) return refused('token', 403);
  const [providerId, orderId] = [textIn(body.PaymentId), textIn(body.OrderId)];
  if (body.NotificationType !== undefined || body.Status === 'RECEIPT' || !providerId || !orderId) {
    return { result: 'ignored', answer: ANSWER };
  }
  if (!ID.test(providerId)) return refused('body', 400);
  return { result: 'about', providerId, payment: paymentIn(orderId), answer: ANSWER };
}
