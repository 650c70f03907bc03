import { NodeOperationError, type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import type { Database } from '../../shared/database';
import type { Emitted } from '../../shared/perItem';
import { emitNothing } from '../runStep';

/** Reads one order by its number. */
export async function getOrder(
  context: IExecuteFunctions,
  database: Database,
  _item: INodeExecutionData,
  index: number,
): Promise<Emitted> {
  const number = context.getNodeParameter('order', index) as number;
  const order = await database.keeper.order(number);
  if (!order) {
    throw new NodeOperationError(context.getNode(), `Заказа № ${number} нет`, {
      itemIndex: index,
      description: 'Проверьте номер: он стоит в карточке кондитера и в сообщении клиенту.',
    });
  }
  const outputs = emitNothing();
  outputs[0] = [{ json: order as unknown as IDataObject }];
  return outputs;
}
