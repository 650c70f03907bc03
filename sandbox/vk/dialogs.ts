import type { Journal, Table } from '../api/journal';
import { forgetOldest } from './limits';
import { Message, unixNow } from './wire';

/**
 * A customer's dialog with the community. `sends` counts the community's messages by API; `keyboard` is the line whose
 * persistent keyboard stands below the chat.
 */
export interface Dialog {
  wrote: boolean;
  allowed: boolean;
  sends: number;
  keyboard?: number;
}

/** A send of the community's with a `random_id`. `at` in milliseconds since 1970; `number` counts the dialog's sends. */
interface Sent {
  id: number;
  cmid: number;
  at: number;
  number: number;
}

const KEPT_OF_A_DIALOG = 2000;
const KEPT_SENDS = 50_000;
/** https://dev.vk.com/ru/method/messages.send, `random_id`. */
const SAME_WITHIN = { ms: 60 * 60 * 1000, messages: 100 };

/** The dialogs and their messages. */
export class Dialogs {
  private readonly dialogs: Table<Dialog>;
  private readonly messages: Table<Message>;
  private readonly sends: Table<Sent>;
  private readonly lists = new Map<number, Message[]>();
  private readonly byId = new Map<number, Message>();

  constructor(private readonly journal: Journal) {
    this.dialogs = journal.table('dialogs');
    this.messages = journal.table('messages');
    this.sends = journal.table('sends');
    for (const message of this.messages.values()) this.index(message);
    for (const list of this.lists.values()) list.sort((a, b) => a.id - b.id);
  }

  /** A dialog; one that nobody began allows nothing. */
  dialog(peer: number): Dialog {
    return this.dialogs.get(String(peer)) ?? { wrote: false, allowed: false, sends: 0 };
  }

  /** Changes a dialog. */
  change(peer: number, change: Partial<Dialog>): void {
    this.dialogs.set(String(peer), { ...this.dialog(peer), ...change });
  }

  /** Makes and keeps a message. Dialogs share one count of messages, and each has a count of its own beside it. */
  add(peer: number, fields: Partial<Message> & { from_id: number }): Message {
    const message: Message = {
      id: this.journal.next('messages'),
      conversation_message_id: this.journal.next(`cmid:${peer}`),
      date: unixNow(),
      peer_id: peer,
      out: fields.from_id < 0 ? 1 : 0,
      text: '',
      attachments: [],
      fwd_messages: [],
      important: false,
      is_hidden: false,
      random_id: 0,
      version: this.journal.next('versions', 10_000_001),
      ...fields,
    };
    this.index(message);
    this.save(message);
    const list = this.of(peer) as Message[];
    while (list.length > KEPT_OF_A_DIALOG) this.forget(list[0]);
    return message;
  }

  /** Keeps a changed message. */
  save(message: Message): void {
    this.messages.set(keyOf(message), message);
  }

  /** Forgets a message. */
  forget(message: Message): void {
    const list = this.of(message.peer_id) as Message[];
    list.splice(list.indexOf(message), 1);
    this.byId.delete(message.id);
    this.messages.delete(keyOf(message));
  }

  /** A message by its id. */
  message(id: number): Message | undefined {
    return this.byId.get(id);
  }

  /** A message by its number in a dialog. */
  numbered(peer: number, cmid: number): Message | undefined {
    return this.messages.get(`${peer}:${cmid}`);
  }

  /** A dialog's messages, oldest first. Not to be changed by the caller. */
  of(peer: number): readonly Message[] {
    return this.lists.get(peer) ?? [];
  }

  /** What was sent to that dialog with the same `random_id` not long ago. */
  sent(peer: number, randomId: number): { id: number; cmid: number } | undefined {
    const earlier = randomId === 0 ? undefined : this.sends.get(`${peer}:${randomId}`);
    if (!earlier || earlier.at < Date.now() - SAME_WITHIN.ms) return undefined;
    const since = this.dialog(peer).sends - earlier.number;
    return since < SAME_WITHIN.messages ? earlier : undefined;
  }

  /** Remembers a send of the community's. */
  remember({ peer_id, random_id, id, conversation_message_id: cmid }: Message): void {
    const number = this.dialog(peer_id).sends + 1;
    this.change(peer_id, { sends: number });
    if (random_id === 0) return;
    this.sends.set(`${peer_id}:${random_id}`, { id, cmid, at: Date.now(), number });
    forgetOldest(this.sends, KEPT_SENDS);
  }

  private index(message: Message): void {
    const list = this.lists.get(message.peer_id) ?? [];
    this.lists.set(message.peer_id, list);
    list.push(message);
    this.byId.set(message.id, message);
  }
}

function keyOf({ peer_id, conversation_message_id }: Message): string {
  return `${peer_id}:${conversation_message_id}`;
}
