import { keysRefused } from './token';
import { fieldOf } from './values';
import type { AvitoAnswer } from './verdict';

/** Reads an HTTP answer with the two headers that matter: Retry-After in seconds, and Avito's clock. */
export function answerOf(status: number, headers: object | undefined, body: unknown): AvitoAnswer {
  const [after, date] = ['retry-after', 'date'].map((name) => fieldOf(headers, name));
  const seconds = after === undefined ? NaN : Number(after);
  const at = Date.parse(String(date));
  return {
    status,
    body,
    at: Number.isNaN(at) ? Date.now() : at,
    ...(seconds >= 0 && Number.isFinite(seconds) ? { retryAfterMs: seconds * 1000 } : {}),
  };
}

/** n8n's words for access by OAuth2 that was never given or was taken back (n8n-core 2.41); the other sign is code EAUTH. */
const NOT_CONNECTED = /OAuth credentials not connected|needs to be reconnected/;

/**
 * Reads what an HTTP client threw, and lets it go: it holds the request with its token. A status that Avito gave stands
 * in its response; a refusal by the address of tokens, a lost connection and a broken grant of OAuth2 have forms of their
 * own.
 */
export function answerOfError(error: unknown): AvitoAnswer {
  const cause = fieldOf(error, 'cause') ?? error;
  const { name, message, response, status, code, body } = (cause ?? {}) as {
    name?: string;
    message?: string;
    response?: { status?: number; headers?: object; data?: unknown };
    status?: number;
    code?: string;
    body?: unknown;
  };
  if (response?.status) return answerOf(response.status, { ...response.headers }, response.data);
  const at = Date.now();
  // ESTATUS: n8n's own client of OAuth2 says so of the address of tokens.
  if (name === 'AvitoTokenRefusal' || code === 'ESTATUS') {
    const refused = status ?? 0;
    return { status: refused, body, at, ...(keysRefused(refused) ? { keys: true } : {}) };
  }
  if (code === 'EAUTH' || NOT_CONNECTED.test(message ?? '')) return { status: 401, body: undefined, at, keys: true };
  return { status: 0, body: { message: code ?? name ?? 'no answer' }, at };
}
