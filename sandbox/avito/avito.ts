import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { ChatLog, Line } from '../api/chatLog';
import { Journal } from '../api/journal';
import type { MessengerParts } from '../api/messenger';
import { Delivery } from './delivery';
import { Images } from './images';
import { numberedOptions } from './numbered';
import { Store } from './store';
import { Tokens } from './tokens';
import { notification } from './views';
import type { Content, Dialog, Message } from './wire';

/** The account that the sandbox plays, and how Avito behaves. Times in milliseconds. */
export interface AvitoOptions {
  /** The account's number, in every path of the messenger. */
  userId: number;
  /** The account's own application. */
  clientId: string;
  clientSecret: string;
  /** Where the authorize page sends people back to; without it the page obeys its `redirect_uri`. */
  redirectUri?: string;
  /** How long an access token lives; 24 hours. */
  tokenLifeMs?: number;
  /** After each failure in turn the wait before a notification is tried again; 5 s, 30 s, 3 min. */
  retryMs?: number[];
  /** How long a notification's answer may take; 2 s. */
  answerWithinMs?: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const DEFAULTS = { tokenLifeMs: DAY_MS, retryMs: [5000, 30_000, 180_000], answerWithinMs: 2000 };
const SHOP = { shopName: 'Кондитерская', itemId: 4_201_774_310 };

/** What Avito's two sides share: state, deliveries, and the lists that people see. */
export class Avito {
  readonly options: AvitoOptions & typeof DEFAULTS & typeof SHOP;
  readonly log: ChatLog;
  readonly store: Store;
  readonly images: Images;
  readonly tokens: Tokens;
  readonly delivery: Delivery;
  private readonly journal: Journal;

  constructor(
    readonly parts: MessengerParts,
    options: AvitoOptions,
  ) {
    this.options = { ...DEFAULTS, ...SHOP, ...options };
    this.journal = new Journal(path.join(parts.dir, 'avito.jsonl'));
    this.log = new ChatLog('avito', this.journal, parts.hub, newChatId);
    this.store = new Store(this.journal);
    this.images = new Images(this.journal, path.join(parts.dir, 'avito-images'), parts.url);
    this.tokens = new Tokens(this.journal, this.options, this.options.tokenLifeMs);
    const { retryMs, answerWithinMs, clientSecret: secret } = this.options;
    this.delivery = new Delivery(this.journal, this.store, { retryMs, answerWithinMs, secret });
  }

  /** Keeps a message and shows it to people; `kind` and `image` are the line's, see `ListedMessage`. */
  write(dialog: Dialog, from: 'customer' | 'bot' | 'baker', content: Content, kind?: string): Message {
    const author = from === 'customer' ? dialog.buyer : this.options.userId;
    const message = this.store.add({ chat: dialog.id, author, content });
    this.touch(dialog, message);
    this.log.add(this.nameOf(dialog), { ...this.lineOf(message), from, ...(kind !== undefined && { kind }) });
    return message;
  }

  /** Keeps a text of Avito's own, which comes as if from the buyer; people do not see it. */
  writeSystem(dialog: Dialog, text: string, flow: string): Message {
    const message = this.store.add({ chat: dialog.id, author: dialog.buyer, content: { type: 'system', text, flow } });
    this.touch(dialog, message);
    return message;
  }

  /** Writes by the API, and notifies: Avito echoes what the account itself says. */
  sendOut(dialog: Dialog, content: Content): Message {
    const message = this.write(dialog, 'bot', content);
    this.delivery.send(dialog.id, notification(this, message));
    return message;
  }

  /** The shop has read all that the buyer wrote. */
  readByShop(dialog: Dialog): void {
    this.store.markRead(dialog.id, ({ author }) => author === this.options.userId);
  }

  /** The buyer has read all that the shop wrote. */
  readByBuyer(dialog: Dialog): void {
    this.store.markRead(dialog.id, ({ author }) => author !== this.options.userId);
  }

  /** Whether the buyer has written something that the shop has not read. */
  isUnread(dialog: Dialog): boolean {
    const unread = ({ author, read, content }: Message): boolean =>
      author !== this.options.userId && read === null && content.type !== 'system';
    return this.store.of(dialog.id).some(unread);
  }

  /** The name that people know a chat by. */
  nameOf(dialog: Dialog): string {
    return this.log.withId(dialog.id)!.name;
  }

  /** Stops; what is undelivered stays on disk. */
  close(): void {
    this.delivery.close();
    this.journal.close();
  }

  private touch(dialog: Dialog, message: Message): void {
    dialog.updated = message.at;
    this.store.saveDialog(dialog);
  }

  private lineOf({ id, content, author }: Message): Omit<Line, 'from'> {
    const text = content.type === 'text' ? content.text : '';
    const buttons = author === this.options.userId ? numberedOptions(text) : [];
    return {
      vendorId: id,
      text,
      buttons,
      ...(buttons.length > 0 && { rows: buttons.map((label) => [label]) }),
      ...(content.type === 'image' && { image: this.images.shown(content.image) }),
    };
  }
}

/** Of Avito's form. There is always a `/` in it, so that who forgets to encode it notices at once. */
function newChatId(): string {
  const part = (bytes: number): string => randomBytes(bytes).toString('base64');
  return `u2i-${part(6)}~/${part(16)}`;
}
