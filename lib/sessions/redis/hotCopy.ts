import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { ChatAddress, HotCopy, Seen } from '../types';
import { nameOf } from './names';

export interface HotCopyOptions {
  /** Whose commands fail by themselves after about a quarter of a second (ioredis' `commandTimeout`). */
  redis: Redis;
  /** Tells two databases on one Redis apart. */
  database: string;
  /** Milliseconds. */
  clock?: () => number;
}

/** A conversation that rested longer is read from the database; what is personal does not lie here longer than that. */
const KEPT_MS = 24 * 3_600_000;
/** After a failure Redis is left alone for so long, so that a slow one does not slow every answer. */
const REST_MS = 2000;

const seen = z.looseObject({
  chat: z.looseObject({ channel: z.string(), account: z.string(), chat: z.string() }),
  version: z.int().min(1),
  state: z.looseObject({ at: z.string(), history: z.array(z.unknown()) }),
  orders: z.array(z.looseObject({ number: z.int() })),
  shopVersion: z.int(),
  availability: z.looseObject({ booked: z.looseObject({}), closed: z.array(z.string()), extra: z.looseObject({}) }),
});

/** The hot copy in Redis: one string per chat, `cake:copy:<database>:<chat>`. */
export function createHotCopy({ redis, database, clock = Date.now }: HotCopyOptions): HotCopy {
  let restUntil = 0;
  let told = false;
  const keyOf = (chat: ChatAddress) => `cake:copy:${database}:${nameOf(chat)}`;

  /** Asks Redis unless it rests; a failure is no answer and begins a rest. */
  const ask = async <T>(what: () => Promise<T>): Promise<T | null> => {
    if (clock() < restUntil) return null;
    try {
      return await what();
    } catch {
      restUntil = clock() + REST_MS;
      return null;
    }
  };

  return {
    read: async (chat) => {
      const text = await ask(() => redis.get(keyOf(chat)));
      return text ? read(text) : null;
    },
    write: async (now) => {
      await ask(() => redis.set(keyOf(now.chat), JSON.stringify(now), 'PX', KEPT_MS));
    },
    drop: async (chat) => {
      // Also while Redis rests: this may be the copy of somebody who asked to be forgotten.
      await redis.del(keyOf(chat)).catch(() => undefined);
    },
    check: async () => {
      try {
        const probe = `cake:copy:${database}`;
        const sign = String(clock());
        await redis.set(probe, sign, 'PX', KEPT_MS);
        if ((await redis.get(probe)) === null) throw new Error('what was written was not there');
        told = false;
        return null;
      } catch (error) {
        if (told) return null;
        told = true;
        const { message } = error as Error;
        // What ioredis says when every attempt to connect was in vain, whatever the reason.
        return /max retries per request/.test(message)
          ? 'no connection: is it running, and is the password right?'
          : message.slice(0, 200);
      }
    },
  };
}

/** What lies under a key of ours may be of another version of the pack, or not ours at all. */
function read(text: string): Seen | null {
  try {
    const found = seen.safeParse(JSON.parse(text));
    return found.success ? (found.data as unknown as Seen) : null;
  } catch {
    return null;
  }
}
