import type { CustomerEvent, Person } from '../../dialogue/types';

/** Input is not ours: nothing is taken for granted. */
export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
/** A string as Postgres can keep it: without NUL, and without half a surrogate pair. */
export const text = (value: unknown): string =>
  typeof value === 'string' ? Buffer.from(value, 'utf8').toString('utf8').replaceAll('\0', '') : '';
export const number = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) ? (value as number) : undefined;
/** People and communities: people are positive. */
export const positive = (value: unknown): number | undefined => {
  const id = number(value);
  return id !== undefined && id > 0 ? id : undefined;
};

/** Attachments that get a kind answer of their own. */
const KINDS = new Map<string, (CustomerEvent & { type: 'other' })['kind']>([
  ['audio_message', 'voice'],
  ['video', 'video'],
  ['sticker', 'sticker'],
  ['doc', 'file'],
]);

/** VK lets ten things hang on one message; forwarded ones could bring many more. */
const PHOTOS_LIMIT = 10;

/** An object, or one that is written in a string: VK gives payloads in both forms. */
export function payloadOf(value: unknown): Json {
  if (isObject(value)) return value;
  try {
    const parsed: unknown = JSON.parse(text(value));
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

/** The messages that a message passes on, and those inside them; three deep is more than anybody does. */
function forwarded(message: Json, depth = 3): Json[] {
  if (depth === 0) return [];
  return objects(message.fwd_messages).flatMap((one) => [one, ...forwarded(one, depth - 1)]);
}

/** The address of a photo's largest size. */
function largest(photo: unknown): string[] {
  const sizes = isObject(photo) ? objects(photo.sizes).filter(({ url }) => text(url)) : [];
  const area = ({ width, height }: Json) => (number(width) ?? 0) * (number(height) ?? 0);
  return sizes.length ? [text(sizes.reduce((a, b) => (area(b) > area(a) ? b : a)).url)] : [];
}

/** What a customer said with a message: words, photos, a press of a text button, or something that a bot cannot read. */
export function contentOf(message: Json, from: Person): CustomerEvent {
  const { command, d } = payloadOf(message.payload);
  if (command === 'start') return { type: 'text', text: '/start', from };
  if (typeof d === 'string') return { type: 'press', data: text(d), from };

  const passedOn = forwarded(message);
  const words =
    text(message.text) ||
    passedOn
      .map((one) => text(one.text))
      .filter(Boolean)
      .join('\n');
  const own = objects(message.attachments);
  const attachments = own.length ? own : passedOn.flatMap((one) => objects(one.attachments));
  const [file, ...more] = attachments
    .filter(({ type }) => type === 'photo')
    .flatMap(({ photo }) => largest(photo))
    .slice(0, PHOTOS_LIMIT);
  if (file) {
    return { type: 'photo', file, ...(more.length ? { more } : {}), ...(words ? { caption: words } : {}), from };
  }
  if (words) return { type: 'text', text: words, from };
  if (isObject(message.geo)) return { type: 'other', kind: 'location', from };
  const kind = attachments.map(({ type }) => KINDS.get(text(type))).find((known) => known !== undefined);
  return { type: 'other', kind: kind ?? 'unknown', from };
}
