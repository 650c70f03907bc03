import { talkUntil, usualWishes } from '../../sandbox/customerScript';
import type { N8nApi, StoredWorkflow } from '../../sandbox/stack/n8nApi';
import { editor, eventually, newChat, query, sandbox } from './support';

const MENU = 'cakeMenu0000';

interface MenuDocument {
  fillings: { name: { ru: string }; price_per_kg?: number }[];
}

let api: N8nApi;
let original: string;

const menuNode = (workflow: StoredWorkflow) =>
  workflow.nodes.find(({ type }) => type === 'n8n-nodes-cake-order.cakeMenuTrigger') as unknown as {
    parameters: { shop: string };
  };

/** Saves the menu as the owner's editor does, without publishing. */
async function save(change: (document: MenuDocument) => void): Promise<StoredWorkflow> {
  const workflow = (await api.workflow(MENU))!;
  const document = JSON.parse(original) as MenuDocument;
  change(document);
  menuNode(workflow).parameters.shop = JSON.stringify(document, null, 2);
  const { name, nodes, connections, settings, versionId } = workflow;
  return api.updateWorkflow(MENU, { name, nodes, connections, settings, versionId });
}

const versions = async () =>
  (await query<{ n: number }>('select coalesce(max(version), 0)::int as n from shop_versions'))[0].n;

/** How the bot quotes the honey cake now. */
async function quoted(): Promise<string> {
  const message = await talkUntil('filling', sandbox.customer(newChat()), usualWishes('ru'));
  return message.buttons.find((button) => button.includes('Медовик'))!.replace(/\s/g, ' ');
}

beforeAll(async () => {
  api = await editor();
  original = menuNode((await api.workflow(MENU))!).parameters.shop;
});

afterAll(async () => {
  const before = await versions();
  await api.publish(await save(() => undefined));
  await eventually(
    'the old menu is back',
    async () => (await versions()) >= before && (await quoted()).includes('2 400'),
  );
});

test('a draft changes nothing; publishing it puts it in force once', async () => {
  const before = await versions();
  const draft = await save((document) => (document.fillings[1].price_per_kg = 2555));
  expect(await quoted()).toContain('2 400');
  expect(await versions()).toBe(before);
  await api.publish(draft);
  await eventually('a new version', async () => (await versions()) === before + 1);
  expect(await quoted()).toContain('2 555');
  // Published again without a change: no new version.
  await api.unpublish(MENU);
  await api.publish((await api.workflow(MENU))!);
  await eventually('published again', async () => publicationOf('published'));
  expect(await versions()).toBe(before + 1);
});

const publicationOf = async (status: string) =>
  ((await api.publicationStatus(MENU)) as { status: string }).status === status && true;

test('a bad menu is refused with the line and the reason, and customers go on with the last good one', async () => {
  const before = await versions();
  const bad = await save((document) => delete document.fillings[1].price_per_kg);
  const refusal = await api.publish(bad).then(
    () =>
      // n8n tries a failing trigger a few times before it says so.
      eventually('the refusal', async () => {
        const { status, triggers } = (await api.publicationStatus(MENU)) as {
          status: string;
          triggers: { errorMessage: string | null }[];
        };
        return status === 'failed' && (triggers[0].errorMessage ?? '');
      }),
    (error: Error) => error.message,
  );
  expect(refusal).toContain('Начинка «Медовик»: цена за килограмм не указана');
  expect(await versions()).toBe(before);
  expect(await quoted()).toMatch(/Медовик/);
});
