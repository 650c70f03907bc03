import type { CustomerEvent, Person } from '../../dialogue/types';
import type { Inbound } from '../types';

/** The parts of a Bot API update that we read; everything is optional because the input is not ours. */
interface TelegramUser {
  id?: number;
  first_name?: string;
  last_name?: string;
  language_code?: string;
  is_bot?: boolean;
}

interface TelegramMessage {
  message_id?: number;
  date?: number;
  chat?: { id?: number; type?: string };
  from?: TelegramUser;
  text?: string;
  caption?: string;
  photo?: { file_id?: string; file_size?: number; width?: number }[];
  contact?: { phone_number?: string; user_id?: number };
  media_group_id?: string;
  reply_to_message?: TelegramMessage;
  [field: string]: unknown;
}

interface TelegramUpdate {
  update_id?: number;
  message?: TelegramMessage;
  edited_message?: TelegramMessage;
  callback_query?: { id?: string; from?: TelegramUser; message?: TelegramMessage; data?: string };
  my_chat_member?: {
    chat?: { id?: number; type?: string };
    from?: TelegramUser;
    date?: number;
    new_chat_member?: { status?: string };
  };
}

/** Message fields and the kind of content they mean, in the order in which they are looked for. */
const OTHER_CONTENT = [
  ['sticker', 'sticker'],
  ['voice', 'voice'],
  ['audio', 'voice'],
  ['video_note', 'video'],
  ['video', 'video'],
  ['animation', 'video'],
  ['location', 'location'],
  ['venue', 'location'],
  ['document', 'file'],
] as const;

/** Fields of messages that Telegram writes by itself (somebody joined, a pin); nobody waits for an answer to them. */
const SERVICE_FIELDS = [
  'new_chat_members',
  'left_chat_member',
  'new_chat_title',
  'new_chat_photo',
  'delete_chat_photo',
  'group_chat_created',
  'supergroup_chat_created',
  'pinned_message',
  'message_auto_delete_timer_changed',
];

/** Seconds since 1970 that a calendar can show. */
const isTime = (date: unknown): date is number => typeof date === 'number' && date > 0 && date < 8.64e12;

const person = (user: TelegramUser): Person => ({
  id: String(user.id),
  name: [user.first_name, user.last_name].filter(Boolean).join(' ') || undefined,
  language: user.language_code,
});

function contentOf(message: TelegramMessage, from: Person): CustomerEvent | null {
  if (typeof message.text === 'string') return { type: 'text', text: message.text, from };
  const sizes = Array.isArray(message.photo) ? message.photo.filter((size) => typeof size?.file_id === 'string') : [];
  if (sizes.length) {
    const largest = sizes.reduce((a, b) => ((b.width ?? 0) > (a.width ?? 0) ? b : a));
    if (largest.file_id) {
      return { type: 'photo', file: largest.file_id, caption: message.caption, album: message.media_group_id, from };
    }
  }
  if (message.contact?.phone_number) return { type: 'contact', phone: message.contact.phone_number, from };
  for (const [field, kind] of OTHER_CONTENT) if (message[field] !== undefined) return { type: 'other', kind, from };
  if (SERVICE_FIELDS.some((field) => message[field] !== undefined)) return null;
  return { type: 'other', kind: 'unknown', from };
}

/**
 * Reads a Bot API update (https://core.telegram.org/bots/api#update) as an {@link Inbound}.
 *
 * @param update what the Telegram Trigger emits: the raw update
 * @param account which bot of the bakery got it; part of every key, so that two bots never mix
 * @param arrivedAt ISO, used where the update carries no date
 * @returns null for updates that concern nobody here: channel posts, polls, service messages, other bots
 */
export function parseTelegramUpdate(update: unknown, account: string, arrivedAt: string): Inbound | null {
  const { update_id, message, edited_message, callback_query, my_chat_member } = (update ?? {}) as TelegramUpdate;
  if (typeof update_id !== 'number') return null;
  const build = (
    chat: { id?: number; type?: string } | undefined,
    user: TelegramUser | undefined,
    date: number | undefined,
    event: (from: Person) => CustomerEvent | null,
  ): Inbound | null => {
    if (chat?.id === undefined || user?.id === undefined || user.is_bot) return null;
    const from = person(user);
    const content = event(from);
    if (!content) return null;
    return {
      key: `telegram:${account}:${update_id}`,
      address: { channel: 'telegram', account, chat: String(chat.id) },
      person: from,
      private: chat.type === 'private',
      event: content,
      at: isTime(date) ? new Date(date * 1000).toISOString() : arrivedAt,
      order: update_id,
    };
  };
  if (message) {
    const inbound = build(message.chat, message.from, message.date, (from) => contentOf(message, from));
    const replied = message.reply_to_message;
    if (inbound && replied?.message_id !== undefined) {
      inbound.replyTo = {
        message: String(replied.message_id),
        fromBot: replied.from?.is_bot === true,
      };
    }
    return inbound;
  }
  if (edited_message) {
    const { chat, from } = edited_message;
    return build(chat, from, undefined, (by) => ({ type: 'other', kind: 'edit', from: by }));
  }
  if (callback_query) {
    const { message: pressed, from, data, id } = callback_query;
    const inbound = build(pressed?.chat, from, undefined, (by) => ({
      type: 'press',
      data: data ?? '',
      callback: id,
      from: by,
    }));
    if (inbound && pressed?.message_id !== undefined) inbound.message = String(pressed.message_id);
    return inbound;
  }
  if (my_chat_member) {
    const status = my_chat_member.new_chat_member?.status;
    const type = status === 'kicked' || status === 'left' ? 'blocked' : 'unblocked';
    return build(my_chat_member.chat, my_chat_member.from, my_chat_member.date, (from) => ({ type, from }));
  }
  return null;
}
