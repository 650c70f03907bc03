import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { VK_EVENTS } from '../../lib/channels/vk/parse';
import { EVENT_OPTIONS } from './events';

/** What the node may be given besides VK: with one of the two it records each event before it answers. */
export const credentials: INodeTypeDescription['credentials'] = [
  { name: 'vkApi', displayName: 'VK', required: true },
  { name: 'supabaseApi', displayName: 'Supabase', required: false },
  { name: 'redis', displayName: 'Redis', required: false },
];

/** The panel. */
export const properties: INodeProperties[] = [
  {
    displayName: 'Get Events By',
    name: 'mode',
    type: 'options',
    noDataExpression: true,
    options: [
      {
        name: 'Callback API',
        value: 'callback',
        description: 'VK calls n8n: at once, but n8n needs a public HTTPS address',
      },
      {
        name: 'Long Poll',
        value: 'longPoll',
        description: 'N8n asks VK: works without a public address',
      },
    ],
    default: 'callback',
  },
  {
    displayName: 'Events',
    name: 'events',
    type: 'multiOptions',
    options: EVENT_OPTIONS,
    default: [...VK_EVENTS],
    description: 'What starts the workflow. Cake Order needs the events that are chosen from the start.',
  },
  {
    displayName:
      'With a Supabase or Redis credential each event is recorded before VK is told that it arrived, so that none is lost and none is worked on twice.',
    name: 'recordNotice',
    type: 'notice',
    default: '',
  },
];
