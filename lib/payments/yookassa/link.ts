import { isObject, textIn } from '../answers';
import { receiptTrouble } from '../receipts';
import type { LinkRequest, LinkResult } from '../types';
import type { Call, YooKassaSettings } from './client';
import { troubleOf } from './errors';
import { amountOf } from './money';
import { receiptOf } from './receipt';

/** So long a buyer has to pay, by card, SBP, SberPay, T-Pay or YooMoney; it cannot be changed. */
const LIFE_MS = 3_600_000;

const DESCRIPTION = 128;

const LOCALES = { ru: 'ru_RU', en: 'en_US' };

/**
 * Makes a payment. The same request again gives the same payment for a day: the body follows from the request alone.
 * `until` cannot be asked for: the link lives an hour.
 */
export async function requestLink(
  call: Call,
  { till }: YooKassaSettings,
  request: LinkRequest,
  now: () => number,
): Promise<LinkResult> {
  const { receipt, amount } = request;
  const wrong = receipt && receiptTrouble(receipt, amount, till === 'yookassa');
  if (wrong) return { result: 'refused', detail: wrong, receipt: true };
  const answer = await call('POST', '/payments', {
    key: request.key,
    body: {
      amount: amountOf(amount),
      // Left out, the money would only be held.
      capture: true,
      confirmation: { type: 'redirect', return_url: request.returnUrl, locale: LOCALES[request.language] },
      description: request.description.slice(0, DESCRIPTION),
      metadata: { order: String(request.order), payment: request.payment },
      ...(receipt ? { receipt: receiptOf(receipt, till) } : {}),
    },
  });
  const { status, json } = answer;
  const providerId = textIn(json?.id);
  if (status !== 200 || !json || !providerId) {
    const { outcome, ...rest } = troubleOf(answer);
    return { result: outcome, ...rest };
  }
  const url = isObject(json.confirmation) ? textIn(json.confirmation.confirmation_url) : '';
  if (url) {
    const made = Date.parse(textIn(json.created_at));
    const expiresAt = new Date((Number.isNaN(made) ? now() : made) + LIFE_MS).toISOString();
    return { result: 'link', providerId, url, expiresAt };
  }
  if (json.status === 'canceled') {
    return {
      result: 'refused',
      detail: 'ЮKassa сразу отменила платёж. Причину смотрите в кабинете ЮKassa, раздел «Платежи».',
    };
  }
  return { result: 'unknown', detail: 'ЮKassa создала платёж, но ссылку не дала. Бот спросит ещё раз.' };
}
