import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';

import { perItem } from '../shared/perItem';
import { paymentProperties } from './description';
import { getPayment } from './getPayment';
import { playItem } from './play';
import { reconcile } from './reconcile';
import { dailyReport } from './report';

const operations = { dailyReport, getPayment, playEffect: playItem, reconcile };

/** Everything that is asked of payment providers: links, returns, closing receipts, and how payments stand. */
export class Payment implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Payment',
    name: 'payment',
    icon: { light: 'file:payment.svg', dark: 'file:payment.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["operation"] }}',
    description: 'Makes payment links, returns money and checks payments at YooKassa, T-Bank and Stripe',
    defaults: { name: 'Payment' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials: [
      { name: 'supabaseApi', displayName: 'Supabase', required: true },
      // Those that the shop offers in its settings; a link of another one is refused in words.
      { name: 'yooKassaApi', displayName: 'YooKassa', required: false },
      { name: 'tBankApi', displayName: 'T-Bank', required: false },
      { name: 'stripeCheckoutApi', displayName: 'Stripe', required: false },
    ],
    properties: paymentProperties,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const operation = this.getNodeParameter('operation', 0) as keyof typeof operations;
    return perItem(this, 1, operations[operation](this));
  }
}
