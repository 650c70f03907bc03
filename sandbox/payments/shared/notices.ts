import { setMaxListeners } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import axios from 'axios';
import { Refusal } from '../../api/channel';
import type { Journal, Table } from '../../api/journal';
import type { Clock } from './clock';

/** How a provider tells, and when it tells again. */
export interface NoticeRules {
  /** Whether an answer takes the notification. */
  taken(status: number, body: string): boolean;
  /**
   * Milliseconds until the next try, after `tries` that failed, `age` milliseconds after the event; undefined: given up.
   */
  again(tries: number, age: number): number | undefined;
  /** Headers of the provider's own, made anew at each try. */
  headers?(body: string): Record<string, string>;
  answerWithinMs?: number;
}

/** What a forged notification comes with. */
interface Lie {
  from?: string;
  headers?: Record<string, string>;
}

/** A notification on its way. Moments in milliseconds since 1970. */
interface Pending {
  url: string;
  body: string;
  born: number;
  due: number;
  tries: number;
}

const ANSWER_WITHIN_MS = 10_000;

/** Delivers notifications: each by itself, side by side and in no order, again and again until it is taken. */
export class Notices {
  private readonly pending: Table<Pending>;
  private readonly waiting = new Set<() => void>();
  private readonly agent = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };
  private readonly stop = new AbortController();

  constructor(
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly rules: NoticeRules,
  ) {
    this.pending = journal.table('notices');
    // Every delivery under way listens to it, and there may be many.
    setMaxListeners(0, this.stop.signal);
  }

  /** Takes up what was left undelivered at the last stop. */
  resume(): void {
    for (const [key, { due }] of [...this.pending.entries()]) this.schedule(key, due);
  }

  /** Sends a body; `copies` of it go side by side. Without an address nobody is told, now or later. */
  send(url: string | null | undefined, body: string, copies = 1): void {
    if (!url) return;
    for (let copy = 0; copy < copies; copy += 1) {
      const now = this.clock.now();
      const key = String(this.journal.next('notices'));
      this.pending.set(key, { url, body, born: now, due: now, tries: 0 });
      void this.deliver(key);
    }
  }

  /**
   * Sends what the provider never said: once, from another local address, or with other headers.
   *
   * @throws Refusal 409 where there is no address
   */
  forge(url: string | null | undefined, body: string, lie: Lie = {}): void {
    if (!url) throw new Refusal(409, 'no address for notifications is known to the provider');
    void this.post(url, body, lie);
  }

  /** Stops; what is undelivered stays on disk. */
  close(): void {
    this.stop.abort();
    for (const cancel of this.waiting) cancel();
    this.agent.http.destroy();
    this.agent.https.destroy();
  }

  private schedule(key: string, due: number): void {
    const cancel = this.clock.after(due - this.clock.now(), () => {
      this.waiting.delete(cancel);
      void this.deliver(key);
    });
    this.waiting.add(cancel);
  }

  private async deliver(key: string): Promise<void> {
    const { url, body, born, tries } = this.pending.get(key)!;
    const taken = await this.post(url, body, {});
    if (this.stop.signal.aborted) return;
    const now = this.clock.now();
    const wait = taken ? undefined : this.rules.again(tries + 1, now - born);
    if (wait === undefined) return this.pending.delete(key);
    this.pending.set(key, { url, body, born, due: now + wait, tries: tries + 1 });
    this.schedule(key, now + wait);
  }

  private async post(url: string, body: string, { from, headers }: Lie): Promise<boolean> {
    // An agent of its own: a connection kept alive has an address already.
    const own = from && {
      http: new http.Agent({ localAddress: from }),
      https: new https.Agent({ localAddress: from }),
    };
    const agent = own || this.agent;
    try {
      const { status, data } = await axios.post<string>(url, body, {
        headers: { 'content-type': 'application/json', ...this.rules.headers?.(body), ...headers },
        httpAgent: agent.http,
        httpsAgent: agent.https,
        proxy: false,
        maxRedirects: 0,
        timeout: this.rules.answerWithinMs ?? ANSWER_WITHIN_MS,
        signal: this.stop.signal,
        transformResponse: (text: string) => text,
        validateStatus: () => true,
      });
      return this.rules.taken(status, data);
    } catch {
      return false;
    }
  }
}

/** Waits of a list, one after each failure. */
export const waits =
  (list: readonly number[]) =>
  (tries: number): number | undefined =>
    list[tries - 1];
