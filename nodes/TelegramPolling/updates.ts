import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';

import { inWords, type Bot, type BotAnswer } from '../TelegramIntake/botApi';
import { foreignWebhook, type WebhookInfo } from '../TelegramIntake/foreign';
import { hostOf } from '../TelegramIntake/webhookUrl';

/** How long Telegram holds a call when there is nothing to give, in seconds. */
const HOLD_S = 25;
const SLACK_MS = 5000;

/** An update as Telegram gives it. */
export type Update = IDataObject & { update_id: number };

/** What is asked for: updates from `offset` on (all before it are forgotten by Telegram), at most `limit`. */
export interface Wanted {
  offset?: number;
  limit?: number;
  allowed: string[];
  holdSeconds?: number;
}

/** Asks for updates and waits for some; none after 25 s. What has no number is left out. */
export async function getUpdates(
  bot: Bot,
  { allowed, holdSeconds = HOLD_S, ...wanted }: Wanted,
  signal?: AbortSignal,
): Promise<BotAnswer<Update[]>> {
  const answer = await bot.call<unknown>(
    'getUpdates',
    { ...wanted, timeout: holdSeconds, allowed_updates: allowed },
    { timeoutMs: holdSeconds * 1000 + SLACK_MS, signal },
  );
  if (!answer.ok) return answer;
  const list = Array.isArray(answer.result) ? answer.result : [];
  return { ok: true, result: list.filter((update) => Number.isInteger(update?.update_id)) };
}

/**
 * Makes sure that Telegram may be asked for updates: it refuses while a webhook is set. What waits at a webhook that is
 * removed comes here instead, nothing is dropped.
 *
 * @returns what there was; `unknown` when Telegram gave no answer
 * @throws NodeOperationError in words for the owner when the bot's messages go to a webhook that must stay, or when
 *   nobody knows the bot
 */
export async function withoutWebhook(
  context: ITriggerFunctions,
  bot: Bot,
  takeOver: boolean,
): Promise<'none' | 'removed' | 'unknown'> {
  const info = await bot.call<WebhookInfo>('getWebhookInfo');
  if (!info.ok && info.kind === 'token') throw inWords(context, info);
  if (!info.ok) return 'unknown';
  const { url } = info.result;
  if (!url) return 'none';
  if (!takeOver) throw foreignWebhook(context, url);
  const deleted = await bot.call('deleteWebhook');
  if (!deleted.ok) return 'unknown';
  context.logger.info(`Telegram Polling: took the bot over from ${hostOf(url)}`);
  return 'removed';
}
