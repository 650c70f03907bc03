import { NodeOperationError, type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import type { Emitted } from '../shared/perItem';
import { open } from './open';

/** Get Payment: a payment of the books, with its order. */
export function getPayment(context: IExecuteFunctions): (item: INodeExecutionData, index: number) => Promise<Emitted> {
  return async (_item, index) => {
    const { database } = await open(context, index);
    const id = String(context.getNodeParameter('payment', index)).trim();
    const known = await database.keeper.paymentBy({ payment: id });
    if (!known) {
      throw new NodeOperationError(context.getNode(), `Платежа «${id}» нет`, {
        itemIndex: index,
        description: 'Номер платежа: номер заказа, дефис и какой он по счёту, например 1001-1.',
      });
    }
    const { payment, order, status, chat } = known;
    return [[{ json: { ...payment, order, orderStatus: status, chat } as unknown as IDataObject }]];
  };
}
