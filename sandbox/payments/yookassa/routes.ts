import type { FastifyInstance, FastifyPluginAsync, HTTPMethods } from 'fastify';
import type { Fault } from '../../api/faults';
import { Answer, answerUnread, type Asked, endpoint, type Wire } from '../shared/endpoint';
import { listPayments, listReceipts, listRefunds } from './lists';
import * as work from './work';
import { RECEIPT_REFUSED, statusOf, YooKassaError } from './wire';
import type { YooKassa } from './yookassa';

type Work = (shop: YooKassa, asked: Asked) => Answer;

const ROUTES: [HTTPMethods, string, Work][] = [
  ['POST', '/payments', work.createPayment],
  ['GET', '/payments', listPayments],
  ['GET', '/payments/:id', work.getPayment],
  ['POST', '/payments/:id/capture', work.capturePayment],
  ['POST', '/payments/:id/cancel', work.cancelPayment],
  ['POST', '/refunds', work.createRefund],
  ['GET', '/refunds', listRefunds],
  ['GET', '/refunds/:id', work.getRefund],
  ['POST', '/receipts', work.createReceipt],
  ['GET', '/receipts', listReceipts],
  ['GET', '/receipts/:id', work.getReceipt],
  ['GET', '/me', work.me],
  ['GET', '/webhooks', work.webhooks],
  ['POST', '/webhooks', work.webhooks],
];

const KEY = /^[0-9a-zA-Z+\-_.]{1,64}$/;

const wire: Wire = {
  vendor: 'yookassa',
  failed: (error) => {
    const refused = error instanceof YooKassaError ? error : new YooKassaError(error.statusCode ?? 500, error.message);
    return new Answer(refused.status, refused.body);
  },
  faulty,
  broken: '{"id":"2d6f4a5c-000f-5000-8000-1a2b3c4d5e6f","status":"pend',
  shown: (body) => body,
};

/** YooKassa's API under `/yookassa/v3`. */
export function yookassaRoutes(shop: YooKassa): FastifyPluginAsync {
  return async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
      try {
        done(null, body === '' ? undefined : JSON.parse(String(body)));
      } catch {
        done(new YooKassaError(400, 'The request body is not valid JSON'));
      }
    });
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
      body === '' ? done(null, undefined) : done(new YooKassaError(415, 'Content-Type must be application/json')),
    );
    answerUnread(app, shop.parts, wire);
    for (const [method, path, each] of ROUTES) {
      const handler = endpoint(shop.parts, wire, (asked) => call(shop, asked, each));
      app.route({ method, url: `/yookassa/v3${path}`, handler });
    }
    app.all(
      '/yookassa/v3/*',
      endpoint(shop.parts, wire, () => {
        throw new YooKassaError(404, 'No such method');
      }),
    );
  };
}

/** Whose call it is, and whether it was made before: what came of a key stands for a day, a refusal too. */
function call(shop: YooKassa, asked: Asked, each: Work): Answer {
  const { shopId, secretKey } = shop.options;
  const expected = `Basic ${Buffer.from(`${shopId}:${secretKey}`).toString('base64')}`;
  if (asked.headers.authorization !== expected)
    throw new YooKassaError(401, 'Error in shopId or secret key. Check their validity.');
  if (asked.method !== 'POST') return each(shop, asked);
  const key = asked.headers['idempotence-key'];
  if (typeof key !== 'string' || !KEY.test(key))
    throw new YooKassaError(400, 'Idempotence key is missing or illegal', 'Idempotence-Key');
  const request = `${asked.path} ${JSON.stringify(asked.body ?? {})}`;
  const known = shop.keys.known(key, request);
  if (known === 'other') throw new YooKassaError(400, 'Idempotence key duplicated', 'Idempotence-Key');
  if (known) return new Answer(known.status, known.body);
  const outcome = outcomeOf(() => each(shop, asked));
  shop.keys.keep(key, request, outcome);
  return outcome;
}

function outcomeOf(run: () => Answer): Answer {
  try {
    return run();
  } catch (error) {
    if (error instanceof YooKassaError) return new Answer(error.status, error.body);
    throw error;
  }
}

/** `code` is YooKassa's word, a status, or `receipt` for the till's refusal. */
function faulty({ kind, status, code }: Fault): Answer {
  if (kind === 'rate_limit') return wire.failed(new YooKassaError(429, 'Too many requests'));
  if (code === 'receipt')
    return wire.failed(new YooKassaError(status ?? 400, RECEIPT_REFUSED, 'receipt', 'invalid_request'));
  const isStatus = typeof code === 'number' && code >= 400 && code < 600;
  const word = code === undefined || isStatus ? undefined : String(code);
  const answered = status ?? (isStatus ? code : statusOf(word)) ?? (word ? 400 : 500);
  const error = new YooKassaError(answered, answered === 500 ? 'Internal server error' : 'Refused', undefined, word);
  return wire.failed(error);
}
