import { createHash, timingSafeEqual } from 'node:crypto';
import type { IHookFunctions, INodeType, IWebhookFunctions } from 'n8n-workflow';

import { openVk, type Vk } from '../shared/vk';
import { flagsOf } from './events';
import { addServer, isLeftover, removeServer, serversOf, TITLE, untilConfirmed, type VkServer } from './servers';

/** How the node gets its events. */
export const isCallback = (context: IHookFunctions | IWebhookFunctions): boolean =>
  context.getNodeParameter('mode') === 'callback';

/**
 * The secret that VK puts into each event. It is made of the key and of the end of the webhook's address, which is the
 * same for the test address, so nothing has to be kept.
 */
function secretOf(context: IHookFunctions | IWebhookFunctions, vk: Vk): string {
  const { pathname } = new URL(context.getNodeWebhookUrl('default')!);
  return vk.secretFor(pathname.split('/').slice(-2).join('/'));
}

/** Compares without telling by the time it takes how much was right. */
export function isSecret(context: IWebhookFunctions, vk: Vk, given: unknown): boolean {
  const digest = (words: string) => createHash('sha256').update(words).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(secretOf(context, vk)));
}

interface Own {
  vk: Vk;
  url: string;
  secret: string;
  /** Flags and version as VK is to have them. */
  settings: Record<string, string | number>;
}

async function own(context: IHookFunctions): Promise<Own> {
  const vk = await openVk(context);
  const wanted = context.getNodeParameter('events') as string[];
  const settings = { api_version: vk.version, ...flagsOf(wanted) };
  return { vk, url: context.getNodeWebhookUrl('default')!, secret: secretOf(context, vk), settings };
}

async function isAsWanted({ vk, secret, settings }: Own, server: VkServer): Promise<boolean> {
  if (server.status !== 'ok' || server.secret_key !== secret) return false;
  const { api_version, events } = await vk.ask<{ api_version: string; events: Record<string, number> }>(
    'groups.getCallbackSettings',
    { group_id: vk.group, server_id: server.id },
  );
  const now: Record<string, string | number> = { ...events, api_version };
  return Object.entries(settings).every(([name, value]) => (now[name] ?? 0) === value);
}

/** A server that works is changed in place; one that VK has given up is made anew, so that VK looks at it again. */
async function place(context: IHookFunctions, { vk, url, secret }: Own): Promise<number> {
  const servers = await serversOf(vk);
  for (const server of servers.filter((one) => isLeftover(one, url))) await removeServer(vk, server);
  const [working, ...others] = servers
    .filter((server) => server.url === url)
    .sort((a, b) => Number(b.status === 'ok') - Number(a.status === 'ok'));
  for (const server of others) await removeServer(vk, server);
  if (working?.status === 'ok') {
    const fields = { group_id: vk.group, server_id: working.id, url, title: TITLE, secret_key: secret };
    await vk.ask('groups.editCallbackServer', fields);
    return working.id;
  }
  if (working) await removeServer(vk, working);
  return addServer(context, vk, { url, secret });
}

/** Registers the node's address with VK. Servers of others are left alone. */
export const webhookMethods: INodeType['webhookMethods'] = {
  default: {
    async checkExists(this: IHookFunctions): Promise<boolean> {
      if (!isCallback(this)) return true;
      const wanted = await own(this);
      const servers = (await serversOf(wanted.vk)).filter(({ url }) => url === wanted.url);
      return servers.length === 1 && isAsWanted(wanted, servers[0]);
    },

    async create(this: IHookFunctions): Promise<boolean> {
      const wanted = await own(this);
      const { vk, url, settings } = wanted;
      const id = await place(this, wanted);
      await vk.ask('groups.setCallbackSettings', { group_id: vk.group, server_id: id, ...settings });
      await untilConfirmed(this, vk, id, url);
      return true;
    },

    async delete(this: IHookFunctions): Promise<boolean> {
      if (!isCallback(this)) return true;
      try {
        const { vk, url } = await own(this);
        for (const server of (await serversOf(vk)).filter((one) => one.url === url)) await removeServer(vk, server);
        return true;
      } catch (error) {
        // Nothing answers there any more, so VK marks the server as failed, and the next publication removes it.
        this.logger.warn(`VK Trigger: its Callback API server was left at VK: ${(error as Error).message}`);
        return false;
      }
    },
  },
};
