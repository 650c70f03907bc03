import type { CustomerEvent, Person } from '../../dialogue/types';
import type { Inbound } from '../types';
import type { AvitoChatDetails } from './chat';
import { addressOf, fieldOf, idOf, secondsOf, wordsOf } from './values';

/** Avito writes some of its own notices as if a person had; bots in the wild drop them by this beginning. */
const SYSTEM_TEXT = /^\s*\[Системное сообщение\]/i;

/** Nobody waits for an answer to these: Avito's own words, what was taken back, a call that was missed. */
const SILENT = ['system', 'deleted', 'call', 'appCall'];

const OTHER: Record<string, 'voice' | 'location' | 'file' | 'video'> = {
  voice: 'voice',
  location: 'location',
  file: 'file',
  video: 'video',
};

/** Whether an item has the form of Avito's notification of a message: `{id, version, timestamp, payload: {type, value}}`. */
export function isAvitoEvent(json: unknown): boolean {
  return fieldOf(fieldOf(fieldOf(json, 'payload'), 'value'), 'chat_id') !== undefined;
}

/** The address of the largest picture of `{"640x480": url, "1280x960": url}`. */
function largest(sizes: unknown): string | undefined {
  const areaOf = (size: string): number => {
    const [, width, height] = /^(\d+)x(\d+)$/.exec(size) ?? [];
    return Number(width) * Number(height) || 0;
  };
  if (typeof sizes !== 'object' || sizes === null) return undefined;
  return Object.entries(sizes)
    .filter(([, url]) => addressOf(url))
    .sort(([a], [b]) => areaOf(b) - areaOf(a))[0]?.[1] as string | undefined;
}

function contentOf(value: unknown, from: Person): CustomerEvent | null {
  const type = fieldOf(value, 'type');
  const content = fieldOf(value, 'content');
  if (typeof type !== 'string' || SILENT.includes(type)) return null;
  if (type === 'text') {
    const text = fieldOf(content, 'text');
    if (typeof text === 'string') return SYSTEM_TEXT.test(text) ? null : { type: 'text', text, from };
  }
  if (type === 'link') {
    const link = fieldOf(content, 'link');
    const text = wordsOf(fieldOf(link, 'text')) ?? wordsOf(fieldOf(link, 'url'));
    if (text !== undefined) return { type: 'text', text, from };
  }
  if (type === 'image') {
    const file = largest(fieldOf(fieldOf(content, 'image'), 'sizes'));
    const created = secondsOf(fieldOf(value, 'created'));
    // Photos chosen together come as messages of their own that share nothing but their time.
    if (file) return { type: 'photo', file, ...(created ? { album: `at:${created}` } : {}), from };
  }
  return { type: 'other', kind: Object.hasOwn(OTHER, type) ? OTHER[type] : 'unknown', from };
}

function personOf(id: string, chat: unknown): Person {
  const details = chat as AvitoChatDetails;
  const name = wordsOf(fieldOf(details, 'buyer'));
  const profile = addressOf(fieldOf(details, 'profile'));
  const advert = [fieldOf(details, 'title'), fieldOf(details, 'price')].filter(wordsOf).join(', ');
  return { id, ...(name ? { name } : {}), ...(profile ? { profile } : {}), ...(advert ? { advert } : {}) };
}

/**
 * Reads what Avito sends to a webhook of version 3 as an {@link Inbound}. `order` is Avito's time of the message in
 * whole seconds: two messages of one second keep the order of their arrival.
 *
 * @param event the raw notification, as the Avito Trigger emits it; beside Avito's fields it may carry `chat`
 *   ({@link AvitoChatDetails}) and, on a message of the account itself, `person: true`: somebody of the bakery wrote it
 * @param arrivedAt ISO, used where the message carries no time
 * @returns null for what concerns nobody here: Avito's own texts and chats, calls, deletions, the bot's own messages
 */
export function parseAvitoEvent(event: unknown, arrivedAt: string): Inbound | null {
  const value = fieldOf(fieldOf(event, 'payload'), 'value');
  const account = idOf(fieldOf(value, 'user_id'));
  const author = idOf(fieldOf(value, 'author_id'));
  const chat = idOf(fieldOf(value, 'chat_id'));
  const id = idOf(fieldOf(value, 'id'));
  if (!account || !author || !chat || !id) return null;
  // a2u: Avito itself talks to the account.
  if (fieldOf(value, 'chat_type') === 'a2u' || chat.startsWith('a2u')) return null;
  const own = author === account;
  const from = own ? { id: author } : personOf(author, fieldOf(event, 'chat'));
  let said = contentOf(value, from);
  if (said && own) said = fieldOf(event, 'person') === true ? { type: 'shop', from } : null;
  if (!said) return null;
  const created = secondsOf(fieldOf(value, 'created'));
  return {
    key: `avito:${account}:${id}`,
    address: { channel: 'avito', account, chat },
    person: from,
    private: true,
    event: said,
    at: created ? new Date(created * 1000).toISOString() : arrivedAt,
    ...(created ? { order: created } : {}),
  };
}
