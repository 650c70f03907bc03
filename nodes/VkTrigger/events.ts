import type { IDataObject, INodePropertyOptions, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';

import { parseVkEvent, VK_EVENTS } from '../../lib/channels/vk/parse';
import { recordInbound } from '../shared/intake';
import { openVk } from '../shared/vk';
import { learnName, withName } from './names';

/** What a community tells: https://dev.vk.com/ru/api/community-events/json-schema. VK's own names of the flags. */
export const EVENT_OPTIONS: INodePropertyOptions[] = [
  { name: 'Button Press', value: 'message_event', description: 'A press of a callback button' },
  { name: 'Member Joined', value: 'group_join' },
  { name: 'Member Left', value: 'group_leave' },
  { name: 'Message', value: 'message_new', description: 'A customer wrote to the community' },
  { name: 'Message Edited', value: 'message_edit', description: 'A customer changed what she had written' },
  { name: 'Message Reaction', value: 'message_reaction_event' },
  { name: 'Message Read', value: 'message_read' },
  { name: 'Messages Allowed', value: 'message_allow', description: 'A customer lets the community write to her' },
  { name: 'Messages Forbidden', value: 'message_deny', description: 'A customer no longer wants messages' },
  { name: 'Own Message', value: 'message_reply', description: 'Somebody of the bakery wrote as the community' },
  { name: 'Shop Order', value: 'market_order_new' },
  { name: 'Shop Order Edited', value: 'market_order_edit' },
  { name: 'Typing', value: 'message_typing_state' },
  { name: 'User Banned', value: 'user_block' },
  { name: 'User Unbanned', value: 'user_unblock' },
  { name: 'Wall Post', value: 'wall_post_new' },
];

/** The flags of all events that can be chosen, for a call that sets them. */
export const flagsOf = (wanted: string[]): Record<string, 0 | 1> =>
  Object.fromEntries(EVENT_OPTIONS.map(({ value }) => [value, wanted.includes(String(value)) ? 1 : 0]));

/** What is read but may be a button of the owner's own, which only she knows the meaning of. */
const PERHAPS_HERS = 'message_event';

/** Where events come in. */
type Taker = ITriggerFunctions | IWebhookFunctions;

/** VK repeats an event for about an hour and a quarter. */
const REMEMBERED_MS = 75 * 60_000;
const MOST_REMEMBERED = 10_000;
/** Events that no database remembers: by node, workflow and mode, until when (milliseconds since 1970). */
const remembered = new Map<string, number>();

function seenBefore(context: Taker, { group_id, event_id }: IDataObject): boolean {
  if (typeof event_id !== 'string' || !event_id) return false;
  const now = Date.now();
  for (const [old, until] of remembered) {
    if (until > now && remembered.size < MOST_REMEMBERED) break;
    remembered.delete(old);
  }
  const key = [context.getWorkflow().id, context.getNode().id, context.getMode(), group_id, event_id].join(':');
  if (remembered.has(key)) return true;
  remembered.set(key, now + REMEMBERED_MS);
  return false;
}

/**
 * Takes one event in: what the pack reads is recorded first, where the node has a database.
 *
 * @param event VK's envelope
 * @returns what the workflow is started with, without VK's secret; null when it concerns nobody here or was there before
 * @throws when it could not be recorded; then it must come again
 */
export async function takeIn(context: Taker, event: IDataObject, wanted: string[]): Promise<IDataObject | null> {
  const { secret: _secret, ...item } = withName(event);
  const type = String(item.type);
  if (!wanted.includes(type)) return null;
  const inbound = parseVkEvent(item, new Date().toISOString());
  const { credentials } = context.getNode();
  // Not waited for: VK wants its answer at once.
  if (inbound) void openVk(context).then((vk) => learnName(vk, item));
  if (inbound && (credentials?.supabaseApi || credentials?.redis)) {
    return (await recordInbound(context, inbound)) ? item : null;
  }
  // The bot's own messages come back as events: whoever answered those would talk to himself.
  if (!inbound && VK_EVENTS.includes(type) && type !== PERHAPS_HERS) return null;
  return seenBefore(context, item) ? null : item;
}
