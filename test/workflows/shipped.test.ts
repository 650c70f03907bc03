import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const folder = join(root, 'workflows');

interface Node {
  id?: string;
  name: string;
  type: string;
  parameters: Record<string, unknown>;
  credentials?: Record<string, { id: string; name: string }>;
  webhookId?: string;
  retryOnFail?: boolean;
}
interface Workflow {
  id: string;
  name: string;
  nodes: Node[];
  connections: Record<string, { main: ({ node: string; index: number }[] | null)[] }>;
  settings: Record<string, unknown>;
}

const files = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .sort();
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Workflow;
const all = files.map((file) => ({ file, workflow: read(file) }));
const byId = new Map(all.map(({ workflow }) => [workflow.id, workflow]));
const PACK = 'n8n-nodes-cake-order.';

const isExpression = (value: unknown): boolean => {
  if (typeof value === 'string') return value.startsWith('=');
  return typeof value === 'object' && value !== null && Object.values(value).some(isExpression);
};

test('the shipped workflows are there, numbered, with different ids', () => {
  expect(files.length).toBeGreaterThanOrEqual(5);
  expect(files.every((file) => /^\d\d-[a-z-]+\.json$/.test(file))).toBe(true);
  expect(byId.size).toBe(files.length);
});

describe.each(all)('$file', ({ file, workflow }) => {
  const names = workflow.nodes.map(({ name }) => name);

  test('names its nodes apart and connects only what exists', () => {
    expect(new Set(names).size).toBe(names.length);
    for (const [from, { main }] of Object.entries(workflow.connections)) {
      expect(names).toContain(from);
      for (const target of main.flat()) expect(names).toContain(target?.node);
    }
  });

  test('uses node types of n8n itself or of the pack, under the package prefix', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { n8n: { nodes: string[] } };
    const ours = manifest.n8n.nodes.map((path) => {
      const className = path.match(/([^/]+)\.node\.js$/)![1];
      return PACK + className[0].toLowerCase() + className.slice(1);
    });
    for (const { type } of workflow.nodes) {
      if (type.startsWith('n8n-nodes-base.')) continue;
      expect(ours).toContain(type);
    }
  });

  test('carries no ids of triggers, which each installation draws for itself, and no secrets', () => {
    for (const node of workflow.nodes) expect([node.id, node.webhookId]).toEqual([undefined, undefined]);
    expect(readFileSync(join(folder, file), 'utf8')).not.toMatch(/\d{6,}:[A-Za-z0-9_-]{30,}|eyJ[A-Za-z0-9_-]{20,}/);
  });

  test('has a Russian note for the owner and no Code node', () => {
    const notes = workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
    expect(notes.some(({ parameters }) => /[а-яё]{4,}/i.test(String(parameters.content)))).toBe(true);
    expect(workflow.nodes.filter(({ type }) => /\.(code|function)/i.test(type))).toEqual([]);
  });

  test('calls only workflows that come before it, and reports its faults to one of them', () => {
    const before = all.filter((other) => other.file < file).map(({ workflow: { id } }) => id);
    for (const { type, parameters } of workflow.nodes) {
      if (type !== 'n8n-nodes-base.executeWorkflow') continue;
      expect(before).toContain((parameters.workflowId as { value: string }).value);
    }
    const first = workflow.nodes.some(({ type }) => type === 'n8n-nodes-base.errorTrigger');
    if (!first) expect(before).toContain(workflow.settings.errorWorkflow);
  });

  test('refers in expressions only to nodes that exist', () => {
    for (const [, name] of JSON.stringify(workflow).matchAll(/\$\((?:'|\\")([^'"\\]+)(?:'|\\")\)/g)) {
      expect(names).toContain(name);
    }
  });
});

test('between a customer’s message and the answer stand three nodes without one expression', () => {
  const { nodes, connections } = byId.get('cakeOrder000')!;
  const path = ['Telegram', 'Шаг заказа', 'Ответ клиенту'];
  path.slice(1).forEach((name, at) => {
    expect(connections[path[at]].main[0]).toEqual([{ node: name, type: 'main', index: 0 }]);
  });
  for (const name of path) expect(isExpression(nodes.find((node) => node.name === name)!.parameters)).toBe(false);
});

test('a step that failed to reach the database is tried again', () => {
  const steps = all.flatMap(({ workflow }) => workflow.nodes).filter(({ type }) => type === `${PACK}cakeOrder`);
  const messages = steps.filter(({ parameters }) => parameters.operation === 'handleMessage');
  expect(messages.length).toBeGreaterThan(0);
  expect(messages.every(({ retryOnFail }) => retryOnFail === true)).toBe(true);
});
