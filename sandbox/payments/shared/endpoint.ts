import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cut, isGone, sendBody } from '../../api/answers';
import type { Fault } from '../../api/faults';
import type { ProviderName, ProviderParts } from './played';

/** An answer, JSON as a rule. */
export class Answer {
  constructor(
    readonly status: number,
    readonly body: object,
    readonly headers: Record<string, string> = {},
  ) {}
}

/** A request as an endpoint sees it. `body` is a JSON value, or the fields of a form. */
export interface Asked {
  method: string;
  /** Without the query. */
  path: string;
  params: Record<string, string>;
  query: Record<string, unknown>;
  headers: FastifyRequest['headers'];
  body: unknown;
}

/** What an endpoint does; a refusal is thrown. Not asynchronous: two requests with one key never meet in the middle. */
export type Work = (asked: Asked) => Answer;

/** What differs from one vendor to the next around every call. */
export interface Wire {
  vendor: ProviderName;
  /** An error as the vendor answers it. */
  failed(error: Error & { statusCode?: number }): Answer;
  /** What a fault of the kind `error` or `rate_limit` says. */
  faulty(fault: Fault): Answer;
  /** An answer that broke off. */
  broken: string;
  /** A body without what is secret in it. */
  shown(body: unknown): unknown;
}

/** Wraps an endpoint's work: faults, errors in the vendor's shape, and the note of the call. */
export function endpoint(parts: ProviderParts, wire: Wire, work: Work) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const at = new Date().toISOString();
    const note = (status: number): void => noteCall(parts, wire, request, status, at);
    const [path] = request.url.split('?');
    const fault = await parts.faults.take(wire.vendor, path);
    if (fault?.kind === 'down' || isGone(reply)) {
      note(0);
      return cut(reply);
    }
    if (fault?.kind === 'body') {
      note(fault.status ?? 200);
      return sendFault(reply.code(fault.status ?? 200), fault.body ?? wire.broken);
    }
    const answer =
      fault?.kind === 'error' || fault?.kind === 'rate_limit'
        ? wire.faulty(fault)
        : answerOf(wire, work, request, path);
    if (fault?.kind === 'drop_reply' || isGone(reply)) {
      note(0);
      return cut(reply);
    }
    note(answer.status);
    reply.code(answer.status).headers(answer.headers);
    return fault?.kind === 'error' && fault.body !== undefined ? sendFault(reply, fault.body) : reply.send(answer.body);
  };
}

/** Answers what the vendor cannot even read, a broken body, in its own shape. */
export function answerUnread(app: FastifyInstance, parts: ProviderParts, wire: Wire): void {
  app.setErrorHandler((error: Error, request, reply) => {
    const { status, body, headers } = wire.failed(error);
    noteCall(parts, wire, request, status, new Date().toISOString());
    return reply.code(status).headers(headers).send(body);
  });
}

function answerOf(wire: Wire, work: Work, request: FastifyRequest, path: string): Answer {
  const { method, headers, body } = request;
  const { params, query } = request as { params: Asked['params']; query: Asked['query'] };
  try {
    return work({ method, path, params, query, headers, body });
  } catch (error) {
    return wire.failed(error as Error);
  }
}

function noteCall(parts: ProviderParts, wire: Wire, request: FastifyRequest, status: number, at: string): void {
  const { method, url, body } = request;
  const bytes = Number(request.headers['content-length'] ?? 0);
  parts.calls.add({ at, vendor: wire.vendor, method, path: url, status, body: wire.shown(body) ?? null }, bytes);
}

/** Broken JSON comes under JSON's name; a page of something in between does not. */
function sendFault(reply: FastifyReply, body: unknown): FastifyReply {
  if (typeof body === 'string' && !body.startsWith('<'))
    return reply.type('application/json; charset=utf-8').send(body);
  return sendBody(reply, body);
}
