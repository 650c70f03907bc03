import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai/core/error';

import { CODES, MEANINGS, type Meaning, type OpenAiFault } from './faults';
import { waitOf } from './wait';

export type { OpenAiFault } from './faults';

export interface OpenAiFailure extends Meaning {
  fault: OpenAiFault;
  /** HTTP status; 0: there was no refusal by HTTP. */
  status: number;
  /** So long the server asks to wait, milliseconds. */
  afterMs?: number;
  /** The parameter that was not taken. */
  param?: string;
  /** The server's own words, without secrets, at most 200 letters. */
  detail: string;
}

/** A model that said no, in words of its own (`message.refusal`) or by its filter. */
export class ModelRefusal extends Error {}

/** An answer came, and it is not what was asked for. */
export class BrokenAnswer extends Error {}

/** What any failure of a call means. Never throws. */
export function openAiFailure(error: unknown): OpenAiFailure {
  const answer = error instanceof APIError ? error : undefined;
  const fault = faultOf(error);
  const status = answer?.status ?? 0;
  const afterMs = waitOf(answer?.headers);
  const param = typeof answer?.param === 'string' ? answer.param : undefined;
  const words = error instanceof Error ? error.message : String(error);
  return {
    fault,
    status,
    ...MEANINGS[fault],
    ...(afterMs === undefined ? {} : { afterMs }),
    ...(param === undefined ? {} : { param }),
    detail: words.replace(/\s+/g, ' ').trim().slice(0, 200),
  };
}

function faultOf(error: unknown): OpenAiFault {
  if (error instanceof ModelRefusal) return 'refused';
  if (error instanceof BrokenAnswer || (error as Error)?.name === 'SyntaxError') return 'broken';
  if (error instanceof APIConnectionTimeoutError || error instanceof APIUserAbortError) return 'timeout';
  if (error instanceof APIConnectionError) return 'connection';
  if (!(error instanceof APIError)) return 'other';
  const { status = 0, code, message } = error as APIError;
  const known = CODES[String(code ?? '')];
  if (known) return known;
  const about = (pattern: RegExp) => pattern.test(message);
  if (status === 401) return 'key';
  if (status === 402) return 'quota';
  if (status === 403) {
    if (about(/country|region|territory/i)) return 'country';
    return about(/must be verified/i) ? 'unverified' : 'forbidden';
  }
  // A server that has no such path says 404 without a word about a model.
  if (status === 404) return about(/model/i) ? 'model' : 'address';
  if (status === 429) return about(/quota|billing|balance/i) ? 'quota' : 'rate';
  if (status === 408 || status === 504) return 'timeout';
  if (status >= 500) return 'server';
  if (status >= 300 && status < 400) return 'address';
  if (status === 400 || status === 422) {
    return about(/unknown|unsupported|unrecognized|not supported|not permitted|extra (fields|inputs)|invalid param/i)
      ? 'parameter'
      : 'other';
  }
  return 'other';
}
