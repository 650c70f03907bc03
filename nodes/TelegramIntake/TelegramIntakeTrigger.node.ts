import {
  NodeConnectionTypes,
  type INodeType,
  type INodeTypeDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
} from 'n8n-workflow';

import { credentials, propertiesOf } from './description';
import { receive } from './receive';
import { webhookMethods } from './registration';
import { PATH } from './webhookUrl';

/** Telegram by webhook. Unlike n8n's own trigger it records an update before Telegram is told that it arrived. */
export class TelegramIntakeTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Telegram Intake Trigger',
    name: 'telegramIntakeTrigger',
    icon: { light: 'file:telegramIntake.svg', dark: 'file:telegramIntake.dark.svg' },
    group: ['trigger'],
    // For a webhook of a node of version 1 n8n evaluates an expression with each call (`options.binaryData`).
    version: 1.1,
    subtitle: 'по веб-адресу',
    description: 'Starts on a message to the bot. With a database no message is lost, whatever happens to n8n.',
    eventTriggerDescription: 'Waiting for a message to the bot',
    activationMessage: 'Бот подключён: сообщения теперь приходят сюда.',
    defaults: { name: 'Telegram Intake Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials,
    webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: PATH }],
    properties: propertiesOf(true),
  };

  webhookMethods = webhookMethods;

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return receive(this);
  }
}
