import { randomUUID } from 'node:crypto';

import { questionKeyOf } from '../../lib/dialogue';
import type { Customer } from '../../sandbox/client';
import { talkUntil, usualWishes } from '../../sandbox/customerScript';
import type { StoredWorkflow } from '../../sandbox/stack/n8nApi';
import { editor, eventually, healthy, killN8n, newChat, query, registered, sandbox, webhookInfo } from './support';

/** Longer than the test: whoever waits for it is dead before it is over. */
const FOR_EVER_MS = 600_000;
const WORKFLOW = 'cakeOrder000';
const filled = async (customer: Customer) =>
  (await customer.history()).filter(({ from, text }) => from === 'bot' && questionKeyOf(text, 'ru') === 'filling')
    .length;

/** How often n8n has asked for a function of the database since then. */
const asked = async (name: string, since: string) =>
  (await sandbox.calls('supabase', since)).filter(({ path }) => path.includes(name)).length;

/**
 * Kills n8n while the step of a message waits for ever for its commit: the trigger has answered its messenger by then,
 * because the step loads the chat only after that.
 */
async function killedAfterTheAnswer(channel: string): Promise<Customer> {
  const customer = sandbox.customer(newChat('crash'), channel);
  await talkUntil('servings', customer, usualWishes('ru'));
  await sandbox.fault({ vendor: 'redis', kind: 'down', path: 'get', times: 100 });
  await sandbox.fault({ vendor: 'supabase', kind: 'slow', path: 'cake_commit', delayMs: FOR_EVER_MS, times: 20 });
  const since = new Date().toISOString();
  await customer.says('на 12 гостей');
  await eventually('the trigger and the step have both asked', async () => (await asked('cake_load', since)) >= 2);
  killN8n();
  await sandbox.clearFaults();
  await healthy();
  await customer.hears(({ text }) => questionKeyOf(text, 'ru') === 'filling', 60_000);
  return customer;
}

afterEach(async () => {
  await sandbox.clearFaults();
  await healthy();
});

test.each(['vk', 'avito'])(
  '%s: killed right after our trigger’s 200, the step happens after the restart',
  async (channel) => {
    expect(await filled(await killedAfterTheAnswer(channel))).toBe(1);
  },
);

test('unpublished and published again: one address each, nothing left behind', async () => {
  const before = await registered();
  expect([before.vk.length, before.avito.length]).toEqual([1, 1]);
  const api = await editor();
  const { activeVersionId } = (await api.workflow(WORKFLOW))!;
  // n8n takes triggers down and puts them up after it has answered.
  const becomes = async (wanted: object) =>
    eventually(
      'registered as wanted',
      async () => JSON.stringify(await registered()) === JSON.stringify(wanted) && true,
    );
  try {
    await api.unpublish(WORKFLOW);
    await becomes({ vk: [], avito: [], telegram: '' });
  } finally {
    await api.publish({ id: WORKFLOW, versionId: activeVersionId! });
  }
  await becomes(before);
  await api.publish({ id: WORKFLOW, versionId: activeVersionId! });
  await healthy();
  await becomes(before);
  const customer = sandbox.customer(newChat('again'), 'vk');
  await talkUntil('servings', customer, usualWishes('ru'));
});

describe('our own Telegram trigger in place of n8n’s', () => {
  let before: StoredWorkflow;

  /** Publishes the conversation with one more trigger and the given ones switched off. */
  async function publishWith(type: string, typeVersion: number): Promise<void> {
    const api = await editor();
    const { id, name, nodes, connections, settings, versionId } = (await api.workflow(WORKFLOW))!;
    const shipped = nodes.find((node) => node.type === 'n8n-nodes-base.telegramTrigger')!;
    const order = nodes.find((node) => node.type === 'n8n-nodes-cake-order.cakeOrder')!;
    const own = {
      id: randomUUID(),
      webhookId: randomUUID(),
      name: 'Telegram без потерь',
      type: `n8n-nodes-cake-order.${type}`,
      typeVersion,
      position: [0, -400],
      parameters: {},
      credentials: {
        ...(shipped.credentials as object),
        supabaseApi: (order.credentials as Record<string, object>).supabaseApi,
      },
    };
    const changed = await api.updateWorkflow(id, {
      name,
      nodes: [...nodes.map((node) => (node === shipped ? { ...node, disabled: true } : node)), own],
      connections: { ...connections, [own.name]: { main: [[{ node: 'Шаг заказа', type: 'main', index: 0 }]] } },
      settings,
      versionId,
    });
    await api.publish(changed);
  }

  beforeAll(async () => {
    before = (await (await editor()).workflow(WORKFLOW))!;
  });

  afterEach(async () => {
    const api = await editor();
    await api.unpublish(WORKFLOW);
    const { versionId } = (await api.workflow(WORKFLOW))!;
    const { id, name, nodes, connections, settings } = before;
    await api.publish(await api.updateWorkflow(id, { name, nodes, connections, settings, versionId }));
    await healthy();
  });

  test('by webhook: killed right after its 200, the step happens after the restart', async () => {
    const { url } = await webhookInfo();
    await publishWith('telegramIntakeTrigger', 1.1);
    await eventually(
      'the new trigger is registered',
      async () => ![url, ''].includes((await webhookInfo()).url) && true,
    );
    await healthy();
    expect(await filled(await killedAfterTheAnswer('telegram'))).toBe(1);
  });

  test('by polling: nothing is lost or doubled across a kill and a restart', async () => {
    await publishWith('telegramPollingTrigger', 1);
    await eventually('nothing calls us any more', async () => (await webhookInfo()).url === '' && true);
    await healthy();
    const customer = sandbox.customer(newChat('polling'));
    await talkUntil('wishes', customer, usualWishes('ru', { name: customer.chat }));
    const said = Array.from({ length: 6 }, (_, at) => `пожелание ${at}`);
    for (const text of said.slice(0, 3)) await customer.says(text);
    killN8n();
    for (const text of said.slice(3)) await customer.says(text);
    await customer.hears(({ text }) => text.includes(said[5]), 120_000);
    const [{ wishes }] = await query<{ wishes: string }>(
      `select state->'draft'->>'wishes' as wishes from fsm_sessions s
        where exists (select from inbox i where i.chat_id = s.chat_id and i.body->'from'->>'name' = $1)`,
      [customer.chat],
    );
    expect(wishes.match(/пожелание \d/g)).toEqual(said);
  });
});
