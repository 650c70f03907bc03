import { createHmac } from 'node:crypto';
import { NodeOperationError, sleep } from 'n8n-workflow';

import { vkVerdict, type VkRefusal, type VkVerdict } from '../../lib/channels/vk/verdict';
import { request, type NodeContext } from './http';

/** Fields of a call; those without a value are left out. */
export type VkFields = Record<string, string | number | undefined>;

/** What came of a call: what it means, and VK's `response` where there is one. */
export interface VkAnswer {
  verdict: VkVerdict;
  response: unknown;
}

/** The VK API with a node's credential. */
export interface Vk {
  /** The community's number. */
  group: string;
  /** The version of the API. */
  version: string;
  /** One call. Never throws: whatever came is an answer. `signal` breaks it off. */
  call(method: string, fields?: VkFields, signal?: AbortSignal): Promise<VkAnswer>;
  /** The same, asked again while VK wants a wait of at most {@link LONGEST_WAIT_MS}. */
  persist(method: string, fields?: VkFields): Promise<VkAnswer>;
  /**
   * The same, and gives VK's `response`.
   *
   * @throws NodeOperationError in words for the owner for anything but a success
   */
  ask<T>(method: string, fields?: VkFields): Promise<T>;
  /** 48 letters that only who has the key can make; the same for the same words. */
  secretFor(words: string): string;
}

/** Longer waits are left to whoever asked: an execution should not stand for minutes. */
export const LONGEST_WAIT_MS = 30_000;
const TRIES = 4;
const SECRET_LENGTH = 48;

/** VK's refusal as n8n shows it. `itemIndex` names the item it belongs to. */
export function vkRefusal(context: NodeContext, verdict: VkRefusal, itemIndex?: number): NodeOperationError {
  const { fault, detail } = verdict;
  return new NodeOperationError(context.getNode(), fault.says, {
    description: [fault.advice, `Ответ: ${detail}`].filter(Boolean).join('\n'),
    itemIndex,
  });
}

/** JSON, or the text that was given instead. */
export const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
};

/** A field of what may be no object at all. */
export const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** The number of a community, however the owner has written it: `club123`, `-123`, `123`. */
const groupOf = (groupId: unknown): string => String(groupId ?? '').replace(/\D/g, '');

/**
 * Opens the VK API with the node's credential. No call is made yet. Address and headers are made here, so that no
 * expression runs; redirects are not followed, for they would take the key along.
 *
 * @throws NodeOperationError when the node has no credential for VK, or one without a community
 */
export async function openVk(context: NodeContext): Promise<Vk> {
  if (!context.getNode().credentials?.vkApi) {
    throw new NodeOperationError(context.getNode(), 'Не выбран доступ к VK', {
      description: 'Выберите в узле доступ «VK Community API» с ключом и номером сообщества.',
    });
  }
  const { accessToken, groupId, baseUrl, apiVersion } = await context.getCredentials('vkApi');
  const token = String(accessToken ?? '');
  const group = groupOf(groupId);
  if (!token || !group) {
    throw new NodeOperationError(context.getNode(), 'В доступе VK нет ключа или номера сообщества', {
      description:
        'Заполните поля Access Token и Community ID: номер стоит в адресе сообщества, например club123456789.',
    });
  }
  const base = (String(baseUrl ?? '') || 'https://api.vk.ru').replace(/\/+$/, '');
  const version = String(apiVersion ?? '') || '5.199';

  const call: Vk['call'] = async (method, fields = {}, signal) => {
    const form = new URLSearchParams({ v: version });
    for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.set(name, String(value));
    const { status, body } = await request(context, {
      method: 'POST',
      url: `${base}/method/${method}`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
      disableFollowRedirect: true,
      abortSignal: signal,
    });
    // Whatever answers may repeat what it was asked with; the key must not come back into an error or an item.
    const answer = parsed(body.replaceAll(token, '***'));
    return { verdict: vkVerdict(status, answer), response: fieldOf(answer, 'response') };
  };

  const persist: Vk['persist'] = async (method, fields) => {
    for (let tried = 1; ; tried++) {
      const answer = await call(method, fields);
      const { verdict } = answer;
      if (verdict.kind !== 'wait' || verdict.afterMs > LONGEST_WAIT_MS || tried === TRIES) return answer;
      await sleep(verdict.afterMs);
    }
  };

  const ask: Vk['ask'] = async <T>(method: string, fields?: VkFields) => {
    const { verdict, response } = await persist(method, fields);
    if (verdict.kind !== 'sent') throw vkRefusal(context, verdict);
    return response as T;
  };

  const secretFor = (words: string): string =>
    createHmac('sha256', token).update(`${group}:${words}`).digest('hex').slice(0, SECRET_LENGTH);

  return { group, version, call, persist, ask, secretFor };
}
