import { randomUUID } from 'node:crypto';
import type { ITriggerFunctions } from 'n8n-workflow';

import { openDatabase } from '../shared/database';
import type { Bot } from '../TelegramIntake/botApi';

/** Longer than one long poll, so that it never runs out while its holder is well. */
const LEASE_MS = 45_000;

/** Whose turn it is to fetch a bot's updates. `offset`: the first update that is not taken in yet, as far as anybody noted. */
export interface Turn {
  /** Asks for the turn, or keeps it, and notes how far we have come. `mine` false: another n8n has it for now. */
  ask(offset?: number): Promise<{ mine: boolean; offset?: number }>;
  giveBack(offset?: number): Promise<void>;
}

/** Without a database there is nobody to ask: Telegram alone says whether somebody else is fetching, and keeps the place. */
const ALONE: Turn = { ask: async () => ({ mine: true }), giveBack: async () => undefined };

/** The turn by the database of the node's credential. Each caller is a reader of its own. */
export function turnOf(context: ITriggerFunctions, bot: Bot): Turn {
  const { credentials } = context.getNode();
  if (!credentials?.supabaseApi && !credentials?.redis) return ALONE;
  const owner = randomUUID();
  const reading = async (leaseMs: number, offset?: number) => {
    const { keeper } = await openDatabase(context);
    const position = offset === undefined ? {} : { position: String(offset) };
    return keeper.reading({ name: `telegram:${bot.id}:poll`, owner, leaseMs, ...position });
  };
  return {
    async ask(offset) {
      const { mine, position } = await reading(LEASE_MS, offset);
      return { mine, ...(position === null ? {} : { offset: Number(position) }) };
    },
    async giveBack(offset) {
      await reading(0, offset);
    },
  };
}
