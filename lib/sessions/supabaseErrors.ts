import { KeeperError } from './types';

/** What supabase-js gives back; `status` 0 means that no answer came. */
export interface DatabaseAnswer {
  data: unknown;
  error: { message: string; code?: string; hint?: string | null } | null;
  status: number;
}

/** Our own refusals, raised by supabase/migrations. */
const CODES: Record<string, string> = {
  CK001: 'unknown_order',
  CK002: 'foreign_order',
  CK003: 'event_not_recorded',
  CK004: 'hold_not_allowed',
  CK005: 'unknown_shop',
  CK006: 'unknown_effect',
  CK007: 'unknown_card',
  CK008: 'open_order',
};

// SQLSTATE classes: connection, rollback (deadlock), resources, shutdown. 55P03: a lock was not given in time.
// PGRST000 to 003: PostgREST has no database, or its pool is used up.
const PASSING = /^(08|40|53|57)...$|^55P03$|^PGRST00[0-3]$/;
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Says what went wrong, whether asking again may help, and what to do. Never contains the key. */
export function toKeeperError(name: string, { data, error, status }: DatabaseAnswer, secret: string): KeeperError {
  const code = error?.code || undefined;
  const clean = (text: string) => text.split(secret).join('***').slice(0, 500);
  const words = clean([error?.message, error?.hint].filter(Boolean).join(' '));
  if (code && CODES[code]) return new KeeperError(words, false, CODES[code]);
  if (!error || (status >= 200 && status < 300)) {
    const got = clean(error?.message ?? JSON.stringify(data) ?? '').slice(0, 80);
    return new KeeperError(`The database answered ${name} with something else: ${got}`, true, 'bad_answer');
  }
  if (status === 0) return new KeeperError(`The database cannot be reached (${name}): ${words}`, true, 'unreachable');
  if (status === 401 || status === 403 || code === '42501') {
    return new KeeperError(
      `The database refuses the key (${name}): ${words}. Enter the service_role key in the Supabase credential.`,
      false,
      code ?? 'refused',
    );
  }
  if (code === 'PGRST202') {
    return new KeeperError(`The database has no function ${name}. Apply supabase/migrations.`, false, code);
  }
  if (status === 404 && !code) {
    return new KeeperError(
      'There is no Supabase at that address. Check the host in the Supabase credential.',
      false,
      '404',
    );
  }
  const decided = code !== undefined && SQLSTATE.test(code);
  const retryable = code && PASSING.test(code) ? true : !decided && (status >= 500 || status === 429 || status === 408);
  return new KeeperError(
    `The database refused ${name} (${code ?? status}): ${words}`,
    retryable,
    code ?? String(status),
  );
}
