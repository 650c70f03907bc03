import { Client } from 'pg';

import { SandboxClient } from '../sandbox/client';
import { confirm, freeWords, talkUntil, usualWishes, type Wanted } from '../sandbox/customerScript';
import type { Stack } from '../sandbox/stack/stack';

/** What one order asks of language and image models. Tokens are the sandbox's estimate. */
export interface ModelsPerOrder {
  /** Questions to a language model, and the requests that they took. */
  calls: number;
  requests: number;
  tokens: number;
  pictures: number;
}

/** Places one order and counts what was asked of models for it. */
async function placed(stack: Stack, database: Client, chat: string, wanted: Wanted): Promise<ModelsPerOrder> {
  const count = async () => {
    const { rows } = await database.query<ModelsPerOrder>(
      `select count(*)::int as calls, coalesce(sum(requests), 0)::int as requests,
              coalesce(sum(prompt_tokens + completion_tokens), 0)::int as tokens,
              (select count(*)::int from pictures where model is not null) as pictures
         from ai_calls`,
    );
    return rows[0];
  };
  const before = await count();
  const customer = new SandboxClient(stack.sandboxUrl).customer(chat, 'vk');
  await talkUntil('summary', customer, wanted);
  await confirm(customer, wanted.language);
  const after = await count();
  const keys = Object.keys(before) as (keyof ModelsPerOrder)[];
  return Object.fromEntries(keys.map((key) => [key, after[key] - before[key]])) as unknown as ModelsPerOrder;
}

/** An order by buttons and one in three sentences, in a running system with its model and its previews. */
export async function measureOrders(
  stack: Stack,
): Promise<{ buttons: ModelsPerOrder; three_sentences: ModelsPerOrder }> {
  const database = new Client({ connectionString: stack.database });
  await database.connect();
  try {
    return {
      buttons: await placed(stack, database, 'bench-buttons', usualWishes('ru')),
      three_sentences: await placed(stack, database, 'bench-words', freeWords('ru')),
    };
  } finally {
    await database.end();
  }
}
