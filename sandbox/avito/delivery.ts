import { createHmac } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import axios from 'axios';
import type { Journal } from '../api/journal';
import type { Pending, Store } from './store';

/** How notifications are delivered. */
export interface DeliveryOptions {
  /** After each failure in turn the wait before the next try, in milliseconds; after the last one it is given up. */
  retryMs: number[];
  /** An answer that takes longer is none, in milliseconds. */
  answerWithinMs: number;
  /** Keys the signature. */
  secret: string;
}

/** The waiting line of one chat at one address. */
interface Line {
  url: string;
  keys: string[];
  running: boolean;
  timer?: NodeJS.Timeout;
}

/**
 * Delivers notifications to every subscribed address: within a chat the next one waits until the one before is taken or
 * given up, other chats and other addresses go in parallel. Avito does not publish how it repeats; that it may lose is assumed.
 */
export class Delivery {
  private readonly lines = new Map<string, Line>();
  private readonly delayed = new Set<NodeJS.Timeout>();
  private readonly agent = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };
  private readonly stop = new AbortController();

  constructor(
    private readonly journal: Journal,
    private readonly store: Store,
    private readonly options: DeliveryOptions,
  ) {
    // Every delivery under way listens to it, and there may be many.
    setMaxListeners(0, this.stop.signal);
  }

  /** Takes up what was left undelivered at the last stop. */
  resume(): void {
    for (const [key, pending] of this.store.pending.entries()) this.admit(key, pending);
  }

  /** Sends a body to every address subscribed now, `delayMs` from now; `copies` go side by side when their turn comes. */
  send(chat: string, body: string, copies = 1, delayMs = 0): void {
    for (const url of this.store.subscriptions.keys()) {
      const pending: Pending = { url, chat, body, copies, tries: 0, due: Date.now() + delayMs, retryAt: 0 };
      const key = String(this.journal.next('pending'));
      this.store.pending.set(key, pending);
      this.admit(key, pending);
    }
  }

  /** Forgets what an address was to be told: it has unsubscribed. */
  drop(url: string): void {
    for (const [key, pending] of [...this.store.pending.entries()]) {
      if (pending.url === url) this.store.pending.delete(key);
    }
    for (const line of this.lines.values()) {
      if (line.url !== url) continue;
      clearTimeout(line.timer);
      line.timer = undefined;
    }
  }

  /** Whether the address answers 200 in time; it is tried with `{}` before it is subscribed. */
  answers(url: string): Promise<boolean> {
    return this.post(url, '{}');
  }

  /** Stops; what is undelivered stays on disk. */
  close(): void {
    this.stop.abort();
    for (const timer of this.delayed) clearTimeout(timer);
    for (const line of this.lines.values()) clearTimeout(line.timer);
    this.agent.http.destroy();
    this.agent.https.destroy();
  }

  private admit(key: string, pending: Pending): void {
    const wait = pending.due - Date.now();
    if (wait > 0) {
      const timer = setTimeout(() => {
        this.delayed.delete(timer);
        this.admit(key, pending);
      }, wait);
      this.delayed.add(timer);
      return;
    }
    const name = `${pending.chat} ${pending.url}`;
    const line = this.lines.get(name) ?? { url: pending.url, keys: [], running: false };
    this.lines.set(name, line);
    line.keys.push(key);
    this.pump(line);
  }

  private pump(line: Line): void {
    if (line.running || line.timer || this.stop.signal.aborted) return;
    while (line.keys.length > 0 && !this.store.pending.has(line.keys[0])) line.keys.shift();
    const [key] = line.keys;
    if (key === undefined) return;
    const pending = this.store.pending.get(key)!;
    const wait = pending.retryAt - Date.now();
    if (wait > 0) {
      line.timer = setTimeout(() => {
        line.timer = undefined;
        this.pump(line);
      }, wait);
      return;
    }
    line.running = true;
    void this.deliver(key, pending).finally(() => {
      line.running = false;
      this.pump(line);
    });
  }

  private async deliver(key: string, pending: Pending): Promise<void> {
    const { url, body, copies, tries } = pending;
    const taken = await Promise.all(Array.from({ length: copies }, () => this.post(url, body)));
    // Unsubscribed while the request was under way.
    if (this.stop.signal.aborted || !this.store.pending.has(key)) return;
    const failed = taken.filter((ok) => !ok).length;
    const retryMs = this.options.retryMs[tries];
    if (failed === 0 || retryMs === undefined) this.store.pending.delete(key);
    else this.store.pending.set(key, { ...pending, copies: failed, tries: tries + 1, retryAt: Date.now() + retryMs });
  }

  private async post(url: string, body: string): Promise<boolean> {
    try {
      const { status } = await axios.post(url, body, {
        headers: {
          'content-type': 'application/json',
          // Avito does not say how it signs; this is the guess that is heard most often.
          'x-avito-messenger-signature': createHmac('sha256', this.options.secret).update(body).digest('hex'),
        },
        httpAgent: this.agent.http,
        httpsAgent: this.agent.https,
        proxy: false,
        maxRedirects: 0,
        timeout: this.options.answerWithinMs,
        signal: this.stop.signal,
        validateStatus: () => true,
      });
      return status === 200;
    } catch {
      return false;
    }
  }
}
