import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Effect } from '../../dialogue/types';
import {
  type CommitRequest,
  type CommitResult,
  type IncomingEvent,
  type Keeper,
  KeeperError,
  type LoadRequest,
  type Outgoing,
  type SentMessage,
  type Snapshot,
} from '../types';
import { addressOf, nameOf } from './names';
import { COMMIT, CONFIRM, LOAD, PUBLISH, READING, RESET, SENT_TO, SWEEP } from './scripts';

export interface RedisKeeperOptions {
  redis: Redis;
  /** Begins every key; all keys share its hash tag. */
  prefix?: string;
}

// In all at most 8 s. Every script may be repeated, so an answer that got lost is asked for again.
const PAUSES_MS = [50, 200, 600, 1500, 3000];
const ONE_TRY_MS = 3000;

/**
 * The keeper on Redis alone, for a bakery without a database: conversations, not orders. What would write an order, a day
 * or a timer of an order is refused (KeeperError `needs_database`).
 */
export function createRedisKeeper({ redis, prefix = '{cake}:' }: RedisKeeperOptions): Keeper {
  const ask = <T>(what: () => Promise<unknown>) => persist<T>(what);
  const run = <T>(script: string, args: (string | number)[]) => ask<T>(() => redis.eval(script, 1, prefix, ...args));

  const load = async (request: LoadRequest): Promise<Snapshot> => {
    if ('order' in request) throw new KeeperError(`There is no order ${request.order}.`, false, 'unknown_order');
    const found = 'card' in request ? await chatOf(request.card, request.event) : request;
    const { event } = found;
    const chat = nameOf(found.chat);
    const answer = await run<string[]>(
      LOAD,
      event ? [chat, event.key, event.at, JSON.stringify(event.body), event.order ?? ''] : [chat, ''],
    );
    const [version, state, stepped, ...waiting] = answer;
    const pending: Snapshot['pending'] = [];
    for (let place = 0; place < waiting.length; place += 4) {
      const [key, at, body, arrival] = waiting.slice(place, place + 4);
      pending.push({ key, at: instant(at), body: JSON.parse(body), arrival: Number(arrival) });
    }
    return {
      chat: found.chat,
      version: Number(version),
      state: state === '' ? null : JSON.parse(state),
      pending,
      stepped: Number(stepped) === 1,
      orders: [],
      shopVersion: Number((await ask<string | null>(() => redis.get(`${prefix}shop`))) ?? 0),
      availability: { booked: {}, closed: [], extra: {} },
      // Codes move orders, and those need the database.
      move: null,
    };
  };

  /** The chat that a message to the bakery was about, and the answer to it with what the card was. */
  const chatOf = async (card: SentMessage, event: IncomingEvent) => {
    for (const account of [card.account, '']) {
      const key = await ask<string | null>(() =>
        redis.get(`${prefix}sent:${nameOf({ ...card, account })}:${card.message}`),
      );
      const row = key && (await ask<(string | null)[]>(() => redis.hmget(`${prefix}out:${key}`, 'chat', 'about')));
      if (!row || !row[0] || row[0] === nameOf(card)) continue;
      const body = { ...event.body, card: { ...('card' in event.body ? event.body.card : {}), kind: row[1] || null } };
      return { chat: addressOf(row[0]), event: { ...event, body: body as IncomingEvent['body'] } };
    }
    throw new KeeperError(`Message ${card.message} is not about any conversation.`, false, 'unknown_card');
  };

  const commit = async (request: CommitRequest): Promise<CommitResult> => {
    const { inside, outgoing } = request;
    inside.forEach(refuseOrders);
    const timers = inside.flatMap((effect) => (effect.kind === 'timer' ? [effect.timer, Date.parse(effect.at)] : []));
    const has = (kind: Effect['kind']) => (inside.some((effect) => effect.kind === kind) ? 1 : 0);
    const result = await run<CommitResult | 'unknown'>(COMMIT, [
      nameOf(request.chat),
      request.event,
      request.version,
      JSON.stringify(request.state),
      request.step,
      Date.parse(request.now),
      has('forget'),
      has('cancel_timers'),
      timers.length / 2,
      ...timers,
      ...outgoing.flatMap(rowOf),
    ]);
    if (result !== 'unknown') return result;
    throw new KeeperError(`Event ${request.event} was never recorded in this chat.`, false, 'event_not_recorded');
  };

  return {
    load,
    commit,
    confirm: async (results) => {
      if (results.length === 0) return;
      const rows = results.flatMap((one) => [
        one.key,
        one.result,
        one.result === 'sent' ? (one.message ?? '') : '',
        'detail' in one ? one.detail : '',
        'at' in one ? Date.parse(one.at) : '',
      ]);
      await run(CONFIRM, rows);
    },
    sweep: async ({ now, olderThanMs, limit }) => {
      const [count, ...rest] = await run<(string | number)[]>(SWEEP, [Date.parse(now), olderThanMs, limit]);
      const unsent: Outgoing[] = [];
      for (let place = 0; place < Number(count) * 4; place += 4) {
        const [key, to, kind, payload] = rest.slice(place, place + 4).map(String);
        unsent.push({ key, to: JSON.parse(to), kind: kind as Outgoing['kind'], payload: JSON.parse(payload) });
      }
      return { unsent, chats: rest.slice(Number(count) * 4).map((chat) => addressOf(String(chat))) };
    },
    reading: async ({ name, owner, leaseMs, position }) => {
      const given = position === undefined ? [] : [position];
      const [mine, known] = await run<[number, string | null]>(READING, [name, owner, leaseMs, ...given]);
      return { mine: mine === 1, position: known };
    },
    sentTo: async (chat, since) => {
      const rows = await run<string[]>(SENT_TO, [nameOf(chat), Date.parse(since)]);
      const sent = [];
      for (let place = 0; place < rows.length; place += 2) {
        sent.push({ payload: JSON.parse(rows[place]), message: rows[place + 1] || null });
      }
      return sent;
    },
    shop: async (version) => {
      const document = await ask<string | null>(() => redis.hget(`${prefix}shops`, String(version)));
      if (document === null)
        throw new KeeperError(`There is no version ${version} of the menu.`, false, 'unknown_shop');
      return JSON.parse(document);
    },
    newestShop: async () => {
      const version = Number((await ask<string | null>(() => redis.get(`${prefix}shop`))) ?? 0);
      if (version === 0) return null;
      const document = await ask<string | null>(() => redis.hget(`${prefix}shops`, String(version)));
      return document === null ? null : { version, document: JSON.parse(document) };
    },
    publishShop: async (document) => {
      const [version, changed] = await run<number[]>(PUBLISH, [JSON.stringify(sorted(document))]);
      return { version, changed: changed === 1 };
    },
    // Without orders there is no money.
    order: async () => null,
    openPayments: async () => [],
    paymentBy: async () => null,
    books: async () => ({ sums: [], payments: [] }),
    reset: async (chat) => {
      await run(RESET, [nameOf(chat)]);
    },
  };
}

