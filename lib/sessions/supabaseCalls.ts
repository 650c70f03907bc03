import { setTimeout as pause } from 'node:timers/promises';
import { type SupabaseClient, createClient } from '@supabase/supabase-js';
import type { z } from 'zod';
import { type DatabaseAnswer, toKeeperError } from './supabaseErrors';

export interface SupabaseOptions {
  /** The project's address, without `/rest/v1`. */
  url: string;
  /** The service_role key: every other role sees nothing. */
  serviceKey: string;
  /** Carries every request; in n8n it is made from its request helper. */
  fetch: typeof fetch;
}

/** How long one try and all tries together may take, in milliseconds. */
export interface Patience {
  oneTryMs: number;
  inAllMs: number;
}

export interface SupabaseCalls {
  client: SupabaseClient;
  /**
   * Calls a function of supabase/migrations, and again while that may help: every one of them may be repeated, so an
   * answer that got lost is asked for again. `answer` is what a good one looks like.
   *
   * @throws KeeperError
   */
  call<T>(name: string, request: object, answer: z.ZodType, patience?: Patience): Promise<T>;
}

// Own lines: the libraries that do this are ES modules only, and nodes are CommonJS.
const PAUSES_MS = [50, 200, 600, 1500];
const USUAL: Patience = { oneTryMs: 6_000, inAllMs: 10_000 };

/** Opens a database; no call is made yet. */
export function openSupabase(options: SupabaseOptions): SupabaseCalls {
  const client = connect(options);
  return {
    client,
    async call<T>(name: string, request: object, answer: z.ZodType, { oneTryMs, inAllMs } = USUAL): Promise<T> {
      const deadline = Date.now() + inAllMs;
      for (let attempt = 0; ; attempt++) {
        const answered = await ask(client, name, request, Math.min(oneTryMs, deadline - Date.now()));
        const good = !answered.error && answer.safeParse(answered.data).success;
        if (good) return answered.data as T;
        const error = toKeeperError(name, answered, options.serviceKey);
        const wait = (PAUSES_MS[attempt] ?? Infinity) * (0.75 + Math.random() / 2);
        if (!error.retryable || Date.now() + wait >= deadline) throw error;
        await pause(wait);
      }
    },
  };
}

function connect({ url, serviceKey, fetch }: SupabaseOptions): SupabaseClient {
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
