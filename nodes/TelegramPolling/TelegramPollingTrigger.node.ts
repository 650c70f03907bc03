import {
  NodeConnectionTypes,
  type INodeType,
  type INodeTypeDescription,
  type ITriggerFunctions,
  type ITriggerResponse,
} from 'n8n-workflow';

import { credentials, propertiesOf } from '../TelegramIntake/description';
import { startPolling } from './startPolling';

/** Telegram for a bakery that has no public address: the node fetches the messages itself. */
export class TelegramPollingTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Telegram Polling Trigger',
    name: 'telegramPollingTrigger',
    icon: { light: 'file:telegramPolling.svg', dark: 'file:telegramPolling.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: 'без веб-адреса',
    description: 'Fetches messages to the bot, with no public address. With a database no message is lost.',
    eventTriggerDescription: 'Waiting for a message to the bot',
    activationMessage: 'Бот подключён: сообщения теперь приходят сюда.',
    defaults: { name: 'Telegram Polling Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials,
    properties: propertiesOf(false),
  };

  async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
    return startPolling(this);
  }
}
