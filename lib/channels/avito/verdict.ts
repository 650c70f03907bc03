import { fieldOf, idOf, wordsOf } from './values';

/** What Avito answered. `status` 0: no answer came. */
export interface AvitoAnswer {
  status: number;
  /** Parsed where it was JSON. */
  body: unknown;
  /** Avito's Retry-After, in milliseconds. */
  retryAfterMs?: number;
  /** Avito's clock when it answered, in milliseconds; ours where it does not say. */
  at: number;
  /** The keys themselves were not taken: no token could be had. */
  keys?: true;
}

/** What an answer of Avito means for a message. */
export type AvitoVerdict =
  | { kind: 'sent'; message?: string }
  /** Nothing was done; ask again after `afterMs`. */
  | { kind: 'wait'; afterMs: number; detail: string }
  /** It may have been done or not: look before asking again. */
  | { kind: 'unknown'; detail: string }
  /** The messenger is not in the shop's tariff. */
  | { kind: 'tariff'; detail: string }
  /** Keys or token are not taken, after a renewal too. */
  | { kind: 'credential'; detail: string }
  /** Tariff, scope, or this one chat: the answer alone does not tell. */
  | { kind: 'forbidden'; detail: string }
  | { kind: 'refused'; detail: string };

/** Avito does not publish its limits; a bucket of a few requests per second is what clients have seen. */
const WAIT_MS = 2000;
const LONGEST_DETAIL = 300;

/** Avito's own words of what is wrong, from each of the forms its APIs have; '' when there are none. */
export function avitoDetail(body: unknown): string {
  const error = fieldOf(body, 'error');
  const fields = fieldOf(error, 'fields');
  const listed = Object.entries(typeof fields === 'object' && fields !== null ? fields : {}).map(
    ([field, says]) => `${field}: ${typeof says === 'string' ? says : JSON.stringify(says)}`,
  );
  const says =
    wordsOf(fieldOf(error, 'message')) ??
    wordsOf(fieldOf(fieldOf(body, 'result'), 'message')) ??
    wordsOf(fieldOf(body, 'error_description')) ??
    wordsOf(fieldOf(body, 'message')) ??
    wordsOf(error);
  return [says, ...listed].filter(Boolean).join('; ').slice(0, LONGEST_DETAIL);
}

/** Reads the answer to a message that was sent. */
export function avitoVerdict({ status, body, retryAfterMs, keys }: AvitoAnswer): AvitoVerdict {
  const says = avitoDetail(body);
  const detail = says || (status ? `HTTP ${status}` : 'no answer');
  if (keys || status === 401) return { kind: 'credential', detail };
  if (status >= 200 && status < 300) {
    const message = idOf(fieldOf(body, 'id'));
    // A gateway's page with status 200 says nothing of the message.
    if (typeof body !== 'object' || body === null) return { kind: 'unknown', detail };
    return message === undefined ? { kind: 'sent' } : { kind: 'sent', message };
  }
  if (status === 429) return { kind: 'wait', afterMs: retryAfterMs ?? WAIT_MS, detail };
  if (status === 0 || status >= 500 || status < 400) return { kind: 'unknown', detail };
  if (status === 402) return { kind: 'tariff', detail };
  if (status === 403) return { kind: 'forbidden', detail };
  return { kind: 'refused', detail };
}
