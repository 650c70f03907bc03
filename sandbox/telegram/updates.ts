import type { Delivery } from './delivery';
import type { Bot, ChatRecord, TelegramStore } from './store';
import type { Message, Update, UpdateKind, User } from './wire';

/** Telegram's first `update_id` for a bot is any positive number. */
const FIRST_UPDATE_ID = 100_000_001;

/** Now, as Telegram tells time. */
export function unixNow(): number {
  return Math.floor(Date.now() / 1000);
}

/** The next message of a chat, not yet kept. Private chats of a bot share one count of messages. */
export function newMessage(
  store: TelegramStore,
  bot: Bot,
  chat: ChatRecord,
  from: User,
  fields: Partial<Message>,
): Message {
  const message_id = store.journal.next(`message:${bot.key}`);
  return { message_id, from, chat: chat.chat, date: unixNow(), ...fields };
}

/** An update with the bot's next number. */
export function newUpdate(store: TelegramStore, bot: Bot, content: Omit<Update, 'update_id'>): Update {
  return { update_id: store.journal.next(`update:${bot.key}`, FIRST_UPDATE_ID), ...content };
}

/** A press of an inline button. The query's id can be answered by the bot, the answer is shown in `list`. */
export function newPress(
  store: TelegramStore,
  bot: Bot,
  from: User,
  message: Message,
  data: string,
  list: string,
): Update {
  const id = String(4_382_000_000_000_000_000n + BigInt(store.journal.next('queries')));
  store.addQuery(id, list);
  // Telegram's chat_instance is a number of the chat's own; any stable one will do.
  const chat_instance = String(-(BigInt(message.chat.id) * 9_007_199n));
  return newUpdate(store, bot, { callback_query: { id, from, message, chat_instance, data } });
}

/** A person blocks the bot, or takes it back. */
export function newMembership(store: TelegramStore, bot: Bot, chat: ChatRecord, blocked: boolean): Update {
  const member = { user: bot.user, status: 'member' };
  const kicked = { user: bot.user, status: 'kicked', until_date: 0 };
  return newUpdate(store, bot, {
    my_chat_member: {
      chat: chat.chat,
      from: chat.user,
      date: unixNow(),
      old_chat_member: blocked ? member : kicked,
      new_chat_member: blocked ? kicked : member,
    },
  });
}

/**
 * Keeps an event and sends its updates, those that the bot asked for when it registered; answers the event's id. Copies
 * of an update go side by side, the updates of an album one after another.
 */
export function dispatch(
  store: TelegramStore,
  delivery: Delivery,
  bot: Bot,
  chat: number,
  updates: Update[],
  how: { repeat?: number; delayMs?: number } = {},
): string {
  const id = store.addEvent(bot, { chat, updates });
  send(delivery, bot, chat, updates, how);
  return id;
}

/** Sends updates, once more perhaps. */
export function send(
  delivery: Delivery,
  bot: Bot,
  chat: number,
  updates: Update[],
  how: { repeat?: number; delayMs?: number },
): void {
  for (const update of updates) {
    const kind = Object.keys(update).find((key) => key !== 'update_id') as UpdateKind;
    const wanted = bot.allowed === null || bot.allowed.includes(kind);
    if (wanted) delivery.send(bot, chat, update, how.repeat ?? 1, how.delayMs ?? 0);
  }
}
