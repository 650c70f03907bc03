import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import axios, { AxiosResponse } from 'axios';
import Fastify, { FastifyInstance } from 'fastify';
import { Calls } from '../../sandbox/api/calls';
import { Baker, Channel, Refusal } from '../../sandbox/api/channel';
import { controlRoutes } from '../../sandbox/api/control';
import { peopleRoutes } from '../../sandbox/api/customers';
import { Faults } from '../../sandbox/api/faults';
import { Hub } from '../../sandbox/api/hub';
import { sendRefusal } from '../../sandbox/api/read';
import { AvitoMessenger, AvitoOptions, createAvito } from '../../sandbox/avito';

export const USER = 94_235_311;
export const CLIENT = { client_id: 'kT9pWv2xQe0b', client_secret: 'aVitoSecretOfTheSandbox' };

/** `payload.value` of a notification. */
export interface Value {
  id: string;
  chat_id: string;
  user_id: number;
  author_id: number;
  created: number;
  published_at: string;
  type: string;
  chat_type: string;
  item_id: number;
  read: null;
  content: Record<string, never> & { text?: string; image?: { sizes: Record<string, string> } };
}

/** A POST that the hook got; `value` is undefined for the `{}` that tries it. */
export interface Notified {
  raw: string;
  body: { id?: string; version?: string; timestamp?: number; payload?: { type: string; value: Value } };
  value: Value | undefined;
  headers: http.IncomingHttpHeaders;
  answer(status?: number): void;
}

