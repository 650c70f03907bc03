import type { INodeProperties } from 'n8n-workflow';

import { message } from './resources/message';
import { photo } from './resources/photo';
import type { Resource } from './resources/types';
import { user } from './resources/user';

/** What the node works on. */
export const RESOURCES: Record<string, Resource> = { message, photo, user };

/** The panel of VK. */
export const vkProperties: INodeProperties[] = [
  {
    displayName: 'Resource',
    name: 'resource',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Message', value: 'message' },
      { name: 'Photo', value: 'photo' },
      { name: 'User', value: 'user' },
    ],
    default: 'message',
  },
  ...Object.values(RESOURCES).flatMap(({ properties }) => properties),
];