/** Asks until Redis answers or time is over. What it refuses is told at once. A read that failed is never "nothing". */
async function persist<T>(what: () => Promise<unknown>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return (await Promise.race([what(), tooLate()])) as T;
    } catch (error) {
      const { message } = error as Error;
      const decided = /^(ERR|WRONGTYPE|NOSCRIPT|NOAUTH|WRONGPASS|NOPERM)/.test(message);
      const wait = PAUSES_MS[attempt];
      if (!decided && wait !== undefined) {
        await pause(wait * (0.75 + Math.random() / 2));
        continue;
      }
      const full = message.startsWith('OOM') ? ' Give it more memory.' : '';
      throw new KeeperError(`Redis did not do it: ${message.slice(0, 200)}.${full}`, !decided, 'redis');
    }
  }
}

const tooLate = () =>
  pause(ONE_TRY_MS, undefined, { ref: false }).then(() => {
    throw new Error(`no answer within ${ONE_TRY_MS} ms`);
  });

function refuseOrders(effect: Effect): void {
  const aboutOrder = 'order' in effect && effect.order !== null;
  if (!['day', 'move', 'move_code'].includes(effect.kind) && !aboutOrder) return;
  throw new KeeperError(
    'Без базы (Supabase) заказы и дни хранить негде: подключите её в узле или выключите приём заказов в меню.',
    false,
    'needs_database',
  );
}

/** Timers are recorded with milliseconds, messages with their own ISO. */
const instant = (at: string): string => (/^\d+$/.test(at) ? new Date(Number(at)).toISOString() : at);

function rowOf({ key, to, kind, payload }: Outgoing): string[] {
  const about = 'kind' in payload && payload.kind === 'baker' ? payload.card.kind : '';
  return [key, nameOf(to), JSON.stringify(to), kind, JSON.stringify(payload), about];
}

/** The same document is the same text, whatever the order of its fields. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(fields.map(([key, one]) => [key, sorted(one)]));
}
