import { vkFault, type VkFault } from './errors';

/** What VK's answer means for a reply. `detail` and `code` are VK's own, where there are any; `fault` puts them into words. */
export type VkVerdict =
  | { kind: 'sent'; message?: string }
  /** Ask again after `afterMs`, with the same `random_id`. */
  | { kind: 'wait'; afterMs: number; detail: string; code?: number; fault: VkFault }
  /** The customer cannot be written to: an outcome, not a fault. */
  | { kind: 'blocked'; detail: string; code?: number; fault: VkFault }
  /** The key or the address of the API is wrong: nothing goes out until the owner mends the credential. */
  | { kind: 'credential'; detail: string; code?: number; fault: VkFault }
  | { kind: 'refused'; detail: string; code?: number; fault: VkFault };

/** Anything but a success. */
export type VkRefusal = Exclude<VkVerdict, { kind: 'sent' }>;

/** A server's fault, a gateway's or a cut connection is asked again after this long. */
const RETRY_MS = 1000;

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function refusal(code: number, words: unknown): VkVerdict {
  const fault = vkFault(code);
  const detail = `VK ${code}${typeof words === 'string' && words ? `: ${words}` : ''}`;
  const { kind } = fault;
  if (kind === 'wait') return { kind, afterMs: fault.afterMs ?? RETRY_MS, detail, code, fault };
  return { kind, detail, code, fault };
}

/** Of `messages.send` to one `peer_id`: the message's number; to `peer_ids`: a list in which each may be refused by itself. */
function taken(response: unknown): VkVerdict {
  const { message_id, error } = asObject(Array.isArray(response) ? response[0] : undefined);
  const { code, description } = asObject(error);
  if (typeof code === 'number') return refusal(code, description);
  const id = message_id ?? response;
  return typeof id === 'number' && id > 0 ? { kind: 'sent', message: String(id) } : { kind: 'sent' };
}

/**
 * Reads an answer of the VK API: `{response}` or `{error: {error_code, error_msg}}`, both with status 200.
 *
 * @param status HTTP status; 0 when no answer came
 * @param body the parsed body, or whatever came instead
 */
export function vkVerdict(status: number, body: unknown): VkVerdict {
  const answer = asObject(body);
  const { error_code, error_msg } = asObject(answer.error);
  if (typeof error_code === 'number') return refusal(error_code, error_msg);
  if (status === 200 && answer.response !== undefined) return taken(answer.response);

  const detail = status ? `HTTP ${status}` : 'no answer';
  if (status >= 300 && status < 500 && status !== 408 && status !== 429) {
    const says = `По адресу API из доступа VK отвечает кто-то другой (HTTP ${status})`;
    const fault: VkFault = {
      kind: 'credential',
      says,
      advice: 'Проверьте поле API Host: обычно это https://api.vk.ru.',
    };
    return { kind: 'credential', detail, fault };
  }
  const says = status ? `VK ответил непонятно (HTTP ${status})` : 'VK не отвечает';
  return {
    kind: 'wait',
    afterMs: RETRY_MS,
    detail,
    fault: { kind: 'wait', says, advice: 'Попробуйте ещё раз через минуту.' },
  };
}

/** A refusal in one line: what happened, what to do, and VK's own words. */
export const inOneLine = ({ fault: { says, advice }, detail }: VkRefusal): string =>
  `${says} (${detail})${advice ? `. ${advice}` : ''}`;
