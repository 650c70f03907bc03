import { talkUntil, usualWishes } from '../../sandbox/customerScript';
import type { N8nApi, StoredWorkflow } from '../../sandbox/stack/n8nApi';
import { newChat, query, sandbox } from './support';

/** The workflow of menu and settings. */
export const MENU = 'cakeMenu0000';

/** What tests change of the panel. */
export interface MenuForm {
  fillings: { items: { name: string; price_per_kg?: number | '' }[] };
  [parameter: string]: unknown;
}

const menuNode = (workflow: StoredWorkflow) =>
  workflow.nodes.find(({ type }) => type === 'n8n-nodes-cake-order.cakeMenuTrigger') as unknown as {
    parameters: MenuForm;
  };

/** The panel's values as n8n stores them. */
export const panelOf = async (api: N8nApi): Promise<MenuForm> =>
  structuredClone(menuNode((await api.workflow(MENU))!).parameters);

/** Saves the panel as the owner's editor does, without publishing. */
export async function savePanel(api: N8nApi, form: MenuForm): Promise<StoredWorkflow> {
  const workflow = (await api.workflow(MENU))!;
  menuNode(workflow).parameters = form;
  const { name, nodes, connections, settings, versionId } = workflow;
  return api.updateWorkflow(MENU, { name, nodes, connections, settings, versionId });
}

/** Number of the newest version of the menu. */
export const versions = async (): Promise<number> =>
  (await query<{ n: number }>('select coalesce(max(version), 0)::int as n from shop_versions'))[0].n;

/** How the bot quotes the honey cake to a new customer. */
export async function quoted(): Promise<string> {
  const message = await talkUntil('filling', sandbox.customer(newChat()), usualWishes('ru'));
  return message.buttons.find((button) => button.includes('Медовик'))!.replace(/\s/g, ' ');
}
