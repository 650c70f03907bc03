import { setTimeout as pause } from 'node:timers/promises';
import { type SupabaseClient, createClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { type Snapshot, type Sweep, type Keeper } from './types';
import { type DatabaseAnswer, toKeeperError } from './supabaseErrors';

export interface SupabaseKeeperOptions {
  /** The project's address, without `/rest/v1`. */
  url: string;
  /** The service_role key: every other role sees nothing. */
  serviceKey: string;
  /** Carries every request; in n8n it is made from its request helper. */
  fetch: typeof fetch;
}

// In all at most 10 s. Own lines: the libraries that do this are ES modules only, and nodes are CommonJS.
const PAUSES_MS = [50, 200, 600, 1500];
const IN_ALL_MS = 10_000;
const ONE_TRY_MS = 6_000;

const known = z.looseObject({ number: z.int() });
// An answer that is not ours must never pass for an empty session.
const snapshot = z.looseObject({
  chat: z.looseObject({ channel: z.string() }),
  version: z.int().min(0),
  state: z.looseObject({}).nullable(),
  pending: z.array(z.looseObject({ key: z.string(), arrival: z.int() })),
  stepped: z.boolean(),
  orders: z.array(known),
  shopVersion: z.int(),
  move: z.looseObject({ code: z.string() }).nullable(),
  availability: z.looseObject({ booked: z.looseObject({}), closed: z.array(z.string()), extra: z.looseObject({}) }),
});
const committed = z.object({ result: z.enum(['committed', 'stepped', 'conflict', 'full']) });
const atOnce = z.union([
  z.object({ result: z.literal('committed') }),
  z.object({ result: z.enum(['stepped', 'conflict', 'full']), snapshot }),
]);
const swept = z.object({ unsent: z.array(z.looseObject({})), chats: z.array(z.looseObject({})) });
const shop = z.object({ version: z.int(), document: z.looseObject({}) });
const reading = z.object({ mine: z.boolean(), position: z.string().nullable() });
const sent = z.array(z.looseObject({ payload: z.looseObject({}), message: z.string().nullable() }));
const published = z.object({ version: z.int(), changed: z.boolean() });

/**
 * The keeper on Supabase: every method is one call of a function in supabase/migrations. All of them may be repeated,
 * so an answer that got lost is asked for again.
 */
export function createSupabaseKeeper(options: SupabaseKeeperOptions): Keeper {
  const client = connect(options);
  const call = async <T>(name: string, request: object, answer: z.ZodType): Promise<T> => {
    const deadline = Date.now() + IN_ALL_MS;
    for (let attempt = 0; ; attempt++) {
      const answered = await ask(client, name, request, Math.min(ONE_TRY_MS, deadline - Date.now()));
      const good = !answered.error && answer.safeParse(answered.data).success;
      if (good) return answered.data as T;
      const error = toKeeperError(name, answered, options.serviceKey);
      const wait = (PAUSES_MS[attempt] ?? Infinity) * (0.75 + Math.random() / 2);
      if (!error.retryable || Date.now() + wait >= deadline) throw error;
      await pause(wait);
    }
  };
  return {
    load: (request) => call<Snapshot>('cake_load', request, snapshot),
    commit: async (request) => (await call<z.infer<typeof committed>>('cake_commit', request, committed)).result,
    stepAtOnce: (request) => call('cake_step', request, atOnce),
    confirm: async (results) => {
      if (results.length > 0) await call('cake_confirm', { results }, z.null());
    },
    sweep: (request) => call<Sweep>('cake_sweep', request, swept),
    reading: (request) => call('cake_reading', request, reading),
    sentTo: (chat, since) => call('cake_sent_to', { chat, since }, sent),
    shop: async (version) => (await call<z.infer<typeof shop>>('cake_shop', { version }, shop)).document,
    newestShop: () => call('cake_shop', {}, shop.nullable()),
    publishShop: (document) => call('cake_publish_shop', { document }, published),
    order: (number) => call('cake_order', { number }, known.nullable()),
    reset: async (chat) => {
      await call('cake_reset', { chat }, z.null());
    },
  };
}

function connect({ url, serviceKey, fetch }: SupabaseKeeperOptions): SupabaseClient {
  return createClient(url, serviceKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch },
    // supabase-js makes its realtime client at once and throws on Node 20, which has no WebSocket. It is never used.
    realtime: { transport: NoWebSocket as never },
  });
}

class NoWebSocket {
  constructor() {
    throw new Error('The keeper uses no realtime channel.');
  }
}

async function ask(client: SupabaseClient, name: string, request: object, ms: number): Promise<DatabaseAnswer> {
  const { data, error, status } = await client.rpc(name, { request }).abortSignal(AbortSignal.timeout(Math.max(ms, 1)));
  return { data, error, status };
}
