import type { Http, Provider } from '../types';
import { paymentPath, yooKassaCalls, type Call, type YooKassaSettings } from './client';
import { troubleOf } from './errors';
import { requestLink } from './link';
import { readNotification } from './notification';
import { refund, settle } from './refund';
import { readById, readByPayment } from './state';

export { YOOKASSA_NETWORKS, YOOKASSA_URL, type YooKassaSettings } from './client';

/** Only held money can be let go: a link that nobody has paid dies by itself within an hour of its making. */
async function cancel(call: Call, providerId: string, key: string): Promise<{ gone: boolean; detail?: string }> {
  const read = await call('GET', paymentPath(providerId));
  if (read.status !== 200 || !read.json) return { gone: false, detail: troubleOf(read).detail };
  if (read.json.status === 'canceled') return { gone: true };
  if (read.json.status === 'succeeded') {
    return { gone: false, detail: 'Платёж уже оплачен: его можно только вернуть.' };
  }
  if (read.json.status !== 'waiting_for_capture') {
    return {
      gone: false,
      detail: 'ЮKassa не отменяет неоплаченные ссылки: через час ссылка перестанет работать сама.',
    };
  }
  const answer = await call('POST', `${paymentPath(providerId)}/cancel`, { key, body: {} });
  if (answer.status === 200 && answer.json?.status === 'canceled') return { gone: true };
  return { gone: false, detail: troubleOf(answer).detail };
}

/** YooKassa API v3: https://yookassa.ru/developers/api */
export function createYooKassa(settings: YooKassaSettings, http: Http, now: () => number): Provider {
  const call = yooKassaCalls(settings, http);
  return {
    name: 'yookassa',
    request: (request) => requestLink(call, settings, request, now),
    read: ({ providerId, payment }) => (providerId ? readById(call, providerId) : readByPayment(call, payment, now)),
    cancel: ({ providerId, key }) => cancel(call, providerId, key),
    refund: (request) => refund(call, settings, request),
    settle: (request) => settle(call, settings, request),
    notification: async (raw) => readNotification(settings, raw),
  };
}
