import { createHash, timingSafeEqual } from 'node:crypto';

import type { Json } from '../answers';

/**
 * The signature of a request or a notification: values of all fields at the root, the password among them, in the order of
 * their names, SHA-256. https://developer.tbank.ru/eacq/intro/developer/token
 */
export function tokenOf(params: Json, password: string): string {
  const all: Json = { ...params, Password: password };
  const names = Object.keys(all)
    .filter(
      (name) => name !== 'Token' && all[name] !== null && all[name] !== undefined && typeof all[name] !== 'object',
    )
    .sort();
  return createHash('sha256')
    .update(names.map((name) => String(all[name])).join(''), 'utf8')
    .digest('hex');
}

/** Whether the notification's `Token` is the right one; takes as long for a wrong one. */
export function isSigned(params: Json, password: string): boolean {
  const [given, right] = [String(params.Token ?? '').toLowerCase(), tokenOf(params, password)].map((token) =>
    createHash('sha256').update(token).digest(),
  );
  return timingSafeEqual(given, right);
}
