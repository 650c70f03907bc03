import { createHash } from 'node:crypto';
import type { Redis, RedisOptions } from 'ioredis';
import { createHotCopy } from '../../lib/sessions/redis/hotCopy';
import type { HotCopy } from '../../lib/sessions/types';
import type { NodeContext } from './http';

/** Fields of n8n's own Redis credential. */
interface RedisCredential {
  host: string;
  port: number;
  user?: string;
  password?: string;
  database?: number;
  ssl?: boolean;
  disableTlsVerification?: boolean;
}

interface Open {
  redis: Redis;
  /** By database. Each remembers whether Redis is well. */
  copies: Map<string, HotCopy>;
  closing?: NodeJS.Timeout;
}

/** Connections of this process: opening one for each message would cost more than the message. */
const open = new Map<string, Open>();
const IDLE_MS = 60_000;
const CONNECT_MS = 2000;
/** A copy that takes longer than this helps nobody. */
const COPY_MS = 250;

/** Where conversations live in Redis alone: n8n's own credential, connected once per process. */
export async function openRedis(context: NodeContext): Promise<{ id: string; redis: Redis }> {
  const { id, redis } = await opened(context, {});
  return { id, redis };
}

/** The copy of a database's conversations in the Redis of n8n's own credential. */
export async function openHotCopy(context: NodeContext, database: string): Promise<HotCopy> {
  const { redis, copies } = await opened(context, { commandTimeout: COPY_MS });
  const copy = copies.get(database) ?? createHotCopy({ redis, database });
  copies.set(database, copy);
  return copy;
}

/** Closes every connection now; a program that ends (a test) need not wait for the minute. */
export function closeRedis(): void {
  for (const { redis, closing } of open.values()) {
    clearTimeout(closing);
    redis.disconnect();
  }
  open.clear();
}

/** A connection is closed when nobody has used it for a minute. */
async function opened(context: NodeContext, options: RedisOptions): Promise<Open & { id: string }> {
  const credential = (await context.getCredentials('redis')) as unknown as RedisCredential;
  const id = createHash('sha256')
    .update(JSON.stringify([credential, options]))
    .digest('hex');
  // Only where it is used: it takes 60 ms to load. Loaded first, so that two callers never open two connections.
  const { Redis } = await import('ioredis');
  const known: Open = open.get(id) ?? { redis: new Redis(optionsOf(credential, options)), copies: new Map() };
  // Every command that could not be done says so itself; without a listener the process would end.
  if (!open.has(id)) known.redis.on('error', () => undefined);
  open.set(id, known);
  clearTimeout(known.closing);
  known.closing = setTimeout(() => {
    open.delete(id);
    known.redis.disconnect();
  }, IDLE_MS).unref();
  return { id, ...known };
}

function optionsOf(
  { host, port, user, password, database, ...tls }: RedisCredential,
  options: RedisOptions,
): RedisOptions {
  return {
    host,
    port: Number(port),
    username: user || undefined,
    password: password || undefined,
    db: Number(database ?? 0),
    ...(tls.ssl ? { tls: { rejectUnauthorized: !tls.disableTlsVerification } } : {}),
    connectTimeout: CONNECT_MS,
    maxRetriesPerRequest: 1,
    ...options,
  };
}
