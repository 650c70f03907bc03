import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { cut, isGone } from '../api/answers';
import { goneSignal } from '../api/read';
import { misbehave } from '../api/misbehave';
import { misbehaviourOf } from './faults';
import { readForm, textsOf } from './form';
import { answerOf } from './methods';
import { Params } from './params';
import type { Vk } from './vk';

const LARGEST_UPLOAD = 52 * 1024 * 1024;

/** A request to VK. `path` and `shown` are what the list of calls tells of it, without secrets. */
interface Call {
  request: FastifyRequest;
  reply: FastifyReply;
  path: string;
  params: Params;
  shown: object;
}

/** VK's own paths. */
export function vkRoutes(vk: Vk): FastifyPluginAsync {
  return async (app) => {
    await app.register(formbody, { bodyLimit: LARGEST_UPLOAD });
    await app.register(multipart, { limits: { fileSize: LARGEST_UPLOAD, fieldSize: LARGEST_UPLOAD } });
    // VK reads forms only: JSON, or anything else, is as good as no parameters.
    app.removeContentTypeParser(['application/json', 'text/plain']);
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, {}));
    app.route({
      method: ['GET', 'POST'],
      url: '/method/:name',
      handler: (request, reply) => handleMethod(vk, request, reply),
    });
    app.post('/vk/upload/:ticket', (request, reply) => handleUpload(vk, request, reply));
    app.get('/vk/longpoll/:group', (request, reply) => handlePoll(vk, request, reply));
    app.get('/vk/files/:name', (request, reply) => {
      const path = request.url;
      return serve(vk, { request, reply, path, params: new Params({}), shown: {} }, () => file(vk, request, reply));
    });
    app.get('/vk/view/:name', (request, reply) => reply.send(file(vk, request, reply)));
  };
}

async function handleMethod(vk: Vk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { name } = request.params as { name: string };
  const { values } = await readForm(request);
  const [, bearer] = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '') ?? [];
  const params = new Params({ ...values, ...(bearer !== undefined && { access_token: bearer }) });
  const call = { request, reply, path: `/method/${name}`, params, shown: params.shown() };
  return serve(vk, call, () => answerOf(name, { vk, params }));
}

async function handleUpload(vk: Vk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { ticket } = request.params as { ticket: string };
  const { values, files } = await readForm(request);
  const shown = Object.fromEntries(
    files.map(({ field, fileName, mimeType, data }) => [field, { file: fileName, mimeType, size: data.length }]),
  );
  const call = { request, reply, path: '/vk/upload', params: new Params(values), shown };
  return serve(vk, call, () => vk.uploads.take(ticket, files));
}

async function handlePoll(vk: Vk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { key = '', ...query } = textsOf(request.query);
  const gone = goneSignal(reply);
  const params = new Params(query);
  return serve(vk, { request, reply, path: '/vk/longpoll', params, shown: query }, () =>
    vk.longPoll.poll(key, params.text('ts'), params.text('wait'), gone),
  );
}

/** Bytes by the last part of their address; a customer's file must not run as a page of this origin. */
function file(vk: Vk, request: FastifyRequest, reply: FastifyReply): Buffer | object {
  const found = vk.media.read((request.params as { name: string }).name);
  if (!found) {
    reply.code(404);
    return { error: 'no such file' };
  }
  const { data, mimeType } = found;
  const harmless = /^(image|audio)\//.test(mimeType) && !mimeType.includes('svg');
  reply
    .type(harmless ? mimeType : 'application/octet-stream')
    .headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'private, max-age=86400' });
  return data;
}

/** Lets the fault of this call have its way, answers, and lists the call. */
async function serve(vk: Vk, call: Call, answer: () => unknown): Promise<FastifyReply> {
  const { request, reply, path, params, shown } = call;
  const at = new Date().toISOString();
  const note = (status: number): void => {
    const bytes = Number(request.headers['content-length'] ?? 0);
    vk.parts.calls.add({ at, vendor: 'vk', method: request.method, path, status, body: shown }, bytes);
  };
  const fault = await vk.parts.faults.take('vk', path);
  if (isGone(reply)) {
    note(0);
    return cut(reply);
  }
  const name = path.replace('/method/', '');
  if (fault && misbehave(misbehaviourOf(name, params), fault, reply, note)) return reply;
  const body = await answer();
  if (fault?.kind === 'drop_reply' || isGone(reply)) {
    note(0);
    return cut(reply);
  }
  note(reply.statusCode);
  return reply.send(body);
}
