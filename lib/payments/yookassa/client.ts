import { ask, baseOf, fieldOf, type Answer, type Json } from '../answers';
import type { Http } from '../types';

/** Where YooKassa itself listens. */
export const YOOKASSA_URL = 'https://api.yookassa.ru/v3';

/** Where its notifications come from: https://yookassa.ru/developers/using-api/webhooks#ip */
export const YOOKASSA_NETWORKS =
  '185.71.76.0/27, 185.71.77.0/27, 77.75.153.0/25, 77.75.154.128/25, 77.75.156.11, 77.75.156.35, 2a02:5180::/32';

/** What the credential «YooKassa API» holds. */
export interface YooKassaSettings {
  shopId: string;
  secretKey: string;
  /** Base address with its version. */
  baseUrl?: string;
  /** Networks that notifications may come from; empty: the published ones. */
  networks?: string;
  /**
   * Who makes the fiscal receipts: the shop's own till, or «Чеки от ЮKassa», which knows no part payment
   * (`partial_prepayment`) and sends receipts by e-mail only.
   */
  till?: 'own' | 'yookassa';
}

/** YooKassa itself gives up after about 30 seconds and says 500. */
const TIMEOUT_MS = 35_000;

/** One call. `path` with its query; `key` is the idempotence key, which every POST has to have. */
export type Call = (method: 'GET' | 'POST', path: string, with_?: { key: string; body: Json }) => Promise<Answer>;

export function yooKassaCalls(settings: YooKassaSettings, http: Http): Call {
  const secret = fieldOf(settings.secretKey);
  const basic = Buffer.from(`${fieldOf(settings.shopId)}:${secret}`).toString('base64');
  const base = baseOf(settings.baseUrl, YOOKASSA_URL);
  return (method, path, sent) =>
    ask(http, [secret, basic], {
      method,
      url: base + path,
      headers: {
        accept: 'application/json',
        authorization: `Basic ${basic}`,
        ...(sent ? { 'content-type': 'application/json', 'idempotence-key': sent.key } : {}),
      },
      ...(sent ? { body: JSON.stringify(sent.body) } : {}),
      timeoutMs: TIMEOUT_MS,
    });
}

export const paymentPath = (providerId: string): string => `/payments/${encodeURIComponent(providerId)}`;
