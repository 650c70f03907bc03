import readJpeg from '@jimp/js-jpeg';
import readPng from '@jimp/js-png';
import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios';
import { Jimp } from 'jimp';
import OpenAI, { APIError, type ClientOptions } from 'openai';
import type { OpenAiOptions } from '../../sandbox/openai';
import { Bench } from './support';

export const KEY = 'sk-sandbox-FakeKeyOfTheOpenAiTests_0123456789';
/** A day on which all of the list is as the reference of November 2026 has it. */
export const TODAY = '2026-11-25';

/** OpenAI as the sandbox plays it, alone. */
export class OpenAiBench {
  private bench!: Bench;

  constructor(private readonly options: Partial<OpenAiOptions> = {}) {}

  async start(): Promise<this> {
    const now = (): number => Date.parse(TODAY);
    this.bench = await new Bench({ openai: { key: KEY, now, ...this.options } }).start();
    return this;
  }

  close(): Promise<void> {
    return this.bench.close();
  }

  get url(): string {
    return `${this.bench.sandbox.url}/openai/v1`;
  }

  /** The official client; it asks once. */
  client(more: ClientOptions = {}): OpenAI {
    return new OpenAI({ apiKey: KEY, baseURL: this.url, maxRetries: 0, logLevel: 'off', ...more });
  }

  /** The wire itself. */
  call(method: 'GET' | 'POST', path: string, data?: unknown, more: AxiosRequestConfig = {}): Promise<AxiosResponse> {
    const headers = { authorization: `Bearer ${KEY}`, ...more.headers };
    return axios.request({
      ...{ method, url: this.url + path, data, validateStatus: () => true, proxy: false },
      ...more,
      headers,
    });
  }

  async fault(fault: object): Promise<void> {
    const { status, data } = await this.bench.api('POST', '/api/faults', { vendor: 'openai', ...fault });
    if (status !== 201) throw new Error(JSON.stringify(data));
  }

  async calls(): Promise<{ method: string; path: string; status: number; body: Record<string, unknown> }[]> {
    return (await this.bench.api('GET', '/api/calls?vendor=openai')).data.calls;
  }
}

/** What the client throws; fails when it throws nothing. */
export async function thrown(work: Promise<unknown>): Promise<APIError> {
  const error = await work.then(
    () => new Error('nothing was thrown'),
    (reason: Error) => reason,
  );
  if (error instanceof APIError) return error;
  throw error;
}

/** A photo as a customer sends one: a real JPEG. */
export const photo = (): Promise<Buffer> =>
  new Jimp({ width: 64, height: 48, color: 0xd08060ff }).getBuffer('image/jpeg');

/** The words of a customer, with what tells the day. */
export const ask = (words: string, today = TODAY): { role: 'system' | 'user'; content: string }[] => [
  { role: 'system', content: `Read the customer's words. Now: Wednesday, ${today}, 12:00 (Europe/Moscow)` },
  { role: 'user', content: words },
];

/** A strict format with these properties, every one of them required. */
export const format = (properties: object, name = 'cake_order'): OpenAI.ResponseFormatJSONSchema => ({
  type: 'json_schema',
  json_schema: {
    name,
    strict: true,
    schema: { type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
  },
});

/** A picture as libraries read it that know nothing of how it was made; `at` gives red, green, blue and alpha. */
export function pixels(data: Buffer): {
  mime: string;
  width: number;
  height: number;
  at(x: number, y: number): number[];
} {
  const codec = data[0] === 0xff ? readJpeg() : readPng();
  const { width, height, data: bytes } = codec.decode(data);
  const from = (x: number, y: number): number => (y * width + x) * 4;
  return { mime: codec.mime, width, height, at: (x, y) => [...bytes.subarray(from(x, y), from(x, y) + 4)] };
}
