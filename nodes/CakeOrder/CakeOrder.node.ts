import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';

import { openDatabase } from '../shared/database';
import { OUTPUT_NAMES, OUTPUTS } from '../shared/emit';
import { perItem } from '../shared/perItem';
import { cakeOrderProperties } from './description';
import { operations, type OperationName } from './operations';

/** One step of the order conversation: an event in, replies and effects out. */
export class CakeOrder implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Cake Order',
    name: 'cakeOrder',
    icon: { light: 'file:cakeOrder.svg', dark: 'file:cakeOrder.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["operation"] }}',
    description: 'Takes custom cake orders: one message or event in, replies and effects out, exactly once',
    defaults: { name: 'Cake Order' },
    inputs: [NodeConnectionTypes.Main],
    outputs: OUTPUTS.map(() => NodeConnectionTypes.Main),
    outputNames: OUTPUT_NAMES,
    usableAsTool: true,
    // Neither is required for n8n, because one of the two is enough; the node says so when there is none.
    credentials: [
      { name: 'supabaseApi', displayName: 'Supabase', required: false },
      { name: 'redis', displayName: 'Redis', required: false },
    ],
    properties: cakeOrderProperties,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const operation = operations[this.getNodeParameter('operation', 0) as OperationName];
    const database = await openDatabase(this);
    return perItem(this, OUTPUTS.length, (item, index) => operation(this, database, item, index));
  }
}
