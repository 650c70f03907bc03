import 'reflect-metadata';
import './support/quiet';
import { HookContext, TriggerContext, TriggersAndPollers, WebhookContext } from 'n8n-core';
import type {
  IDataObject,
  INode,
  INodeExecutionData,
  INodeType,
  IWebhookData,
  IWebhookResponseData,
  WebhookType,
} from 'n8n-workflow';

import { additionalDataOf, namesOf, workflowOf, type Credentials } from './harness';

/** A trigger under test as n8n would hold it. */
export interface TriggerUnderTest {
  type: INodeType;
  parameters?: IDataObject;
  credentials?: Credentials;
  /** n8n's public address of webhooks. */
  webhookBase?: string;
  /** Drawn by n8n for each node; part of the address. */
  webhookId?: string;
  /** Static data, kept between calls. */
  staticData?: IDataObject;
}

/** What a webhook call gave: the HTTP answer, and what the workflow was started with. */
export interface WebhookRun {
  status: number;
  body: unknown;
  items: IDataObject[];
}

const NAME = 'triggerUnderTest';

function parts({
  type,
  parameters = {},
  credentials = {},
  webhookBase = 'http://127.0.0.1:5678/webhook',
  webhookId = 'hook-1',
  staticData = {},
}: TriggerUnderTest) {
  const workflow = workflowOf(
    { [NAME]: type },
    {
      type: NAME,
      webhookId,
      parameters: parameters as INode['parameters'],
      credentials: namesOf(credentials),
    },
  );
  const node = workflow.getNode('Node')!;
  workflow.staticData[`node:${node.name}`] = staticData;
  const additionalData = {
    ...additionalDataOf(workflow, credentials),
    webhookBaseUrl: webhookBase,
    webhookTestBaseUrl: `${webhookBase}-test`,
  };
  const description = type.description.webhooks![0];
  const webhookData = {
    httpMethod: 'POST',
    node: node.name,
    path: `${webhookId}/${description.path}`,
    webhookDescription: description,
    workflowId: 'test',
    workflowExecuteAdditionalData: additionalData,
  } as unknown as IWebhookData;
  return { workflow, node, additionalData, webhookData };
}

/** Runs `checkExists`, `create` or `delete` as n8n does at publishing and unpublishing. */
export async function runHook(
  under: TriggerUnderTest,
  method: 'checkExists' | 'create' | 'delete',
  mode: 'trigger' | 'manual' = 'trigger',
  name: WebhookType = 'default',
): Promise<boolean> {
  const { workflow, node, additionalData, webhookData } = parts(under);
  const registered = { ...webhookData, isTest: mode === 'manual' };
  const context = new HookContext(workflow, node, additionalData, mode, 'activate', registered);
  return under.type.webhookMethods![name]![method].call(context);
}

/** Calls the webhook as n8n does. */
export async function runWebhook(
  under: TriggerUnderTest,
  request: {
    body?: unknown;
    query?: IDataObject;
    headers?: IDataObject;
    rawBody?: Buffer;
    method?: string;
    /** Where the connection comes from. */
    address?: string;
  },
): Promise<WebhookRun> {
  const { workflow, node, additionalData, webhookData } = parts(under);
  const answered: { status: number; body: unknown; ended: boolean } = { status: 200, body: undefined, ended: false };
  const end = (body?: unknown) => {
    if (body !== undefined) answered.body = body;
    answered.ended = true;
    return response;
  };
  const response = {
    status: (code: number) => {
      answered.status = code;
      return response;
    },
    sendStatus: (code: number) => {
      answered.status = code;
      return end();
    },
    setHeader: () => response,
    set: () => response,
    header: () => response,
    type: () => response,
    writeHead: (code: number) => {
      answered.status = code;
      return response;
    },
    send: end,
    json: end,
    end,
  };
  const httpRequest = {
    method: request.method ?? 'POST',
    body: request.body ?? {},
    query: request.query ?? {},
    headers: request.headers ?? {},
    params: {},
    rawBody: request.rawBody ?? Buffer.from(JSON.stringify(request.body ?? {})),
    socket: { remoteAddress: request.address ?? '127.0.0.1' },
  };
  const data = { ...additionalData, httpRequest, httpResponse: response } as never;
  const context = new WebhookContext(workflow, node, data, 'webhook', webhookData, [], null);
  const result: IWebhookResponseData = await under.type.webhook!.call(context);
  if (!result.noWebhookResponse) {
    // What n8n itself answers: reference table of `webhook()` return values in n8n 2.41.
    const { responseData } = webhookData.webhookDescription;
    answered.body ??= result.webhookResponse ?? (responseData as unknown) ?? { message: 'Webhook call received' };
  } else if (!answered.ended) throw new Error('The webhook promised to answer by itself and did not');
  const items = (result.workflowData ?? []).flat().map((item: INodeExecutionData) => item.json);
  return { status: answered.status, body: answered.body, items };
}

/** A trigger that runs by itself (Long Poll, polling). */
export interface RunningTrigger {
  /** What it has emitted so far. */
  emitted: IDataObject[];
  /** Errors it has told n8n (`emitError`). */
  errors: Error[];
  /** Failures it has told n8n while it goes on (`saveFailedExecution`). */
  told: Error[];
  /** What a test run in the editor gives, in mode `manual`. */
  test(): Promise<IDataObject[]>;
  stop(): Promise<void>;
}

/** Starts a trigger's `trigger()` as n8n does when its workflow is published. */
export async function startTrigger(
  under: TriggerUnderTest,
  mode: 'trigger' | 'manual' = 'trigger',
): Promise<RunningTrigger> {
  const workflow = workflowOf(
    { [NAME]: under.type },
    {
      type: NAME,
      parameters: (under.parameters ?? {}) as INode['parameters'],
      credentials: namesOf(under.credentials ?? {}),
    },
  );
  const node = workflow.getNode('Node')!;
  workflow.staticData[`node:${node.name}`] = under.staticData ?? {};
  const emitted: IDataObject[] = [];
  const errors: Error[] = [];
  const told: Error[] = [];
  const response = await new TriggersAndPollers().runTriggerFunction(
    workflow,
    node,
    (of, at, additionalData, executionMode, activation) =>
      new TriggerContext(
        of,
        at,
        additionalData,
        executionMode,
        activation,
        (data) => emitted.push(...data.flat().map(({ json }) => json)),
        (error) => errors.push(error),
        (error) => told.push(error),
      ),
    additionalDataOf(workflow, under.credentials ?? {}),
    mode,
    'activate',
  );
  const test = async () => {
    await response!.manualTriggerFunction!();
    return (await response!.manualTriggerResponse!).flat().map(({ json }) => json);
  };
  return { emitted, errors, told, test, stop: async () => void (await response?.closeFunction?.()) };
}
