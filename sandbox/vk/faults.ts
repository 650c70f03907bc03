import type { FastifyReply } from 'fastify';
import { cut, sendBody } from '../api/answers';
import type { Fault } from '../api/faults';
import { VkError } from './errors';
import { errorBody } from './methods';
import type { Params } from './params';

/**
 * Answers in a fault's way before any work; false when the work shall be done. `note` is told the HTTP status, 0 for a cut
 * connection; `name` is the method's.
 */
export function misbehave(
  fault: Fault,
  reply: FastifyReply,
  name: string,
  params: Params,
  note: (status: number) => void,
): boolean {
  const answer = (status: number, body: unknown): true => {
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
      return answer(200, errorBody(new VkError(6), name, params));
    case 'error': {
      // A status without a code is the web server's failure, and no answer of the API's.
      if (fault.code === undefined && fault.status !== undefined)
        return answer(fault.status, fault.body ?? `<html><body><h1>${fault.status}</h1></body></html>`);
      const code = Number(fault.code ?? 10);
      const refusal = Number.isInteger(code) ? new VkError(code) : new VkError(10, String(fault.code));
      return answer(fault.status ?? 200, fault.body ?? errorBody(refusal, name, params));
    }
    case 'body':
      return answer(fault.status ?? 200, fault.body);
    default:
      return false;
  }
}
