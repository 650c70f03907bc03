import { randomUUID } from 'node:crypto';
import type { Journal, Table } from '../api/journal';
import type { Dialog, Message } from './wire';

/** What somebody did, as the bodies of the notifications it became; kept so that it can be delivered again. */
export interface EventRecord {
  chat: string;
  bodies: string[];
}

/** A notification on its way to one address. Times in milliseconds since 1970; `copies` are delivered side by side. */
export interface Pending {
  url: string;
  chat: string;
  body: string;
  copies: number;
  /** How often it was tried without success. */
  tries: number;
  /** Before it stands in its chat's line it waits until then. */
  due: number;
  /** In the line, its next try is not before that. */
  retryAt: number;
}

const FIRST_BUYER_ID = 200_000_001;
const KEPT_MESSAGES_OF_A_CHAT = 2000;
const KEPT_EVENTS = 50_000;

/** Avito's chats, messages, subscriptions and notifications, kept in its journal. */
export class Store {
  /** Addresses that asked for notifications, with the time they did. */
  readonly subscriptions: Table<number>;
  readonly pending: Table<Pending>;
  readonly voices: Table<string>;
  private readonly dialogs: Table<Dialog>;
  private readonly messages: Table<Message>;
  private readonly events: Table<EventRecord>;
  private readonly lists = new Map<string, Message[]>();

  constructor(private readonly journal: Journal) {
    this.subscriptions = journal.table('subscriptions');
    this.pending = journal.table('pending');
    this.voices = journal.table('voices');
    this.dialogs = journal.table('dialogs');
    this.messages = journal.table('messages');
    this.events = journal.table('events');
    for (const message of this.messages.values()) this.list(message.chat).push(message);
  }

  /** The chat with that id, as Avito sees it, created at the first asking. */
  dialog(id: string): Dialog {
    const known = this.dialogs.get(id);
    if (known) return known;
    const buyer = this.journal.next('buyers', FIRST_BUYER_ID);
    const now = Date.now();
    const fresh = { id, buyer, created: now, updated: now, opened: false, blocked: false, blacklisted: false };
    this.saveDialog(fresh);
    return fresh;
  }

  /** A chat that somebody has written in. */
  known(id: string): Dialog | undefined {
    return this.list(id).length > 0 ? this.dialogs.get(id) : undefined;
  }

  /** The chats that somebody has written in, the newest activity first. */
  active(): Dialog[] {
    const written = [...this.dialogs.values()].filter(({ id }) => this.list(id).length > 0);
    return written.reverse().sort((a, b) => b.updated - a.updated);
  }

  /** Keeps a new or changed chat. */
  saveDialog(dialog: Dialog): void {
    this.dialogs.set(dialog.id, dialog);
  }

  /** Keeps a new message as the newest of its chat. */
  add(fields: Omit<Message, 'id' | 'at' | 'read'>): Message {
    const message: Message = { id: randomUUID().replaceAll('-', ''), at: Date.now(), read: null, ...fields };
    const list = this.list(message.chat);
    list.push(message);
    this.messages.set(message.id, message);
    while (list.length > KEPT_MESSAGES_OF_A_CHAT) this.messages.delete(list.shift()!.id);
    return message;
  }

  /** Keeps a changed message. */
  save(message: Message): void {
    this.messages.set(message.id, message);
  }

  /** A message of a chat. */
  message(chat: string, id: string): Message | undefined {
    const message = this.messages.get(id);
    return message?.chat === chat ? message : undefined;
  }

  /** A chat's messages, oldest first. Not to be changed by the caller. */
  of(chat: string): readonly Message[] {
    return this.list(chat);
  }

  /** Whoever `reader` tells has read all that the other one wrote. */
  markRead(chat: string, isMine: (message: Message) => boolean): void {
    for (const message of this.list(chat)) {
      if (message.read !== null || isMine(message)) continue;
      message.read = Date.now();
      this.save(message);
    }
  }

  /** Keeps an event and answers its id. */
  addEvent(event: EventRecord): string {
    const id = `avito-${this.journal.next('events')}`;
    this.events.set(id, event);
    const [oldest] = this.events.keys();
    if (this.events.size > KEPT_EVENTS) this.events.delete(oldest);
    return id;
  }

  /** An event sent before. */
  event(id: string): EventRecord | undefined {
    return this.events.get(id);
  }

  private list(chat: string): Message[] {
    const known = this.lists.get(chat);
    if (known) return known;
    const fresh: Message[] = [];
    this.lists.set(chat, fresh);
    return fresh;
  }
}
