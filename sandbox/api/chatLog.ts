import type { ListedMessage } from './channel';
import type { Hub } from './hub';
import type { Journal, Table } from './journal';

/** A chat of a messenger. `id` is the vendor's. */
export interface LoggedChat {
  id: string;
  name: string;
  /** What the person is called, and her language as the vendor tells it. */
  person: string;
  language: string;
}

/** One line of a chat; `vendorId` is the vendor's id of the message, '' where it is none (a block, say). */
export type Line = Omit<ListedMessage, 'seq' | 'at'> & { vendorId: string };
/** A line as it was kept. */
export type KeptLine = ListedMessage & { vendorId: string };

const KEPT_LINES_OF_A_CHAT = 2000;

/** The chats of one messenger as people see them, kept in its journal: names, vendors' ids, lines with their numbers. */
export class ChatLog {
  private readonly chats: Table<LoggedChat>;
  private readonly lines: Table<KeptLine>;
  private readonly byId = new Map<string, string>();
  private readonly lists = new Map<string, KeptLine[]>();

  /** `newId` draws the vendor's id of a chat that is named for the first time. */
  constructor(
    readonly channel: string,
    private readonly journal: Journal,
    private readonly hub: Hub,
    private readonly newId: () => string,
  ) {
    this.chats = journal.table('chats');
    this.lines = journal.table('lines');
    for (const { id, name } of this.chats.values()) this.byId.set(id, name);
    for (const [key, line] of this.lines.entries()) this.list(key.slice(0, key.lastIndexOf(':'))).push(line);
    for (const list of this.lists.values()) list.sort((a, b) => a.seq - b.seq);
  }

  /** A chat by its name; it exists as soon as it is named. */
  named(name: string): LoggedChat {
    const known = this.chats.get(name);
    if (known) return known;
    const chat: LoggedChat = { id: this.newId(), name, person: name, language: 'ru' };
    this.save(chat);
    return chat;
  }

  /** Names, oldest first. */
  names(): string[] {
    return [...this.chats.keys()];
  }

  /** A chat named before, without creating it. */
  known(name: string): LoggedChat | undefined {
    return this.chats.get(name);
  }

  /** A chat by the vendor's id. */
  withId(id: string): LoggedChat | undefined {
    const name = this.byId.get(id);
    return name === undefined ? undefined : this.chats.get(name);
  }

  /** Keeps a changed chat. */
  save(chat: LoggedChat): void {
    this.chats.set(chat.name, chat);
    this.byId.set(chat.id, chat.name);
  }

  /** Adds a line and tells those who watch. */
  add(name: string, line: Line): KeptLine {
    const kept: KeptLine = { seq: this.journal.next(`seq:${name}`), ...line, at: new Date().toISOString() };
    const list = this.list(name);
    list.push(kept);
    this.lines.set(`${name}:${kept.seq}`, kept);
    while (list.length > KEPT_LINES_OF_A_CHAT) this.lines.delete(`${name}:${list.shift()!.seq}`);
    this.hub.emit({ type: 'message', list: `${this.channel}:${name}`, message: shown(kept) });
    return kept;
  }

  /** Marks a line as deleted. */
  remove(name: string, vendorId: string): void {
    for (const line of this.list(name)) {
      if (line.vendorId !== vendorId || line.deleted) continue;
      line.deleted = true;
      this.lines.set(`${name}:${line.seq}`, line);
      this.hub.emit({ type: 'deleted', list: `${this.channel}:${name}`, seq: line.seq });
    }
  }

  /** A chat's lines, oldest first. Not to be changed by the caller. */
  of(name: string): readonly KeptLine[] {
    return this.list(name);
  }

  /** A chat's lines above `after` as the API lists them. */
  listed(name: string, after: number): ListedMessage[] {
    return this.list(this.named(name).name)
      .filter(({ seq }) => seq > after)
      .map(shown);
  }

  private list(name: string): KeptLine[] {
    const known = this.lists.get(name);
    if (known) return known;
    const fresh: KeptLine[] = [];
    this.lists.set(name, fresh);
    return fresh;
  }
}

function shown({ vendorId: _vendorId, ...line }: KeptLine): ListedMessage {
  return line;
}
