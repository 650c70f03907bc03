import { NodeOperationError, type IHookFunctions, type INodeType } from 'n8n-workflow';

import { PATHS } from '../../lib/channels/avito/paths';
import { subscriptionsOf } from '../../lib/channels/avito/subscriptions';
import { avitoDetail } from '../../lib/channels/avito/verdict';
import { avitoRefusal, openAvito, type Avito } from '../shared/avito';
import { isLeftover, ownPath, secretOf, withSecret } from './webhookUrl';

/** This node's address with its secret, and the secret to be left out of whatever is said. */
async function own(context: IHookFunctions): Promise<{ avito: Avito; url: string; secret: string }> {
  const avito = await openAvito(context);
  const secret = await secretOf(context);
  return { avito, secret, url: withSecret(context.getNodeWebhookUrl('default') as string, secret) };
}

const registered = async (avito: Avito): Promise<string[]> =>
  subscriptionsOf(await avito.call('POST', PATHS.subscriptions, { body: {} })).map(({ url }) => url);

async function checkExists(this: IHookFunctions): Promise<boolean> {
  const { avito, url } = await own(this);
  return (await registered(avito)).includes(url);
}

/**
 * Subscriptions of an account stand side by side, so other receivers are left alone; only what this node itself has left
 * behind (an older secret, a test that was cut short) is taken down.
 *
 * @throws in words for the owner when Avito does not take the address
 */
async function create(this: IHookFunctions): Promise<boolean> {
  const { avito, url, secret } = await own(this);
  const before = await registered(avito);
  const answer = await avito.ask('POST', PATHS.subscribe, { body: { url } });
  if (answer.status === 400) {
    const says = avitoDetail(answer.body).replaceAll(url, new URL(url).origin).replaceAll(secret, '…');
    throw new NodeOperationError(this.getNode(), 'Авито не принял адрес, на который присылать сообщения', {
      description: `Сейчас n8n называет адрес ${new URL(url).origin}. Авито звонит только на открытый в интернет адрес с https. Укажите такой адрес в настройке WEBHOOK_URL, перезапустите n8n и опубликуйте ещё раз.${says ? ` Авито говорит: «${says}».` : ''}`,
    });
  }
  if (answer.status < 200 || answer.status >= 300) throw avitoRefusal(this, answer);
  const published = this.getMode() !== 'manual';
  for (const old of before) {
    if (!isLeftover(old, url, ownPath(this), published)) continue;
    this.logger.info(`Avito Trigger: takes down its own older address on ${new URL(old).host}`);
    await avito.ask('POST', PATHS.unsubscribe, { body: { url: old } });
  }
  return true;
}

/**
 * Takes down this node's own address and nobody else's. It never stands in the way of unpublishing: what comes to an
 * address that was left behind finds nobody.
 */
async function remove(this: IHookFunctions): Promise<boolean> {
  const { avito, url } = await own(this);
  const { status } = await avito.ask('POST', PATHS.unsubscribe, { body: { url } });
  if (status >= 200 && status < 300) return true;
  this.logger.warn(`Avito Trigger: Avito did not take this node's address down (HTTP ${status})`);
  return false;
}

/** How the node comes and goes at Avito. */
export const webhookMethods: INodeType['webhookMethods'] = { default: { checkExists, create, delete: remove } };
