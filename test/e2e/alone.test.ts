import { randomUUID } from 'node:crypto';

import { talkUntil, usualWishes } from '../../sandbox/customerScript';
import { shippedWorkflows } from '../../sandbox/stack/workflows';
import { editor, eventually, healthy, newChat, sandbox, webhookInfo } from './support';

const WORKFLOW = 'cakeOrder000';
const COPY = 'cakeAlone000';

test('the conversation as it is shipped, for a bakery with Telegram alone, is published unchanged and answers', async () => {
  const api = await editor();
  const installed = (await api.workflow(WORKFLOW))!;
  const credentials = Object.assign({}, ...installed.nodes.map((node) => node.credentials ?? {})) as Record<
    string,
    object
  >;
  const file = shippedWorkflows().find(({ id }) => id === WORKFLOW)!;
  const named = file.nodes.flatMap((node) => Object.keys(node.credentials ?? {}));
  expect([...new Set(named)].sort()).toEqual(['supabaseApi', 'telegramApi']);
  const nodes = file.nodes.map((node) => ({
    ...node,
    id: randomUUID(),
    webhookId: randomUUID(),
    ...(node.credentials
      ? { credentials: Object.fromEntries(Object.keys(node.credentials).map((type) => [type, credentials[type]])) }
      : {}),
  }));
  const { connections, settings } = file;
  const { url: before } = await webhookInfo();
  await api.unpublish(WORKFLOW);
  await eventually('nothing is registered', async () => (await webhookInfo()).url === '' && true);
  const copy = await api.createWorkflow({ id: COPY, name: 'Telegram alone', nodes, connections, settings });
  try {
    await api.publish(copy);
    await eventually('Telegram calls the copy', async () => !['', before].includes((await webhookInfo()).url) && true);
    await talkUntil('servings', sandbox.customer(newChat('alone')), usualWishes('ru'));
  } finally {
    await api.unpublish(COPY);
    await eventually('the copy is gone', async () => (await webhookInfo()).url === '' && true);
    await api.publish({ id: WORKFLOW, versionId: installed.activeVersionId! });
    await eventually('all as before', async () => (await webhookInfo()).url === before && true);
  }
  await healthy();
});
