import { randomUUID } from 'node:crypto';
import type { ITriggerFunctions } from 'n8n-workflow';

import { openDatabase } from '../shared/database';

/** Longer than one long poll, so that it never runs out while its holder is well. */
const LEASE_MS = 60_000;

/** How far the community's queue has been read, and by whom. */
export interface Position {
  /** Asks for the turn, or keeps it. `mine` false: another reader has it for now. `ts`: VK's number, once known. */
  ask(): Promise<{ mine: boolean; ts?: string }>;
  /** Gives the events up to `ts` away and notes that they are done. */
  moved(ts: string, emit?: () => void): Promise<void>;
  /** Gives the turn back. */
  release(): Promise<void>;
}

/**
 * By the database of the node's credential: the events are recorded there before they are given away, so the place is
 * noted last, and what a crash leaves in between comes again and is recognised.
 */
function inDatabase(context: ITriggerFunctions, group: string): Position {
  const owner = randomUUID();
  const reading = async (leaseMs: number, position?: string) => {
    const { keeper } = await openDatabase(context);
    return keeper.reading({ name: `vk:${group}:longpoll`, owner, leaseMs, ...(position ? { position } : {}) });
  };
  return {
    async ask() {
      const { mine, position } = await reading(LEASE_MS);
      return { mine, ts: position ?? undefined };
    },
    async moved(ts, emit) {
      emit?.();
      await reading(LEASE_MS, ts);
    },
    async release() {
      await reading(0);
    },
  };
}

/** In the workflow's own memory, which n8n writes down when an event is given away: so the place is noted first. */
function inWorkflow(context: ITriggerFunctions, group: string): Position {
  const data = context.getWorkflowStaticData('node') as Record<string, string | undefined>;
  const field = `longPoll:${group}`;
  return {
    ask: async () => ({ mine: true, ts: data[field] }),
    async moved(ts, emit) {
      data[field] = ts;
      emit?.();
    },
    release: async () => undefined,
  };
}

/** Where the place in the queue is kept. Without a database credential there is nobody to share the queue with. */
export function positionOf(context: ITriggerFunctions, group: string): Position {
  const { credentials } = context.getNode();
  return (credentials?.supabaseApi || credentials?.redis ? inDatabase : inWorkflow)(context, group);
}
