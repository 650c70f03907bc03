import {
  NodeConnectionTypes,
  webhookDescriptionFields,
  type INodeType,
  type INodeTypeDescription,
  type ITriggerFunctions,
  type ITriggerResponse,
  type IWebhookFunctions,
  type IWebhookResponseData,
} from 'n8n-workflow';

import { credentials, properties } from './description';
import { longPollTrigger } from './longPoll';
import { receive } from './receive';
import { webhookMethods } from './registration';
import { callbackTrigger } from './testRun';

/**
 * No method, no webhook: with Long Poll n8n must neither register one nor wait for one in a test. Beside the expression
 * stands the function that n8n 2.41 asks instead of it; an older n8n, which has none, evaluates the expression.
 */
const METHOD = {
  template: '={{$parameter["mode"] === "longPoll" ? "" : "POST"}}',
  resolve: ({ mode }: { mode?: unknown }) => (mode === 'longPoll' ? '' : 'POST'),
};

/** Events of a VK community, by the Callback API or by Long Poll. */
export class VkTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'VK Trigger',
    name: 'vkTrigger',
    icon: { light: 'file:vkTrigger.svg', dark: 'file:vkTrigger.dark.svg' },
    group: ['trigger'],
    // For a webhook of a node of version 1 n8n evaluates an expression with each call (`options.binaryData`).
    version: 1.1,
    subtitle: '={{ $parameter["mode"] === "longPoll" ? "Long Poll" : "Callback API" }}',
    description: 'Starts when somebody writes to a VK community, presses a button there, and so on',
    eventTriggerDescription: 'Waiting for somebody to write to the community',
    activationMessage: 'Сообщество VK подключено: сообщения теперь приходят сюда.',
    defaults: { name: 'VK Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials,
    webhooks: [
      {
        name: 'default',
        responseMode: 'onReceived',
        path: 'webhook',
        ndvHideUrl: '={{ $parameter["mode"] === "longPoll" }}',
        ...(webhookDescriptionFields?.({ httpMethod: METHOD }) ?? { httpMethod: METHOD.template }),
      },
    ],
    properties,
  };

  webhookMethods = webhookMethods;

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return receive(this);
  }

  async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
    return this.getNodeParameter('mode') === 'longPoll' ? longPollTrigger(this) : callbackTrigger(this);
  }
}
