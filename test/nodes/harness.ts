import 'reflect-metadata';
import './support/quiet';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
  Workflow,
  type IDataObject,
  type INode,
  type INodeExecutionData,
  type INodeType,
  type INodeTypes,
  type IRun,
  type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { CakeOrder } from '../../nodes/CakeOrder/CakeOrder.node';
import { ChatReply } from '../../nodes/ChatReply/ChatReply.node';

/** Emits the given items, as a trigger would. */
const start = (items: IDataObject[]): INodeType => ({
  description: {
    displayName: 'Start',
    name: 'start',
    group: [],
    version: 1,
    description: '',
    defaults: { name: 'Start' },
    inputs: [],
    outputs: ['main'],
    properties: [],
  },
  execute: async () => [items.map((json) => ({ json }))],
});

/** Decrypted credentials by type. */
export type Credentials = Record<string, IDataObject>;

export interface NodeRun {
  /** Items per output of the node under test. */
  outputs: IDataObject[][];
  items: INodeExecutionData[][];
  error?: Error & { description?: string | null };
}

/** Runs one node of the pack behind a start node, in n8n's own executor. */
export async function runNode(
  type: 'cakeOrder' | 'chatReply',
  parameters: IDataObject,
  input: IDataObject[],
  credentials: Credentials,
  extra: Partial<INode> = {},
): Promise<NodeRun> {
  const types: Record<string, INodeType> = {
    start: start(input),
    cakeOrder: new CakeOrder(),
    chatReply: new ChatReply(),
  };
  const nodeTypes = {
    getByName: (name: string) => types[name],
    getByNameAndVersion: (name: string) => types[name],
    getKnownTypes: () => ({}),
  } as unknown as INodeTypes;
  const node = (name: string, nodeType: string, rest: Partial<INode> = {}): INode => ({
    id: name,
    name,
    type: nodeType,
    typeVersion: 1,
    position: [0, 0],
    parameters: {},
    ...rest,
  });
  const nodes = [
    node('Start', 'start'),
    node('Node', type, {
      parameters: parameters as INode['parameters'],
      credentials: Object.fromEntries(Object.keys(credentials).map((name) => [name, { id: name, name }])),
      ...extra,
    }),
  ];
  const connections = { Start: { main: [[{ node: 'Node', type: 'main' as const, index: 0 }]] } };
  const workflow = new Workflow({
    id: 'test',
    nodes,
    connections,
    nodeTypes,
    active: false,
    settings: { executionOrder: 'v1' },
  });
  const additionalData = {
    executionId: '1',
    hooks: new ExecutionLifecycleHooks('manual', '1', { id: 'test', name: 'test', nodes, connections } as never),
    credentialsHelper: {
      getDecrypted: async (_data: unknown, { name }: { name: string }) => credentials[name],
      authenticate: async (_credentials: unknown, _type: string, options: unknown) => options,
      preAuthentication: async () => undefined,
      runPreAuthentication: async () => undefined,
      getParentTypes: () => [],
      isCredentialUsableByNode: () => true,
      getCredentials: async () => ({}),
      updateCredentials: async () => {},
      getCredentialsProperties: () => [],
    },
    variables: {},
    webhookWaitingBaseUrl: 'http://127.0.0.1/waiting',
    formWaitingBaseUrl: 'http://127.0.0.1/form',
    restApiUrl: '',
    instanceBaseUrl: '',
    webhookBaseUrl: '',
    webhookTestBaseUrl: '',
    logAiEvent() {},
    setExecutionStatus() {},
    sendDataToUI() {},
  } as unknown as IWorkflowExecuteAdditionalData;
  const run: IRun = await new WorkflowExecute(additionalData, 'manual').run({
    workflow,
    startNode: workflow.getNode('Start')!,
  });
  const { error, runData } = run.data.resultData;
  const items = (runData.Node?.[0]?.data?.main ?? []).map((list) => list ?? []);
  return { items, outputs: items.map((list) => list.map(({ json }) => json)), error };
}
