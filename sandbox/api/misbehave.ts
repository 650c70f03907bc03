import type { FastifyReply } from 'fastify';
import { cut, sendBody } from './answers';
import type { Fault } from './faults';

/** An answer as a vendor words it. */
export interface Worded {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** What differs from one vendor to the next when it is made to misbehave. */
export interface Misbehaviour {
  rateLimit(): Worded;
  /** What a fault of the kind `error` says; its own `body` goes before. */
  error(fault: Fault): Worded;
  /** A broken answer where a fault of the kind `body` names none. */
  broken?: unknown;
  /** How a body is sent; as text or JSON. */
  send?(reply: FastifyReply, body: unknown): void;
}

/**
 * Answers in the fault's way before any work; false when the work shall be done. `note` is told the HTTP status, 0 for a cut
 * connection.
 */
export function misbehave(
  { rateLimit, error, broken, send = sendBody }: Misbehaviour,
  fault: Fault,
  reply: FastifyReply,
  note: (status: number) => void,
): boolean {
  const say = ({ status, body, headers = {} }: Worded): true => {
    note(status);
    send(reply.code(status).headers(headers), body);
    return true;
  };
  switch (fault.kind) {
    case 'down':
      note(0);
      cut(reply);
      return true;
    case 'rate_limit':
      return say(rateLimit());
    case 'error': {
      const worded = error(fault);
      return say({ ...worded, body: fault.body ?? worded.body });
    }
    case 'body':
      return say({ status: fault.status ?? 200, body: fault.body ?? broken });
    default:
      return false;
  }
}
