import { DateTime } from 'luxon';
import { NodeOperationError } from 'n8n-workflow';

import { parseTelegramUpdate } from '../../lib/channels/telegram/parse';
import type { KeeperError } from '../../lib/sessions/types';
import type { NodeContext } from '../shared/http';
import { recordInbound } from '../shared/intake';

/** SQLSTATE class 22, data exception: what a forged client put into its button, e.g. a zero character, no database can keep. */
const UNKEEPABLE = /^22/;

/** The chat of an update; undefined when it concerns nobody here. */
export const chatOf = (account: string, update: unknown): string | undefined =>
  parseTelegramUpdate(update, account, '')?.address.chat;

/**
 * Records an update, if the node has where to.
 *
 * @returns whether the workflow is to be started with it: not when it concerns nobody here or had its step before
 * @throws when it could not be recorded and Telegram has to keep it for now
 */
export async function takeIn(context: NodeContext, account: string, update: unknown): Promise<boolean> {
  const inbound = parseTelegramUpdate(update, account, DateTime.utc().toISO());
  if (!inbound) return false;
  try {
    return await recordInbound(context, inbound);
  } catch (error) {
    const { message, code } = error as KeeperError;
    if (!UNKEEPABLE.test(code ?? '')) throw new NodeOperationError(context.getNode(), error as Error);
    context.logger.warn(`Telegram: ${inbound.key} was left out, it cannot be recorded: ${message}`);
    return false;
  }
}
