import type { FastifyReply } from 'fastify';

/** A fault's body: text as it is, anything else as JSON. */
export function sendBody(reply: FastifyReply, body: unknown): FastifyReply {
  if (typeof body === 'string') return reply.type('text/plain; charset=utf-8').send(body);
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(body ?? null));
}

/** Ends the connection without an answer. */
export function cut(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.destroy();
  return reply;
}

/** True when the caller is no longer there: a vendor that was slow to begin then does nothing. */
export const isGone = (reply: FastifyReply): boolean => reply.raw.destroyed || reply.raw.socket?.destroyed === true;
