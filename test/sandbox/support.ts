import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import axios, { AxiosResponse } from 'axios';
import { Sandbox, SandboxOptions, startSandbox } from '../../sandbox/server';
import type { Update } from '../../sandbox/telegram/wire';

export const TOKEN = '123456789:AAFakeTokenOfTheSandbox_1234567890';

/** One POST that the bot's webhook got. */
export interface Delivered {
  update: Update;
  raw: string;
  secret: string | undefined;
  /** What the receiver answers with; the request stays open until then. */
  answer(status?: number, body?: unknown): void;
  open: boolean;
}

/** A bot's webhook. `auto` answers each request at once with that status; null leaves it open. */
export class Receiver {
  readonly got: Delivered[] = [];
  auto: ((update: Update) => number | null) | number | null = 200;
  url = '';
  private readonly server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      const delivered: Delivered = {
        raw,
        update: JSON.parse(raw) as Update,
        secret: request.headers['x-telegram-bot-api-secret-token'] as string | undefined,
        open: true,
        answer: (status = 200, body: unknown = {}) => {
          delivered.open = false;
          response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
        },
      };
      this.got.push(delivered);
      const status = typeof this.auto === 'function' ? this.auto(delivered.update) : this.auto;
      if (status !== null) delivered.answer(status);
    });
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhook`;
    return this;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Asks again and again until it is true; fails after `ms`. */
export async function until<T>(what: () => T | Promise<T>, ms = 10_000): Promise<Exclude<T, false | undefined | null>> {
  const deadline = Date.now() + ms;
  for (;;) {
    const value = await what();
    if (value) return value as Exclude<T, false | undefined | null>;
    if (Date.now() > deadline) throw new Error(`not within ${ms} ms: ${what.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A sandbox with a folder of its own, and its two sides as short calls. */
export class Bench {
  sandbox!: Sandbox;
  private readonly options: SandboxOptions;

  constructor(options: Partial<SandboxOptions> = {}) {
    const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-'));
    this.options = { port: 0, dataDir, token: TOKEN, ...options };
  }

  async start(): Promise<this> {
    this.sandbox = await startSandbox(this.options);
    return this;
  }

  async restart(): Promise<void> {
    await this.sandbox.close();
    await this.start();
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    fs.rmSync(this.options.dataDir, { recursive: true, force: true });
  }

  /** The Bot API, as a bot calls it. */
  bot(method: string, body: unknown = {}, token = TOKEN): Promise<AxiosResponse> {
    return axios.post(`${this.sandbox.url}/bot${token}/${method}`, body, { validateStatus: () => true, proxy: false });
  }

  /** The sandbox's API. */
  async api(method: 'GET' | 'POST' | 'DELETE', url: string, data?: unknown): Promise<AxiosResponse> {
    return axios.request({ method, url: this.sandbox.url + url, data, validateStatus: () => true, proxy: false });
  }

  /** A customer says something; answers the event's id. */
  async say(chat: string, body: object): Promise<string> {
    const { status, data } = await this.api('POST', `/api/channels/telegram/chats/${chat}/messages`, body);
    if (status !== 202) throw new Error(`${status} ${JSON.stringify(data)}`);
    return data.eventId;
  }

  async messages(chat: string, query = ''): Promise<Record<string, unknown>[]> {
    const { data } = await this.api('GET', `/api/channels/telegram/chats/${chat}/messages${query}`);
    return data.messages;
  }

  async hook(receiver: Receiver, options: object = {}): Promise<AxiosResponse> {
    return this.bot('setWebhook', { url: receiver.url, ...options });
  }

  /** Starts a chat and answers its Telegram id. */
  async chatId(chat: string, receiver: Receiver): Promise<number> {
    const text = `hello from ${chat} ${Date.now()} ${Math.random()}`;
    await this.say(chat, { text });
    const found = await until(() => receiver.got.find(({ update }) => update.message?.text === text));
    return found.update.message!.chat.id;
  }
}

/** A 1 x 1 PNG. */
export const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
