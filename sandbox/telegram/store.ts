import path from 'node:path';
import { Journal, Table } from '../api/journal';
import { FileStore } from './files';
import type { Chat, Markup, Message, Update, User } from './wire';

/** A bot's registration. `lastError.date` in Unix seconds. */
export interface Webhook {
  url: string;
  secret?: string;
  maxConnections: number;
  lastError?: { date: number; message: string };
}

/** A bot, known by its token. `key` is its short name inside the sandbox; `allowed` null: all that Telegram sends unasked. */
export interface Bot {
  key: string;
  token: string;
  user: User;
  webhook?: Webhook;
  allowed: string[] | null;
}

/** A chat of a bot. `started`: the person has written to the bot, or is the baker. */
export interface ChatRecord {
  chat: Chat;
  user: User;
  name: string;
  started: boolean;
  blocked: boolean;
}

/** One line of a chat's list, see `ListedMessage`. `image` is a file id. */
export interface Entry {
  seq: number;
  from: 'customer' | 'bot' | 'baker' | 'stranger';
  messageId: number;
  text: string;
  markup?: Markup;
  image?: string;
  edits?: number;
  kind?: string;
  deleted?: true;
  at: string;
}

/** What a customer did, as the updates it became; kept so that it can be delivered again. */
export interface EventRecord {
  chat: number;
  updates: Update[];
}

/** An update on its way. `due` and `born` in milliseconds since 1970; `copies` are delivered side by side. */
export interface Pending {
  bot: string;
  chat: number;
  update: Update;
  copies: number;
  due: number;
  born: number;
}

const FIRST_CHAT_ID = 700_000_001;
const KEPT_ENTRIES_OF_A_CHAT = 2000;
const KEPT_MESSAGES = 200_000;
const KEPT_EVENTS = 50_000;
const KEPT_QUERIES = 20_000;

/** All that the Telegram side remembers, on disk under `dir`. The oldest is forgotten when there is too much of it. */
export class TelegramStore {
  readonly journal: Journal;
  readonly files: FileStore;
  readonly pending: Table<Pending>;
  private readonly bots: Table<Bot>;
  private readonly chats: Table<ChatRecord>;
  private readonly names: Table<number>;
  private readonly messages: Table<Message>;
  private readonly events: Table<EventRecord>;
  private readonly queries: Table<{ list: string }>;
  private readonly entries: Table<Entry>;
  private readonly lists = new Map<string, Entry[]>();

  constructor(dir: string) {
    this.journal = new Journal(path.join(dir, 'telegram.jsonl'));
    this.files = new FileStore(this.journal, path.join(dir, 'files'));
    this.pending = this.journal.table('pending');
    this.bots = this.journal.table('bots');
    this.chats = this.journal.table('chats');
    this.names = this.journal.table('names');
    this.messages = this.journal.table('messages');
    this.events = this.journal.table('events');
    this.queries = this.journal.table('queries');
    this.entries = this.journal.table('entries');
    for (const [key, entry] of this.entries.entries()) this.listOf(key.slice(0, key.lastIndexOf(':'))).push(entry);
    for (const list of this.lists.values()) list.sort((a, b) => a.seq - b.seq);
  }

  /** The bot of a token of the right form; it exists as soon as it is named. */
  bot(token: string): Bot {
    const known = this.bots.get(token);
    if (known) return known;
    const id = Number(token.split(':')[0]);
    const user = { id, is_bot: true, first_name: 'Кондитерская', username: `cake_${id}_bot` };
    const bot: Bot = { key: String(this.journal.next('bots')), token, user, allowed: null };
    this.bots.set(token, bot);
    return bot;
  }

  /** Every bot by its short name. */
  botByKey(key: string): Bot | undefined {
    return [...this.bots.values()].find((bot) => bot.key === key);
  }

  /** Keeps a changed bot. */
  saveBot(bot: Bot): void {
    this.bots.set(bot.token, bot);
  }

  /** A chat by id. */
  chat(bot: Bot, id: number): ChatRecord | undefined {
    return this.chats.get(`${bot.key}:${id}`);
  }

