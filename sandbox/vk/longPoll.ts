import { randomBytes } from 'node:crypto';
import type { Journal, Table } from '../api/journal';
import { forgetOldest } from './limits';
import { nothingWanted, Wanted } from './servers';
import type { VkEvent } from './wire';

/** How Long Poll behaves; times in milliseconds. */
export interface LongPollOptions {
  groupId: number;
  /** How long a key lives. */
  keyMs: number;
  /** How many events are kept for who comes late. */
  history: number;
}

/** What a poll is answered: events, or why there are none. */
export type Polled = { ts: string; updates: object[] } | { failed: 1; ts: string } | { failed: 2 | 3 };

const LONGEST_WAIT_S = 90;
const USUAL_WAIT_S = 25;
const STILL_POLLED_MS = 60_000;

/** Bots Long Poll: a queue of events, read with a key, https://dev.vk.com/ru/api/bots-long-poll/getting-started. */
export class LongPoll {
  private readonly queue: Table<object>;
  private readonly keys: Table<number>;
  private readonly settingsTable: Table<Wanted & { enabled: boolean }>;
  private readonly watchers = new Set<() => void>();
  private polling = 0;
  private polledAt = -Infinity;
  private closed = false;
  private newest: number;

  constructor(
    private readonly journal: Journal,
    private readonly options: LongPollOptions,
  ) {
    this.queue = journal.table('queue');
    this.keys = journal.table('keys');
    this.settingsTable = journal.table('longPoll');
    this.newest = Number([...this.queue.keys()].at(-1) ?? 0);
  }

  /** Which events it takes, and whether it is on at all. */
  get settings(): Wanted & { enabled: boolean } {
    return this.settingsTable.get('settings') ?? { enabled: false, ...nothingWanted() };
  }

  /** Changes them. */
  set settings(settings: Wanted & { enabled: boolean }) {
    this.settingsTable.set('settings', settings);
    this.wake();
  }

  /** Whether somebody polls, or has done so within the last minute. */
  get polled(): boolean {
    return this.polling > 0 || performance.now() - this.polledAt < STILL_POLLED_MS;
  }

  /** The number of the newest event. */
  get ts(): number {
    return this.newest;
  }

  /** Whether events of that type go into the queue. */
  wants(type: string): boolean {
    return this.settings.enabled && this.settings.events[type] === 1;
  }

  /** Puts an event into the queue, several times perhaps. */
  push(event: VkEvent, copies: number): void {
    const { groupId: group_id } = this.options;
    const { type, event_id, object } = event;
    const update = { group_id, type, event_id, v: this.settings.api_version, object };
    for (let copy = 0; copy < copies; copy += 1) {
      this.newest = this.journal.next('queue');
      this.queue.set(String(this.newest), update);
    }
    forgetOldest(this.queue, this.options.history);
    this.wake();
  }

  /** A new key. */
  newKey(): string {
    const key = randomBytes(20).toString('hex');
    for (const [old, born] of [...this.keys.entries()]) if (this.expired(born)) this.keys.delete(old);
    this.keys.set(key, Date.now());
    return key;
  }

  /** Answers a poll: at once when there is something, otherwise after `wait` seconds, or when the caller hangs up. */
  async poll(key: string, ts: string, wait: string, gone: AbortSignal): Promise<Polled> {
    const seconds = /^\d+$/.test(wait) ? Math.min(Number(wait), LONGEST_WAIT_S) : USUAL_WAIT_S;
    this.polling += 1;
    try {
      const until = performance.now() + seconds * 1000;
      for (;;) {
        const answer = this.read(key, ts);
        const left = until - performance.now();
        const empty = 'updates' in answer && answer.updates.length === 0;
        if (!empty || left <= 0 || gone.aborted || this.closed) return answer;
        await this.next(left, gone);
      }
    } finally {
      this.polling -= 1;
      this.polledAt = performance.now();
    }
  }

  /** Lets everybody who waits go. */
  close(): void {
    this.closed = true;
    this.wake();
  }

  private read(key: string, given: string): Polled {
    const born = this.keys.get(key);
    if (born === undefined || this.expired(born)) return { failed: 2 };
    const ts = /^\d+$/.test(given) ? Number(given) : NaN;
    // A number that was never reached belongs to another life of the queue.
    if (!this.settings.enabled || !(ts <= this.ts)) return { failed: 3 };
    const oldest = this.ts - this.queue.size;
    if (ts < oldest) return { failed: 1, ts: String(oldest) };
    const updates: object[] = [];
    for (let number = ts + 1; number <= this.ts; number += 1) updates.push(this.queue.get(String(number))!);
    return { ts: String(this.ts), updates };
  }

  private expired(born: number): boolean {
    return Date.now() - born >= this.options.keyMs;
  }

  private next(ms: number, gone: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        gone.removeEventListener('abort', done);
        this.watchers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      gone.addEventListener('abort', done);
      this.watchers.add(done);
    });
  }

  private wake(): void {
    for (const watcher of [...this.watchers]) watcher();
  }
}
