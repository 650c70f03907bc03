import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cut, isGone } from '../api/answers';
import type { Calls } from '../api/calls';
import type { Faults } from '../api/faults';
import { misbehave, type Misbehaviour } from '../api/misbehave';
import { methodName, perform } from './methods';
import { Params, Upload } from './params';
import type { Telegram } from './telegram';
import { TelegramError } from './wire';

const TOKEN = /^\d{1,15}:[A-Za-z0-9_-]{20,}$/;
const LARGEST_UPLOAD = 50 * 1024 * 1024;

/** What the Bot API's side needs. */
export interface BotApiParts {
  telegram: Telegram;
  calls: Calls;
  faults: Faults;
}

/** `/bot<token>/<method>` and `/file/bot<token>/<path>`, for every bot. */
export async function botApi(app: FastifyInstance, parts: BotApiParts): Promise<void> {
  await app.register(formbody, { bodyLimit: LARGEST_UPLOAD });
  await app.register(multipart, { limits: { fileSize: LARGEST_UPLOAD, fieldSize: LARGEST_UPLOAD } });
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : JSON.parse(String(body)));
    } catch {
      done(new TelegramError(400, 'Bad Request: object expected as JSON body'));
    }
  });
  // A body of no known form is ignored, as Telegram does.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, {}));
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => sendError(reply, error));
  app.route({
    method: ['GET', 'POST'],
    url: '/bot:token/:method',
    handler: (request, reply) => handleMethod(parts, request, reply),
  });
  app.get('/file/bot:token/*', (request, reply) => handleFile(parts, request, reply));
}

async function handleMethod(parts: BotApiParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { token, method: given } = request.params as { token: string; method: string };
  const at = new Date().toISOString();
  const method = methodName(given);
  if (!TOKEN.test(token)) return sendError(reply, new TelegramError(404, 'Not Found'));
  const params = await readParams(request);
  const note = (status: number): void => {
    const body = params.forLog();
    const bytes = Number(request.headers['content-length'] ?? 0);
    parts.calls.add({ at, vendor: 'telegram', method: request.method, path: `/bot***/${method}`, status, body }, bytes);
  };
  const fault = await parts.faults.take('telegram', method);
  if (isGone(reply)) {
    note(0);
    return cut(reply);
  }
  if (fault && misbehave(MISBEHAVIOUR, fault, reply, note)) return reply;
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  let answer: { status: number; body: object };
  try {
    const bot = parts.telegram.store.bot(token);
    const { result, description } = await perform(method, { telegram: parts.telegram, bot, params, gone: gone.signal });
    answer = { status: 200, body: { ok: true, result, ...(description && { description }) } };
  } catch (error) {
    answer = errorAnswer(error as Error);
  }
  if (fault?.kind === 'drop_reply') {
    note(0);
    return cut(reply);
  }
  note(answer.status);
  return reply.code(answer.status).send(answer.body);
}

/** How the Bot API fails. */
const MISBEHAVIOUR: Misbehaviour = {
  rateLimit: () => ({
    ...errorAnswer(new TelegramError(429, 'Too Many Requests: retry after 1', { retry_after: 1 })),
    headers: { 'retry-after': '1' },
  }),
  error: ({ code, status: given }) => {
    const status = given ?? (typeof code === 'number' && code >= 400 && code < 600 ? code : 500);
    const description = typeof code === 'string' ? code : (DESCRIPTIONS[status] ?? `Error ${status}`);
    return { status, body: { ok: false, error_code: typeof code === 'number' ? code : status, description } };
  },
};

const DESCRIPTIONS: Record<number, string> = {
  400: 'Bad Request: chat not found',
  401: 'Unauthorized',
  403: 'Forbidden: bot was blocked by the user',
  404: 'Not Found',
  409: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  429: 'Too Many Requests: retry after 1',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
};

async function readParams(request: FastifyRequest): Promise<Params> {
  const query = request.query as Record<string, unknown>;
  if (!request.isMultipart()) {
    const body = request.body;
    return new Params({ ...query, ...(typeof body === 'object' && body !== null ? body : {}) });
  }
  const values: Record<string, unknown> = { ...query };
  const uploads = new Map<string, Upload>();
  for await (const part of request.parts()) {
    if (part.type === 'field') values[part.fieldname] = part.value;
    else
      uploads.set(part.fieldname, {
        data: await part.toBuffer(),
        mimeType: part.mimetype,
        fileName: part.filename ?? '',
      });
  }
  return new Params(values, uploads);
}

async function handleFile(parts: BotApiParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { token, '*': wanted } = request.params as { token: string; '*': string };
  const at = new Date().toISOString();
  const note = (status: number): void =>
    parts.calls.add({ at, vendor: 'telegram', method: 'GET', path: `/file/bot***/${wanted}`, status, body: null }, 0);
  const fault = await parts.faults.take('telegram', `file/${wanted}`);
  if (fault && misbehave(MISBEHAVIOUR, fault, reply, note)) return reply;
  const { files } = parts.telegram.store;
  const file = TOKEN.test(token) ? files.byPath(wanted) : undefined;
  const data = file && files.read(file);
  note(fault?.kind === 'drop_reply' ? 0 : data ? 200 : 404);
  if (fault?.kind === 'drop_reply') return cut(reply);
  if (!data) return sendError(reply, new TelegramError(404, 'Not Found'));
  return reply.type('application/octet-stream').send(data);
}

function sendError(reply: FastifyReply, error: Error): FastifyReply {
  const { status, body, retryAfter } = errorAnswer(error);
  if (retryAfter) reply.header('retry-after', String(retryAfter));
  return reply.code(status).send(body);
}

function errorAnswer(error: Error & { statusCode?: number }): { status: number; body: object; retryAfter?: number } {
  if (error instanceof TelegramError) {
    const { code, description, parameters } = error;
    const body = { ok: false, error_code: code, description, ...(parameters && { parameters }) };
    return { status: code, body, retryAfter: parameters?.retry_after };
  }
  const status = error.statusCode ?? 500;
  const description =
    status === 413
      ? 'Request Entity Too Large'
      : status < 500
        ? `Bad Request: ${error.message}`
        : `Internal Server Error: ${error.message}`;
  return { status, body: { ok: false, error_code: status, description } };
}
