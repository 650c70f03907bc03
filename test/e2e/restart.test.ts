import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { questionKeyOf } from '../../lib/dialogue';
import { SandboxClient } from '../../sandbox/client';
import { confirm, talkUntil, usualWishes } from '../../sandbox/customerScript';
import { N8nApi, type StoredWorkflow } from '../../sandbox/stack/n8nApi';
import { startStack, type Stack } from '../../sandbox/stack/stack';
import { facts, registered } from './support';

const dataDir = mkdtempSync(join(tmpdir(), 'cake-order-restart-'));
let stack: Stack | undefined;

const start = async () => {
  stack = await startStack({ dataDir, n8nPort: 0, sandboxPort: 0, say: () => undefined });
  await stack.healthy();
  return stack;
};

/** Path and secret by which this system's Telegram calls n8n. */
async function webhookOf(from: { n8nUrl: string; owner: { email: string; password: string } }) {
  const api = await N8nApi.login(from.n8nUrl, from.owner.email, from.owner.password);
  const { nodes } = (await api.workflow('cakeOrder000'))!;
  const trigger = nodes.find(({ type }) => type === 'n8n-nodes-base.telegramTrigger')!;
  return { path: String(trigger.webhookId), secret: `cakeOrder000_${String(trigger.id)}` };
}

const editOf = ({ nodes }: StoredWorkflow) =>
  nodes.find(({ name }) => name === 'Один бот — один процесс' || name === 'О разговоре')!;

afterAll(async () => {
  await stack?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

test('a second start, on another port, goes on where the first stopped', async () => {
  const first = await start();
  const sandbox = new SandboxClient(first.sandboxUrl);
  const ordered = sandbox.customer('ordered');
  await talkUntil('summary', ordered, usualWishes('ru'));
  await confirm(ordered, 'ru');
  const midway = sandbox.customer('midway');
  await talkUntil('servings', midway, usualWishes('ru'));
  const before = await sandbox.orders();
  expect(before).toHaveLength(1);

  // The owner's own words on a note of the canvas.
  const api = await first.api();
  const workflow = (await api.workflow('cakeOrder000'))!;
  (editOf(workflow).parameters as { content: string }).content = 'Моя заметка';
  const { id, name, nodes, connections, settings, versionId } = workflow;
  await api.publish(await api.updateWorkflow(id, { name, nodes, connections, settings, versionId }));
  const webhook = await webhookOf(first);
  await first.stop();

  const begun = Date.now();
  const second = await start();
  const seconds = (Date.now() - begun) / 1000;
  process.stderr.write(`  second start: healthy after ${seconds.toFixed(1)} s\n`);
  expect(second.n8nUrl).not.toBe(first.n8nUrl);
  // Alone about fifteen seconds; a first start takes minutes, also on a machine that is busy with something else.
  expect(seconds).toBeLessThan(60);

  const again = new SandboxClient(second.sandboxUrl);
  expect(await again.orders()).toEqual(before);
  const kept = (await (await second.api()).workflow('cakeOrder000'))!;
  expect((editOf(kept).parameters as { content: string }).content).toBe('Моя заметка');
  const now = await registered({ dataDir, ...second });
  expect(now.telegram).toBe(`${second.n8nUrl}/webhook/${webhook.path}/webhook`);
  for (const urls of [now.vk, now.avito]) {
    // n8n's address is another one now; nothing may be left that calls the old one.
    expect(urls.map((url) => new URL(url).origin)).toEqual([second.n8nUrl]);
  }
  const customer = again.customer('midway');
  await customer.unread();
  expect(questionKeyOf((await customer.asks('на 12 гостей')).text, 'ru')).toBe('filling');
});

test('two installations share neither path nor secret nor token nor key', async () => {
  const [mine, other] = [await webhookOf(stack!), await webhookOf(facts)];
  expect(mine.path).not.toBe(other.path);
  expect(mine.secret).not.toBe(other.secret);
  expect(stack!.telegramToken).not.toBe(facts.telegramToken);
  expect(stack!.keys.serviceRole).not.toBe(facts.keys.serviceRole);
  expect(stack!.owner.password).not.toBe(facts.owner.password);
});
