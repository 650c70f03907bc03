import { NodeOperationError, sleep, type IHookFunctions } from 'n8n-workflow';

import { vkRefusal, type Vk } from '../shared/vk';

/** A Callback API server of the community. */
export interface VkServer {
  id: number;
  title: string;
  url: string;
  secret_key: string;
  status: 'unconfigured' | 'failed' | 'wait' | 'ok';
}

/** VK allows 14 characters. */
export const TITLE = 'n8n cake order';

const FULL = 2000;
const BAD_FIELD = 100;
/** Pauses before each look at the status, in milliseconds: half a minute in all. */
const PATIENCE_MS = [0, 300, 700, 1000, 1500, 1500, 2000, 3000, 4000, 5000, 5000, 6000];

const OPEN_TO_VK =
  'Адрес n8n должен открываться из интернета по HTTPS с действующим сертификатом (переменная N8N_WEBHOOK_URL). Если такого адреса нет, выберите в узле способ «Long Poll».';

/** The host of an address; the rest of it may be somebody's secret. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return '';
  }
}

/** The community's servers. */
export async function serversOf(vk: Vk): Promise<VkServer[]> {
  const { items } = await vk.ask<{ items?: VkServer[] }>('groups.getCallbackServers', { group_id: vk.group });
  return items ?? [];
}

/** Takes a server away. */
export const removeServer = (vk: Vk, { id }: Pick<VkServer, 'id'>): Promise<unknown> =>
  vk.ask('groups.deleteCallbackServer', { group_id: vk.group, server_id: id });

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : '');

/**
 * Whether it is this trigger's own from before n8n's public address changed (the path holds what n8n drew for this node
 * alone), or was made by a trigger like this one on the same n8n and answers no more.
 */
export const isLeftover = (server: VkServer, url: string): boolean => {
  if (server.title !== TITLE || server.url === url) return false;
  return hostOf(server.url) === hostOf(url) ? server.status === 'failed' : pathOf(server.url) === pathOf(url);
};

/** Adds a server, and gives its id. */
export async function addServer(
  context: IHookFunctions,
  vk: Vk,
  { url, secret }: { url: string; secret: string },
): Promise<number> {
  const fields = { group_id: vk.group, url, title: TITLE, secret_key: secret };
  const { verdict, response } = await vk.persist('groups.addCallbackServer', fields);
  if (verdict.kind === 'sent') return (response as { server_id: number }).server_id;
  if (verdict.code === FULL) {
    const names = (await serversOf(vk)).map(({ title, url: its, status }) => `«${title}» (${hostOf(its)}, ${status})`);
    throw new NodeOperationError(context.getNode(), 'У сообщества уже 10 серверов Callback API, больше VK не даёт', {
      description: `Удалите ненужный: «Управление → Работа с API → Callback API». Сейчас там ${names.join(', ')}.`,
    });
  }
  if (verdict.code === BAD_FIELD) {
    throw new NodeOperationError(context.getNode(), `VK не принял адрес n8n (${hostOf(url)})`, {
      description: `${OPEN_TO_VK}\nОтвет: ${verdict.detail}`,
    });
  }
  throw vkRefusal(context, verdict);
}

/**
 * Waits until VK has asked the server for its confirmation and liked the answer.
 *
 * @throws NodeOperationError when it did not; the server is removed then
 */
export async function untilConfirmed(context: IHookFunctions, vk: Vk, id: number, url: string): Promise<void> {
  let status: VkServer['status'] | undefined;
  for (const pause of PATIENCE_MS) {
    if (pause) await sleep(pause);
    status = (await serversOf(vk)).find((server) => server.id === id)?.status;
    if (status === 'ok') return;
    if (status === 'failed') break;
  }
  await removeServer(vk, { id });
  const [message, first] =
    status === 'failed'
      ? [`VK не смог открыть адрес n8n (${hostOf(url)})`, '']
      : [`VK за полминуты не подтвердил адрес n8n (${hostOf(url)})`, 'Попробуйте опубликовать ещё раз. '];
  throw new NodeOperationError(context.getNode(), message, { description: first + OPEN_TO_VK });
}
