import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cut, isGone } from '../api/answers';
import { misbehave } from '../api/misbehave';
import { type Asked, readAsked, shown } from './asked';
import { OpenAiError } from './errors';
import { MISBEHAVIOUR } from './misbehave';
import type { OpenAi } from './openai';

/** What an endpoint does: answers JSON or bytes, or throws a refusal. */
export type Work = (openai: OpenAi, asked: Asked) => object | Promise<object>;

/** Wraps an endpoint's work: faults, the key, errors in OpenAI's shape, the request's id, and the note of the call. */
export function endpoint(
  openai: OpenAi,
  work: Work,
  open = false,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  return async (request, reply) => {
    const at = new Date().toISOString();
    reply.headers(headersOfAll());
    const asked = await readAsked(request);
    const note = (status: number): void => noteCall(openai, request, asked, status, at);
    const fault = await openai.parts.faults.take('openai', request.url.split('?')[0]);
    if (isGone(reply)) {
      note(0);
      return cut(reply);
    }
    if (fault && misbehave(MISBEHAVIOUR, fault, reply, note)) return reply;
    let status = 200;
    let body: object;
    try {
      if (!open) checkKey(openai, request.headers.authorization);
      body = await work(openai, asked);
    } catch (error) {
      ({ status, body } = refusalIn(error as Error));
    }
    if (fault?.kind === 'drop_reply' || isGone(reply)) {
      note(0);
      return cut(reply);
    }
    note(status);
    if (Buffer.isBuffer(body)) reply.type('image/png');
    return reply.code(status).send(body);
  };
}

/** An error as OpenAI answers it. */
export function refusalIn(error: Error & { statusCode?: number }): OpenAiError {
  if (error instanceof OpenAiError) return error;
  const { statusCode = 500, message } = error;
  return new OpenAiError(statusCode, null, message, null, statusCode < 500 ? 'invalid_request_error' : 'server_error');
}

/** Notes a call; the key stands in no part of it. */
export function noteCall(
  { parts }: OpenAi,
  { method, url }: FastifyRequest,
  asked: Pick<Asked, 'body' | 'uploads'>,
  status: number,
  at: string,
): void {
  const body = shown(asked);
  parts.calls.add({ at, vendor: 'openai', method, path: url, status, body }, JSON.stringify(body).length);
}

/** What every answer carries. */
export const headersOfAll = (): Record<string, string> => ({
  'x-request-id': `req_${randomBytes(16).toString('hex')}`,
  'openai-version': '2020-10-01',
  'openai-organization': 'sandbox',
});

function checkKey({ options }: OpenAi, header: string | undefined): void {
  const [, key] = /^Bearer\s+(\S+)\s*$/i.exec(header ?? '') ?? [];
  if (key === options.key) return;
  if (key === undefined)
    throw new OpenAiError(401, null, "You didn't provide an API key. Use an Authorization header with Bearer auth.");
  const masked = key.length > 8 ? `${key.slice(0, 3)}${'*'.repeat(8)}${key.slice(-4)}` : '*'.repeat(key.length);
  throw new OpenAiError(401, 'invalid_api_key', `Incorrect API key provided: ${masked}.`);
}
