import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import axios, { AxiosResponse } from 'axios';
import Fastify, { FastifyInstance } from 'fastify';
import { Calls } from '../../sandbox/api/calls';
import type { Baker } from '../../sandbox/api/channel';
import { controlRoutes } from '../../sandbox/api/control';
import { peopleRoutes } from '../../sandbox/api/customers';
import { Faults } from '../../sandbox/api/faults';
import { Hub, LiveEvent } from '../../sandbox/api/hub';
import { sendRefusal } from '../../sandbox/api/read';
import { plainPng } from '../../sandbox/telegram/media';
import { createVk, VkMessenger, VkOptions } from '../../sandbox/vk';

export const TOKEN = 'vk1.a.FakeCommunityTokenOfTheSandbox_0123456789';
export const GROUP = 224_000_001;

/** An event as a callback server or Long Poll gets it. */
export interface VkUpdate {
  type: string;
  group_id: number;
  event_id: string;
  v: string;
  secret?: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the tests look into every shape
  object: any;
}

/** One POST that a callback server got. */
export interface Got {
  update: VkUpdate;
  raw: string;
  retry: string | undefined;
  at: number;
  /** What the server answers with; the request stays open until then. */
  answer(status?: number, body?: string, headers?: Record<string, string>): void;
}

/** A callback server. `code` answers confirmations and `auto` events at once; null leaves them open. */
export class CallbackHook {
  readonly got: Got[] = [];
  readonly confirmations: VkUpdate[] = [];
  code: string | null = '';
  auto: ((update: VkUpdate, got: Got) => [status: number, body: string] | null) | string | null = 'ok';
  url = '';
  private readonly server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      const update = JSON.parse(raw) as VkUpdate;
      const retry = request.headers['x-retry-counter'] as string | undefined;
      const answer: Got['answer'] = (status = 200, body = 'ok', headers = {}) =>
        void response.writeHead(status, { 'content-type': 'text/plain', ...headers }).end(body);
      if (update.type === 'confirmation') {
        this.confirmations.push(update);
        return this.code === null ? undefined : answer(200, this.code);
      }
      const got: Got = { update, raw, retry, at: Date.now(), answer };
      this.got.push(got);
      const auto = typeof this.auto === 'function' ? this.auto(update, got) : this.auto;
      if (typeof auto === 'string') answer(200, auto);
      else if (auto) answer(...auto);
    });
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/vk`;
    return this;
  }

  /** Texts of the `message_new` events, in the order of their arrival. */
  get texts(): string[] {
    return this.of('message_new').map(({ object }) => object.message.text);
  }

  /** The events of that type. */
  of(type: string): VkUpdate[] {
    return this.got.filter(({ update }) => update.type === type).map(({ update }) => update);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const nobody = {} as Baker;

/** A played VK with the sandbox's own API on a port, and both sides as short calls. */
export class VkBench {
  vk!: VkMessenger;
  url = '';
  readonly events: LiveEvent[] = [];
  private app!: FastifyInstance;
  private hub!: Hub;
  private readonly dir = fs.mkdtempSync(path.join(os.tmpdir(), 'vk-'));

  constructor(private readonly options: Partial<VkOptions> = {}) {}

  async start(): Promise<this> {
    this.hub = new Hub();
    this.hub.listen((event) => this.events.push(event));
    const parts = { hub: this.hub, calls: new Calls(), faults: new Faults() };
    this.vk = createVk(
      { dir: this.dir, ...parts, url: () => this.url },
      { groupId: GROUP, token: TOKEN, ...this.options },
    );
    this.app = Fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 1000 } });
    this.app.setErrorHandler((error: Error, _request, reply) => sendRefusal(error, reply));
    const channels = new Map([['vk', this.vk.channel]]);
    await this.app.register(this.vk.routes);
    await this.app.register(peopleRoutes, { channels, baker: nobody, hub: this.hub });
    await this.app.register(controlRoutes, { channels, ...parts });
    await this.app.listen({ port: 0, host: '127.0.0.1' });
    this.url = `http://127.0.0.1:${(this.app.server.address() as AddressInfo).port}`;
    this.vk.resume();
    return this;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async close(): Promise<void> {
    await this.stop();
    fs.rmSync(this.dir, { recursive: true, force: true });
  }

  /** A call of VK's API as a form, answered with its whole body. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the tests look into every shape
  async call(method: string, params: Record<string, unknown> = {}): Promise<any> {
    const form = new URLSearchParams(Object.entries({ v: '5.199', access_token: TOKEN, ...params }) as never);
    const { status, data } = await this.request('POST', `/method/${method}`, form);
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(data)}`);
    return data;
  }

  /** The response of a call that is expected to go well. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the tests look into every shape
  async ok(method: string, params: Record<string, unknown> = {}): Promise<any> {
    const body = await this.call(method, params);
    if (body.error) throw new Error(JSON.stringify(body.error));
    return body.response;
  }

  /** Code and words of a call that is expected to be refused. */
  async refused(method: string, params: Record<string, unknown> = {}): Promise<[code: number, words: string]> {
    const { error } = await this.call(method, params);
    return [error?.error_code, error?.error_msg];
  }

  request(method: string, url: string, data?: unknown, headers: Record<string, string> = {}): Promise<AxiosResponse> {
    return axios.request({ method, url: this.url + url, data, headers, validateStatus: () => true, proxy: false });
  }

  /** A customer does something; answers the event's id. */
  async say(chat: string, body: object): Promise<string> {
    const { status, data } = await this.people(chat, body);
    if (status !== 202) throw new Error(`${status} ${JSON.stringify(data)}`);
    return data.eventId;
  }

  people(chat: string, body: object): Promise<AxiosResponse> {
    return this.request('POST', `/api/channels/vk/chats/${chat}/messages`, body);
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the tests look into every shape
  async listed(chat: string, query = ''): Promise<any[]> {
    const { data } = await this.request('GET', `/api/channels/vk/chats/${chat}/messages${query}`);
    return data.messages;
  }

  fault(fault: object): Promise<AxiosResponse> {
    return this.request('POST', '/api/faults', { vendor: 'vk', ...fault });
  }

  /** Somebody writes the first word; answers her VK id. */
  async peer(chat: string): Promise<number> {
    await this.say(chat, { text: 'Здравствуйте' });
    return Number(this.vk.channel.vendorId(chat));
  }

  /** Registers a callback server for those events and waits for its confirmation; answers its id. */
  async register(hook: CallbackHook, events = ['message_new'], more: Record<string, unknown> = {}): Promise<number> {
    hook.code = (await this.ok('groups.getCallbackConfirmationCode', { group_id: GROUP })).code;
    const added = { group_id: GROUP, url: hook.url, title: 'n8n', ...more };
    const { server_id } = await this.ok('groups.addCallbackServer', added);
    const flags = Object.fromEntries(events.map((event) => [event, 1]));
    const settings = { group_id: GROUP, server_id, api_version: '5.199', ...flags };
    await this.ok('groups.setCallbackSettings', settings);
    const status = await this.settled(server_id);
    if (status !== 'ok') throw new Error(`the server is ${status}`);
    return server_id;
  }

  async status(server: number): Promise<string> {
    const { items } = await this.ok('groups.getCallbackServers', { group_id: GROUP, server_ids: server });
    return items[0].status;
  }

  /** The status of a server once it has been asked for the code. Asks seldom: VK takes 20 calls a second. */
  async settled(server: number): Promise<string> {
    for (;;) {
      const status = await this.status(server);
      if (status !== 'wait') return status;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  private async stop(): Promise<void> {
    this.hub.close();
    this.vk.close();
    await this.app.close();
  }
}

/** A PNG of that size. */
export function pictureOf(width: number, height: number): Buffer {
  return plainPng(width, height, [200, 160, 120]);
}

/** Uploads a picture and keeps it; answers it as an attachment and as VK shows it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the tests look into every shape
export async function uploaded(bench: VkBench, data: Buffer): Promise<{ name: string; photo: any }> {
  const receipt = await upload(bench, data);
  const [photo] = await bench.ok('photos.saveMessagesPhoto', receipt);
  return { name: `photo${photo.owner_id}_${photo.id}_${photo.access_key}`, photo };
}

/** Sends a file to a fresh upload address; answers the receipt. */
export async function upload(bench: VkBench, data: Buffer, field = 'photo'): Promise<Record<string, unknown>> {
  const { upload_url } = await bench.ok('photos.getMessagesUploadServer', { peer_id: 1 });
  const form = new FormData();
  form.append(field, new Blob([new Uint8Array(data)], { type: 'image/png' }), 'cake.png');
  return (await axios.post(upload_url, form, { proxy: false })).data;
}
