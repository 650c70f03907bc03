import type { FastifyReply } from 'fastify';
import { cut, sendBody } from '../api/answers';
import type { Fault } from '../api/faults';
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

/** Answers in the fault's way before any work; false when the work shall be done. */
export function misbehave(fault: Fault, reply: FastifyReply, note: (status: number) => void): boolean {
  const say = (status: number, body: unknown): true => {
    note(status);
    sendBody(reply.code(status), body);
    return true;
  };
  switch (fault.kind) {
    case 'down':
      note(0);
      cut(reply);
      return true;
    case 'rate_limit':
      reply.header('retry-after', '1');
      return say(429, new AvitoError(429, MESSAGES[429]).body);
    case 'error': {
      const code = Number(fault.code);
      const status = fault.status ?? (code >= 400 && code < 600 ? code : 500);
      const message = Number.isNaN(code) ? String(fault.code ?? MESSAGES[status]) : MESSAGES[code];
      const error = {
        code: Number.isNaN(code) ? status : code,
        message: message ?? MESSAGES[status] ?? `error ${status}`,
      };
      return say(status, fault.body ?? { error });
    }
    case 'body':
      return say(fault.status ?? 200, fault.body);
    default:
      return false;
  }
}
