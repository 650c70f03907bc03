import type { INodeProperties } from 'n8n-workflow';

/** The panel of Chat Reply. */
export const chatReplyProperties: INodeProperties[] = [
  {
    displayName: 'Reply',
    name: 'source',
    type: 'options',
    noDataExpression: true,
    options: [
      {
        name: 'From Cake Order',
        value: 'item',
        description: 'Each input item carries the reply and the chat',
        action: 'Send the replies of cake order',
      },
      {
        name: 'Own Text',
        value: 'own',
        description: 'Write the message here',
        action: 'Send a message of your own',
      },
    ],
    default: 'item',
  },
  {
    displayName: 'Messenger',
    name: 'channel',
    type: 'options',
    options: [
      { name: 'Avito', value: 'avito' },
      { name: 'Telegram', value: 'telegram' },
      { name: 'VK', value: 'vk' },
    ],
    default: 'telegram',
    description: 'Where the message goes; the node needs the credential of that messenger',
    displayOptions: { show: { source: ['own'] } },
  },
  {
    displayName: 'Chat',
    name: 'chat',
    type: 'string',
    default: '',
    required: true,
    placeholder: '500000001',
    description: 'The messenger’s own ID of the chat. In Telegram the bot tells it on /ID.',
    displayOptions: { show: { source: ['own'] } },
  },
  {
    displayName: 'Text',
    name: 'text',
    type: 'string',
    typeOptions: { rows: 4 },
    default: '',
    description: 'Plain text; no formatting marks are read. Long texts are split.',
    displayOptions: { show: { source: ['own'] } },
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    displayOptions: { show: { source: ['own'] } },
    options: [
      {
        displayName: 'Link Address',
        name: 'linkUrl',
        type: 'string',
        default: '',
        description: 'Address that the button under the message opens',
      },
      {
        displayName: 'Link Label',
        name: 'linkLabel',
        type: 'string',
        default: '',
        description: 'Words on that button',
      },
      {
        displayName: 'Picture',
        name: 'image',
        type: 'string',
        default: '',
        description: 'Address of a picture, or a file of the messenger by its ID',
      },
      {
        displayName: 'Show Typing',
        name: 'typing',
        type: 'boolean',
        default: false,
        description: 'Whether to show “typing…” before the message',
      },
    ],
  },
];
