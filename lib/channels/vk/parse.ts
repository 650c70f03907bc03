import type { CustomerEvent, Person } from '../../dialogue/types';
import type { Inbound } from '../types';
import { contentOf, isObject, number, payloadOf, positive, text, type Json } from './content';

/** From here on `peer_id` is a group chat: https://dev.vk.com/ru/api/bots/development/messages. */
const FIRST_GROUP_CHAT = 2_000_000_000;

/** `client_info.lang_id`, from VK's list of languages. */
const LANGUAGES: Record<number, string> = { 0: 'ru', 1: 'uk', 2: 'be', 3: 'en', 4: 'es', 5: 'fi', 6: 'de', 7: 'it' };

/** What a type of event says; `tail` ends the key where VK gives no `event_id`. */
interface Reading {
  peer: number;
  person: Person;
  event: CustomerEvent;
  tail?: string;
  order?: number;
  /** Seconds since 1970. */
  date?: unknown;
}

type Reader = (object: Json, who: (id: number) => Person) => Reading | null;

/** A message that a person wrote; null for what the community itself sent, and for what VK writes (somebody joined). */
function writtenBy(object: Json): { message: Json; from: number; peer: number; cmid?: number } | null {
  const message = isObject(object.message) ? object.message : object;
  const from = positive(message.from_id);
  const peer = positive(message.peer_id) ?? from;
  if (!from || !peer || message.out === 1 || isObject(message.action)) return null;
  return { message, from, peer, cmid: positive(message.conversation_message_id) };
}

const permission =
  (type: 'blocked' | 'unblocked'): Reader =>
  ({ user_id }, who) => {
    const peer = positive(user_id);
    return peer ? { peer, person: who(peer), event: { type, from: who(peer) } } : null;
  };

const READERS = new Map<string, Reader>([
  [
    'message_new',
    (object, who) => {
      const written = writtenBy(object);
      if (!written) return null;
      const { message, from, peer, cmid } = written;
      const person = who(from);
      return {
        peer,
        person,
        event: contentOf(message, person),
        tail: cmid?.toString(),
        order: cmid,
        date: message.date,
      };
    },
  ],
  [
    // Its number is that of the message as it was first written, so it says nothing about the order.
    'message_edit',
    (object, who) => {
      const written = writtenBy(object);
      if (!written) return null;
      const { message, from, peer, cmid } = written;
      const tail = cmid && `${cmid}:edit:${number(message.update_time) ?? ''}`;
      return {
        peer,
        person: who(from),
        event: { type: 'other', kind: 'edit', from: who(from) },
        tail: tail || undefined,
      };
    },
  ],
  [
    'message_event',
    ({ user_id, peer_id, event_id, payload }, who) => {
      const user = positive(user_id);
      const peer = positive(peer_id) ?? user;
      const { d } = payloadOf(payload);
      if (!user || !peer || typeof d !== 'string') return null;
      const id = text(event_id);
      const press = {
        type: 'press' as const,
        data: text(d),
        ...(id ? { callback: `${id}:${user}` } : {}),
        from: who(user),
      };
      return { peer, person: who(user), event: press, tail: id || undefined };
    },
  ],
  [
    // The community's own messages come back as well: only those that one of its people wrote by hand matter.
    'message_reply',
    (object) => {
      const message = isObject(object.message) ? object.message : object;
      const admin = positive(message.admin_author_id);
      const peer = positive(message.peer_id);
      if (!admin || !peer) return null;
      const person = { id: String(admin) };
      const cmid = positive(message.conversation_message_id);
      const event = { type: 'shop' as const, from: person };
      return { peer, person, event, tail: cmid?.toString(), order: cmid, date: message.date };
    },
  ],
  ['message_allow', permission('unblocked')],
  ['message_deny', permission('blocked')],
]);

/** The types of events that the pack itself reads. */
export const VK_EVENTS: readonly string[] = [...READERS.keys()];

/** Whether an item is what the VK Trigger emits. */
export const isVkEvent = (json: Json): boolean =>
  typeof json.type === 'string' && positive(json.group_id) !== undefined && isObject(json.object);

/**
 * Reads an event of the Callback API or of Bots Long Poll (https://dev.vk.com/ru/api/community-events/json-schema) as an
 * {@link Inbound}. A text button of ours carries `{"d": data}`; so does a callback button.
 *
 * @param event the envelope `{type, group_id, event_id, object}`; a `user` `{first_name, last_name}` beside names the person
 * @param arrivedAt ISO, used where the event carries no date
 * @returns null for what concerns nobody here: the bot's own messages, service messages, other types, anything unreadable
 */
export function parseVkEvent(event: unknown, arrivedAt: string): Inbound | null {
  if (!isObject(event) || !isVkEvent(event)) return null;
  const { group_id, event_id, user, type } = event;
  const object = event.object as Json;
  const { lang_id } = isObject(object.client_info) ? object.client_info : {};
  const language = LANGUAGES[number(lang_id) ?? -1];
  const name = isObject(user) ? [text(user.first_name), text(user.last_name)].filter(Boolean).join(' ') : '';
  const who = (id: number): Person => ({
    id: String(id),
    ...(name ? { name } : {}),
    ...(language ? { language } : {}),
    profile: `https://vk.com/id${id}`,
  });
  const reading = READERS.get(text(type))?.(object, who);
  if (!reading) return null;
  const { peer, person, event: content, tail, order, date } = reading;
  const id = text(event_id) || (tail && `${peer}:${tail}`);
  // Without any identity a repeat could not be told from a new event.
  if (!id) return null;
  const seconds = positive(date);
  return {
    key: `vk:${group_id}:${id}`,
    address: { channel: 'vk', account: String(group_id), chat: String(peer) },
    person,
    private: peer < FIRST_GROUP_CHAT,
    event: content,
    at: seconds && seconds < 8.64e12 ? new Date(seconds * 1000).toISOString() : arrivedAt,
    ...(order === undefined ? {} : { order }),
  };
}
