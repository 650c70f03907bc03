import { DateTime } from 'luxon';
import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { isMessengerEvent, parseInbound } from '../../../lib/channels';
import type { Database } from '../../shared/database';
import { withInbound } from '../../shared/intake';
import type { Emitted } from '../../shared/perItem';
import { emitNothing, runStep } from '../runStep';

/**
 * One message of one chat: whoever wrote it, customer or baker, it becomes one recorded event and one step.
 *
 * @throws NodeOperationError if the item is no event of a messenger
 */
export async function handleMessage(
  context: IExecuteFunctions,
  database: Database,
  item: INodeExecutionData,
  index: number,
): Promise<Emitted> {
  if (!isMessengerEvent(item.json)) {
    throw new NodeOperationError(context.getNode(), 'Это не сообщение мессенджера', {
      itemIndex: index,
      description:
        'На вход нужен узел Telegram Trigger, VK Trigger или Avito Trigger. Для события системы выберите операцию «Handle Event», для отправленной карточки «Confirm Sent».',
    });
  }
  const account = context.getNodeParameter('account', index) as string;
  const inbound = parseInbound(item.json, account, DateTime.utc().toISO());
  if (!inbound) return emitNothing();
  try {
    const emitted = await withInbound(context, database, inbound, (request) => runStep(context, database, request));
    return emitted ?? emitNothing();
  } catch (error) {
    throw new NodeOperationError(context.getNode(), error as Error, { itemIndex: index });
  }
}