/** Who listens to notifications. `auto` answers each at once with that status; null leaves it open. */
export class Hook {
  readonly got: Notified[] = [];
  auto: ((value: Value | undefined) => number | null) | number | null = 200;
  url = '';
  private readonly server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      const body = JSON.parse(raw) as Notified['body'];
      const answer = (status = 200): void => {
        response.writeHead(status).end();
      };
      const notified = { raw, body, value: body.payload?.value, headers: request.headers, answer };
      this.got.push(notified);
      const status = typeof this.auto === 'function' ? this.auto(notified.value) : this.auto;
      if (status !== null) answer(status);
    });
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/avito/aB3-secret?x=1`;
    return this;
  }

  /** What it was told, without the `{}` and without Avito's own texts. */
  get values(): Value[] {
    return this.got.flatMap(({ value }) => (value && value.type !== 'system' ? [value] : []));
  }

  get texts(): (string | undefined)[] {
    return this.values.map(({ content }) => content.text);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Avito on a port of its own with the sandbox's API beside it, state in a folder of its own. */
export class AvitoBench {
  url = '';
  avito!: AvitoMessenger;
  token = '';
  private app!: FastifyInstance;
  private hub!: Hub;
  private port = 0;
  private readonly agent = new http.Agent({ keepAlive: false });
  private readonly dir = fs.mkdtempSync(path.join(os.tmpdir(), 'avito-'));

  constructor(private readonly options: Partial<AvitoOptions> = {}) {}

  async start(): Promise<this> {
    this.app = Fastify({
      bodyLimit: 32 * 1024 * 1024,
      forceCloseConnections: true,
      routerOptions: { maxParamLength: 1000 },
    });
    this.hub = new Hub();
    const parts = { dir: this.dir, hub: this.hub, calls: new Calls(), faults: new Faults(), url: () => this.url };
    const { client_id: clientId, client_secret: clientSecret } = CLIENT;
    this.avito = createAvito(parts, { userId: USER, clientId, clientSecret, ...this.options });
    const channels = new Map<string, Channel>([['avito', this.avito.channel]]);
    this.app.setErrorHandler((error: Error, _request, reply) => sendRefusal(error, reply));
    await this.app.register(this.avito.routes);
    await this.app.register(peopleRoutes, { channels, baker: NOBODY, hub: this.hub });
    const health = async (): Promise<{ ok: boolean; missing: string[]; n8n: string }> => ({
      ok: true,
      missing: [],
      n8n: '',
    });
    await this.app.register(controlRoutes, { channels, health, ...parts });
    await this.app.listen({ port: this.port, host: '127.0.0.1' });
    this.port = (this.app.server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${this.port}`;
    this.avito.resume();
    return this;
  }

  /** As a restart of the process: only what is on disk stays. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async close(): Promise<void> {
    await this.stop();
    fs.rmSync(this.dir, { recursive: true, force: true });
  }

  /** Asks for a token and keeps it for the calls that follow. */
  async login(): Promise<string> {
    const { data } = await this.grant({ grant_type: 'client_credentials', ...CLIENT });
    this.token = data.access_token;
    return this.token;
  }

  grant(form: Record<string, string>, url = '/token'): Promise<AxiosResponse> {
    return this.plain('POST', url, new URLSearchParams(form));
  }

  /** A body as it is, whether it is JSON or not. */
  raw(url: string, body: string, headers: Record<string, string>): Promise<Response> {
    return fetch(this.url + url, { method: 'POST', headers, body });
  }

  /** A call of Avito's API. */
  call(method: string, url: string, data?: unknown, token = this.token): Promise<AxiosResponse> {
    return this.plain(method, url, data, { authorization: `Bearer ${token}` });
  }

  plain(method: string, url: string, data?: unknown, headers: Record<string, string> = {}): Promise<AxiosResponse> {
    return axios.request({
      method,
      url: url.startsWith('http') ? url : this.url + url,
      data,
      headers,
      validateStatus: () => true,
      maxRedirects: 0,
      maxBodyLength: Infinity,
      proxy: false,
      // A connection kept alive would be cut by a restart.
      httpAgent: this.agent,
    });
  }

  /** The path of a chat in that version of the messenger. */
  path(version: string, chatId: string, rest = ''): string {
    return `/messenger/${version}/accounts/${USER}/chats/${encodeURIComponent(chatId)}${rest}`;
  }

  /** The account answers a chat. */
  reply(chatId: string, text: string): Promise<AxiosResponse> {
    return this.call('POST', this.path('v1', chatId, '/messages'), { type: 'text', message: { text } });
  }

  upload(data: Buffer, name = 'cake.png', field = 'uploadfile[]'): Promise<AxiosResponse> {
    const form = new FormData();
    form.append(field, new Blob([new Uint8Array(data)]), name);
    return this.call('POST', `/messenger/v1/accounts/${USER}/uploadImages`, form);
  }

  subscribe(hook: Hook): Promise<AxiosResponse> {
    return this.call('POST', '/messenger/v3/webhook', { url: hook.url });
  }

  fault(fault: object): Promise<AxiosResponse> {
    return this.plain('POST', '/api/faults', { vendor: 'avito', ...fault });
  }

  /** A buyer, or the shop's person, does something; any status. */
  people(chat: string, body: object): Promise<AxiosResponse> {
    return this.plain('POST', `/api/channels/avito/chats/${chat}/messages`, body);
  }

  /** The same, and it must be taken; answers the event's id. */
  async say(chat: string, body: object): Promise<string> {
    const { status, data } = await this.people(chat, body);
    if (status !== 202) throw new Error(`${status} ${JSON.stringify(data)}`);
    return data.eventId;
  }

  async listed(chat: string, query = ''): Promise<Record<string, unknown>[]> {
    return (await this.plain('GET', `/api/channels/avito/chats/${chat}/messages${query}`)).data.messages;
  }

  /** Avito's id of a chat. */
  id(chat: string): string {
    return this.avito.channel.vendorId(chat)!;
  }

  /** A chat's history as the API tells it, newest first. */
  async history(chat: string, query = ''): Promise<Record<string, unknown>[]> {
    return (await this.call('GET', this.path('v3', this.id(chat), `/messages/${query}`))).data.messages;
  }

  private async stop(): Promise<void> {
    this.hub.close();
    await this.app.close();
    this.avito.close();
  }
}

const absent = (): never => {
  throw new Refusal(404, 'no baker here');
};
const NOBODY: Baker = { say: absent, press: absent, messages: absent };
