import { freeWords, talkUntil, confirm } from '../../sandbox/customerScript';
import { editor, healthy, newChat, sandbox } from './support';

const AI = 'cakeAi000000';

/** How often the language model was asked since then. */
const asked = async (since: string) =>
  (await sandbox.calls('openai', since)).filter(({ path }) => path.includes('/chat/completions')).length;

/** An order told in three sentences, placed; and how often a model was asked for it. */
async function tell(channel: string, language: 'ru' | 'en') {
  const since = new Date().toISOString();
  const customer = sandbox.customer(newChat('words'), channel);
  await talkUntil('summary', customer, freeWords(language));
  const calls = await asked(since);
  await confirm(customer, language);
  const [order] = await sandbox.orders({ channel, chat: customer.chat });
  return { order, calls };
}

test.each([
  ['telegram', 'ru', 'Шоколад', 'С днём рождения, Маша!'],
  ['vk', 'ru', 'Шоколад', 'С днём рождения, Маша!'],
  ['avito', 'en', 'Chocolate', 'Happy birthday, Mary!'],
] as const)('three sentences make an order: %s, %s', async (channel, language, filling, inscription) => {
  const { order, calls } = await tell(channel, language);
  expect(order).toMatchObject({ filling, inscription, fulfilment: 'pickup', phone: '+79161234567' });
  // For twelve people.
  expect(order.items[0].weight_g).toBe(2000);
  expect(calls).toBeLessThanOrEqual(2);
});

test('with the model’s node switched off, as it is shipped, the rules take the same order', async () => {
  const api = await editor();
  const installed = (await api.workflow(AI))!;
  const publish = async (nodes: typeof installed.nodes) => {
    const { name, connections, settings } = installed;
    const { versionId } = (await api.workflow(AI))!;
    await api.publish(await api.updateWorkflow(AI, { name, nodes, connections, settings, versionId }));
  };
  const off = structuredClone(installed.nodes);
  for (const node of off) {
    if (node.type === 'n8n-nodes-cake-order.cakeUnderstanding') node.disabled = true;
    delete (node.credentials as Record<string, unknown> | undefined)?.openAiApi;
  }
  await publish(off);
  try {
    const { order, calls } = await tell('telegram', 'ru');
    expect(order).toMatchObject({ filling: 'Шоколад', inscription: 'С днём рождения, Маша!', fulfilment: 'pickup' });
    expect(calls).toBe(0);
  } finally {
    await publish(installed.nodes);
  }
  await healthy();
});
