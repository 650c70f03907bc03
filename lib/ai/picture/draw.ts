import { File } from 'node:buffer';
import { setTimeout as pause } from 'node:timers/promises';

import type { OpenAI } from 'openai';

import type { NoModel } from '../../dialogue/types';
import { BrokenAnswer, openAiFailure, type OpenAiFailure } from '../openai/errors';
import { familyOf, qualityFor, sizeFor } from './families';
import { headerOf } from './header';

/** What is to be drawn, and with what. */
export interface DrawRequest {
  model: string;
  /** As set by the owner; what the model does not take gives way to its usual one. */
  size: string;
  quality: string;
  brief: string;
  /** JPEG of a reference photo; null: from words alone. */
  reference: Buffer | null;
  /** SHA-256 of the chat: tells one asker from another, and nothing else. */
  asker: string;
  /** For everything together, milliseconds. */
  timeLimitMs: number;
}

/** How a picture is fetched that the answer only names. */
export interface DrawTools {
  client: OpenAI;
  fetch: typeof fetch;
  /** Milliseconds. */
  clock?: () => number;
}

export type Drawn =
  | { ok: true; picture: Buffer }
  /** `counted`: it may have been drawn, and paid for. */
  | { ok: false; why: NoModel; counted: boolean; failure: OpenAiFailure };

/** A refusal that comes sooner was made before anything was drawn: the quickest pictures take six seconds. */
const BEFORE_DRAWING_MS = 3000;
/** With less time left a second try would only be cut off. */
const LEAST_FOR_A_TRY_MS = 8000;
const LONGEST_WAIT_MS = 20_000;
const USUAL_WAIT_MS = 1500;
const LARGEST_PICTURE = 40 * 1024 * 1024;

const KEEP_TO_THE_PHOTO =
  'The reference photo shows shape, style and colours that are wished for; take over no person, text, logo or background from it.';

/**
 * Has a model draw the cake, or redraw it after a photo. Asked once: after a time-out nobody knows whether it was drawn and
 * paid for. Only what was refused at once is asked for a second time: for another moment (429, 5xx), or without
 * the parameters that a compatible server does not know. Never throws for a fault of the model's side.
 */
export async function drawPicture(
  request: DrawRequest,
  { client, fetch, clock = Date.now }: DrawTools,
): Promise<Drawn> {
  const end = clock() + request.timeLimitMs;
  let plain = false;
  for (let attempt = 1; ; attempt++) {
    const begun = clock();
    try {
      const answer = await ask(client, request, plain, end - begun);
      return { ok: true, picture: await pictureIn(answer, fetch, () => end - clock()) };
    } catch (error) {
      const failure = openAiFailure(error);
      const atOnce = clock() - begun < BEFORE_DRAWING_MS;
      const wait = attempt === 1 && atOnce ? waitFor(failure, plain) : null;
      if (wait === null || end - clock() - wait < LEAST_FOR_A_TRY_MS) {
        return { ok: false, why: failure.reason, counted: mayBePaid(error, failure, atOnce), failure };
      }
      plain = failure.fault === 'parameter';
      await pause(wait);
    }
  }
}

/** How long to wait before a second try, milliseconds; null: there is none. */
function waitFor({ fault, afterMs }: OpenAiFailure, plain: boolean): number | null {
  if (fault === 'parameter') return plain ? null : 0;
  if (fault !== 'rate' && fault !== 'server') return null;
  const wait = afterMs ?? USUAL_WAIT_MS;
  return wait <= LONGEST_WAIT_MS ? wait : null;
}

function ask(client: OpenAI, request: DrawRequest, plain: boolean, ms: number): Promise<unknown> {
  const { model, brief, reference, asker } = request;
  const family = familyOf(model);
  const quality = qualityFor(model, request.quality);
  const editing = reference !== null && family.edits;
  const body = {
    model,
    prompt: (editing ? `${brief} ${KEEP_TO_THE_PHOTO}` : brief).slice(0, family.longestPrompt),
    n: 1,
    size: sizeFor(model, request.size),
    ...(plain ? {} : { ...(quality ? { quality } : {}), ...family.always }),
    ...(plain || !family.identifies ? {} : { safety_identifier: asker }),
    ...(editing && !plain ? family.whenEditing : {}),
  };
  const options = { timeout: Math.max(1, ms), maxRetries: 0 };
  // The package's types name the values of some families only.
  if (!editing) return client.images.generate(body as OpenAI.ImageGenerateParamsNonStreaming, options);
  const image = new File([reference], 'reference.jpg', { type: 'image/jpeg' });
  return client.images.edit({ ...body, image } as OpenAI.ImageEditParamsNonStreaming, options);
}

/**
 * The picture of an answer: in base64, or at an address, as compatible servers give it.
 *
 * @throws BrokenAnswer when there is none
 */
async function pictureIn(answer: unknown, fetch: DrawTools['fetch'], left: () => number): Promise<Buffer> {
  const [first] = (answer as { data?: { b64_json?: unknown; url?: unknown }[] } | null)?.data ?? [];
  const picture =
    typeof first?.b64_json === 'string' && first.b64_json !== ''
      ? Buffer.from(first.b64_json, 'base64')
      : typeof first?.url === 'string'
        ? await download(first.url, fetch, left())
        : null;
  if (!picture) throw new BrokenAnswer('the answer has no picture');
  if (!headerOf(picture)) throw new BrokenAnswer('the answer’s picture is neither JPEG nor PNG');
  return picture;
}

/** @throws BrokenAnswer, without the address: it may hold a signature */
async function download(url: string, fetch: DrawTools['fetch'], ms: number): Promise<Buffer> {
  const inline = /^data:image\/\w+;base64,/.exec(url);
  if (inline) return Buffer.from(url.slice(inline[0].length), 'base64');
  if (!/^https?:\/\//i.test(url)) throw new BrokenAnswer('the picture’s address is no http(s) address');
  const failed = (why: string) => new BrokenAnswer(`the picture could not be fetched (${why})`);
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(Math.max(1, ms)) });
  } catch (error) {
    throw failed((error as Error).name);
  }
  if (!response.ok) throw failed(`HTTP ${response.status}`);
  const picture = Buffer.from(await response.arrayBuffer());
  if (picture.length > LARGEST_PICTURE) throw failed('it is too large');
  return picture;
}

/** Codes of a connection that was never made. */
const NOT_REACHED =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_INVALID_URL|ERR_TLS|CERT|SELF_SIGNED|UNABLE_TO_/;

function mayBePaid(error: unknown, { fault }: OpenAiFailure, atOnce: boolean): boolean {
  switch (fault) {
    case 'timeout':
    case 'broken':
      return true;
    case 'connection':
      return !NOT_REACHED.test(codesOf(error));
    case 'moderation':
    case 'refused':
    case 'server':
    case 'other':
      return !atOnce;
    default:
      return false;
  }
}

/** Codes and words of an error and of what caused it. */
function codesOf(error: unknown): string {
  const words: string[] = [];
  for (let one = error; one instanceof Error; one = one.cause) {
    words.push(one.message, String((one as { code?: unknown }).code ?? ''));
  }
  return words.join(' ');
}
