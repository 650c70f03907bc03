import { readFileSync, rmSync } from 'node:fs';

/** Stops the system and removes its data. */
export default async function teardown(): Promise<void> {
  await globalThis.cakeOrderStack?.stop();
  const file = process.env.CAKE_ORDER_E2E;
  if (!file) return;
  const { dataDir } = JSON.parse(readFileSync(file, 'utf8')) as { dataDir: string };
  rmSync(dataDir, { recursive: true, force: true });
}
