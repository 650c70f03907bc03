import type { FastifyInstance, FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Refusal } from './channel';

/** Checks a body or query; a 400 that names the field and what is wrong with it. */
export function read<S extends z.ZodType>(schema: S, given: unknown): z.infer<S> {
  const result = schema.safeParse(given ?? {});
  if (result.success) return result.data;
  const wrong = result.error.issues.map((issue) => [issue.path.join('.'), issue.message].filter(Boolean).join(': '));
  throw new Refusal(400, wrong.join('; '));
}

/** Many clients name JSON as the type of a body that they do not send; here that is no body. */
export function takeEmptyJson(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(String(body)));
    } catch {
      done(new Refusal(400, 'the body is no JSON'));
    }
  });
}

/** Aborts when the caller hangs up. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  // Not the socket's event: kept alive, a socket would gather a listener with every request.
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}

/** The API's own shape of errors. */
export function sendRefusal(error: Error & { statusCode?: number }, reply: FastifyReply): FastifyReply {
  const status = error instanceof Refusal ? error.status : (error.statusCode ?? 500);
  return reply.code(status).send({ error: error.message });
}
