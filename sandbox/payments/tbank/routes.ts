import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Fault } from '../../api/faults';
import { Answer, answerUnread, endpoint, type Wire } from '../shared/endpoint';
import type { TBank } from './tbank';
import { tokenOf } from './token';
import { TBankError } from './wire';
import * as work from './work';

type Work = (bank: TBank, body: unknown) => object;

const METHODS: [string, Work][] = [
  ['/v2/Init', work.init],
  ['/v2/GetState', work.getState],
  ['/v2/CheckOrder', work.checkOrder],
  ['/v2/Confirm', work.confirm],
  ['/v2/Cancel', work.cancel],
  // At the host's root, not under /v2: https://www.tbank.ru/kassa/dev/payments/, SendClosingReceipt.
  ['/cashbox/SendClosingReceipt', work.sendClosingReceipt],
];

const wire: Wire = {
  vendor: 'tbank',
  failed: (error) => {
    if (error instanceof TBankError) return new Answer(error.status, error.body);
    const { statusCode = 500, message } = error;
    return new Answer(statusCode, new TBankError(statusCode < 500 ? '9999' : '401', message).body);
  },
  faulty,
  broken: '{"Success":true,"ErrorCode":"0","Status":"NE',
  shown: (body) => (isObject(body) && 'Token' in body ? { ...body, Token: '***' } : body),
};

/** T-Bank's API under `/tbank`. */
export function tbankRoutes(bank: TBank): FastifyPluginAsync {
  return async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
      try {
        done(null, JSON.parse(String(body)));
      } catch {
        done(new TBankError('9999', 'Тело запроса не JSON'));
      }
    });
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) =>
      done(new TBankError('9999', 'Content-Type должен быть application/json')),
    );
    answerUnread(app, bank.parts, wire);
    for (const [url, each] of METHODS) {
      const handler = endpoint(bank.parts, wire, ({ body }) => new Answer(200, each(bank, signed(bank, body))));
      app.post(`/tbank${url}`, handler);
    }
    const nowhere = endpoint(bank.parts, wire, () => new Answer(404, new TBankError('9999', 'Нет такого метода').body));
    app.all('/tbank/v2/*', nowhere);
    app.all('/tbank/cashbox/*', nowhere);
  };
}

/** A body that this terminal has signed. @throws TBankError 203, 331, 204 */
function signed({ options }: TBank, body: unknown): Record<string, unknown> {
  if (!isObject(body)) throw new TBankError('203');
  if (body.TerminalKey !== options.terminalKey) throw new TBankError('331', 'Терминал не найден');
  if (body.Token !== tokenOf(body, options.password))
    throw new TBankError('204', 'Неверный токен. Проверьте пару TerminalKey/SecretKey.');
  return body;
}

/** `code` is the bank's, in an answer 200; a bare status is a failure of the server's own. */
function faulty({ kind, status, code }: Fault): Answer {
  if (kind === 'rate_limit') return new Answer(429, new TBankError('402').body);
  if (code === undefined) return new Answer(status ?? 500, new TBankError('401').body);
  return new Answer(status ?? 200, new TBankError(String(code)).body);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
