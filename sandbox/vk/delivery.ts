import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Journal, Table } from '../api/journal';
import type { LongPoll } from './longPoll';
import { Answer, Post } from './post';
import type { CallbackServer, Servers } from './servers';
import type { VkEvent } from './wire';

/** An event on its way. `server` 0 is Long Poll's queue; `due` in milliseconds since 1970; `copies` go side by side. */
interface Pending {
  server: number;
  peer: number;
  event: VkEvent;
  copies: number;
  due: number;
  tries: number;
}

/** The waiting line of one dialog at one server. */
interface Line {
  server: number;
  keys: string[];
  running: boolean;
  timer?: NodeJS.Timeout;
}

const QUEUE = 0;

/** How deliveries behave; times in milliseconds. */
export interface DeliveryOptions {
  groupId: number;
  /** Pauses before each repetition; after the last one the event is given up. */
  retryMs: number[];
  /** How long a server may take to answer. */
  answerMs: number;
}

/**
 * Delivers events as VK does: to every server that wants them, the next one of a dialog after the one before it was taken
 * or given up, dialogs side by side; what is not answered with 200 and `ok` comes again with `X-Retry-Counter`.
 */
export class Delivery {
  private readonly pending: Table<Pending>;
  private readonly lines = new Map<string, Line>();
  private readonly delayed = new Set<NodeJS.Timeout>();
  private readonly stop = new AbortController();
  private readonly post: Post;

  constructor(
    private readonly journal: Journal,
    private readonly servers: Servers,
    private readonly longPoll: LongPoll,
    private readonly options: DeliveryOptions,
  ) {
    this.pending = journal.table('pending');
    this.post = new Post(options.answerMs, this.stop.signal);
    // Every delivery under way listens to it, and there may be many.
    setMaxListeners(0, this.stop.signal);
  }

  /** Takes up what was left at the last stop. */
  resume(): void {
    for (const server of this.servers.list()) if (server.status === 'wait') this.confirm(server);
    for (const [key, pending] of [...this.pending.entries()]) this.admit(key, pending);
  }

  /** Sends an event to all who want it, `delayMs` from now; `copies` go side by side when its turn comes. */
  send(peer: number, event: VkEvent, copies = 1, delayMs = 0): void {
    const receivers = this.servers.wanting(event.type).map(({ id }) => id);
    if (this.longPoll.wants(event.type)) receivers.push(QUEUE);
    for (const server of receivers) {
      const key = String(this.journal.next('pending'));
      const pending: Pending = { server, peer, event, copies, due: Date.now() + delayMs, tries: 0 };
      this.pending.set(key, pending);
      this.admit(key, pending);
    }
  }

  /** Asks a server for the confirmation code, once the caller has been answered. */
  confirm({ id, round }: CallbackServer): void {
    setImmediate(() => void this.confirmNow(id, round));
  }

  /** Stops; what is undelivered stays on disk. */
  close(): void {
    this.stop.abort();
    for (const timer of this.delayed) clearTimeout(timer);
    for (const line of this.lines.values()) clearTimeout(line.timer);
    this.post.close();
  }

  private async confirmNow(id: number, round: number): Promise<void> {
    const asked = this.servers.get(id);
    if (asked?.round !== round || this.stop.signal.aborted) return;
    const event = { type: 'confirmation', event_id: randomBytes(20).toString('hex') };
    const answer = await this.post.send(asked.url, this.envelope(asked, event));
    const server = this.servers.get(id);
    if (server?.round !== round || this.stop.signal.aborted) return;
    const confirmed = answer?.status === 200 && answer.body === this.servers.confirmationCode;
    server.status = confirmed ? 'ok' : 'failed';
    this.servers.save(server);
    for (const line of this.lines.values()) if (line.server === id) this.pump(line);
  }

  private envelope(server: CallbackServer, event: Omit<VkEvent, 'object'>): object {
    const { groupId: group_id } = this.options;
    const { api_version: v, secret_key: secret } = server;
    return { group_id, v, ...event, ...(secret && { secret }) };
  }

  private admit(key: string, pending: Pending): void {
    const wait = pending.due - Date.now();
    // A repetition stays at the head of its line while it waits; only what was never tried may be overtaken.
    if (wait > 0 && pending.tries === 0) {
      const timer = setTimeout(() => {
        this.delayed.delete(timer);
        this.admit(key, pending);
      }, wait);
      this.delayed.add(timer);
      return;
    }
    if (pending.server === QUEUE) {
      this.longPoll.push(pending.event, pending.copies);
      this.pending.delete(key);
      return;
    }
    const name = `${pending.server}:${pending.peer}`;
    const line = this.lines.get(name) ?? { server: pending.server, keys: [], running: false };
    this.lines.set(name, line);
    line.keys.push(key);
    this.pump(line);
  }

  private pump(line: Line): void {
    if (line.running || line.timer || this.stop.signal.aborted) return;
    const server = this.servers.get(line.server);
    if (!server) {
      for (const key of line.keys.splice(0)) this.pending.delete(key);
      return;
    }
    const [key] = line.keys;
    if (key === undefined || server.status !== 'ok') return;
    const pending = this.pending.get(key)!;
    const wait = pending.due - Date.now();
    if (wait > 0) {
      line.timer = setTimeout(() => {
        line.timer = undefined;
        this.pump(line);
      }, wait);
      return;
    }
    line.running = true;
    void this.deliver(server, line, key, pending).finally(() => {
      line.running = false;
      this.pump(line);
    });
  }

  private async deliver(server: CallbackServer, line: Line, key: string, pending: Pending): Promise<void> {
    const body = this.envelope(server, pending.event);
    const copies = Array.from({ length: pending.copies }, () => this.post.send(server.url, body, pending.tries));
    const answers = await Promise.all(copies);
    if (this.stop.signal.aborted) return;
    // https://dev.vk.com/ru/api/callback/getting-started: such an answer takes the server out.
    if (answers.some((answer) => answer?.status === 200 && answer.body === 'remove')) this.servers.remove(server.id);
    const failed = answers.filter((answer) => !taken(answer));
    const pause = this.options.retryMs[pending.tries];
    if (failed.length === 0 || pause === undefined) {
      this.pending.delete(key);
      line.keys.shift();
      return;
    }
    const due = Date.now() + (failed.find((answer) => answer?.retryAfterMs)?.retryAfterMs ?? pause);
    this.pending.set(key, { ...pending, copies: failed.length, due, tries: pending.tries + 1 });
  }
}

function taken(answer: Answer | undefined): boolean {
  return answer?.status === 200 && answer.body === 'ok';
}
