import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startStack, type Stack } from '../../sandbox/stack/stack';

declare global {
  var cakeOrderStack: Stack | undefined;
}

/** Counts what the expression engine does, for the test that an ordinary message makes it do nothing. */
const MEASURED = { N8N_METRICS: 'true', N8N_EXPRESSION_ENGINE_OBSERVABILITY_ENABLED: 'true' };

/** One whole system for all end-to-end files, on ports and data of its own. */
export default async function setup(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cake-order-e2e-'));
  const stack = await startStack({
    dataDir,
    n8nPort: 0,
    sandboxPort: 0,
    say: (line) => process.stderr.write(`  ${line}\n`),
    n8nEnv: MEASURED,
  });
  globalThis.cakeOrderStack = stack;
  await stack.healthy();
  const { sandboxUrl, n8nUrl, owner, keys, database, telegramToken } = stack;
  const facts = { dataDir, sandboxUrl, n8nUrl, owner, keys, database, telegramToken };
  writeFileSync(join(dataDir, 'facts.json'), JSON.stringify(facts));
  process.env.CAKE_ORDER_E2E = join(dataDir, 'facts.json');
}
