import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, ITriggerFunctions, NodeOperationError } from 'n8n-workflow';

import type { VkRefusal } from '../../lib/channels/vk/verdict';
import { vkRefusal } from '../shared/vk';
import { takeIn } from './events';
import type { Position } from './position';
import { openQueue, poll, switchOn, type Queue } from './queue';

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;
/** Another reader of the database is asked this often whether it has gone. */
const OTHERS_MS = 5000;
/** What only the owner can mend is looked at again this often. */
const OWNERS_MS = 60_000;
/** A server that is silent so many times running is left for another. */
const SILENCES = 4;
/** Queues have been seen to fall silent by themselves after nine hours: reference/vk.md, section 5. */
const QUEUE_LIVES_MS = 6 * 3_600_000;
/** A trouble that comes back within this time is the old one and no news. */
const QUIET_MS = 600_000;

/** VK's reasons of a poll that gave nothing. */
const OUTDATED = 1;
const LOST = 3;

export interface ReaderParts {
  context: ITriggerFunctions;
  position: Position;
  wanted: string[];
  /** Whether Long Poll has been switched on already. */
  isOn: boolean;
}

/** Reads the community's queue for as long as its workflow is published. */
export class Reader {
  private readonly stopped = new AbortController();
  private readonly running: Promise<void>;
  private queue?: Queue & { openedAt: number };
  /** The place that is noted is worth nothing any more. */
  private lost = false;
  private isOn: boolean;
  private failures = 0;
  /** When each trouble was met last, in milliseconds since 1970. */
  private readonly troubles = new Map<string, number>();

  constructor(private readonly parts: ReaderParts) {
    this.isOn = parts.isOn;
    this.running = this.run();
  }

  /** Ends the running poll at once and gives the turn back. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      const waitMs = await this.round().catch((error: Error) => this.failed(error.message));
      // Rejects when it is cut short, which is no news.
      if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    }
    await this.parts.position.release().catch((error: Error) => {
      this.note(`the turn was not given back and ends by itself: ${error.message}`);
    });
  }

  /** One long poll and what it brought; gives how long to wait before the next, in milliseconds. */
  private async round(): Promise<number> {
    const { context, position } = this.parts;
    const { mine, ts: noted } = await position.ask();
    if (!mine) {
      this.queue = undefined;
      return OTHERS_MS;
    }
    if (this.queue && Date.now() - this.queue.openedAt > QUEUE_LIVES_MS) this.queue = undefined;
    if (!this.queue) {
      const refused = await this.open();
      if (refused) return this.refused(refused);
    }
    const { ts: newest } = this.queue!;
    if (noted === undefined || this.lost) await position.moved(newest);
    const ts = noted === undefined || this.lost ? newest : noted;
    this.lost = false;

    const polled = await poll(context, this.queue!, ts, this.stopped.signal);
    if ('updates' in polled) {
      this.failures = 0;
      return this.takeAll(polled.updates, polled.ts);
    }
    if (this.stopped.signal.aborted) return 0;
    return this.missed(polled.failed, polled.ts);
  }

  private async open(): Promise<VkRefusal | null> {
    const { context, wanted } = this.parts;
    if (!this.isOn) {
      const { verdict } = await switchOn(context, wanted);
      if (verdict.kind !== 'sent') return verdict;
      this.isOn = true;
    }
    const opened = await openQueue(context);
    if ('kind' in opened) return opened;
    this.queue = { ...opened, openedAt: Date.now() };
    return null;
  }

  /** The place moves on only when everything before it is recorded. */
  private async takeAll(updates: IDataObject[], ts: string): Promise<number> {
    const { context, position, wanted } = this.parts;
    const items: IDataObject[] = [];
    for (const update of updates) {
      if (this.stopped.signal.aborted) return 0;
      const item = await takeIn(context, update, wanted);
      if (item) items.push(item);
    }
    if (updates.length === 0) return 0;
    await position.moved(ts, () => {
      for (const item of items) context.emit([context.helpers.returnJsonArray([item])]);
    });
    return 0;
  }

  private async missed(failed: number, ts?: string): Promise<number> {
    if (failed === OUTDATED && ts !== undefined) {
      this.note('VK no longer has all events since the last one');
      await this.parts.position.moved(ts);
      return 0;
    }
    if (failed === LOST) {
      this.note('VK has lost the place in its queue');
      this.lost = true;
    }
    if (failed !== 0 || this.failures + 1 >= SILENCES) this.queue = undefined;
    return failed === 0 ? this.failed('the server of Long Poll does not answer') : this.backOff();
  }

  private refused(verdict: VkRefusal): number {
    const { context } = this.parts;
    if (verdict.kind === 'wait') return Math.max(this.failed(verdict.detail), verdict.afterMs);
    // n8n starts the error workflow; the trigger goes on, and reads the credential anew each time.
    const trouble: NodeOperationError = vkRefusal(context, verdict);
    if (this.isNews(trouble.message)) context.saveFailedExecution(trouble);
    return OWNERS_MS;
  }

  private failed(trouble: string): number {
    this.note(trouble);
    return this.backOff();
  }

  private note(trouble: string): void {
    if (this.isNews(trouble)) this.parts.context.logger.warn(`VK Trigger: ${trouble}. It goes on.`);
  }

  private isNews(trouble: string): boolean {
    const before = this.troubles.get(trouble) ?? -Infinity;
    this.troubles.set(trouble, Date.now());
    return Date.now() - before > QUIET_MS;
  }

  private backOff(): number {
    const wait = Math.min(FIRST_RETRY_MS * 2 ** this.failures, LONGEST_RETRY_MS);
    this.failures += 1;
    return wait;
  }
}
