import { timingSafeEqual } from 'node:crypto';
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { openBot } from './botApi';
import { takeIn } from './takeIn';
import { ownPath } from './webhookUrl';

function isSecret(given: unknown, secret: string): boolean {
  const [a, b] = [Buffer.from(String(given ?? '')), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function refuse(context: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
  context.getResponseObject().status(status).json({ message });
  return { noWebhookResponse: true };
}

/**
 * Takes an update that Telegram brings. It is recorded before Telegram is told that it arrived; until then Telegram
 * repeats it and holds the chat's next one back, so that nothing is lost and nothing overtakes.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const bot = await openBot(context);
  const given = context.getHeaderData()['x-telegram-bot-api-secret-token'];
  if (!isSecret(given, bot.secretOf(ownPath(context)))) return refuse(context, 403, 'The secret is not valid');
  const update = context.getBodyData() as IDataObject;
  try {
    if (!(await takeIn(context, context.getNodeParameter('account') as string, update))) return {};
  } catch (error) {
    const number = String(update.update_id);
    context.logger.error(`Telegram Intake: update ${number} is left with Telegram: ${(error as Error).message}`);
    return refuse(context, 503, 'It could not be recorded, please repeat');
  }
  return { workflowData: [context.helpers.returnJsonArray([update])] };
}
