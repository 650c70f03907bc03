import { randomBytes } from 'node:crypto';
import type { MessengerParts } from '../api/messenger';
import { Models } from './models';
import { RECORDED } from './recorded';

/** The account at OpenAI that is played. */
export interface OpenAiOptions {
  /** The only key that is taken. */
  key: string;
  /** True: the DALL-E models are there, as gateways and Azure still have them. */
  dallE?: boolean;
  /** File of recorded answers; `test/data/model-answers.json`. */
  recorded?: string;
  /** Milliseconds since 1970, for the days on which models end. */
  now?: () => number;
}

/** What OpenAI is given of the sandbox. */
export type OpenAiParts = Pick<MessengerParts, 'calls' | 'faults' | 'url'>;

const KEPT_FILES = 100;

/** What OpenAI's endpoints share. */
export class OpenAi {
  readonly options: OpenAiOptions & { recorded: string };
  readonly models: Models;
  private readonly files = new Map<string, Buffer>();

  constructor(
    readonly parts: OpenAiParts,
    options: OpenAiOptions,
  ) {
    this.options = { recorded: RECORDED, ...options };
    this.models = new Models(this.options.now ?? Date.now, (id) => !!options.dallE && id.startsWith('dall-e'));
  }

  /** Puts a PNG at an address that needs no key, as DALL-E does; the oldest of a hundred is forgotten. */
  publish(png: Buffer): string {
    const name = `img-${randomBytes(12).toString('hex')}.png`;
    this.files.set(name, png);
    const [oldest] = this.files.keys();
    if (this.files.size > KEPT_FILES) this.files.delete(oldest);
    return `${this.parts.url()}/openai/files/${name}`;
  }

  /** A published PNG. */
  file(name: string): Buffer | undefined {
    return this.files.get(name);
  }
}
