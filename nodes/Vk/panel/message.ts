import type { INodeProperties } from 'n8n-workflow';

import { answerFields } from '../resources/answer';
import { peerField, shownFor } from '../resources/types';
import { carouselFields } from './carousel';
import { keyboardFields } from './keyboard';
import { pictureFields } from './picture';

const RESOURCE = 'message';

const attachments: INodeProperties = {
  displayName: 'Attachments',
  name: 'attachments',
  type: 'string',
  default: '',
  placeholder: 'photo-1_2,doc-1_3',
  description: 'What VK already has, comma-separated, as “Upload a Photo” gives it',
};
const previews: INodeProperties = {
  displayName: 'Show Link Previews',
  name: 'previews',
  type: 'boolean',
  default: false,
  description: 'Whether VK shows what the first address in the text leads to',
};
const byPlace: INodeProperties = {
  displayName: 'Count Within the Conversation',
  name: 'byPlace',
  type: 'boolean',
  default: false,
  description: 'Whether Message ID is a conversation_message_id, as in events of the VK Trigger',
};

/** The panel's part for messages. */
export const messageFields: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: [RESOURCE] } },
    options: [
      {
        name: 'Answer Button Event',
        value: 'answerEvent',
        description: 'Stop the spinner of a callback button, within a minute',
        action: 'Answer a button event',
      },
      {
        name: 'Delete',
        value: 'delete',
        description: 'Take back a message of the community, within a day',
        action: 'Delete a message',
      },
      { name: 'Edit', value: 'edit', description: 'Change a message of the community', action: 'Edit a message' },
      {
        name: 'Send',
        value: 'send',
        description: 'Send a message; above 4000 characters it becomes several',
        action: 'Send a message',
      },
      {
        name: 'Send Typing',
        value: 'sendTyping',
        description: 'Show “typing…” for a few seconds',
        action: 'Send typing',
      },
    ],
    default: 'send',
  },
  peerField(RESOURCE, 'answerEvent', 'delete', 'edit', 'send', 'sendTyping'),
  {
    displayName: 'Message ID',
    name: 'messageId',
    type: 'string',
    default: '',
    required: true,
    placeholder: '7',
    description: 'The message’s number, as “Send” gives it; to delete several, comma-separated',
    displayOptions: shownFor(RESOURCE, 'delete', 'edit'),
  },
  {
    displayName: 'Text',
    name: 'text',
    type: 'string',
    typeOptions: { rows: 4 },
    default: '',
    description: 'Plain text; no formatting marks are read',
    displayOptions: shownFor(RESOURCE, 'edit', 'send'),
  },
  ...keyboardFields(RESOURCE, 'edit', 'send'),
  ...pictureFields(RESOURCE, 'send', true),
  ...carouselFields(RESOURCE, 'send'),
  ...answerFields(RESOURCE),
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    displayOptions: shownFor(RESOURCE, 'send'),
    options: [
      attachments,
      {
        displayName: 'Mute Mentions',
        name: 'muteMentions',
        type: 'boolean',
        default: false,
        description: 'Whether nobody who is mentioned in the text gets a notification',
      },
      {
        displayName: 'Reply To',
        name: 'replyTo',
        type: 'number',
        default: 0,
        description: 'The number of the message that this one answers',
      },
      previews,
    ],
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    displayOptions: shownFor(RESOURCE, 'edit'),
    options: [attachments, byPlace, previews],
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    displayOptions: shownFor(RESOURCE, 'delete'),
    options: [
      byPlace,
      {
        displayName: 'Only for the Community',
        name: 'onlyHere',
        type: 'boolean',
        default: false,
        description: 'Whether the customer still sees the message',
      },
    ],
  },
];
