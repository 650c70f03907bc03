import { randomBytes } from 'node:crypto';
import { NodeOperationError } from 'n8n-workflow';

import type { Inbound } from '../../lib/channels/types';
import { routeInbound } from '../../lib/dialogue';
import type { Shop } from '../../lib/order/types';
import { KeeperError, type IncomingEvent, type LoadRequest, type Snapshot } from '../../lib/sessions/types';
import { openDatabase, type Database } from './database';
import type { NodeContext } from './http';

/** Button data of the baker's cards; such a press, like a reply to a card, is rare and must see the newest allow-list. */
const BAKERS_PRESS = /^b:/;

/** A menu that cannot be used stops the step, but not the recording: what she wrote waits until it is mended. */
async function shopToRecordBy(context: NodeContext, database: Database): Promise<{ shop: Shop | null }> {
  try {
    return await database.knownShop();
  } catch (error) {
    const { code } = error as KeeperError;
    if (code === 'unreadable_shop' || code === 'needs_database') return { shop: null };
    throw new NodeOperationError(context.getNode(), error as Error);
  }
}

/** How an event is loaded, and how if what it answers turns out to be unknown. */
interface Destination {
  request: LoadRequest;
  ifUnknown?: LoadRequest;
}

/** Whose event it is and where it is recorded. Null: it concerns nobody here. */
async function destinationOf(context: NodeContext, database: Database, inbound: Inbound): Promise<Destination | null> {
  const toCard = inbound.event.type === 'press' ? BAKERS_PRESS.test(inbound.event.data) : inbound.replyTo !== undefined;
  const { shop } = toCard || !inbound.private ? await database.newestShop() : await shopToRecordBy(context, database);
  const { event, message, replyTo, address, key, at, person, order } = inbound;
  const route =
    address.channel === 'telegram'
      ? routeInbound({ chat: address.chat, event, message, replyTo, private: inbound.private }, shop)
      : // The bakery's people are in Telegram.
        { kind: 'customer' as const, event };
  // A group that is not the baker's: the bot was only added there, nobody orders a cake in public.
  if (route.kind === 'customer' && !inbound.private) return null;

  const about = (body: IncomingEvent['body']): IncomingEvent => ({
    key,
    at,
    body,
    ...(order === undefined ? {} : { order }),
  });
  if (route.kind === 'customer') {
    const drawn = { nonce: randomBytes(8).toString('hex') };
    const said =
      route.event.type === 'text' || route.event.type === 'press' ? { ...route.event, ...drawn } : route.event;
    return { request: { chat: address, event: about(said), ...(event.type === 'shop' ? {} : { person }) } };
  }
  if (route.kind === 'bakers_chat') return { request: { chat: address, event: about(route.event) } };
  const callback = event.type === 'press' ? event.callback : undefined;
  const what = route.kind === 'card' ? 'words_without_card' : 'unknown_order';
  const to = route.kind === 'card' ? { card: { ...address, message: route.card.message } } : { order: route.order };
  return {
    request: { ...to, event: about(route.event) },
    ifUnknown: { chat: address, event: about({ type: 'bakers_chat', what, callback, from: person }) },
  };
}

/**
 * Gives an event to whoever handles a load request.
 *
 * @returns null when it concerns nobody here
 */
export async function withInbound<T>(
  context: NodeContext,
  database: Database,
  inbound: Inbound,
  handle: (request: LoadRequest) => Promise<T>,
): Promise<T | null> {
  const destination = await destinationOf(context, database, inbound);
  if (!destination) return null;
  try {
    return await handle(destination.request);
  } catch (error) {
    const { code } = error as KeeperError;
    if (!destination.ifUnknown || (code !== 'unknown_order' && code !== 'unknown_card')) {
      // eslint-disable-next-line @n8n/community-nodes/require-node-api-error -- callers look at its code, and wrap it
      throw error;
    }
    return handle(destination.ifUnknown);
  }
}

/**
 * Records an event with its arrival number, for a trigger that answers its messenger only then. Without a database
 * credential in the node nothing is recorded, and the event is only passed on.
 *
 * @returns whether the event is to be passed on: false when it concerns nobody, or was stepped before
 * @throws when it could not be recorded
 */
export async function recordInbound(context: NodeContext, inbound: Inbound): Promise<boolean> {
  const { credentials } = context.getNode();
  if (!credentials?.supabaseApi && !credentials?.redis) return true;
  const database = await openDatabase(context);
  const snapshot = await withInbound(context, database, inbound, (request): Promise<Snapshot> =>
    database.keeper.load(request),
  );
  return snapshot !== null && !snapshot.stepped;
}
