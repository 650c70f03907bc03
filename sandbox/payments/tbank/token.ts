import { createHash } from 'node:crypto';

/**
 * The signature of a request or notification: values of the root's own fields and of the password, in the order of their
 * names, SHA-256 in hex. Nested objects, `Token` and what is absent stay out.
 */
export function tokenOf(fields: Record<string, unknown>, password: string): string {
  const signed = Object.entries({ ...fields, Password: password })
    .filter(([name, value]) => name !== 'Token' && value !== null && value !== undefined && typeof value !== 'object')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => String(value));
  return createHash('sha256').update(signed.join(''), 'utf8').digest('hex');
}
