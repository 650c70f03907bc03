import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyPluginAsync, HTTPMethods } from 'fastify';
import { chatCompletion } from './chat';
import { endpoint, headersOfAll, noteCall, refusalIn, type Work } from './endpoint';
import { OpenAiError } from './errors';
import { editImage, generateImage, publishedImage } from './images';
import { view } from './models';
import type { OpenAi } from './openai';

/** Of one picture, in bytes. */
const LARGEST_UPLOAD = 50 * 1024 * 1024;
const MOST_UPLOADS = 17;

const ROUTES: [HTTPMethods, string, Work][] = [
  ['GET', '/models', ({ models }) => ({ object: 'list', data: models.alive().map(view) })],
  ['GET', '/models/:id', ({ models }, { params }) => view(models.described(params.id))],
  ['POST', '/chat/completions', chatCompletion],
  ['POST', '/images/generations', generateImage],
  ['POST', '/images/edits', editImage],
];

/** OpenAI's paths under `/openai/v1`, and what DALL-E publishes under `/openai/files`. */
export function openAiRoutes(openai: OpenAi): FastifyPluginAsync {
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(multipart, { limits: { fileSize: LARGEST_UPLOAD, files: MOST_UPLOADS } });
    app.removeContentTypeParser('application/json');
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
      try {
        done(null, body === '' ? undefined : JSON.parse(String(body)));
      } catch {
        done(new OpenAiError(400, null, 'We could not parse the JSON body of your request.'));
      }
    });
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined));
    app.setErrorHandler((error: Error, request, reply) => {
      const { status, body } = refusalIn(error);
      noteCall(openai, request, { body: null, uploads: [] }, status, new Date().toISOString());
      return reply.code(status).headers(headersOfAll()).send(body);
    });
    for (const [method, path, work] of ROUTES)
      app.route({ method, url: `/openai/v1${path}`, handler: endpoint(openai, work) });
    app.get('/openai/files/:name', endpoint(openai, publishedImage, true));
    app.all('/openai/v1/*', (request, reply) =>
      endpoint(openai, () => {
        const path = request.url.replace(/^\/openai|\?.*$/g, '');
        throw new OpenAiError(404, null, `Invalid URL (${request.method} ${path})`);
      })(request, reply),
    );
  };
}
