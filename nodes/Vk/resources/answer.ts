import type { INodeProperties } from 'n8n-workflow';

import { peerIn, shownFor, wordsIn, wrong, type Operation } from './types';

const OPERATION = 'answerEvent';
/** Characters of the words that flash up. */
const SNACKBAR_LIMIT = 90;

/** The panel's part for the answer to a press of a callback button. */
export const answerFields = (resource: string): INodeProperties[] => [
  {
    displayName: 'Event ID',
    name: 'eventId',
    type: 'string',
    default: '',
    required: true,
    description: 'As the VK Trigger gives it in object.event_id',
    displayOptions: shownFor(resource, OPERATION),
  },
  {
    displayName: 'User ID',
    name: 'userId',
    type: 'string',
    default: '',
    required: true,
    description: 'Who pressed, as the VK Trigger gives it in object.user_id',
    displayOptions: shownFor(resource, OPERATION),
  },
  {
    displayName: 'Then',
    name: 'then',
    type: 'options',
    options: [
      { name: 'Open an Address', value: 'link' },
      { name: 'Show Nothing', value: 'nothing', description: 'Only stops the spinner' },
      { name: 'Show Words', value: 'words', description: 'They flash up over the chat' },
    ],
    default: 'nothing',
    displayOptions: shownFor(resource, OPERATION),
  },
  {
    displayName: 'Words',
    name: 'words',
    type: 'string',
    default: '',
    required: true,
    description: 'At most 90 characters; what is longer is cut',
    displayOptions: { show: { ...shownFor(resource, OPERATION).show, then: ['words'] } },
  },
  {
    displayName: 'Address',
    name: 'address',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'https://example.com/menu',
    displayOptions: { show: { ...shownFor(resource, OPERATION).show, then: ['link'] } },
  },
];

/** Answers a press of a callback button. VK takes it once, within a minute. */
export const answerEvent: Operation = async (context, vk, index) => {
  const peer = peerIn(context, index);
  const eventId = wordsIn(context, 'eventId', index);
  const userId = wordsIn(context, 'userId', index);
  if (!eventId || !/^\d+$/.test(userId)) {
    throw wrong(
      context,
      index,
      'Не указано, на какое нажатие отвечать',
      'Поля Event ID и User ID берутся из события VK Trigger: object.event_id и object.user_id.',
    );
  }
  const then = context.getNodeParameter('then', index) as string;
  const shown = {
    nothing: undefined,
    words: { type: 'show_snackbar', text: wordsIn(context, 'words', index).slice(0, SNACKBAR_LIMIT) },
    link: { type: 'open_link', link: wordsIn(context, 'address', index) },
  }[then];
  await vk.ask('messages.sendMessageEventAnswer', {
    event_id: eventId,
    user_id: userId,
    peer_id: peer,
    event_data: shown && JSON.stringify(shown),
  });
  return [{ peerId: Number(peer), userId: Number(userId), eventId, answered: true }];
};
