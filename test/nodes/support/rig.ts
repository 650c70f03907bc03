import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import type { IDataObject, INode } from 'n8n-workflow';
import { Client } from 'pg';

import type { BakerCard, Reply } from '../../../lib/dialogue';
import { createSupabaseKeeper } from '../../../lib/sessions/supabase';
import type { ChatAddress, Keeper } from '../../../lib/sessions/types';
import { SandboxClient } from '../../../sandbox/client';
import { startSandbox } from '../../../sandbox/server';
import { startDatabase } from '../../contract/support/database';
import { runNode, type Credentials, type NodeRun } from '../harness';

// Waits for a busy Telegram, and for a database that is down, are real ones; the machine may be busy as well.
jest.setTimeout(60_000);

/** The bakery's bot, as the sandbox knows it. */
export const TOKEN = '987654321:AAFakeTokenOfTheNodesLevel_1234567890';

/** An item of Cake Order, as the next node reads it. */
export interface Item {
  key: string;
  kind: string;
  to: ChatAddress;
  reply?: Reply;
  card?: BakerCard & { html: string };
  text?: string;
  html?: string;
}

/** Outputs of Cake Order by place. */
export const REPLY = 0;
export const BAKER = 3;
export const HANDOFF = 4;

/** Where the nodes under test live: a database behind PostgREST, and Telegram, both played by one sandbox. */
export interface Rig {
  sandbox: SandboxClient;
  keys: { anon: string; serviceRole: string };
  credentials: { supabaseApi: IDataObject; telegramApi: IDataObject };
  keeper: Keeper;
  query<Row extends object = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** The Bot API as a bot calls it; gives `result`. */
  telegram<Result>(method: string, body?: object): Promise<Result>;
  stop(): Promise<void>;
}

/** Starts Postgres, PostgREST and the sandbox, each of its own, for one test file. No menu is published. */
export async function startRig(): Promise<Rig> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of stops.reverse()) await end();
  };
  try {
    const database = await startDatabase();
    stops.push(() => database.stop());
    const client = new Client({ connectionString: database.connectionString });
    await client.connect();
    stops.push(() => client.end());
    const dataDir = await mkdtemp(join(tmpdir(), 'cake-nodes-'));
    stops.push(() => rm(dataDir, { recursive: true, force: true }));
    const { url, close } = await startSandbox({ port: 0, dataDir, token: TOKEN, postgrest: database.rest });
    stops.push(close);
    const { keys } = database;
    return {
      sandbox: new SandboxClient(url),
      keys,
      credentials: {
        supabaseApi: { host: url, serviceRole: keys.serviceRole },
        telegramApi: { accessToken: TOKEN, baseUrl: url },
      },
      keeper: createSupabaseKeeper({ url, serviceKey: keys.serviceRole, fetch }),
      query: async <Row extends object>(sql: string, values: unknown[] = []) =>
        (await client.query(sql, values)).rows as Row[],
      telegram: async (method, body = {}) => {
        const { data } = await axios.post(`${url}/bot${TOKEN}/${method}`, body, { proxy: false });
        return data.result;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Cake Order with one operation, with the database credential alone, as in the shipped workflows. */
export function cakeOrder(
  rig: Rig,
  operation: string,
  parameters: IDataObject = {},
  items: object[] = [{}],
  extra: Partial<INode> & { credentials?: never } = {},
): Promise<NodeRun> {
  const { supabaseApi } = rig.credentials;
  return runNode('cakeOrder', { operation, ...parameters }, items as IDataObject[], { supabaseApi }, extra);
}

/** Chat Reply for items of Cake Order. */
export function chatReply(
  rig: Rig,
  items: object[],
  credentials: Credentials = rig.credentials,
  extra: Partial<INode> = {},
): Promise<NodeRun> {
  return runNode('chatReply', { source: 'item' }, items as IDataObject[], credentials, extra);
}

/** The items of an output of a run that had no error. */
export function emitted(run: NodeRun, output = REPLY): Item[] {
  if (run.error) throw run.error;
  return run.outputs[output] as unknown as Item[];
}

/** How many items each output has; throws the run's error. */
export function counts(run: NodeRun): number[] {
  if (run.error) throw run.error;
  return run.outputs.map(({ length }) => length);
}

/** The error of a run that must have one. */
export function failure(run: NodeRun): Error & { description: string } {
  if (!run.error) throw new Error(`The node did not fail; it emitted ${JSON.stringify(run.outputs)}`);
  return run.error as Error & { description: string };
}

/** Everything of an error that can reach a log, the editor or the error workflow. */
export function allOf(error: Error): string {
  const own = Object.fromEntries(Object.getOwnPropertyNames(error).map((name) => [name, Reflect.get(error, name)]));
  const seen = new WeakSet<object>();
  return JSON.stringify(own, (_name, value) => {
    if (value instanceof Error) return seen.has(value) ? '' : (seen.add(value), JSON.parse(allOf(value)));
    if (typeof value !== 'object' || value === null) return value;
    return seen.has(value) ? '' : (seen.add(value), value);
  });
}
