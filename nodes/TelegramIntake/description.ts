import type { INodeProperties } from 'n8n-workflow';

/** Which credentials both Telegram triggers take. Without a database they pass on what comes, and record nothing. */
export const credentials = [
  { name: 'telegramApi', displayName: 'Telegram', required: true },
  { name: 'supabaseApi', displayName: 'Supabase', required: false },
  { name: 'redis', displayName: 'Redis', required: false },
];

const KINDS = [
  {
    name: 'Button Press',
    value: 'callback_query',
    description: 'Somebody presses a button under a message of the bot',
  },
  {
    name: 'Edit',
    value: 'edited_message',
    description: 'Somebody changes a message',
  },
  {
    name: 'Membership',
    value: 'my_chat_member',
    description: 'Somebody blocks the bot, or takes it back',
  },
  {
    name: 'Message',
    value: 'message',
    description: 'Somebody writes, or sends a photo, a sticker and so on',
  },
];

const takeOver: INodeProperties = {
  displayName: 'Take Over',
  name: 'takeOver',
  type: 'boolean',
  default: false,
  description:
    'Whether to take the bot away from another receiver. A bot has one receiver only; without this the node refuses when there is another one.',
};

const maxConnections: INodeProperties = {
  displayName: 'Max Connections',
  name: 'maxConnections',
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 100 },
  default: 40,
  description: 'How many messages of different chats Telegram may bring at the same time',
};

/** The panel; `byWebhook` has one option more. */
export const propertiesOf = (byWebhook: boolean): INodeProperties[] => [
  {
    displayName: byWebhook
      ? 'A bot has one receiver: switch other Telegram triggers of it off. With the Supabase credential each message is recorded before Telegram is answered, so that a crash loses none.'
      : 'For an n8n without a public address. A bot has one receiver: switch other Telegram triggers of it off. With the Supabase credential nothing is lost or doubled across restarts.',
    name: 'receiverNotice',
    type: 'notice',
    default: '',
  },
  {
    displayName: 'Updates',
    name: 'updates',
    type: 'multiOptions',
    options: KINDS,
    required: true,
    default: ['callback_query', 'edited_message', 'message', 'my_chat_member'],
    description: 'What is asked of Telegram. Cake Order uses all of it.',
  },
  {
    displayName: 'Account',
    name: 'account',
    type: 'string',
    default: 'main',
    description: 'Name of the bot, the same as in Cake Order. Change it only if the bakery has several bots.',
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: byWebhook ? [maxConnections, takeOver] : [takeOver],
  },
];
