import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { INodeTypeDescription } from 'n8n-workflow';

export const root = resolve(__dirname, '../..');
export const folder = join(root, 'workflows');
export const PACK = 'n8n-nodes-cake-order.';
export const CALL = 'n8n-nodes-base.executeWorkflow';

export interface Node {
  id?: string;
  name: string;
  type: string;
  parameters: Record<string, unknown>;
  credentials?: Record<string, { id: string; name: string }>;
  webhookId?: string;
  retryOnFail?: boolean;
  disabled?: boolean;
}

export interface Workflow {
  id: string;
  name: string;
  nodes: Node[];
  connections: Record<string, { main: ({ node: string; index: number }[] | null)[] }>;
  settings: Record<string, unknown>;
}

/** The shipped workflows in the order of their files. */
export const all = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => ({ file, workflow: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Workflow }));

export const byId = new Map(all.map(({ workflow }) => [workflow.id, workflow]));

/** The pack's own node types by name, without the package's prefix. */
export const ours: Map<string, INodeTypeDescription> = new Map(
  readdirSync(join(root, 'nodes'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.node.ts'))
    .map((file) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const loaded = require(join(root, 'nodes', file)) as Record<
        string,
        new () => { description: INodeTypeDescription }
      >;
      const { description } = new loaded[basename(file, '.node.ts')]();
      return [description.name, description];
    }),
);

/** Nodes that an output of a node leads to. */
export const after = (workflow: Workflow, name: string, output: number): Node[] =>
  (workflow.connections[name]?.main[output] ?? []).map(({ node }) => workflow.nodes.find((one) => one.name === node)!);

/** Which workflow an Execute Workflow node names; undefined: it is another kind of node. */
const named = ({ type, parameters }: Node): string | undefined =>
  type === CALL ? (parameters.workflowId as { value: string }).value : undefined;

/** Whether n8n looks for the called workflow only when it calls it, not at the publication. */
export const namesLate = (node: Node): boolean => named(node)?.startsWith('=') ?? false;

/** Which workflow an Execute Workflow node calls; undefined: it is another kind of node. */
export const calledBy = (node: Node): string | undefined => named(node)?.replace(/^=\{\{ '(\w+)' \}\}$/, '$1');

export const isExpression = (value: unknown): boolean => {
  if (typeof value === 'string') return value.startsWith('=');
  return typeof value === 'object' && value !== null && Object.values(value).some(isExpression);
};
