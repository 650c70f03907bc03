import { DateTime } from 'luxon';
import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { parseTelegramUpdate } from '../../../lib/channels/telegram/parse';
import { routeInbound } from '../../../lib/dialogue';
import type { Shop } from '../../../lib/order/types';
import { KeeperError } from '../../../lib/sessions/types';
import type { Database } from '../../shared/database';
import type { Emitted } from '../../shared/perItem';
import { emitNothing, runStep } from '../runStep';

/** Button data of the baker's cards; such a press, like a reply to a card, is rare and must see the newest allow-list. */
const BAKERS_PRESS = /^b:/;

/** A menu that cannot be used stops the step, but not the recording: what she wrote waits until it is mended. */
async function shopToRecordBy(context: IExecuteFunctions, database: Database): Promise<{ shop: Shop | null }> {
  try {
    return await database.knownShop();
  } catch (error) {
    const { code } = error as KeeperError;
    if (code === 'unreadable_shop' || code === 'needs_database') return { shop: null };
    throw new NodeOperationError(context.getNode(), error as Error);
  }
}

/**
 * One message of one chat: whoever wrote it, customer or baker, it becomes one recorded event and one step.
 *
 * @throws NodeOperationError if the item is no Telegram update
 */
export async function handleMessage(
  context: IExecuteFunctions,
  database: Database,
  item: INodeExecutionData,
  index: number,
): Promise<Emitted> {
  if (typeof item.json.update_id !== 'number') {
    throw new NodeOperationError(context.getNode(), 'Это не сообщение Telegram', {
      itemIndex: index,
      description:
        'На вход нужен узел Telegram Trigger. Для события системы выберите операцию «Handle Event», для отправленной карточки «Confirm Sent».',
    });
  }
  const account = context.getNodeParameter('account', index) as string;
  const inbound = parseTelegramUpdate(item.json, account, DateTime.utc().toISO());
  if (!inbound) return emitNothing();

  const toCard = inbound.event.type === 'press' ? BAKERS_PRESS.test(inbound.event.data) : inbound.replyTo !== undefined;
  const { shop } = toCard || !inbound.private ? await database.newestShop() : await shopToRecordBy(context, database);
  const { event, message, replyTo, address, key, at, person } = inbound;
  const route = routeInbound({ chat: address.chat, event, message, replyTo, private: inbound.private }, shop);
  // A group that is not the baker's: the bot was only added there, nobody orders a cake in public.
  if (route.kind === 'customer' && !inbound.private) return emitNothing();

  const about = (body: typeof route.event) => ({ key, at, body });
  if (route.kind === 'customer' || route.kind === 'bakers_chat') {
    return runStep(context, database, {
      chat: address,
      event: about(route.event),
      ...(route.kind === 'customer' ? { person } : {}),
    });
  }
  try {
    const to = route.kind === 'card' ? { card: { ...address, message: route.card.message } } : { order: route.order };
    return await runStep(context, database, { ...to, event: about(route.event) });
  } catch (error) {
    const unknown = error instanceof KeeperError && (error.code === 'unknown_order' || error.code === 'unknown_card');
    if (!unknown) {
      throw new NodeOperationError(context.getNode(), error as Error, { itemIndex: index });
    }
    const callback = inbound.event.type === 'press' ? inbound.event.callback : undefined;
    return runStep(context, database, {
      chat: address,
      event: about({
        type: 'bakers_chat',
        what: route.kind === 'card' ? 'words_without_card' : 'unknown_order',
        callback,
        from: person,
      }),
    });
  }
}
