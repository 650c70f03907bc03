import type { FastifyReply } from 'fastify';
import { sendBody } from '../api/answers';
import type { Fault } from '../api/faults';
import type { Misbehaviour, Worded } from '../api/misbehave';
import { refusalOf } from './errors';

const WAIT_SECONDS = 1;

/** Broken JSON comes under JSON's name; a page of something in between does not. */
function send(reply: FastifyReply, body: unknown): void {
  if (reply.statusCode === 429) reply.headers({ 'retry-after': WAIT_SECONDS, 'retry-after-ms': WAIT_SECONDS * 1000 });
  if (typeof body === 'string' && !body.startsWith('<')) reply.type('application/json; charset=utf-8').send(body);
  else sendBody(reply, body);
}

function error({ code: given, status }: Fault): Worded {
  const number = Number(given);
  const isStatus = number >= 400 && number < 600;
  const code = given === undefined || isStatus ? undefined : String(given);
  return refusalOf(code, status ?? (isStatus ? number : undefined));
}

/** How OpenAI fails. */
export const MISBEHAVIOUR: Misbehaviour = {
  rateLimit: () => refusalOf('rate_limit_exceeded', undefined),
  error,
  // An answer that broke off.
  broken: '{"id":"chatcmpl-broken","object":"chat.completion","choices":[{"index":0,"message":{"role":"assis',
  send,
};
