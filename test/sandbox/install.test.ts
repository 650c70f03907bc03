import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { adaptTo, SANDBOX_INSTALLATION, type Installation } from '../../sandbox/stack/adapt';
import type { N8nApi, StoredWorkflow } from '../../sandbox/stack/n8nApi';
import { installWorkflows, shippedWorkflows, type WorkflowNode } from '../../sandbox/stack/workflows';

const WITHOUT: Installation = { ...SANDBOX_INSTALLATION, ai: undefined };

/** An n8n that keeps what it is given, and counts versions. */
class FakeN8n {
  readonly kept = new Map<string, StoredWorkflow>();
  readonly done: string[] = [];
  private versions = 0;

  workflow = async (id: string) => this.kept.get(id) ?? null;
  createCredential = async (_name: string, type: string) => ({ id: `id of ${type}` });
  updateCredential = async (id: string) => ({ id });
  createWorkflow = async (workflow: StoredWorkflow) => this.keep('create', workflow);
  updateWorkflow = async (id: string, changes: object) =>
    this.keep('update', { ...this.kept.get(id)!, ...changes } as StoredWorkflow);
  publish = async ({ id }: { id: string }) => {
    const published = { ...this.kept.get(id)!, activeVersionId: this.kept.get(id)!.versionId };
    this.kept.set(id, published);
    return published;
  };

  private keep(what: string, workflow: StoredWorkflow): StoredWorkflow {
    this.done.push(`${what} ${workflow.id}`);
    const stored = structuredClone({ ...workflow, versionId: `v${++this.versions}` });
    this.kept.set(workflow.id, stored);
    return stored;
  }
}

let dataDir: string;
let n8n: FakeN8n;
let said: string[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cake-install-'));
  n8n = new FakeN8n();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

async function install(facts: Installation): Promise<void> {
  said = [];
  n8n.done.length = 0;
  const types = ['supabaseApi', 'telegramApi', 'vkApi', 'avitoApi', 'openAiApi'];
  await installWorkflows({
    api: n8n as unknown as N8nApi,
    dataDir,
    webhookBase: 'http://127.0.0.1:1/',
    credentials: Object.fromEntries(types.map((type) => [type, { name: type, data: {} }])),
    adapt: adaptTo(facts),
    say: (line) => said.push(line),
  });
}

const reader = () =>
  n8n.kept.get('cakeAi000000')!.nodes.find(({ name }) => name === 'ИИ читает сообщение') as unknown as WorkflowNode;

test('everything is installed children first, and published; a second start changes nothing', async () => {
  await install(WITHOUT);
  expect(n8n.done).toEqual(shippedWorkflows().map(({ id }) => `create ${id}`));
  expect([...n8n.kept.values()].every(({ activeVersionId }) => activeVersionId !== undefined)).toBe(true);
  await install(WITHOUT);
  expect(n8n.done).toEqual([]);
});

test('a key that is added later switches on what needs it, and touches nothing else', async () => {
  await install(WITHOUT);
  expect(reader().disabled).toBe(true);
  const { id } = reader();
  await install({ ...WITHOUT, ai: { elsewhere: false } });
  expect(n8n.done).toEqual(['update cakeAi000000', 'update cakeModels00']);
  expect(reader().disabled).toBeUndefined();
  expect(reader().credentials).toMatchObject({ openAiApi: { id: 'id of openAiApi' } });
  expect(reader().id).toBe(id);
});

test('what the owner changed is left as it is, and she is told once', async () => {
  await install(WITHOUT);
  const hers = { ...n8n.kept.get('cakeAi000000')!, versionId: 'hers' };
  n8n.kept.set('cakeAi000000', hers);
  await install(SANDBOX_INSTALLATION);
  expect(n8n.done).toEqual(['update cakeModels00']);
  expect(n8n.kept.get('cakeAi000000')).toEqual(hers);
  expect(said.filter((line) => line.includes('вы меняли этот процесс'))).toHaveLength(1);
  await install(SANDBOX_INSTALLATION);
  expect(said).toEqual([]);
});
