import { DateTime } from 'luxon';
import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import type { OrderAction } from '../../../lib/order/types';
import { KeeperError } from '../../../lib/sessions/types';
import type { Database } from '../../shared/database';
import { OUTPUTS } from '../../shared/emit';
import type { Emitted } from '../../shared/perItem';
import { emitNothing, runStep } from '../runStep';

/**
 * A system event about an order: somebody or something other than a chat moved it on. An effect of ours that comes back
 * unplayed (the node behind its output is disabled) is noted as skipped and never taken for an event.
 *
 * @throws NodeOperationError when there is no such order
 */
export async function handleEvent(
  context: IExecuteFunctions,
  database: Database,
  item: INodeExecutionData,
  index: number,
): Promise<Emitted> {
  const { key, kind } = item.json;
  if (typeof key === 'string' && (OUTPUTS as readonly string[]).includes(String(kind))) {
    await database.keeper.confirm([{ key, result: 'skipped', detail: 'not set up' }]);
    return emitNothing();
  }
  const order = context.getNodeParameter('order', index) as number;
  const action = context.getNodeParameter('action', index) as OrderAction;
  const eventKey = context.getNodeParameter('eventKey', index) as string;
  if (!eventKey) {
    throw new NodeOperationError(context.getNode(), 'У события нет ключа', {
      itemIndex: index,
      description: 'Заполните «Event Key»: номер события из его источника. По нему повтор узнаётся и ничего не меняет.',
    });
  }
  const at = DateTime.utc().toISO();
  const from = { id: 'system' };
  const body = { type: 'baker' as const, action, order, from, card: null };
  try {
    return await runStep(context, database, { order, event: { key: `event:${eventKey}`, at, body } });
  } catch (error) {
    if (!(error instanceof KeeperError) || error.code !== 'unknown_order') {
      throw new NodeOperationError(context.getNode(), error as Error, { itemIndex: index });
    }
    throw new NodeOperationError(context.getNode(), `Заказа № ${order} нет`, {
      itemIndex: index,
      description: 'Событие ничего не изменило. Проверьте номер заказа.',
    });
  }
}
