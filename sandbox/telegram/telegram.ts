import type { ListedMessage } from '../api/channel';
import type { Hub } from '../api/hub';
import { Delivery, OnAnswer } from './delivery';
import { linkOf, pressable } from './markup';
import { Polls } from './polls';
import { Bot, ChatRecord, Entry, TelegramStore } from './store';
import type { Chat, User } from './wire';

/** Who the people of the pack's own bot are; ids as Telegram gives them. */
export interface TelegramOptions {
  /** Folder of its state. */
  dir: string;
  /** The pack's own bot: the API's customers talk to it. */
  token: string;
  bakerChatId: number;
  bakerUserId: number;
  strangerUserId: number;
}

/** What Telegram's two sides share: the state, the deliveries, and the lists that people see. */
export class Telegram {
  readonly store: TelegramStore;
  readonly delivery: Delivery;
  readonly polls = new Polls();
  readonly baker: User;
  readonly stranger: User;

  /** `imageUrl` makes the address under which a person's browser finds a file. */
  constructor(
    private readonly options: TelegramOptions,
    readonly hub: Hub,
    private readonly imageUrl: (fileId: string) => string,
    onAnswer: OnAnswer,
  ) {
    this.store = new TelegramStore(options.dir);
    this.delivery = new Delivery(this.store, onAnswer);
    this.baker = { id: options.bakerUserId, is_bot: false, first_name: 'Кондитер', language_code: 'ru' };
    this.stranger = { id: options.strangerUserId, is_bot: false, first_name: 'Посторонний', language_code: 'ru' };
    this.openBakerChat();
  }

  /** The pack's own bot. */
  get bot(): Bot {
    return this.store.bot(this.options.token);
  }

  /** The confectioner's chat with it; she has pressed Start before. */
  get bakerChat(): ChatRecord {
    return this.store.chat(this.bot, this.options.bakerChatId)!;
  }

  /** The list of a chat, as live events and waits name it. */
  listName(chat: number): string {
    if (chat === this.options.bakerChatId) return 'baker';
    return `telegram:${this.store.chat(this.bot, chat)?.name ?? chat}`;
  }

  /** Adds a line to a chat's list and tells those who watch. Only the pack's own bot is watched. */
  addLine(bot: Bot, chat: number, line: Omit<Entry, 'seq' | 'at'>): Entry {
    const entry = this.store.addEntry(bot, chat, line);
    if (this.isOwn(bot)) this.hub.emit({ type: 'message', list: this.listName(chat), message: this.toListed(entry) });
    return entry;
  }

  /** A chat's list as people see it, above `after`. */
  listed(chat: number, after: number): ListedMessage[] {
    return this.store
      .entriesOf(this.bot, chat)
      .filter((entry) => entry.seq > after)
      .map((entry) => this.toListed(entry));
  }

  /** Whether it is the pack's own bot. */
  isOwn(bot: Bot): boolean {
    return bot.token === this.options.token;
  }

  private toListed(entry: Entry): ListedMessage {
    const rows = pressable(entry.markup).map((row) => row.map((button) => button.text));
    const link = linkOf(entry.markup);
    return {
      seq: entry.seq,
      from: entry.from,
      text: entry.text,
      buttons: rows.flat(),
      ...(rows.length > 0 && { rows }),
      ...(entry.image !== undefined && { image: this.imageUrl(entry.image) }),
      ...(link !== undefined && { link }),
      ...(entry.edits !== undefined && { edits: entry.edits }),
      ...(entry.kind !== undefined && { kind: entry.kind }),
      ...(entry.deleted && { deleted: true }),
      at: entry.at,
    };
  }

  private openBakerChat(): void {
    const id = this.options.bakerChatId;
    // Groups have negative ids, supergroups begin with -100.
    const group = id < -1_000_000_000_000 ? 'supergroup' : 'group';
    const chat: Chat =
      id < 0 ? { id, title: 'Кондитерская', type: group } : { id, first_name: this.baker.first_name, type: 'private' };
    const blocked = this.store.chat(this.bot, id)?.blocked ?? false;
    this.store.saveChat(this.bot, { chat, user: this.baker, name: 'baker', started: true, blocked });
  }
}
