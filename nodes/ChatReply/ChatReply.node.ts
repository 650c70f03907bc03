import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';

import { chatReplyProperties } from './description';
import { deliver } from './deliver';

/** Sends replies to the messenger they belong to, and confirms them. */
export class ChatReply implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Chat Reply',
    name: 'chatReply',
    icon: { light: 'file:chatReply.svg', dark: 'file:chatReply.dark.svg' },
    group: ['output'],
    version: 1,
    subtitle: '={{ $parameter["source"] === "item" ? "from Cake Order" : "own text" }}',
    description: 'Sends replies to the customer’s messenger and confirms that they were sent',
    defaults: { name: 'Chat Reply' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    // None is required: n8n would refuse to publish a bakery that has one messenger only.
    credentials: [
      { name: 'supabaseApi', displayName: 'Supabase', required: false },
      { name: 'redis', displayName: 'Redis', required: false },
      { name: 'telegramApi', displayName: 'Telegram', required: false },
      { name: 'vkApi', displayName: 'VK', required: false },
      { name: 'avitoApi', displayName: 'Avito', required: false },
      { name: 'avitoOAuth2Api', displayName: 'Avito OAuth2 (Instead of Avito)', required: false },
    ],
    properties: chatReplyProperties,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return [await deliver(this)];
  }
}
