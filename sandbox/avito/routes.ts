import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyPluginAsync, HTTPMethods } from 'fastify';
import * as account from './account';
import { Asked, noteCall } from './asked';
import type { Avito } from './avito';
import * as chats from './chats';
import { endpoint, errorAnswer } from './endpoint';
import * as files from './files';
import * as hooks from './hooks';
import { authorize, token } from './oauth';
import type { Scope } from './tokens';
import { AvitoError } from './wire';

type Route = [HTTPMethods, string, Scope | null, (avito: Avito, asked: Asked) => object | Promise<object>];

const CHAT = '/accounts/:user_id/chats/:chat_id';
const ROUTES: Route[] = [
  ['POST', '/token', null, token],
  ['GET', '/oauth', null, authorize],
  ['GET', '/core/v1/accounts/self', 'user:read', account.self],
  ['GET', '/core/v1/accounts/:user_id/items/:item_id', 'items:info', account.item],
  ['GET', '/core/v1/items', 'items:info', account.items],
  ['GET', '/messenger/v2/accounts/:user_id/chats', 'messenger:read', chats.chats],
  ['GET', `/messenger/v2${CHAT}`, 'messenger:read', chats.chat],
  ['GET', `/messenger/v3${CHAT}/messages`, 'messenger:read', chats.messages],
  ['POST', `/messenger/v1${CHAT}/messages`, 'messenger:write', chats.sendText],
  ['POST', `/messenger/v1${CHAT}/messages/image`, 'messenger:write', chats.sendImage],
  ['POST', `/messenger/v1${CHAT}/messages/:message_id`, 'messenger:write', chats.deleteMessage],
  ['POST', `/messenger/v1${CHAT}/read`, 'messenger:read', chats.readChat],
  ['POST', '/messenger/v1/accounts/:user_id/uploadImages', 'messenger:write', files.uploadImages],
  ['GET', '/messenger/v1/accounts/:user_id/getVoiceFiles', 'messenger:read', files.voiceFiles],
  ['POST', '/messenger/v2/accounts/:user_id/blacklist', 'messenger:write', hooks.blacklist],
  ['POST', '/messenger/v3/webhook', 'messenger:read', hooks.subscribe],
  ['POST', '/messenger/v1/webhook/unsubscribe', 'messenger:read', hooks.unsubscribe],
  ['POST', '/messenger/v1/subscriptions', 'messenger:read', hooks.subscriptions],
  ['GET', '/avito-files/images/:size/:id', null, files.image],
  ['GET', '/avito-files/voices/:id', null, files.voice],
];

/** Avito's paths, with and without a slash at the end, and the pictures for people's browsers. */
export function avitoRoutes(avito: Avito): FastifyPluginAsync {
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(formbody);
    await app.register(multipart, { limits: { fileSize: files.LARGEST_UPLOAD } });
    app.removeContentTypeParser('application/json');
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
      try {
        done(null, body === '' ? undefined : JSON.parse(String(body)));
      } catch {
        done(new AvitoError(400, 'the body is not JSON'));
      }
    });
    // Calls without a body come with whatever type the client likes.
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined));
    app.setErrorHandler((error: Error, request, reply) => {
      const { status, body } = errorAnswer(error);
      noteCall(avito.parts.calls, request, { body: null, uploads: [] }, status, new Date().toISOString());
      return reply.code(status).send(body);
    });
    for (const [method, url, scope, work] of ROUTES) {
      const handler = endpoint(avito, scope, (asked) => work(avito, asked));
      for (const each of [url, `${url}/`]) app.route({ method, url: each, handler });
    }
    const nowhere = endpoint(avito, null, () => {
      throw new AvitoError(404, 'route not found');
    });
    for (const url of ['/messenger/*', '/core/v1/*']) app.all(url, nowhere);
    app.get('/api/avito/images/:id', (request, reply) => {
      const { headers, body } = files.image(avito, { params: request.params as Asked['params'] } as Asked);
      return reply.headers(headers).send(body);
    });
  };
}
