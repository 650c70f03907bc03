import type { IExecuteFunctions } from 'n8n-workflow';

import type { ChatAddress } from '../../../lib/sessions/types';
import { openAvitoSender } from './avito';
import { withStoredPictures } from './stored';
import { openTelegram } from './telegram';
import type { Send } from './types';
import { openVkSender } from './vk';

export type { Send, Sending } from './types';

/** A new messenger joins here; null: the node has no credential for it. */
const SENDERS: Partial<Record<ChatAddress['channel'], (context: IExecuteFunctions) => Promise<Send | null>>> = {
  telegram: openTelegram,
  vk: openVkSender,
  avito: openAvitoSender,
};

/** Opens what sends to a messenger with this node's credentials; null when there is none. */
export async function openSender(context: IExecuteFunctions, channel: ChatAddress['channel']): Promise<Send | null> {
  const send = await SENDERS[channel]?.(context);
  return send ? withStoredPictures(context, send) : null;
}
