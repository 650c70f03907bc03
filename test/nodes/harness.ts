import 'reflect-metadata';
import './support/quiet';
import { ExecutionLifecycleHooks, TriggerContext, TriggersAndPollers, WorkflowExecute } from 'n8n-core';
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

import { CakeMenuTrigger } from '../../nodes/CakeMenu/CakeMenuTrigger.node';
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

/** A workflow of these nodes, the last of which is named `Node` and is the one under test. */
export function workflowOf(types: Record<string, INodeType>, under: Partial<INode> & { type: string }): Workflow {
  const nodeTypes = {
    getByName: (name: string) => types[name],
    getByNameAndVersion: (name: string) => types[name],
    getKnownTypes: () => ({}),
  } as unknown as INodeTypes;
  const plain = { typeVersion: 1, position: [0, 0] as [number, number], parameters: {} };
  const before: INode[] = types.start ? [{ ...plain, id: 'Start', name: 'Start', type: 'start' }] : [];
  return new Workflow({
    id: 'test',
    nodes: [...before, { ...plain, id: 'Node', name: 'Node', ...under }],
    connections: { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
    nodeTypes,
    active: false,
    settings: { executionOrder: 'v1' },
  });
}

/** As a node names its credentials. */
export const namesOf = (credentials: Credentials): INode['credentials'] =>
  Object.fromEntries(Object.keys(credentials).map((name) => [name, { id: name, name }]));

/** What n8n gives an execution besides the workflow. */
export function additionalDataOf(workflow: Workflow, credentials: Credentials): IWorkflowExecuteAdditionalData {
  const { nodes, connectionsBySourceNode: connections } = workflow;
  return {
    executionId: '1',
    hooks: new ExecutionLifecycleHooks('manual', '1', {
      id: 'test',
      name: 'test',
      nodes: Object.values(nodes),
      connections,
    } as never),
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
}

/** Runs one node of the pack behind a start node, in n8n's own executor. */
export async function runNode(
  under: 'cakeOrder' | 'chatReply' | INodeType,
  parameters: IDataObject,
  input: IDataObject[],
  credentials: Credentials,
  extra: Partial<INode> = {},
): Promise<NodeRun> {
  const type = typeof under === 'string' ? under : 'node';
  const types: Record<string, INodeType> = {
    start: start(input),
    cakeOrder: new CakeOrder(),
    chatReply: new ChatReply(),
    ...(typeof under === 'string' ? {} : { node: under }),
  };
  const workflow = workflowOf(types, {
    type,
    parameters: parameters as INode['parameters'],
    credentials: namesOf(credentials),
    ...extra,
  });
  const run: IRun = await new WorkflowExecute(additionalDataOf(workflow, credentials), 'manual').run({
    workflow,
    startNode: workflow.getNode('Start')!,
  });
  const { error, runData } = run.data.resultData;
  const items = (runData.Node?.[0]?.data?.main ?? []).map((list) => list ?? []);
  return { items, outputs: items.map((list) => list.map(({ json }) => json)), error };
}

/**
 * Starts the menu trigger as n8n does: `trigger` when its workflow is published or n8n starts, `manual` when the test
 * button is pressed. Gives what it emitted.
 */
export async function runTrigger(
  mode: 'trigger' | 'manual',
  parameters: IDataObject,
  credentials: Credentials,
): Promise<IDataObject[]> {
  const workflow = workflowOf(
    { cakeMenuTrigger: new CakeMenuTrigger() },
    {
      type: 'cakeMenuTrigger',
      parameters: parameters as INode['parameters'],
      credentials: namesOf(credentials),
    },
  );
  const emitted: INodeExecutionData[] = [];
  const response = await new TriggersAndPollers().runTriggerFunction(
    workflow,
    workflow.getNode('Node')!,
    (of, node, additionalData, executionMode, activation) =>
      new TriggerContext(of, node, additionalData, executionMode, activation, (data) => emitted.push(...data.flat())),
    additionalDataOf(workflow, credentials),
    mode,
    'activate',
  );
  if (mode === 'manual') {
    await response!.manualTriggerFunction!();
    emitted.push(...(await response!.manualTriggerResponse!).flat());
  }
  await response?.closeFunction?.();
  return emitted.map(({ json }) => json);
}
