import { createHash } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import axios, { type AxiosResponse } from 'axios';
import Fastify, { type FastifyInstance } from 'fastify';
import { Calls } from '../../sandbox/api/calls';
import { controlRoutes } from '../../sandbox/api/control';
import { Faults } from '../../sandbox/api/faults';
import { Hub } from '../../sandbox/api/hub';
import { sendRefusal } from '../../sandbox/api/read';
import { createPayments, type PaymentsOptions, type Payments, type PaymentView } from '../../sandbox/payments';
import type { Clock } from '../../sandbox/payments/shared/clock';

export const SHOP = { shopId: '506751', secretKey: 'test_SecretOfTheSandboxShop' };
export const TERMINAL = { terminalKey: '1700000000000DEMO', password: 'PasswordOfTheTerminal' };
export const ACCOUNT = { secretKey: 'sk_test_SecretOfTheSandboxAccount', webhookSecret: 'whsec_SecretOfTheEndpoint' };
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Time that stands still until the test moves it. */
export class TestClock implements Clock {
  private at = Date.UTC(2026, 10, 25, 9);
  private readonly timers = new Map<object, { due: number; what: () => void }>();

  now(): number {
    return this.at;
  }

  after(ms: number, what: () => void): () => void {
    const key = {};
    this.timers.set(key, { due: this.at + Math.max(0, ms), what });
    return () => this.timers.delete(key);
  }

  /** Moves on, and rings what becomes due on the way, in its order. */
  advance(ms: number): void {
    const end = this.at + ms;
    for (;;) {
      const [next] = [...this.timers].filter(([, { due }]) => due <= end).sort(([, a], [, b]) => a.due - b.due);
      if (!next) break;
      this.timers.delete(next[0]);
      this.at = Math.max(this.at, next[1].due);
      next[1].what();
    }
    this.at = end;
  }

  /** When the next timer rings, in milliseconds from now. */
  next(): number | undefined {
    const dues = [...this.timers.values()].map(({ due }) => due - this.at);
    return dues.length > 0 ? Math.min(...dues) : undefined;
  }
}

/** A notification that the shop got. */
export interface Told {
  raw: string;
  // What a test looks into is known to the test.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
  headers: http.IncomingHttpHeaders;
  from: string | undefined;
}

