import type { INodeProperties } from 'n8n-workflow';

const forOperations = (...operation: string[]) => ({ show: { operation } });

/** The panel of Cake Order. */
export const cakeOrderProperties: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    options: [
      {
        name: 'Confirm Sent',
        value: 'confirmSent',
        description: 'Notes that a card, e-mail or SMS went out, so that the sweeper leaves it alone',
        action: 'Confirm that an effect was sent',
      },
      {
        name: 'Get Order',
        value: 'getOrder',
        description: 'Reads an order by its number',
        action: 'Get an order',
      },
      {
        name: 'Handle Event',
        value: 'handleEvent',
        description: 'Moves an order on: accepted, baking, ready, handed over and so on',
        action: 'Handle an event of an order',
      },
      {
        name: 'Handle Message',
        value: 'handleMessage',
        description: 'Takes what a messenger’s trigger emits and makes one step of the conversation',
        action: 'Handle a message',
      },
      {
        name: 'Handle Result',
        value: 'handleResult',
        description: 'Takes what Cake Understanding or Cake Preview made and goes on with the conversation',
        action: 'Handle a result',
      },
      {
        name: 'Reset Chat',
        value: 'resetChat',
        description: 'Forgets where a conversation stood; its orders stay',
        action: 'Reset a chat',
      },
      {
        name: 'Send Unsent',
        value: 'sendUnsent',
        description: 'Finds what a crash left behind: replies not sent, messages without a step, times that have come',
        action: 'Send what is unsent',
      },
    ],
    default: 'handleMessage',
  },
  {
    displayName: 'Account',
    name: 'account',
    type: 'string',
    default: 'main',
    description:
      'Name of the Telegram bot. Change it only if the bakery has several bots: conversations belong to it. VK and Avito name their account themselves.',
    displayOptions: forOperations('handleMessage', 'resetChat'),
  },
  {
    displayName: 'Order Number',
    name: 'order',
    type: 'number',
    typeOptions: { minValue: 1 },
    default: 0,
    required: true,
    description: 'Number that customer and baker see, such as 1001',
    displayOptions: forOperations('getOrder', 'handleEvent'),
  },
  {
    displayName: 'What Happened',
    name: 'action',
    type: 'options',
    options: [
      { name: 'Accepted', value: 'accept' },
      { name: 'Baking', value: 'bake' },
      { name: 'Cancelled', value: 'cancel' },
      { name: 'Declined', value: 'decline' },
      { name: 'Handed Over', value: 'hand_over' },
      { name: 'Ready', value: 'finish' },
    ],
    default: 'accept',
    displayOptions: forOperations('handleEvent'),
  },
  {
    displayName: 'Event Key',
    name: 'eventKey',
    type: 'string',
    default: '',
    required: true,
    description:
      'Identity of the event. The same key a second time changes nothing, so use the ID that its source gave it.',
    displayOptions: forOperations('handleEvent'),
  },
  {
    displayName: 'Effect Key',
    name: 'effectKey',
    type: 'string',
    default: '={{ $("Какая карточка").item.json.key }}',
    required: true,
    description: 'Key of the effect that was sent, taken by paired item from the node before the sending one',
    displayOptions: forOperations('confirmSent'),
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
    description: 'Where the chat is. In VK the account is the number of the community, on Avito that of the user.',
    displayOptions: forOperations('resetChat'),
  },
  {
    displayName: 'Chat',
    name: 'chat',
    type: 'string',
    default: '',
    required: true,
    description: 'The messenger’s own ID of the chat',
    displayOptions: forOperations('resetChat'),
  },
  {
    displayName: 'Older Than (Seconds)',
    name: 'olderThan',
    type: 'number',
    typeOptions: { minValue: 1 },
    default: 15,
    description: 'Younger messages are left to the execution that has them',
    displayOptions: forOperations('sendUnsent'),
  },
];
