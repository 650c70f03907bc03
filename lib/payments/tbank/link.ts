import { DateTime } from 'luxon';

import { textIn, type Answer } from '../answers';
import { receiptTrouble } from '../receipts';
import type { LinkRequest, LinkResult } from '../types';
import { type Call, type TBankSettings } from './client';
import { codeOf, troubleOf, worked } from './errors';
import { orderIds } from './order';
import { receiptOf } from './receipt';
import { readByOrder } from './state';

const DESCRIPTION = 140;

/** T-Bank wants a minute at least; the call itself takes some. */
const SHORTEST_MS = 2 * 60_000;

/** Of the 90 days that are allowed, an hour is left for clocks that differ. */
const LONGEST_MS = (90 * 24 - 1) * 3_600_000;

/** 8 «неверный статус транзакции», 20 «ошибка повторного идентификатора заказа». */
const TAKEN = ['8', '20'];

/** Whether T-Bank has that name already, by code or in words. */
function isTaken(answer: Answer): boolean {
  const said = `${textIn(answer.json?.Message)} ${textIn(answer.json?.Details)}`;
  return TAKEN.includes(codeOf(answer)) || (/order_?id/i.test(said) && /уже|exists|unique|уникальн/i.test(said));
}

/** The moment a link dies, as T-Bank writes it: `2016-08-31T12:28:00+03:00`. */
export function dueDate(until: string, now: number): string {
  const wanted = Date.parse(until);
  const due = Math.min(Math.max(Number.isNaN(wanted) ? 0 : wanted, now + SHORTEST_MS), now + LONGEST_MS);
  return DateTime.fromMillis(due, { zone: 'UTC+3' }).startOf('second').toISO({ suppressMilliseconds: true })!;
}

/**
 * Makes a payment in one stage: nothing has to be confirmed later. After a lost answer the same request makes another one
 * under the next name; the lost one's link nobody has, and it dies by itself.
 */
export async function requestLink(
  call: Call,
  settings: TBankSettings,
  request: LinkRequest,
  now: () => number,
): Promise<LinkResult> {
  const { receipt, amount, payment } = request;
  const wrong = receipt && receiptTrouble(receipt, amount);
  if (wrong) return { result: 'refused', detail: wrong, receipt: true };
  const due = dueDate(request.until, now());
  for (const orderId of orderIds(payment)) {
    const answer = await call('Init', {
      Amount: amount,
      OrderId: orderId,
      Description: request.description.slice(0, DESCRIPTION),
      PayType: 'O',
      Language: request.language,
      RedirectDueDate: due,
      ...(request.notifyUrl ? { NotificationURL: request.notifyUrl } : {}),
      SuccessURL: request.returnUrl,
      FailURL: request.returnUrl,
      ...(receipt ? { Receipt: receiptOf(receipt, settings.ffdVersion) } : {}),
    });
    const [providerId, url] = [textIn(answer.json?.PaymentId), textIn(answer.json?.PaymentURL)];
    if (worked(answer) && providerId && url) {
      return { result: 'link', providerId, url, expiresAt: new Date(due).toISOString() };
    }
    if (!isTaken(answer)) {
      const { outcome, ...rest } = troubleOf(answer);
      return { result: outcome, ...rest };
    }
    const before = await readByOrder(call, settings, orderId, { payment, amount });
    if (before.result === 'state' && before.state.status === 'paid') {
      return { result: 'unknown', detail: 'По этой ссылке уже заплатили: бот учтёт оплату при сверке.' };
    }
    if (before.result === 'unknown') return { result: 'unknown', detail: before.detail };
    if (before.result === 'gone') return { result: 'refused', detail: troubleOf(answer).detail };
  }
  return {
    result: 'refused',
    detail: 'Т-Банк несколько раз не ответил и больше не даёт ссылку на этот платёж. Клиент может попросить новую.',
  };
}
