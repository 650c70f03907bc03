import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { N8nApi, StoredWorkflow } from './n8nApi';

const folder = join(__dirname, '..', '..', 'workflows');

/** A node as a workflow file holds it. */
export interface WorkflowNode {
  id?: string;
  name: string;
  type: string;
  typeVersion: number;
  position: [number, number];
  parameters: Record<string, unknown>;
  credentials?: Record<string, { id: string; name: string }>;
  webhookId?: string;
  disabled?: boolean;
}

export interface WorkflowFile {
  id: string;
  name: string;
  nodes: WorkflowNode[];
  connections: Record<string, unknown>;
  settings: Record<string, unknown>;
}

/** The shipped workflows in the order in which they must be published: children before parents. */
export function shippedWorkflows(): WorkflowFile[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as WorkflowFile);
}

/** Chooses a credential in a node, as the editor does: n8n fills in its name. */
export function choose(node: WorkflowNode, credential: string): void {
  node.credentials = { ...node.credentials, [credential]: { id: credential, name: '' } };
}

/** Where others reach the webhook of a node. `path`: its last part, by the node's type. */
export type AddressOf = (node: WorkflowNode, path: string) => string;

/** The published address of a webhook. */
export const webhookAddress = (webhookBase: string, webhookId: string | undefined, path: string): string =>
  `${webhookBase}webhook/${webhookId}/${path}`;

/** What was installed and from what; tells an owner's edits from ours. */
interface Installed {
  credentials: Record<string, { id: string; name: string }>;
  /** By workflow id: the hash of what was shipped, with this installation's facts; the version that n8n gave it, and the ids drawn for its nodes. */
  workflows: Record<
    string,
    { shipped: string; versionId: string; nodes: Record<string, { id: string; webhookId: string }> }
  >;
  /** The address that triggers were registered with. */
  webhookBase?: string;
}

export interface InstallOptions {
  api: N8nApi;
  dataDir: string;
  webhookBase: string;
  /** Data of the shipped workflows' credentials, by credential type. */
  credentials: Record<string, { name: string; data: Record<string, unknown> }>;
  /** Adapts a file to this installation: the baker's chat, the menu, credentials. The same facts give the same file. */
  adapt(file: WorkflowFile, addressOf: AddressOf): void;
  say(line: string): void;
}

/** Nodes that enter their address at their messenger when they are published. */
const REGISTERS = /\.(telegramTrigger|telegramIntakeTrigger|vkTrigger|avitoTrigger)$/;
/** Nodes that answer on a path of their own. */
const HAS_WEBHOOK = new RegExp(`${REGISTERS.source}|\\.paymentTrigger$`);

const PUBLICATION_MS = 30_000;

const isTrigger = ({ type }: WorkflowNode) => /trigger$/i.test(type);

function readInstalled(file: string): Installed {
  if (!existsSync(file)) return { credentials: {}, workflows: {} };
  return JSON.parse(readFileSync(file, 'utf8')) as Installed;
}

/**
 * Brings n8n to the shipped state without ever touching what the owner changed: credentials are made once, each
 * workflow is imported once and updated only while it is still as we left it. Trigger ids and paths are drawn afresh at
 * each installation: the built-in Telegram Trigger derives its secret from them.
 */
export async function installWorkflows(options: InstallOptions): Promise<void> {
  const { api, say } = options;
  const stateFile = join(options.dataDir, 'installed.json');
  const installed = readInstalled(stateFile);
  const save = () => writeFileSync(stateFile, JSON.stringify(installed, null, 2));

  for (const [type, { name, data }] of Object.entries(options.credentials)) {
    const known = installed.credentials[type];
    if (known) await api.updateCredential(known.id, known.name, type, data);
    else installed.credentials[type] = { id: (await api.createCredential(name, type, data)).id, name };
    save();
  }

  const publish = async (workflow: StoredWorkflow) => {
    const published = await api.publish(workflow);
    return published.versionId;
  };

  for (const file of shippedWorkflows()) {
    const known = installed.workflows[file.id];
    const ids = known?.nodes ?? {};
    for (const { name } of file.nodes) ids[name] ??= { id: randomUUID(), webhookId: randomUUID() };
    // First: a token or model that was added to the settings is a change like one of the file.
    options.adapt(file, ({ name }, path) => webhookAddress(options.webhookBase, ids[name].webhookId, path));
    const shipped = createHash('sha256').update(JSON.stringify(file)).digest('hex');
    if (known?.shipped === shipped) continue;
    const current = await api.workflow(file.id);
    if (known && !current) continue; // The owner deleted it; it stays deleted.
    if (known && current && current.versionId !== known.versionId) {
      say(`  «${file.name}»: вы меняли этот процесс, он оставлен как есть. Новый вид лежит в папке workflows.`);
      known.shipped = shipped;
      save();
      continue;
    }
    for (const node of file.nodes) {
      node.id = ids[node.name].id;
      if (HAS_WEBHOOK.test(node.type)) node.webhookId = ids[node.name].webhookId;
      for (const type of Object.keys(node.credentials ?? {})) node.credentials![type] = installed.credentials[type];
    }
    const { id, name, nodes, connections, settings } = file;
    const stored = current
      ? await api.updateWorkflow(id, { name, nodes, connections, settings, versionId: current.versionId })
      : await api.createWorkflow({ id, name, nodes, connections, settings });
    installed.workflows[id] = { shipped, versionId: stored.versionId, nodes: ids };
    save();
    say(`  «${name}»: ${known ? 'обновлён' : 'установлен'}`);
    // n8n publishes only what has a trigger; all shipped workflows have one.
    if (nodes.some(isTrigger)) installed.workflows[id].versionId = await publish(stored);
    save();
  }

  if (installed.webhookBase && installed.webhookBase !== options.webhookBase) {
    // n8n registers a trigger's address only when its workflow is published, not at a restart.
    for (const { id, nodes } of shippedWorkflows()) {
      if (!nodes.some(({ type }) => REGISTERS.test(type))) continue;
      const current = await api.workflow(id);
      if (!current?.activeVersionId) continue;
      await api.unpublish(id);
      await untilStatus(api, id, (status) => status === 'not_published');
      await api.publish({ id, versionId: current.activeVersionId });
      await untilStatus(api, id, (status) => status !== 'in_progress' && status !== 'not_published');
    }
  }
  installed.webhookBase = options.webhookBase;
  save();
}

/**
 * Waits until n8n has done what it was asked: it takes triggers down and puts them up after it has answered, and a
 * publication that follows too soon on its end finds them as they were, with their old addresses.
 */
async function untilStatus(api: N8nApi, id: string, wanted: (status: string) => boolean): Promise<void> {
  const deadline = Date.now() + PUBLICATION_MS;
  while (!wanted((await api.publicationStatus(id)).status) && Date.now() < deadline) {
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** Names of shipped workflows that exist and are not published. A deleted or archived one was the owner's wish. */
export async function unpublishedWorkflows(api: N8nApi): Promise<string[]> {
  const missing: string[] = [];
  for (const { id } of shippedWorkflows()) {
    const current = await api.workflow(id);
    if (current && !current.isArchived && !current.activeVersionId) missing.push(current.name);
  }
  return missing;
}
