import { Transform } from 'node:stream';
import { finished } from 'node:stream/promises';
import proxy from '@fastify/http-proxy';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendBody, cut, isGone } from './answers';
import type { Calls } from './calls';
import type { Fault, Faults } from './faults';
import type { Hub } from './hub';

declare module 'fastify' {
  interface FastifyRequest {
    /** When it came, what its body was, and the fault that meets it. */
    supabase?: { at: string; chunks: Buffer[]; fault?: Fault };
  }
}

/** The functions of the database that change orders. */
const CHANGES_ORDERS = new Set(['rpc/cake_commit', 'rpc/cake_step']);

/**
 * `/rest/v1`, as Supabase's gateway has it: a key is asked for, then PostgREST at `upstream` answers. Who listens to the hub
 * is told when orders may have changed.
 */
export async function supabaseProxy(
  app: FastifyInstance,
  { upstream, calls, faults, hub }: { upstream: string; calls: Calls; faults: Faults; hub: Hub },
): Promise<void> {
  const note = (request: FastifyRequest, status: number): void => {
    const { at, chunks } = request.supabase!;
    const text = Buffer.concat(chunks).toString('utf8');
    const path = request.url.replace(/apikey=[^&]*/g, 'apikey=***');
    calls.add({ at, vendor: 'supabase', method: request.method, path, status, body: readBody(text) }, text.length);
  };

  await app.register(proxy, {
    upstream,
    prefix: '/rest/v1',
    rewritePrefix: '/',
    http2: false,
    // A call is made once: whoever called decides about another try.
    retryMethods: [],
    undici: { connections: 128, pipelining: 1, keepAliveTimeout: 30_000 },
    preHandler: async (request, reply) => {
      const chunks: Buffer[] = [];
      request.supabase = { at: new Date().toISOString(), chunks };
      request.body = record(request.body, chunks);
      const fault = await faults.take('supabase', pathOf(request.url));
      request.supabase.fault = fault;
      if (isGone(reply)) {
        note(request, 0);
        return cut(reply);
      }
      if (fault && fault.kind !== 'slow' && fault.kind !== 'drop_reply') return misbehave(fault, request, reply, note);
      if (request.headers.apikey) return undefined;
      await drain(request);
      note(request, 401);
      const hint = 'No `apikey` request header or url param was found.';
      return reply.code(401).send({ message: 'No API key found in request', hint });
    },
    replyOptions: {
      rewriteRequestHeaders: (request, headers) => ({
        ...headers,
        authorization: headers.authorization ?? `Bearer ${String(request.headers.apikey)}`,
      }),
      onResponse: (request, reply, response) => {
        const original = request as unknown as FastifyRequest;
        const answered = reply as unknown as FastifyReply;
        // Also when the answer gets lost on its way: the commit is done.
        if (isChange(original, answered.statusCode)) hub.emit({ type: 'orders' });
        if (original.supabase?.fault?.kind === 'drop_reply') {
          note(original, 0);
          cut(answered);
          return;
        }
        note(original, answered.statusCode);
        answered.send('stream' in response ? (response as { stream: NodeJS.ReadableStream }).stream : response);
      },
      onError: (reply, { error }) => {
        const answered = reply as unknown as FastifyReply;
        note(answered.request, 502);
        const message = 'An invalid response was received from the upstream server';
        answered.code(502).send({ message, hint: error.message });
      },
    },
  });
}

/** The function's or table's name: `rpc/commit_step`, `orders`. */
function pathOf(url: string): string {
  return decodeURIComponent(url.split('?')[0].replace(/^\/rest\/v1\/?/, ''));
}

function isChange({ method, url }: FastifyRequest, status: number): boolean {
  return method === 'POST' && status >= 200 && status < 300 && CHANGES_ORDERS.has(pathOf(url));
}

/** The body as it streams by, with a copy of it. */
function record(body: unknown, chunks: Buffer[]): unknown {
  if (!isStream(body)) return body;
  const copy = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done(null, chunk);
    },
  });
  body.once('error', (error) => copy.destroy(error));
  return body.pipe(copy);
}

function isStream(body: unknown): body is NodeJS.ReadableStream {
  return typeof body === 'object' && body !== null && 'pipe' in body;
}

async function drain(request: FastifyRequest): Promise<void> {
  if (isStream(request.body)) await finished(request.body.resume());
}

function readBody(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Answers in the fault's way, PostgREST's shape of errors, and does no work. */
async function misbehave(
  fault: Fault,
  request: FastifyRequest,
  reply: FastifyReply,
  note: (request: FastifyRequest, status: number) => void,
): Promise<FastifyReply> {
  await drain(request);
  if (fault.kind === 'down') {
    note(request, 0);
    return cut(reply);
  }
  const status = fault.status ?? { rate_limit: 429, error: 500 }[fault.kind as string] ?? 200;
  note(request, status);
  reply.code(status);
  if (fault.kind === 'rate_limit') return reply.header('retry-after', '1').send({ message: 'API rate limit exceeded' });
  if (fault.kind === 'error' && fault.body === undefined)
    return reply.send({ code: String(fault.code ?? 'XX000'), message: 'internal error', details: null, hint: null });
  return sendBody(reply, fault.body);
}
