import { setMaxListeners } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import axios from 'axios';
import type { Bot, Pending, TelegramStore } from './store';
import type { Update } from './wire';

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;
const ANSWER_WITHIN_MS = 60_000;
/** Telegram keeps an undelivered update no longer than 24 hours. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** The waiting line of one chat of one bot. `retryMs` doubles from failure to failure. */
interface Line {
  bot: string;
  keys: string[];
  running: boolean;
  timer?: NodeJS.Timeout;
  retryMs: number;
}

/** Called with the body of a webhook's answer, which may hold a call of the Bot API. */
export type OnAnswer = (bot: Bot, body: unknown) => Promise<void>;

/**
 * Delivers updates as Telegram does: within a chat the next one waits for the end of the request before it, other chats
 * go in parallel, and an update that was not answered with 2xx is sent again, for 24 hours.
 */
export class Delivery {
  private readonly lines = new Map<string, Line>();
  private readonly delayed = new Set<NodeJS.Timeout>();
  private readonly active = new Map<string, number>();
  private readonly full = new Map<string, Set<Line>>();
  private readonly watchers = new Set<() => void>();
  private readonly agent = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };
  private readonly stop = new AbortController();

  constructor(
    private readonly store: TelegramStore,
    private readonly onAnswer: OnAnswer,
  ) {
    // Every delivery under way listens to it, and there may be many.
    setMaxListeners(0, this.stop.signal);
  }

  /** Takes up what was left undelivered at the last stop. */
  resume(): void {
    for (const [key, pending] of this.store.pending.entries()) this.admit(key, pending);
  }

  /** Puts an update into its chat's line, `delayMs` from now; `copies` are sent side by side when its turn comes. */
  send(bot: Bot, chat: number, update: Update, copies = 1, delayMs = 0): void {
    const born = Date.now();
    const pending: Pending = { bot: bot.key, chat, update, copies, due: born + delayMs, born };
    const key = String(this.store.journal.next('pending'));
    this.store.pending.set(key, pending);
    this.admit(key, pending);
  }

  /** The bot's registration changed: everything that waits is tried at once. */
  kick(bot: Bot): void {
    for (const line of this.lines.values()) {
      if (line.bot !== bot.key) continue;
      clearTimeout(line.timer);
      line.timer = undefined;
      line.retryMs = FIRST_RETRY_MS;
      this.pump(line);
    }
  }

  /** Forgets all of a bot's undelivered updates. */
  drop(bot: Bot): void {
    for (const [key, pending] of [...this.store.pending.entries()]) {
      if (pending.bot === bot.key) this.store.pending.delete(key);
    }
  }

  /** The bot's undelivered updates whose time has come, lowest id first. */
  waiting(bot: Bot): Update[] {
    const now = Date.now();
    return [...this.store.pending.values()]
      .filter((pending) => pending.bot === bot.key && pending.due <= now)
      .map((pending) => pending.update)
      .sort((a, b) => a.update_id - b.update_id);
  }

  /** Forgets a bot's updates below an id: getUpdates has confirmed them. */
  confirm(bot: Bot, below: number): void {
    for (const [key, pending] of [...this.store.pending.entries()]) {
      if (pending.bot === bot.key && pending.update.update_id < below) this.store.pending.delete(key);
    }
  }

  /** Calls back whenever an update has come into a line, until the returned function is called. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
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
    const name = `${pending.bot}:${pending.chat}`;
    const line = this.lines.get(name) ?? { bot: pending.bot, keys: [], running: false, retryMs: FIRST_RETRY_MS };
    this.lines.set(name, line);
    line.keys.push(key);
    for (const watcher of [...this.watchers]) watcher();
    this.pump(line);
  }

  private pump(line: Line): void {
    const bot = this.store.botByKey(line.bot);
    if (!bot?.webhook || line.running || line.timer || this.stop.signal.aborted) return;
    while (line.keys.length > 0 && !this.store.pending.has(line.keys[0])) line.keys.shift();
    const [key] = line.keys;
    if (key === undefined) return;
    const active = this.active.get(line.bot) ?? 0;
    if (active >= bot.webhook.maxConnections) {
      const full = this.full.get(line.bot) ?? new Set();
      this.full.set(line.bot, full.add(line));
      return;
    }
    this.active.set(line.bot, active + 1);
    line.running = true;
    void this.deliver(bot, line, key).finally(() => {
      line.running = false;
      this.active.set(line.bot, this.active.get(line.bot)! - 1);
      this.pump(line);
      const [next] = this.full.get(line.bot) ?? [];
      if (!next) return;
      this.full.get(line.bot)!.delete(next);
      this.pump(next);
    });
  }

  private async deliver(bot: Bot, line: Line, key: string): Promise<void> {
    const pending = this.store.pending.get(key)!;
    const results = await Promise.all(Array.from({ length: pending.copies }, () => this.post(bot, pending.update)));
    if (this.stop.signal.aborted) return;
    const errors = results.filter((error) => error !== undefined);
    if (errors.length > 0 && bot.webhook) {
      bot.webhook.lastError = { date: Math.floor(Date.now() / 1000), message: errors[0] };
      this.store.saveBot(bot);
    }
    // Dropped by deleteWebhook or setWebhook while the request was under way.
    if (!this.store.pending.has(key)) return;
    if (errors.length === 0 || Date.now() - pending.born > KEPT_MS) {
      this.store.pending.delete(key);
      line.retryMs = FIRST_RETRY_MS;
      return;
    }
    this.store.pending.set(key, { ...pending, copies: errors.length });
    line.timer = setTimeout(() => {
      line.timer = undefined;
      this.pump(line);
    }, line.retryMs);
    line.retryMs = Math.min(line.retryMs * 2, LONGEST_RETRY_MS);
  }

  /** Undefined when it was answered with 2xx, otherwise what went wrong in getWebhookInfo's words. */
  private async post(bot: Bot, update: Update): Promise<string | undefined> {
    const { url, secret } = bot.webhook!;
    try {
      const answer = await axios.post(url, JSON.stringify(update), {
        headers: {
          'content-type': 'application/json',
          ...(secret !== undefined && { 'x-telegram-bot-api-secret-token': secret }),
        },
        httpAgent: this.agent.http,
        httpsAgent: this.agent.https,
        proxy: false,
        maxRedirects: 0,
        timeout: ANSWER_WITHIN_MS,
        signal: this.stop.signal,
        validateStatus: () => true,
      });
      if (answer.status < 200 || answer.status >= 300)
        return `Wrong response from the webhook: ${answer.status} ${answer.statusText}`;
      await this.onAnswer(bot, answer.data);
      return undefined;
    } catch (error) {
      const code = axios.isAxiosError(error) ? error.code : undefined;
      if (code === 'ECONNREFUSED') return 'Connection refused';
      if (code === 'ECONNABORTED') return 'Read timeout expired';
      return code === 'ECONNRESET' ? 'Connection reset by peer' : `Connection failed: ${code ?? String(error)}`;
    }
  }
}
