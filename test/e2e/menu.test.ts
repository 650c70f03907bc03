import type { N8nApi, StoredWorkflow } from '../../sandbox/stack/n8nApi';
import { MENU, panelOf, quoted, savePanel, versions, type MenuForm } from './menuPanel';
import { editor, eventually } from './support';

let api: N8nApi;
let original: MenuForm;

/** Saves the panel with a change, without publishing. */
function save(change: (form: MenuForm) => void): Promise<StoredWorkflow> {
  const form = structuredClone(original);
  change(form);
  return savePanel(api, form);
}

beforeAll(async () => {
  api = await editor();
  original = await panelOf(api);
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
  const draft = await save(({ fillings }) => (fillings.items[1].price_per_kg = 2555));
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
  const bad = await save(({ fillings }) => (fillings.items[1].price_per_kg = ''));
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
