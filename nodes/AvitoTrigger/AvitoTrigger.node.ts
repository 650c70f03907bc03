import {
  NodeConnectionTypes,
  type INodeType,
  type INodeTypeDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
} from 'n8n-workflow';

import { receive } from './receive';
import { webhookMethods } from './subscription';
import { PATH } from './webhookUrl';

/**
 * Avito's messages by webhook. What got lost on the way is fetched by the Avito node ("Get Unread as Events"): n8n 2.41
 * runs a node that has both a webhook and a timer when published, but at a test of it drops what the webhook took.
 */
export class AvitoTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Avito Trigger',
    name: 'avitoTrigger',
    icon: { light: 'file:avito.svg', dark: 'file:avito.dark.svg' },
    group: ['trigger'],
    // For a webhook of a node of version 1 n8n evaluates an expression with each call (`options.binaryData`).
    version: 1.1,
    subtitle: 'сообщения покупателей',
    description: 'Starts when a buyer writes on Avito, or somebody of the shop answers by hand',
    eventTriggerDescription: 'Waiting for a message on Avito',
    activationMessage: 'Авито подключено: сообщения теперь приходят сюда.',
    defaults: { name: 'Avito Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    // One of the two for Avito is needed; the node says so when there is none.
    credentials: [
      { name: 'avitoApi', displayName: 'Avito', required: false },
      { name: 'avitoOAuth2Api', displayName: 'Avito OAuth2 (Instead of Avito)', required: false },
      { name: 'supabaseApi', displayName: 'Supabase', required: false },
      { name: 'redis', displayName: 'Redis', required: false },
    ],
    webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: 'ok', path: PATH }],
    properties: [
      {
        displayName:
          'Avito promises no second delivery. For what may get lost, let a Schedule Trigger run an Avito node with “Get Unread as Events” before Cake Order: a message that was already answered changes nothing.',
        name: 'reconcileNotice',
        type: 'notice',
        default: '',
      },
      {
        displayName: 'Options',
        name: 'options',
        type: 'collection',
        placeholder: 'Add option',
        default: {},
        options: [
          {
            displayName: 'Show Signature',
            name: 'signature',
            type: 'boolean',
            default: false,
            description:
              'Whether to add Avito’s x-avito-messenger-signature header to the output. Avito does not publish how it is made, so nothing is checked with it.',
          },
        ],
      },
    ],
  };

  webhookMethods = webhookMethods;

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return receive(this);
  }
}