  /** A chat by the name that the sandbox's API gives it, created at the first naming. */
  chatNamed(bot: Bot, name: string): ChatRecord {
    const known = this.names.get(`${bot.key}:${name}`);
    if (known !== undefined) return this.chat(bot, known)!;
    const id = this.journal.next('chats', FIRST_CHAT_ID);
    const user: User = { id, is_bot: false, first_name: name, language_code: 'ru' };
    const chat: Chat = { id, first_name: name, type: 'private' };
    const record: ChatRecord = { chat, user, name, started: false, blocked: false };
    this.saveChat(bot, record);
    this.names.set(`${bot.key}:${name}`, id);
    return record;
  }

  /** The id of a chat named before. */
  idOf(bot: Bot, name: string): number | undefined {
    return this.names.get(`${bot.key}:${name}`);
  }

  /** The names of a bot's chats, oldest first. */
  chatNames(bot: Bot): string[] {
    const prefix = `${bot.key}:`;
    return [...this.names.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  }

  /** Keeps a new or changed chat. */
  saveChat(bot: Bot, record: ChatRecord): void {
    this.chats.set(`${bot.key}:${record.chat.id}`, record);
  }

  /** A message as it stands now. */
  message(bot: Bot, chat: number, id: number): Message | undefined {
    return this.messages.get(`${bot.key}:${chat}:${id}`);
  }

  /** Keeps a new or changed message. */
  saveMessage(bot: Bot, message: Message): void {
    this.messages.set(`${bot.key}:${message.chat.id}:${message.message_id}`, message);
    forgetOldest(this.messages, KEPT_MESSAGES);
  }

  /** Forgets a message and marks its lines; answers their numbers. */
  deleteMessage(bot: Bot, chat: number, id: number): number[] {
    this.messages.delete(`${bot.key}:${chat}:${id}`);
    const list = `${bot.key}:${chat}`;
    const gone = this.listOf(list).filter((entry) => entry.messageId === id);
    for (const entry of gone) {
      entry.deleted = true;
      this.entries.set(`${list}:${entry.seq}`, entry);
    }
    return gone.map((entry) => entry.seq);
  }

  /** Adds a line to a chat's list and numbers it. */
  addEntry(bot: Bot, chat: number, entry: Omit<Entry, 'seq' | 'at'>): Entry {
    const list = `${bot.key}:${chat}`;
    const line: Entry = { seq: this.journal.next(`seq:${list}`), ...entry, at: new Date().toISOString() };
    const lines = this.listOf(list);
    lines.push(line);
    this.entries.set(`${list}:${line.seq}`, line);
    while (lines.length > KEPT_ENTRIES_OF_A_CHAT) this.entries.delete(`${list}:${lines.shift()!.seq}`);
    return line;
  }

  /** A chat's lines, oldest first. Not to be changed by the caller. */
  entriesOf(bot: Bot, chat: number): readonly Entry[] {
    return this.listOf(`${bot.key}:${chat}`);
  }

  /** Keeps an event under its id, which names its first update. */
  addEvent(bot: Bot, event: EventRecord): string {
    const id = `tg-${bot.key}-${event.updates[0].update_id}`;
    this.events.set(id, event);
    forgetOldest(this.events, KEPT_EVENTS);
    return id;
  }

  /** An event sent before. */
  event(id: string): EventRecord | undefined {
    return this.events.get(id);
  }

  /** Keeps a pressed button's query until the bot answers it; `list` is where the answer is shown. */
  addQuery(id: string, list: string): void {
    this.queries.set(id, { list });
    forgetOldest(this.queries, KEPT_QUERIES);
  }

  /** Where a query came from. */
  query(id: string): { list: string } | undefined {
    return this.queries.get(id);
  }

  private listOf(list: string): Entry[] {
    const known = this.lists.get(list);
    if (known) return known;
    const fresh: Entry[] = [];
    this.lists.set(list, fresh);
    return fresh;
  }
}

function forgetOldest(table: Table<unknown>, kept: number): void {
  if (table.size <= kept) return;
  const [oldest] = table.keys();
  table.delete(oldest);
}
