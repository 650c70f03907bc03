import { EditorWindow } from '../support/editor';
import type { N8nApi } from '../../sandbox/stack/n8nApi';
import { MENU, panelOf, quoted, savePanel, versions, type MenuForm } from './menuPanel';
import { editor, eventually, facts, healthy, killN8n } from './support';

const HONEY = 1;
let api: N8nApi;
let original: MenuForm;
let window: EditorWindow | undefined;

beforeAll(async () => {
  api = await editor();
  original = await panelOf(api);
});

afterAll(async () => {
  await window?.close();
  api = await editor();
  await api.publish(await savePanel(api, original));
  await eventually('the old menu is back', async () => (await quoted()).includes('2 400'));
});

test('a price changed in n8n’s editor and published is quoted to the next customer, also after a restart', async () => {
  const before = await versions();
  expect(await quoted()).toContain('2 400');

  window = await EditorWindow.login(facts.n8nUrl, facts.owner);
  await window.openWorkflow(MENU);
  const panel = await window.openNode('Меню');
  expect(await window.lineField(panel, 'fillings', 'name', HONEY).inputValue()).toBe('Медовик');
  const price = window.lineField(panel, 'fillings', 'price_per_kg', HONEY);
  expect(await price.inputValue()).toBe('2400');
  // A look at the other way of filling it in costs nothing, and an emptied price is no free cake.
  await window.choose(panel, 'mode', 'Одним текстом');
  await window.choose(panel, 'mode', 'По полям');
  expect(await window.field(panel, 'operator_name').inputValue()).toBe(original.operator_name);
  await price.fill('');
  await price.press('Tab');
  expect(await price.inputValue()).toBe('');
  await price.fill('2555');
  await price.press('Tab');
  await window.closeNode();
  await window.publish();

  await eventually('a new version', async () => (await versions()) === before + 1);
  expect(await quoted()).toContain('2 555');
  // Everything else of the panel has come through the editor as it was.
  const saved = await panelOf(api);
  expect(saved.fillings.items.map(({ name }) => name)).toEqual(original.fillings.items.map(({ name }) => name));
  expect(saved.operator_name).toBe(original.operator_name);

  killN8n();
  const gone = () =>
    healthy(1).then(
      () => false as const,
      () => true,
    );
  await eventually('n8n is gone', gone);
  await healthy();
  expect(await quoted()).toContain('2 555');
  expect(await versions()).toBe(before + 1);
});
