import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';

import type {
  Http,
  LinkRequest,
  NotificationResult,
  Receipt,
  RefundRequest,
  SettleRequest,
} from '../../../lib/payments';

/** One call as the bank got it. */
export interface Got {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string | undefined>;
  raw: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the tests look into every shape
  body: any;
}

/** `cut`: the connection breaks off after the bank has read it all; `hang`: no answer ever comes. */
export type Said = [status: number, body: unknown] | 'cut' | 'hang';

/** So long a call may take in a test; less where the bank is to hang. */
const PATIENCE_MS = 5_000;
const HANGING_MS = 100;
let patience = PATIENCE_MS;

/** A bank on loopback: remembers what it was asked and says what `answer` tells it to. */
export class Bank {
  readonly got: Got[] = [];
  answer: (got: Got) => Said = () => [404, {}];
  url = '';
  private readonly server: FastifyInstance = Fastify({ forceCloseConnections: true });

  constructor() {
    this.server.removeAllContentTypeParsers();
    this.server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    this.server.all('/*', (request: FastifyRequest, reply) => {
      const raw = typeof request.body === 'string' ? request.body : '';
      const json = String(request.headers['content-type']).includes('json') ? JSON.parse(raw) : null;
      const got: Got = {
        method: request.method,
        path: request.url.split('?')[0],
        query: request.query as Record<string, string>,
        headers: request.headers as Record<string, string | undefined>,
        raw,
        body: json ?? Object.fromEntries(new URLSearchParams(raw)),
      };
      this.got.push(got);
      const said = this.answer(got);
      if (said === 'cut') return void request.raw.socket.destroy();
      if (said === 'hang') return undefined;
      const [status, body] = said;
      return reply
        .code(status)
        .type(typeof body === 'string' ? 'text/html' : 'application/json')
        .send(typeof body === 'string' ? body : JSON.stringify(body));
    });
  }

  async open(): Promise<void> {
    this.url = await this.server.listen({ host: '127.0.0.1', port: 0 });
  }

  close(): Promise<void> {
    return this.server.close();
  }

  /** Forgets what was asked; says what it is given, one after the other, the last one for ever. */
  says(...said: Said[]): void {
    this.got.length = 0;
    patience = said.includes('hang') ? HANGING_MS : PATIENCE_MS;
    let next = 0;
    this.answer = () => said[Math.min(next++, said.length - 1)];
  }
}

/** `Http` as a node has it, over Node's own fetch. */
export const http: Http = async ({ method, url, headers, body, timeoutMs = PATIENCE_MS }) => {
  try {
    const signal = AbortSignal.timeout(Math.min(timeoutMs, patience));
    const answer = await fetch(url, { method, headers, body, signal, redirect: 'manual' });
    return { status: answer.status, body: await answer.text() };
  } catch (error) {
    const { name, cause } = error as { name: string; cause?: { code?: string } };
    return { status: 0, body: name === 'TimeoutError' ? 'ECONNABORTED' : (cause?.code ?? 'no connection') };
  }
};

export const RECEIPT: Receipt = {
  email: 'anna@example.org',
  phone: '+79031234567',
  taxSystem: 2,
  vatCode: 1,
  mode: 'full_prepayment',
  lines: [
    { name: 'Торт «Медовик», 2 кг', amount: 300_000 },
    { name: 'Доставка', amount: 50_000 },
  ],
};

export const LINK: LinkRequest = {
  payment: '1042-1',
  key: 'pay_1042-1_link',
  order: 1042,
  kind: 'full',
  amount: 350_000,
  description: 'Торт, заказ 1042',
  language: 'ru',
  until: '2026-11-25T13:00:00.000Z',
  returnUrl: 'https://bakery.example.org/thanks',
  notifyUrl: 'https://n8n.example.org/webhook/pay',
  receipt: null,
};

export const REFUND: RefundRequest = {
  payment: '1042-1',
  providerId: 'set per provider',
  amount: 100_000,
  paid: 350_000,
  key: 'pay_1042-1_refund_100000',
  reason: 'Заказ отменён',
  receipt: null,
};

export const SETTLE: SettleRequest = {
  payment: '1042-1',
  providerId: 'set per provider',
  key: 'pay_1042-1_settle',
  amount: 350_000,
  receipt: { ...RECEIPT, mode: 'full_payment' },
};

/** Noon of the day of all tests. */
export const NOW = Date.parse('2026-11-25T12:00:00.000Z');
export const now = (): number => NOW;

/** A notification as it came in. */
export const raw = (body: unknown, address = '185.71.76.1', headers: Record<string, string> = {}) => ({
  address,
  headers,
  rawBody: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

export type Refused = Extract<NotificationResult, { result: 'refused' }>;

/** A notification that is not believed. */
export const refused = (why: Refused['why'], status: number) =>
  expect.objectContaining({ result: 'refused', why, status });
