import { textIn } from '../answers';
import type { Http, Provider } from '../types';
import { tBankCalls, type Call, type TBankSettings } from './client';
import { troubleOf, worked } from './errors';
import { requestLink } from './link';
import { readNotification } from './notification';
import { refund, settle } from './refund';
import { readById, readByPayment, type Wanted } from './state';

export { TBANK_URL, type TBankSettings } from './client';

const OPEN = ['NEW', 'FORM_SHOWED'];
const OVER = ['CANCELED', 'REVERSED', 'REJECTED', 'AUTH_FAIL', 'DEADLINE_EXPIRED', 'ATTEMPTS_EXPIRED'];

/** Ends a link. T-Bank's Cancel would return the money of a paid one, so it is asked first. */
async function cancel(call: Call, providerId: string): Promise<{ gone: boolean; detail?: string }> {
  const read = await call('GetState', { PaymentId: providerId });
  const status = textIn(read.json?.Status);
  if (OVER.includes(status)) return { gone: true };
  if (!worked(read)) return { gone: false, detail: troubleOf(read).detail };
  if (!OPEN.includes(status)) {
    return { gone: false, detail: 'По ссылке уже платят или заплатили: отменить её нельзя, деньги можно вернуть.' };
  }
  const answer = await call('Cancel', { PaymentId: providerId });
  if (!worked(answer)) return { gone: false, detail: troubleOf(answer).detail };
  if (textIn(answer.json?.Status) === 'CANCELED') return { gone: true };
  return { gone: true, detail: 'Покупатель заплатил в тот же миг: Т-Банк возвращает ему деньги.' };
}

/** T-Bank acquiring API v2: https://developer.tbank.ru/eacq/api */
export function createTBank(settings: TBankSettings, http: Http, now: () => number): Provider {
  const calls = tBankCalls(settings, http);
  const { call } = calls;
  return {
    name: 'tbank',
    request: (request) => requestLink(call, settings, request, now),
    read: ({ providerId, ...wanted }: Wanted & { providerId: string | null }) =>
      providerId ? readById(call, settings, providerId, wanted) : readByPayment(call, settings, wanted),
    cancel: ({ providerId }) => cancel(call, providerId),
    refund: (request) => refund(calls, settings, request),
    settle: (request) => settle(calls, settings, request),
    notification: async (raw) => readNotification(settings, raw),
  };
}
