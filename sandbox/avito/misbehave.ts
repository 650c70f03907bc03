import type { Fault } from '../api/faults';
import type { Misbehaviour, Worded } from '../api/misbehave';
import { AvitoError } from './wire';

const MESSAGES: Record<number, string> = {
  400: 'bad request',
  401: 'unauthorized',
  402: 'payment required',
  403: 'permission denied',
  404: 'not found',
  429: 'too many requests',
  500: 'internal server error',
  503: 'service unavailable',
};

function error(fault: Fault): Worded {
  const code = Number(fault.code);
  const status = fault.status ?? (code >= 400 && code < 600 ? code : 500);
  const message = Number.isNaN(code) ? String(fault.code ?? MESSAGES[status]) : MESSAGES[code];
  const said = message ?? MESSAGES[status] ?? `error ${status}`;
  return { status, body: { error: { code: Number.isNaN(code) ? status : code, message: said } } };
}

/** How Avito fails. */
export const MISBEHAVIOUR: Misbehaviour = {
  rateLimit: () => ({
    status: 429,
    body: new AvitoError(429, MESSAGES[429]).body,
    headers: { 'retry-after': '1' },
  }),
  error,
};
