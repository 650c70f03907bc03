import type { FastifyReply } from 'fastify';
import { cut, sendBody } from '../api/answers';
import type { Fault } from '../api/faults';
import { refusalOf } from './errors';

/** An answer that broke off, where a fault of the kind `body` names none. */
const BROKEN = '{"id":"chatcmpl-broken","object":"chat.completion","choices":[{"index":0,"message":{"role":"assis';
const WAIT_SECONDS = 1;

/** Answers in the fault's way before any work; false when the work shall be done. */
export function misbehave(fault: Fault, reply: FastifyReply, note: (status: number) => void): boolean {
  const say = (status: number, body: unknown): true => {
    if (status === 429) reply.headers({ 'retry-after': WAIT_SECONDS, 'retry-after-ms': WAIT_SECONDS * 1000 });
    note(status);
    reply.code(status);
    // Broken JSON comes under JSON's name; a page of something in between does not.
    if (typeof body === 'string' && !body.startsWith('<')) reply.type('application/json; charset=utf-8').send(body);
    else sendBody(reply, body);
    return true;
  };
  switch (fault.kind) {
    case 'down':
      note(0);
      cut(reply);
      return true;
    case 'rate_limit': {
      const { status, body } = refusalOf('rate_limit_exceeded', undefined);
      return say(status, body);
    }
    case 'error': {
      const number = Number(fault.code);
      const isStatus = number >= 400 && number < 600;
      const code = fault.code === undefined || isStatus ? undefined : String(fault.code);
      const refusal = refusalOf(code, fault.status ?? (isStatus ? number : undefined));
      return say(refusal.status, fault.body ?? refusal.body);
    }
    case 'body':
      return say(fault.status ?? 200, fault.body ?? BROKEN);
    default:
      return false;
  }
}
