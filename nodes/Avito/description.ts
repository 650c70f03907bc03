import type { INodeProperties } from 'n8n-workflow';

import { account } from './resources/account';
import { chat } from './resources/chat';
import { item } from './resources/item';
import { message } from './resources/message';
import { subscription } from './resources/subscription';
import type { Resource } from './resources/types';

/** What the node works on. */
export const RESOURCES: Record<string, Resource> = { account, item, chat, message, subscription };

/** The panel of Avito. */
export const avitoProperties: INodeProperties[] = [
  {
    displayName: 'Authentication',
    name: 'authentication',
    type: 'options',
    noDataExpression: true,
    options: [
      {
        name: 'Keys of the Account',
        value: 'personal',
        description: 'Client ID and secret from avito.ru/professionals/api',
      },
      {
        name: 'OAuth2',
        value: 'oAuth2',
        description: 'Access given to an application of Avito’s partner programme',
      },
    ],
    default: 'personal',
  },
  {
    displayName: 'Resource',
    name: 'resource',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Account', value: 'account' },
      { name: 'Advertisement', value: 'item' },
      { name: 'Chat', value: 'chat' },
      { name: 'Message', value: 'message' },
      { name: 'Subscription', value: 'subscription' },
    ],
    default: 'message',
  },
  ...Object.values(RESOURCES).flatMap(({ properties }) => properties),
];
