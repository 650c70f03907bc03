import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { ChatLog, LoggedChat } from '../api/chatLog';
import { Journal, Table } from '../api/journal';
import type { MessengerParts } from '../api/messenger';
import { clientInfo } from './clientInfo';
import { Delivery } from './delivery';
import { Dialogs } from './dialogs';
import { forgetOldest, Pace } from './limits';
import { LongPoll } from './longPoll';
import { Media } from './media';
import { Servers } from './servers';
import type { Shown } from './show';
import { Uploads } from './uploads';
import type { Message, VkEvent } from './wire';

/** The played community, and how patient VK is; times in milliseconds. What is left out is as at VK. */
export interface VkOptions {
  groupId: number;
  /** The community's access token. */
  token: string;
  /** Pauses before each repetition of an undelivered event. */
  retryMs?: number[];
  /** How long a callback server may take to answer. */
  answerMs?: number;
  /** How long a Long Poll key lives. */
  keyMs?: number;
  /** How long a pressed callback button can be answered. */
  pressMs?: number;
  /** How many events Long Poll keeps. */
  history?: number;
}

/** A press of a callback button that can still be answered. `at` in milliseconds since 1970. */
interface Press {
  peer: number;
  at: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const RETRIES = [10 * SECOND, 3 * MINUTE, 10 * MINUTE, 30 * MINUTE, 60 * MINUTE];
const CALLS_A_SECOND = 20;
const FIRST_USER = 100_000_001;
const KEPT_EVENTS = 50_000;
const KEPT_PRESSES = 20_000;
const KEPT_SHOWN = 50_000;

/** What VK's two sides share: the community, its dialogs, the deliveries, and the lists that people see. */
export class Vk {
  readonly journal: Journal;
  readonly log: ChatLog;
  readonly dialogs: Dialogs;
  readonly media: Media;
  readonly uploads: Uploads;
  readonly servers: Servers;
  readonly longPoll: LongPoll;
  readonly delivery: Delivery;
  readonly pace = new Pace(CALLS_A_SECOND, SECOND);
  readonly groupId: number;
  readonly token: string;
  private readonly pressMs: number;
  private readonly events: Table<{ peer: number; event: VkEvent }>;
  private readonly presses: Table<Press>;
  private readonly shown: Table<Shown>;

  constructor(
    readonly parts: MessengerParts,
    options: VkOptions,
  ) {
    const { groupId, token, retryMs = RETRIES, answerMs = 4 * SECOND, keyMs = 60 * MINUTE } = options;
    const { pressMs = MINUTE, history = 1000 } = options;
    this.groupId = groupId;
    this.token = token;
    this.pressMs = pressMs;
    this.journal = new Journal(path.join(parts.dir, 'vk.jsonl'));
    this.log = new ChatLog('vk', this.journal, parts.hub, () => String(this.journal.next('users', FIRST_USER)));
    this.dialogs = new Dialogs(this.journal);
    this.media = new Media(this.journal, path.join(parts.dir, 'vk-files'), parts.url);
    this.uploads = new Uploads(this.journal, this.media, groupId);
    this.servers = new Servers(this.journal);
    this.longPoll = new LongPoll(this.journal, { groupId, keyMs, history });
    this.delivery = new Delivery(this.journal, this.servers, this.longPoll, { groupId, retryMs, answerMs });
    this.events = this.journal.table('events');
    this.presses = this.journal.table('presses');
    this.shown = this.journal.table('shown');
  }

  /** The customer of a dialog. */
  person(peer: number): LoggedChat | undefined {
    return this.log.withId(String(peer));
  }

  /** The list of a dialog, as live events and waits name it. */
  listName(peer: number): string {
    return `vk:${this.person(peer)?.name ?? peer}`;
  }

  /** Keeps an event as it is now, and sends it to all who want it; answers its id. */
  happen(type: string, peer: number, object: object, how: { repeat?: number; delayMs?: number } = {}): string {
    const event: VkEvent = { type, event_id: randomBytes(20).toString('hex'), object: structuredClone(object) };
    this.events.set(event.event_id, { peer, event });
    forgetOldest(this.events, KEPT_EVENTS);
    this.delivery.send(peer, event, how.repeat, how.delayMs);
    return event.event_id;
  }

  /** Sends an event of that dialog once more; false when there is none of that id. */
  again(peer: number, eventId: string, how: { repeat?: number; delayMs?: number }): boolean {
    const kept = this.events.get(eventId);
    if (kept?.peer !== peer) return false;
    this.delivery.send(peer, kept.event, how.repeat, how.delayMs);
    return true;
  }

  /** A customer's message becomes an event. */
  arrive(message: Message, how: { repeat?: number; delayMs?: number }): string {
    const { language } = this.person(message.peer_id)!;
    return this.happen('message_new', message.peer_id, { message, client_info: clientInfo(language) }, how);
  }

  /** A new press of a callback button; answers its id. */
  newPress(peer: number): string {
    const id = randomBytes(6).toString('hex');
    this.presses.set(id, { peer, at: Date.now() });
    forgetOldest(this.presses, KEPT_PRESSES);
    return id;
  }

  /** Whether a press of that dialog can still be answered. */
  canAnswer(id: string, peer: number): boolean {
    const press = this.presses.get(id);
    return press?.peer === peer && Date.now() - press.at < this.pressMs;
  }

  /** What a line shows beside its words; nothing for lines without buttons. */
  shownAt(chat: string, seq: number): Shown | undefined {
    return this.shown.get(`${chat}:${seq}`);
  }

  /** Remembers what a line shows. */
  showAt(chat: string, seq: number, shown: Shown): void {
    this.shown.set(`${chat}:${seq}`, shown);
    forgetOldest(this.shown, KEPT_SHOWN);
  }

  /** Stops; what is undelivered is delivered after the next start. */
  close(): void {
    this.delivery.close();
    this.longPoll.close();
    this.journal.close();
  }
}
