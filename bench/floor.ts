import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';

import { createHotCopy } from '../lib/sessions/redis/hotCopy';
import { step, type Stepper } from '../lib/sessions/step';
import { createSupabaseKeeper } from '../lib/sessions/supabase';
import type { Stack } from '../sandbox/stack/stack';

const EMPTY = {
  schema: 1,
  language: 'ru',
  at: 'consent',
  draft: {},
  history: [],
  prompt: null,
  order: null,
  shopVersion: 0,
} as const;

const stepper: Stepper = {
  transitionFor: async () => (state) => ({
    state: state ?? { ...EMPTY, history: [] },
    replies: [{ text: 'ok' }],
    effects: [],
  }),
  onThrow: (error) => {
    throw error;
  },
  clock: () => new Date().toISOString(),
  newStepId: randomUUID,
};

/** The step protocol without n8n and without a conversation, milliseconds each: in two calls, and in one by the copy. */
export async function measureFloor(stack: Stack, rounds: number): Promise<{ twoCalls: number[]; withCopy: number[] }> {
  const keeper = createSupabaseKeeper({ url: stack.sandboxUrl, serviceKey: stack.keys.serviceRole, fetch });
  const redis = stack.redis && new Redis(stack.redis);
  const copy = redis ? createHotCopy({ redis, database: 'bench' }) : undefined;
  const one = async (chat: string, turn: number, by: Stepper): Promise<number> => {
    const event = {
      key: `bench:${turn}`,
      at: new Date().toISOString(),
      body: { type: 'text', text: '', from: { id: '1' } },
    } as const;
    const begun = performance.now();
    await step(keeper, { chat: { channel: 'telegram', account: 'bench', chat }, event }, by);
    return performance.now() - begun;
  };
  const samples = { twoCalls: [] as number[], withCopy: [] as number[] };
  for (let turn = 0; turn < rounds; turn++) {
    samples.twoCalls.push(await one('1', turn, stepper));
    if (copy) samples.withCopy.push(await one('2', turn, { ...stepper, copy }));
  }
  redis?.disconnect();
  // The first one has no copy yet.
  samples.withCopy.shift();
  return samples;
}
