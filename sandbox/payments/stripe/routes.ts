import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyPluginAsync, HTTPMethods } from 'fastify';
import type { Fault } from '../../api/faults';
import { Answer, answerUnread, type Asked, endpoint, type Wire } from '../shared/endpoint';
import { readForm } from './form';
import type { Stripe } from './stripe';
import * as work from './work';
import { StripeError } from './wire';

type Work = (stripe: Stripe, call: work.Call) => Answer;

const ROUTES: [HTTPMethods, string, Work][] = [
  ['POST', '/checkout/sessions', work.createSession],
  ['GET', '/checkout/sessions', work.listSessions],
  ['GET', '/checkout/sessions/:id', work.getSession],
  ['POST', '/checkout/sessions/:id/expire', work.expireSession],
  ['GET', '/payment_intents/:id', work.getIntent],
  ['GET', '/charges/:id', work.getCharge],
  ['POST', '/refunds', work.createRefund],
  ['GET', '/refunds', work.listRefunds],
  ['GET', '/refunds/:id', work.getRefund],
  ['GET', '/balance', work.balance],
];

const wire: Wire = {
  vendor: 'stripe',
  failed: (error) => {
    const refused = error instanceof StripeError ? error : new StripeError(error.statusCode ?? 500, error.message);
    return new Answer(refused.status, refused.body);
  },
  faulty,
  broken: '{"id":"cs_test_a1","object":"checkout.sess',
  shown: (body) => body,
};

/** Stripe's API under `/stripe/v1`. */
export function stripeRoutes(stripe: Stripe): FastifyPluginAsync {
  return async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, readForm(String(body))),
    );
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
      body === ''
        ? done(null, undefined)
        : done(new StripeError(400, 'Invalid request: the API takes application/x-www-form-urlencoded.')),
    );
    app.addHook('onRequest', async (_request, reply) => {
      reply.header('request-id', `req_${randomBytes(7).toString('hex')}`);
    });
    answerUnread(app, stripe.parts, wire);
    for (const [method, path, each] of ROUTES) {
      app.route({
        method,
        url: `/stripe/v1${path}`,
        // The query as it came: Fastify reads no nested keys.
        preHandler: async (request) => {
          request.query = readForm(request.url.split('?')[1] ?? '');
        },
        handler: endpoint(stripe.parts, wire, (asked) => call(stripe, asked, each)),
      });
    }
    app.all(
      '/stripe/v1/*',
      endpoint(stripe.parts, wire, ({ method, path }) => {
        throw new StripeError(404, `Unrecognized request URL (${method}: ${path.replace('/stripe', '')}).`);
      }),
    );
  };
}

/** Whose call it is, and whether it was made before: what came of a key stands for a day. */
function call(stripe: Stripe, asked: Asked, each: Work): Answer {
  checkKey(stripe, asked.headers.authorization);
  const run = (): Answer => each(stripe, work.callOf(asked, asked.query as Record<string, string>));
  const key = asked.headers['idempotency-key'];
  if (asked.method !== 'POST' || typeof key !== 'string') return run();
  if (key === '' || key.length > 255) throw new StripeError(400, 'Idempotency keys are 1 to 255 characters long.');
  const request = `${asked.path} ${JSON.stringify(asked.body ?? {})}`;
  const known = stripe.keys.known(key, request);
  if (known === 'other') {
    const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`;
    throw new StripeError(400, message, { type: 'idempotency_error' });
  }
  if (known) return new Answer(known.status, known.body, { 'idempotent-replayed': 'true' });
  // Parameters that fail the check leave no trace, so only what was done is kept.
  const outcome = run();
  stripe.keys.keep(key, request, outcome);
  return outcome;
}

function checkKey({ options }: Stripe, header = ''): void {
  const [, bearer] = /^Bearer\s+(\S+)$/i.exec(header) ?? [];
  const [, basic] = /^Basic\s+(\S+)$/i.exec(header) ?? [];
  const key = bearer ?? (basic && Buffer.from(basic, 'base64').toString().split(':')[0]);
  if (key === options.secretKey) return;
  if (!key) throw new StripeError(401, 'You did not provide an API key.');
  throw new StripeError(401, `Invalid API Key provided: ${key.slice(0, 8)}${'*'.repeat(Math.max(0, key.length - 8))}`);
}

/** Usual statuses and kinds of errors by their code. */
const KNOWN: Record<string, [number, string]> = {
  resource_missing: [404, 'invalid_request_error'],
  card_declined: [402, 'card_error'],
  rate_limit: [429, 'invalid_request_error'],
  lock_timeout: [429, 'invalid_request_error'],
  idempotency_key_in_use: [409, 'idempotency_error'],
};

function faulty({ kind, status, code }: Fault): Answer {
  if (kind === 'rate_limit') {
    const error = new StripeError(429, 'Request rate limit exceeded.', { code: 'rate_limit' });
    return new Answer(429, error.body, { 'stripe-should-retry': 'false', 'retry-after': '1' });
  }
  const isStatus = typeof code === 'number' && code >= 400 && code < 600;
  const word = code === undefined || isStatus ? undefined : String(code);
  const [usual, type] = KNOWN[word ?? ''] ?? [word ? 400 : 500, undefined];
  const answered = status ?? (isStatus ? code : usual);
  return wire.failed(
    new StripeError(answered, word ? `Refused: ${word}.` : 'An error occurred.', { code: word, type }),
  );
}
