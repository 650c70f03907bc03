import {
  NodeConnectionTypes,
  type INodeType,
  type INodeTypeDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
} from 'n8n-workflow';

import { credentials, properties } from './description';
import { receive } from './receive';

/**
 * Starts when a payment provider tells that something became of a payment. What it tells is asked again before it counts.
 */
// eslint-disable-next-line @n8n/community-nodes/webhook-lifecycle-complete -- the owner enters the address: with a shop's keys YooKassa and T-Bank let nobody register one
export class PaymentTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Payment Trigger',
    name: 'paymentTrigger',
    icon: { light: 'file:paymentTrigger.svg', dark: 'file:paymentTrigger.dark.svg' },
    group: ['trigger'],
    // For a webhook of a node of version 1 n8n evaluates an expression with each call (`options.binaryData`).
    version: 1.1,
    subtitle: '={{ $parameter["provider"] }}',
    description:
      'Starts when YooKassa, T-Bank or Stripe tells of a payment; emits what Cake Order’s Handle Result takes',
    eventTriggerDescription: 'Waiting for a notification of the payment provider',
    activationMessage: 'Адрес для уведомлений об оплате работает. Проверьте, что он вписан в кабинете провайдера.',
    defaults: { name: 'Payment Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials,
    webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'payment' }],
    properties,
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return receive(this);
  }
}
