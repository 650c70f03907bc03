import { NodeOperationError, type IHookFunctions, type INodeType } from 'n8n-workflow';

import { inWords, openBot, type Bot, type BotRefusal } from './botApi';
import { foreignWebhook, type WebhookInfo } from './foreign';
import { hostOf, ownPath, relation } from './webhookUrl';

/** What Telegram allows itself unless told otherwise: https://core.telegram.org/bots/api#setwebhook. */
const MAX_CONNECTIONS = 40;

interface Registration {
  bot: Bot;
  /** To be registered. */
  url: string;
  path: string;
  allowed: string[];
  maxConnections: number;
  takeOver: boolean;
}

async function registrationOf(context: IHookFunctions): Promise<Registration> {
  const options = context.getNodeParameter('options', {}) as { takeOver?: boolean; maxConnections?: number };
  return {
    bot: await openBot(context),
    url: context.getNodeWebhookUrl('default') as string,
    path: ownPath(context),
    allowed: context.getNodeParameter('updates') as string[],
    maxConnections: options.maxConnections ?? MAX_CONNECTIONS,
    takeOver: options.takeOver ?? false,
  };
}

async function call<Result>(context: IHookFunctions, bot: Bot, method: string, body = {}): Promise<Result> {
  const answer = await bot.call<Result>(method, body);
  if (!answer.ok) throw inWords(context, answer as BotRefusal);
  return answer.result;
}

const sameKinds = (a: string[] = [], b: string[]): boolean => [...a].sort().join() === [...b].sort().join();

/**
 * Whether Telegram has this very registration.
 *
 * @throws NodeOperationError in words for the owner when the bot's messages go to somebody else
 */
async function checkExists(this: IHookFunctions): Promise<boolean> {
  const { bot, url, path, allowed, maxConnections, takeOver } = await registrationOf(this);
  const info = await call<WebhookInfo>(this, bot, 'getWebhookInfo');
  if (!info.url) return false;
  const whose = relation(info.url, url, path);
  if (whose === 'sibling' && this.getMode() === 'manual') {
    throw new NodeOperationError(this.getNode(), 'Этот узел уже опубликован и получает сообщения', {
      description:
        'Проверка забрала бы сообщения клиентов себе. Снимите рабочий процесс с публикации на время проверки или посмотрите на настоящее сообщение во вкладке «Executions».',
    });
  }
  if (whose === 'foreign' && !takeOver) throw foreignWebhook(this, info.url, url);
  if (whose !== 'this') {
    this.logger.info(`Telegram Intake: takes the webhook over from ${hostOf(info.url)}`);
    return false;
  }
  return sameKinds(info.allowed_updates, allowed) && info.max_connections === maxConnections;
}

async function create(this: IHookFunctions): Promise<boolean> {
  const { bot, url, path, allowed, maxConnections } = await registrationOf(this);
  // No drop_pending_updates: what was written while nobody listened is answered now.
  await call(this, bot, 'setWebhook', {
    url,
    secret_token: bot.secretOf(path),
    allowed_updates: allowed,
    max_connections: maxConnections,
  });
  return true;
}

/** Takes down this node's own registration and nobody else's. */
async function remove(this: IHookFunctions): Promise<boolean> {
  const { bot, url, path } = await registrationOf(this);
  const info = await call<WebhookInfo>(this, bot, 'getWebhookInfo');
  if (info.url && ['this', 'moved'].includes(relation(info.url, url, path))) await call(this, bot, 'deleteWebhook');
  return true;
}

/** How the node comes and goes at Telegram. */
export const webhookMethods: INodeType['webhookMethods'] = { default: { checkExists, create, delete: remove } };
