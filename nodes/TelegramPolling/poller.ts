import { setTimeout as sleep } from 'node:timers/promises';
import { NodeOperationError, type ITriggerFunctions } from 'n8n-workflow';

import { inWords, type Bot, type BotRefusal } from '../TelegramIntake/botApi';
import { chatOf, takeIn } from '../TelegramIntake/takeIn';
import type { Turn } from './turn';
import { getUpdates, withoutWebhook, type Update } from './updates';

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 15_000;
/** Another reader of the database, or of Telegram, is asked this often whether it has gone. */
const OTHERS_MS = 5000;
/** Nothing is an answer only after a long wait; sooner it is a gateway's or a fault. */
const TOO_SOON_MS = 1000;
/** A trouble that comes back within this time is the old one and no news. */
const QUIET_MS = 600_000;

export interface PollerParts {
  context: ITriggerFunctions;
  bot: Bot;
  turn: Turn;
  account: string;
  allowed: string[];
  /** Whether a webhook that is set at the start may be removed. */
  takeOver: boolean;
}

/** Fetches a bot's updates for as long as its workflow is published. */
export class Poller {
  private readonly stopped = new AbortController();
  private readonly running: Promise<void>;
  /** The first update that is not taken in yet. */
  private offset?: number;
  /** The one that Telegram has been told. */
  private confirmed?: number;
  /** Taken in, but above the offset. */
  private readonly taken = new Set<number>();
  private failures = 0;
  /** When each trouble was met last, in milliseconds since 1970. */
  private readonly troubles = new Map<string, number>();
  private heard = false;

  constructor(private readonly parts: PollerParts) {
    this.running = this.run();
  }

  /** Ends the running call at once, tells Telegram what was taken in, and gives the turn back. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      const waitMs = await this.round().catch((error: Error) => this.failed(error));
      // Rejects when it is cut short, which is no news.
      if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    }
    await this.leave();
  }

  /** One long poll and what it brought; gives how long to wait before the next, in milliseconds. */
  private async round(): Promise<number> {
    const { bot, turn, allowed } = this.parts;
    const { mine, offset } = await turn.ask(this.offset);
    if (!mine) {
      this.offset = undefined;
      this.taken.clear();
      return OTHERS_MS;
    }
    this.offset ??= offset;
    const askedAt = Date.now();
    const answer = await getUpdates(bot, { offset: this.offset, allowed }, this.stopped.signal);
    if (this.stopped.signal.aborted && !answer.ok) return 0;
    if (!answer.ok) return this.refused(answer);
    this.confirmed = this.offset;
    this.heard = true;
    const empty = answer.result.length === 0 && Date.now() - askedAt < TOO_SOON_MS;
    if (empty || !(await this.takeAll(answer.result))) return this.backOff();
    this.failures = 0;
    return 0;
  }

  /** Chats side by side, each in its order; false when something has to be asked for again. */
  private async takeAll(updates: Update[]): Promise<boolean> {
    const chats = new Map<string | undefined, Update[]>();
    for (const update of updates) {
      const chat = chatOf(this.parts.account, update);
      chats.set(chat, [...(chats.get(chat) ?? []), update]);
    }
    await Promise.all([...chats.values()].map((list) => this.takeChat(list)));
    const numbers = updates.map(({ update_id }) => update_id).sort((a, b) => a - b);
    const left = numbers.find((number) => !this.taken.has(number));
    // Always from what came: after a week of silence Telegram's numbers begin anew, and may begin lower.
    if (numbers.length > 0) this.offset = left ?? numbers.at(-1)! + 1;
    for (const number of this.taken) if (left === undefined || number < left) this.taken.delete(number);
    return left === undefined;
  }

  private async takeChat(updates: Update[]): Promise<void> {
    const { context, account } = this.parts;
    for (const update of updates) {
      if (this.taken.has(update.update_id)) continue;
      if (this.stopped.signal.aborted) return;
      try {
        if (await takeIn(context, account, update)) context.emit([context.helpers.returnJsonArray([update])]);
      } catch (error) {
        this.note(`an update is left with Telegram: ${(error as Error).message}`);
        return;
      }
      this.taken.add(update.update_id);
    }
  }

  private async refused(refusal: BotRefusal): Promise<number> {
    const { context, bot, takeOver } = this.parts;
    if (refusal.kind === 'token') {
      this.stopped.abort();
      context.emitError(inWords(context, refusal));
      return 0;
    }
    if (refusal.kind === 'wait') return Math.max(this.failed(new Error(refusal.detail)), refusal.afterMs);
    try {
      const webhook = await withoutWebhook(context, bot, takeOver && !this.heard);
      if (webhook === 'removed') return 0;
      if (webhook === 'none') this.tell(inWords(context, refusal));
    } catch (error) {
      this.tell(error as NodeOperationError);
    }
    return OTHERS_MS;
  }

  /** Starts the error workflow; the trigger goes on. */
  private tell(error: NodeOperationError): void {
    if (this.isNews(error.message)) this.parts.context.saveFailedExecution(error);
  }

  private note(trouble: string): void {
    if (this.isNews(trouble)) this.parts.context.logger.warn(`Telegram Polling: ${trouble}. It tries again.`);
  }

  private isNews(trouble: string): boolean {
    const before = this.troubles.get(trouble) ?? -Infinity;
    this.troubles.set(trouble, Date.now());
    return Date.now() - before > QUIET_MS;
  }

  private failed({ message }: Error): number {
    this.note(message);
    return this.backOff();
  }

  private backOff(): number {
    const wait = Math.min(FIRST_RETRY_MS * 2 ** this.failures, LONGEST_RETRY_MS);
    this.failures += 1;
    return wait;
  }

  private async leave(): Promise<void> {
    const { context, bot, turn, allowed } = this.parts;
    const { offset } = this;
    if (offset !== undefined && offset !== this.confirmed) {
      await getUpdates(bot, { offset, limit: 1, allowed, holdSeconds: 0 });
    }
    await turn.giveBack(offset).catch((error: Error) => {
      context.logger.warn(`Telegram Polling: the turn was not given back and ends by itself: ${error.message}`);
    });
  }
}
