import { type IDataObject, type ITriggerFunctions } from 'n8n-workflow';

import type { VkRefusal } from '../../lib/channels/vk/verdict';
import { request } from '../shared/http';
import { fieldOf, openVk, parsed, type VkAnswer } from '../shared/vk';

/** A queue of Bots Long Poll: https://dev.vk.com/ru/api/bots-long-poll/getting-started. */
export interface Queue {
  server: string;
  key: string;
  /** The number of the newest event when it was opened. */
  ts: string;
}

/** What one long poll gave. `failed`: VK's number of why it gave nothing; 0: it did not answer at all. */
export type Polled = { ts: string; updates: IDataObject[] } | { failed: number; ts?: string };

/** How long VK holds a poll that has nothing to give, in seconds; it allows 90. */
const HOLD_S = 25;
const TIMEOUT_MS = (HOLD_S + 10) * 1000;

/** Switches Long Poll and the wanted events on. Others stay as they are: Long Poll has one setting for all readers. */
export async function switchOn(context: ITriggerFunctions, wanted: string[]): Promise<VkAnswer> {
  const vk = await openVk(context);
  const flags = Object.fromEntries(wanted.map((event) => [event, 1]));
  return vk.call('groups.setLongPollSettings', {
    group_id: vk.group,
    enabled: 1,
    api_version: vk.version,
    ...flags,
  });
}

/** Opens the queue with the credential as it is now, or says why not. */
export async function openQueue(context: ITriggerFunctions): Promise<Queue | VkRefusal> {
  const vk = await openVk(context);
  const { verdict, response } = await vk.call('groups.getLongPollServer', { group_id: vk.group });
  if (verdict.kind !== 'sent') return verdict;
  const [server, key, ts] = ['server', 'key', 'ts'].map((name) => String(fieldOf(response, name)));
  return { server: /^https?:/.test(server) ? server : `https://${server}`, key, ts };
}

/** Waits for events behind `ts`. Never throws. */
export async function poll(
  context: ITriggerFunctions,
  { server, key }: Queue,
  ts: string,
  signal: AbortSignal,
): Promise<Polled> {
  const { status, body } = await request(context, {
    method: 'GET',
    url: server,
    qs: { act: 'a_check', key, ts, wait: HOLD_S },
    timeout: TIMEOUT_MS,
    abortSignal: signal,
  });
  const answer = parsed(body);
  const next = fieldOf(answer, 'ts');
  const failed = fieldOf(answer, 'failed');
  const updates = fieldOf(answer, 'updates');
  if (status === 200 && typeof failed === 'number') {
    return { failed, ...(next === undefined ? {} : { ts: String(next) }) };
  }
  if (status !== 200 || next === undefined || !Array.isArray(updates)) return { failed: 0 };
  return { ts: String(next), updates: updates as IDataObject[] };
}
