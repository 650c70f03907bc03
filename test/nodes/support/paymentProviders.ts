import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import Fastify, { type FastifyInstance } from 'fastify';
import type { IDataObject } from 'n8n-workflow';

import { createProvider, type Http } from '../../../lib/payments';
import { Calls } from '../../../sandbox/api/calls';
import { Faults, type Fault } from '../../../sandbox/api/faults';
import { Hub } from '../../../sandbox/api/hub';
import { sendRefusal } from '../../../sandbox/api/read';
import { createPayments, type Payments, type ReadPayments } from '../../../sandbox/payments';
import type { WebhookRun } from '../webhooks';
import { AMOUNT, type ProviderName } from './paymentRows';

export const SHOP = { shopId: '506751', secretKey: 'test_SecretOfTheNodesLevel' };
const TERMINAL = { terminalKey: '1700000000000DEMO', password: 'PasswordOfTheNodesLevel' };
const ACCOUNT = { secretKey: 'sk_test_SecretOfTheNodesLevel', webhookSecret: 'whsec_SecretOfTheNodesLevel' };

/** A notification as it comes. */
export interface Notified {
  rawBody: Buffer;
  headers?: IDataObject;
  address?: string;
}

/** The providers as the sandbox plays them, on a port of their own, and what they call. */
export abstract class Providers {
  /** What was answered and emitted, in the order in which calls came. */
  readonly heard: (WebhookRun & { provider: string; query: string })[] = [];
  readonly faults = new Faults();
  url = '';
  private payments!: Payments;
  private app!: FastifyInstance;
  private dir = '';

  protected constructor(private readonly shop: typeof SHOP) {}

  /** Takes a notification. */
  abstract call(provider: ProviderName, notified: Notified): Promise<WebhookRun>;

  /** Their keys, as n8n's credentials. */
  get keys(): Record<'yooKassaApi' | 'tBankApi' | 'stripeCheckoutApi', IDataObject> {
    const { secretKey, webhookSecret: signingSecret } = ACCOUNT;
    return {
      yooKassaApi: { ...this.shop, baseUrl: `${this.url}/yookassa/v3`, networks: '127.0.0.1' },
      tBankApi: { ...TERMINAL, baseUrl: `${this.url}/tbank/v2` },
      stripeCheckoutApi: { secretKey, signingSecret, baseUrl: `${this.url}/stripe` },
    };
  }

  /** From now on they call. */
  connect(): void {
    for (const name of ['yookassa', 'tbank', 'stripe'] as const) {
      this.payments.notifyAt(name, `${this.url}/hook/${name}`);
    }
  }

  /** Waits until so many calls have come in all. */
  async calls(count: number): Promise<void> {
    const until = Date.now() + 20_000;
    while (this.heard.length < count) {
      if (Date.now() > until) throw new Error(`The trigger was called ${this.heard.length} times, not ${count}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  fault(fault: Fault): void {
    this.faults.add(fault);
  }

  /** The buyer's or the provider's side. @throws when the sandbox refuses */
  async does(id: string, action: string, body: object = {}): Promise<void> {
    await axios.post(`${this.url}/api/payments/${id}/${action}`, body, { proxy: false });
  }

  /** Another payment at YooKassa under our id, as a request that got lost can leave it; gives YooKassa's number. */
  async twinOf({ id, number }: { id: string; number: number }): Promise<string> {
    const made = await this.yookassa('POST', '/payments', {
      amount: { value: (AMOUNT / 100).toFixed(2), currency: 'RUB' },
      capture: true,
      confirmation: { type: 'redirect', return_url: 'https://example.org/' },
      metadata: { payment: id, order: String(number) },
    });
    return made.id;
  }

  /** Somebody pays at YooKassa's page of a payment, whichever it is of those under one id. */
  async pays(providerId: string): Promise<void> {
    const form = new URLSearchParams({ do: 'pay' });
    await axios.post(`${this.url}/yookassa/checkout/${providerId}`, form, {
      ...{ proxy: false, maxRedirects: 0 },
      validateStatus: (status) => status === 303,
    });
  }

  /** Payments that YooKassa has for one of ours. */
  async madeAtYooKassa(id: string): Promise<{ id: string; description: string }[]> {
    const { items } = await this.yookassa('GET', '/payments?limit=100');
    return items.filter(({ metadata }: { metadata: { payment?: string } }) => metadata.payment === id);
  }

  /** How a payment stands at its provider. */
  async stateAt(name: ProviderName, of: { id: string; number: number; providerId: string }): Promise<string> {
    const keys = { yookassa: 'yooKassaApi', tbank: 'tBankApi', stripe: 'stripeCheckoutApi' } as const;
    const http: Http = async ({ url, method, headers, body }) => {
      const { status, data } = await axios.request({
        ...{ url, method, headers, data: body, proxy: false },
        ...{ transformResponse: (text: string) => text, validateStatus: () => true },
      });
      return { status, body: data };
    };
    const provider = createProvider(name, this.keys[keys[name]] as never, http);
    const read = await provider.read({ providerId: of.providerId, payment: of.id, order: of.number });
    return read.result === 'state' ? read.state.status : read.result;
  }

  async stop(): Promise<void> {
    this.payments.close();
    await this.app.close();
    await rm(this.dir, { recursive: true, force: true });
  }

  protected async open(rows: ReadPayments): Promise<void> {
    this.dir = await mkdtemp(join(tmpdir(), 'cake-pay-'));
    this.app = Fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 1000 } });
    const parts = { dir: this.dir, hub: new Hub(), calls: new Calls(), faults: this.faults, url: () => this.url };
    this.payments = createPayments(parts, {
      // Nothing is told again by itself, so that a test counts its own calls.
      yookassa: { ...this.shop, retryMs: [] },
      tbank: { ...TERMINAL, retryMs: [] },
      stripe: { ...ACCOUNT, retryMs: [] },
      rows,
    });
    this.app.setErrorHandler((error: Error, _request, reply) => sendRefusal(error, reply));
    await this.app.register(this.payments.routes);
    await this.app.register(async (app) => {
      app.removeAllContentTypeParsers();
      app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
      app.post<{ Params: { provider: ProviderName } }>('/hook/:provider', async (request, reply) => {
        const { provider } = request.params;
        const headers = request.headers as IDataObject;
        const run = await this.call(provider, { rawBody: request.body as Buffer, headers, address: request.ip });
        this.heard.push({ ...run, provider, query: request.url.split('?')[1] ?? '' });
        return reply.code(run.status).send(run.body);
      });
    });
    await this.app.listen({ port: 0, host: '127.0.0.1' });
    this.url = `http://127.0.0.1:${(this.app.server.address() as AddressInfo).port}`;
    this.payments.resume();
  }

  // What a test looks into is known to the test.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  private async yookassa(method: string, path: string, data?: object): Promise<any> {
    const { shopId: username, secretKey: password } = this.shop;
    const answer = await axios.request({
      ...{ method, data, url: `${this.url}/yookassa/v3${path}`, auth: { username, password }, proxy: false },
      headers: { 'idempotence-key': randomUUID() },
    });
    return answer.data;
  }
}
