import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
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
  closing?: NodeJS.Timeout;
}

/** Connections of this process by credential: opening one for each message would cost more than the message. */
const open = new Map<string, Open>();
const IDLE_MS = 60_000;
const CONNECT_MS = 2000;

/** The Redis of n8n's own credential, connected once per process and closed when nobody has used it for a minute. */
export async function openRedis(context: NodeContext): Promise<{ id: string; redis: Redis }> {
  const credential = (await context.getCredentials('redis')) as unknown as RedisCredential;
  const id = createHash('sha256').update(JSON.stringify(credential)).digest('hex');
  const known = open.get(id) ?? { redis: await connect(credential) };
  open.set(id, known);
  clearTimeout(known.closing);
  known.closing = setTimeout(() => {
    open.delete(id);
    known.redis.disconnect();
  }, IDLE_MS).unref();
  return { id, redis: known.redis };
}

/** Closes every connection now; a program that ends (a test) need not wait for the minute. */
export function closeRedis(): void {
  for (const { redis, closing } of open.values()) {
    clearTimeout(closing);
    redis.disconnect();
  }
  open.clear();
}

async function connect({ host, port, user, password, database, ...tls }: RedisCredential): Promise<Redis> {
  // Only where it is used: it takes 60 ms to load.
  const { Redis } = await import('ioredis');
  const redis = new Redis({
    host,
    port: Number(port),
    username: user || undefined,
    password: password || undefined,
    db: Number(database ?? 0),
    ...(tls.ssl ? { tls: { rejectUnauthorized: !tls.disableTlsVerification } } : {}),
    connectTimeout: CONNECT_MS,
    maxRetriesPerRequest: 1,
  });
  // Every command that could not be done says so itself; without a listener the process would end.
  redis.on('error', () => undefined);
  return redis;
}
