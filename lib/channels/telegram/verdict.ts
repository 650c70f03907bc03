/** What a Bot API answer means for a reply. */
export type Verdict =
  | { kind: 'sent'; message?: string }
  /** Ask again after `afterMs`. */
  | { kind: 'wait'; afterMs: number; detail: string }
  /** The customer blocked the bot or deleted the account: an outcome, not a fault. */
  | { kind: 'blocked'; detail: string }
  /** The bot's token is wrong: nothing will go out until the owner mends the credential. */
  | { kind: 'credential'; detail: string }
  | { kind: 'refused'; detail: string };

const BLOCKED = /bot was blocked|user is deactivated|bot was kicked|bot is not a member|can't initiate conversation/i;

/** A server's fault or a gateway's is asked again after this long. */
const RETRY_MS = 1000;

/**
 * Reads a Bot API answer. Shapes: https://core.telegram.org/bots/api#making-requests and #responseparameters
 * (`retry_after` is in seconds).
 *
 * @param status HTTP status; 0 when no answer came
 * @param body the parsed body, or whatever came instead
 */
export function telegramVerdict(status: number, body: unknown): Verdict {
  const answer = (typeof body === 'object' && body !== null ? body : {}) as {
    ok?: boolean;
    description?: string;
    result?: { message_id?: number };
    parameters?: { retry_after?: number };
  };
  const detail = answer.description ?? (status ? `HTTP ${status}` : 'no answer');
  if (status === 200 && answer.ok) {
    const id = answer.result?.message_id;
    return id === undefined ? { kind: 'sent' } : { kind: 'sent', message: String(id) };
  }
  if (status === 429) return { kind: 'wait', afterMs: (answer.parameters?.retry_after ?? 1) * 1000, detail };
  if (status === 0 || status >= 500 || status === 200) return { kind: 'wait', afterMs: RETRY_MS, detail };
  if (status === 403 && BLOCKED.test(detail)) return { kind: 'blocked', detail };
  // An unknown token is answered with 404, a revoked one with 401.
  if (status === 401 || status === 404) return { kind: 'credential', detail };
  return { kind: 'refused', detail };
}