/** The shop's side of notifications: answers what the test says. */
export class Shop {
  readonly told: Told[] = [];
  answer: (told: Told) => { status: number; body: string } = () => ({ status: 200, body: 'OK' });
  url = '';
  private readonly server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'GET') {
        response.setHeader('content-type', 'text/html').end('<p>Thanks</p>');
        return;
      }
      const raw = Buffer.concat(chunks).toString('utf8');
      const from = request.socket.remoteAddress?.replace('::ffff:', '');
      const told = { raw, body: JSON.parse(raw), headers: request.headers, from };
      this.told.push(told);
      const { status, body } = this.answer(told);
      response.writeHead(status).end(body);
    });
  });

  /** Where its buyers come back to. */
  get thanks(): string {
    return new URL('/thanks', this.url).href;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook/payments`;
    return this;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** The three providers on a port of their own with the sandbox's API beside them; time is the test's. */
export class PaymentsBench {
  url = '';
  readonly clock = new TestClock();
  readonly shop = new Shop();
  /** What the pack's database has. */
  rows: PaymentView[] = [];
  payments!: Payments;
  private app!: FastifyInstance;
  private port = 0;
  private readonly agent = new http.Agent({ keepAlive: false });
  private readonly dir = fs.mkdtempSync(path.join(os.tmpdir(), 'payments-'));

  constructor(private readonly options: PaymentsOptions = {}) {}

  async start(): Promise<this> {
    await this.shop.start();
    await this.open();
    for (const name of ['yookassa', 'stripe'] as const) this.payments.notifyAt(name, this.shop.url);
    return this;
  }

  /** As a restart of the process: only what is on disk stays. */
  async restart(): Promise<void> {
    await this.stop();
    await this.open();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.shop.close();
    fs.rmSync(this.dir, { recursive: true, force: true });
  }

  /** Any request, any status. */
  call(method: string, url: string, data?: unknown, headers: Record<string, string> = {}): Promise<AxiosResponse> {
    return axios.request({
      method,
      url: url.startsWith('http') ? url : this.url + url,
      data,
      headers,
      // A text goes as it is, also where it is broken JSON.
      ...(typeof data === 'string' && { transformRequest: (text: string) => text }),
      validateStatus: () => true,
      maxRedirects: 0,
      proxy: false,
      // A connection kept alive would be cut by a restart.
      httpAgent: this.agent,
    });
  }

  /** YooKassa's API, as its shop. */
  yookassa(method: string, url: string, data?: unknown, key?: string): Promise<AxiosResponse> {
    const basic = Buffer.from(`${SHOP.shopId}:${SHOP.secretKey}`).toString('base64');
    const headers = { authorization: `Basic ${basic}`, ...(key !== undefined && { 'idempotence-key': key }) };
    return this.call(method, `/yookassa/v3${url}`, data, headers);
  }

  /** T-Bank's API, as its terminal. */
  tbank(method: string, fields: Record<string, unknown>): Promise<AxiosResponse> {
    const url = method.includes('/') ? method : `v2/${method}`;
    const body = { TerminalKey: TERMINAL.terminalKey, ...fields };
    return this.call('POST', `/tbank/${url}`, { ...body, Token: bankToken(body) });
  }

  /** Stripe's API, as its account. */
  stripe(method: string, url: string, form?: Record<string, string>, key?: string): Promise<AxiosResponse> {
    const headers = {
      authorization: `Bearer ${ACCOUNT.secretKey}`,
      ...(key !== undefined && { 'idempotency-key': key }),
    };
    return this.call(method, `/stripe/v1${url}`, form && new URLSearchParams(form), headers);
  }

  fault(fault: object): Promise<AxiosResponse> {
    return this.call('POST', '/api/faults', fault);
  }

  /** Somebody does something to a payment of the pack's. */
  async does(id: string, action: string, body: object = {}): Promise<number> {
    return (await this.call('POST', `/api/payments/${id}/${action}`, body)).status;
  }

  /** A payment as the pack has it. */
  row(fields: Partial<PaymentView>): PaymentView {
    const seq = this.rows.length + 1;
    const row: PaymentView = {
      ...{ id: `1042-${seq}`, seq, order: 1042, provider: 'yookassa', kind: 'deposit', amount: 350_000 },
      ...{ status: 'pending', url: null, ...fields },
    };
    this.rows.push(row);
    return row;
  }

  private async open(): Promise<void> {
    this.app = Fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 1000 } });
    const parts = { dir: this.dir, hub: new Hub(), calls: new Calls(), faults: new Faults(), url: () => this.url };
    this.payments = createPayments(parts, {
      ...{ yookassa: SHOP, tbank: TERMINAL, stripe: ACCOUNT, clock: this.clock },
      rows: async ({ id, order }) =>
        this.rows.filter((row) => (!id || row.id === id) && (!order || row.order === Number(order))),
      ...this.options,
    });
    this.app.setErrorHandler((error: Error, _request, reply) => sendRefusal(error, reply));
    await this.app.register(this.payments.routes);
    await this.app.register(controlRoutes, { channels: new Map(), ...parts });
    await this.app.listen({ port: this.port, host: '127.0.0.1' });
    this.port = (this.app.server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${this.port}`;
    this.payments.resume();
  }

  private async stop(): Promise<void> {
    this.payments.close();
    await this.app.close();
  }
}

/** T-Bank's signature, written from its documents: root fields and the password, by name, joined, SHA-256. */
export function bankToken(fields: Record<string, unknown>, password = TERMINAL.password): string {
  const { Token: _token, ...given } = fields;
  const pairs: [string, unknown][] = [...Object.entries(given), ['Password', password]];
  const flat = pairs.filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  flat.sort(([a], [b]) => a.localeCompare(b, 'en'));
  return createHash('sha256')
    .update(flat.map(([, value]) => `${value as string}`).join(''))
    .digest('hex');
}
