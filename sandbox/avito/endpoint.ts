import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { cut, isGone } from '../api/answers';
import { misbehave } from '../api/misbehave';
import { Asked, noteCall, readAsked } from './asked';
import type { Avito } from './avito';
import { MISBEHAVIOUR } from './misbehave';
import type { Scope } from './tokens';
import { AvitoError, OAuthError } from './wire';

/** An answer that is not 200 with JSON. */
export class Answer {
  constructor(
    readonly status: number,
    readonly headers: Record<string, string>,
    readonly body: Buffer | object | string,
  ) {}
}

/** What an endpoint does: answers JSON, or something else, or throws a refusal. */
export type Work = (asked: Asked) => object | Promise<object>;

/**
 * Wraps an endpoint's work: faults, the token and its scope, the account in the path, errors in Avito's shape, and the note
 * of the call. `scope` null: no token is needed.
 */
export function endpoint(
  avito: Avito,
  scope: Scope | null,
  work: Work,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  return async (request, reply) => {
    const at = new Date().toISOString();
    const asked = await readAsked(request);
    const note = (status: number): void => noteCall(avito.parts.calls, request, asked, status, at);
    const fault = await avito.parts.faults.take('avito', request.url.split('?')[0]);
    if (isGone(reply)) {
      note(0);
      return cut(reply);
    }
    if (fault && misbehave(MISBEHAVIOUR, fault, reply, note)) return reply;
    let answer: Answer;
    try {
      if (scope) authorize(avito, request, asked, scope);
      const done = await work(asked);
      answer = done instanceof Answer ? done : new Answer(200, {}, done);
    } catch (error) {
      answer = errorAnswer(error as Error);
    }
    if (fault?.kind === 'drop_reply') {
      note(0);
      return cut(reply);
    }
    note(answer.status);
    return reply.code(answer.status).headers(answer.headers).send(answer.body);
  };
}

/** An error as Avito answers it. */
export function errorAnswer(error: Error & { statusCode?: number }): Answer {
  if (error instanceof AvitoError || error instanceof OAuthError) return new Answer(error.status, {}, error.body);
  const status = error.statusCode ?? 500;
  return new Answer(status, {}, new AvitoError(status, error.message).body);
}

/**
 * Checks a body or query.
 *
 * @throws AvitoError 400 that names the fields
 */
export function valid<S extends z.ZodType>(schema: S, given: unknown): z.infer<S> {
  const result = schema.safeParse(given ?? {});
  if (result.success) return result.data;
  const fields = result.error.issues.map(({ path, message }) => [path.join('.') || 'body', message]);
  throw new AvitoError(400, 'validation failed', Object.fromEntries(fields));
}

function authorize(avito: Avito, request: FastifyRequest, { params }: Asked, scope: Scope): void {
  avito.tokens.check(request.headers.authorization, scope);
  if (params.user_id === undefined || params.user_id === String(avito.options.userId)) return;
  throw new AvitoError(403, 'the token belongs to another account');
}
