import type { Bot } from './store';

const RECENT_MS = 60_000;

/** Who reads a bot's updates by getUpdates: one at a time, the newest ends the one before. In memory only. */
export class Polls {
  private readonly running = new Map<string, AbortController>();
  private readonly last = new Map<string, number>();

  /** Begins a poll; the signal aborts when another one takes its place. */
  begin(bot: Bot): AbortSignal {
    this.running.get(bot.key)?.abort();
    const poll = new AbortController();
    this.running.set(bot.key, poll);
    this.last.set(bot.key, Date.now());
    return poll.signal;
  }

  /** Ends it. */
  end(bot: Bot, poll: AbortSignal): void {
    this.last.set(bot.key, Date.now());
    if (this.running.get(bot.key)?.signal === poll) this.running.delete(bot.key);
  }

  /** Whether somebody polls now, or did within the last minute. */
  alive(bot: Bot): boolean {
    return this.running.has(bot.key) || Date.now() - (this.last.get(bot.key) ?? 0) < RECENT_MS;
  }
}
