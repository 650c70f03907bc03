import { NodeOperationError, type ITriggerFunctions, type ITriggerResponse } from 'n8n-workflow';

import { KeeperError } from '../../lib/sessions/types';
import { openBot } from '../TelegramIntake/botApi';
import { Poller, type PollerParts } from './poller';
import { takeNext } from './takeNext';
import { turnOf } from './turn';
import { withoutWebhook } from './updates';

/**
 * Starts to fetch, or in a test run gets ready to fetch one message.
 *
 * @throws NodeOperationError in words for the owner for what only she can mend. Not when Telegram or the database is
 *   out of reach: n8n would give the trigger up after 15 s, and a server may boot before its network.
 */
export async function startPolling(context: ITriggerFunctions): Promise<ITriggerResponse> {
  const bot = await openBot(context);
  const options = context.getNodeParameter('options', {}) as { takeOver?: boolean };
  const parts: PollerParts = {
    context,
    bot,
    turn: turnOf(context, bot),
    account: context.getNodeParameter('account') as string,
    allowed: context.getNodeParameter('updates') as string[],
    takeOver: options.takeOver ?? false,
  };
  if (context.getMode() === 'manual') return takeNext(parts);
  await withoutWebhook(context, bot, parts.takeOver);
  try {
    await parts.turn.ask();
  } catch (error) {
    if (!(error instanceof KeeperError && error.retryable))
      throw new NodeOperationError(context.getNode(), error as Error);
  }
  const poller = new Poller(parts);
  return { closeFunction: () => poller.stop() };
}
