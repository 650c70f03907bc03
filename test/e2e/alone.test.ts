import { randomUUID } from 'node:crypto';

import { talkUntil, usualWishes } from '../../sandbox/customerScript';
import type { N8nApi } from '../../sandbox/stack/n8nApi';
import { shippedWorkflows } from '../../sandbox/stack/workflows';
import { editor, eventually, healthy, newChat, sandbox, webhookInfo } from './support';

const WORKFLOW = 'cakeOrder000';

/** A copy of a shipped workflow, with the credentials that a bakery with Telegram alone has and no others. */
async function copyOf(api: N8nApi, id: string) {
  const installed = (await api.workflow(id))!;
  const credentials = Object.assign({}, ...installed.nodes.map((node) => node.credentials ?? {})) as Record<
    string,
    object
  >;
  const file = shippedWorkflows().find((one) => one.id === id)!;
  const named = [...new Set(file.nodes.flatMap((node) => Object.keys(node.credentials ?? {})))].sort();
  const nodes = file.nodes.map((node) => ({
    ...node,
    id: randomUUID(),
    webhookId: randomUUID(),
    ...(node.credentials
      ? { credentials: Object.fromEntries(Object.keys(node.credentials).map((type) => [type, credentials[type]])) }
      : {}),
  }));
  const { connections, settings } = file;
  const copy = () =>
    api.createWorkflow({ id: id.replace('cake', 'copy'), name: `${file.name}, alone`, nodes, connections, settings });
  return { installed, named, copy };
}

test('the conversation as it is shipped, for a bakery with Telegram alone, is published unchanged and answers', async () => {
  const api = await editor();
  const { installed, named, copy } = await copyOf(api, WORKFLOW);
  expect(named).toEqual(['supabaseApi', 'telegramApi']);
  const { url: before } = await webhookInfo();
  await api.unpublish(WORKFLOW);
  await eventually('nothing is registered', async () => (await webhookInfo()).url === '' && true);
  const alone = await copy();
  try {
    await api.publish(alone);
    await eventually('Telegram calls the copy', async () => !['', before].includes((await webhookInfo()).url) && true);
    await talkUntil('servings', sandbox.customer(newChat('alone')), usualWishes('ru'));
  } finally {
    await api.unpublish(alone.id);
    await eventually('the copy is gone', async () => (await webhookInfo()).url === '' && true);
    await api.publish({ id: WORKFLOW, versionId: installed.activeVersionId! });
    await eventually('all as before', async () => (await webhookInfo()).url === before && true);
  }
  await healthy();
});

test.each(['cakeAi000000', 'cakePayment0', 'cakeModels00', 'cakeReport00'])(
  'what would use a model or a payment provider (%s) is published unchanged without one',
  async (id) => {
    const api = await editor();
    const { named, copy } = await copyOf(api, id);
    expect(['supabaseApi', 'telegramApi']).toEqual(expect.arrayContaining(named));
    const alone = await copy();
    const { activeVersionId } = await api.publish(alone);
    expect(activeVersionId).toBe(alone.versionId);
    await api.unpublish(alone.id);
  },
);
