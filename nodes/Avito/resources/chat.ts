import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { PATHS } from '../../../lib/channels/avito/paths';
import { fieldOf } from '../../../lib/channels/avito/values';
import type { Avito } from '../../shared/avito';
import { pages } from '../paging';
import { unreadEvents } from '../unread';
import { chatField, limitFields, limitOf, shownFor, wordsIn, type Resource } from './types';

/** Chats by filter, as Avito lists them: the newest first. */
export async function chatsOf(avito: Avito, account: string, filter: Record<string, string | boolean>, most: number) {
  return pages(async (page) => {
    const chats = fieldOf(await avito.call('GET', PATHS.chats(account), { query: { ...filter, ...page } }), 'chats');
    return Array.isArray(chats) ? chats : [];
  }, most);
}

function filterOf(context: IExecuteFunctions, index: number): Record<string, string | boolean> {
  const { unreadOnly, chatTypes, itemIds } = context.getNodeParameter('filters', index, {}) as {
    unreadOnly?: boolean;
    chatTypes?: string[];
    itemIds?: string;
  };
  return {
    ...(unreadOnly ? { unread_only: true } : {}),
    ...(chatTypes?.length ? { chat_types: chatTypes.join(',') } : {}),
    ...(itemIds?.trim() ? { item_ids: itemIds.replace(/\s+/g, '') } : {}),
  };
}

const RESOURCE = 'chat';

/** Conversations with buyers. */
export const chat: Resource = {
  properties: [
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      displayOptions: { show: { resource: [RESOURCE] } },
      options: [
        {
          name: 'Get',
          value: 'get',
          description: 'Read a chat: its advertisement, the buyer, the last message',
          action: 'Get a chat',
        },
        {
          name: 'Get Many',
          value: 'getAll',
          description: 'List chats, the newest first',
          action: 'Get many chats',
        },
        {
          name: 'Get Unread as Events',
          value: 'getUnread',
          description: 'Give unread messages in the form of the Avito Trigger, to make up for what never arrived',
          action: 'Get unread messages as events',
        },
        {
          name: 'Mark Read',
          value: 'markRead',
          description: 'Mark all messages of a chat as read',
          action: 'Mark a chat as read',
        },
      ],
      default: 'getAll',
    },
    chatField(RESOURCE, 'get', 'markRead'),
    ...limitFields(RESOURCE, 'getAll'),
    {
      displayName: 'Filters',
      name: 'filters',
      type: 'collection',
      placeholder: 'Add filter',
      default: {},
      displayOptions: shownFor(RESOURCE, 'getAll'),
      options: [
        {
          displayName: 'Advertisement IDs',
          name: 'itemIds',
          type: 'string',
          default: '',
          description: 'Only chats about these advertisements, separated by commas',
        },
        {
          displayName: 'Chat Types',
          name: 'chatTypes',
          type: 'multiOptions',
          options: [
            { name: 'About an Advertisement', value: 'u2i' },
            { name: 'Between People', value: 'u2u' },
            { name: 'With Avito Itself', value: 'a2u' },
          ],
          default: ['u2i'],
          description: 'Which chats to list',
        },
        {
          displayName: 'Unread Only',
          name: 'unreadOnly',
          type: 'boolean',
          default: true,
          description: 'Whether to list only chats with unread messages',
        },
      ],
    },
    {
      displayName: 'Not Older Than (Hours)',
      name: 'hours',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 24,
      description: 'Older messages are left alone: nobody waits for the answer any more',
      displayOptions: shownFor(RESOURCE, 'getUnread'),
    },
    {
      displayName: 'Mark Read',
      name: 'markRead',
      type: 'boolean',
      default: false,
      description:
        'Whether to mark the chats as read. Without it the same messages come again next time, which costs Cake Order nothing.',
      displayOptions: shownFor(RESOURCE, 'getUnread'),
    },
  ],
  operations: {
    async get(context, avito, index) {
      const path = PATHS.chat(await avito.account(), wordsIn(context, 'chat', index));
      return [(await avito.call('GET', path)) as IDataObject];
    },
    async getAll(context, avito, index) {
      const chats = await chatsOf(avito, await avito.account(), filterOf(context, index), limitOf(context, index));
      return chats as IDataObject[];
    },
    async getUnread(context, avito, index) {
      const hours = context.getNodeParameter('hours', index) as number;
      const account = await avito.account();
      const chats = await chatsOf(avito, account, { unread_only: true, chat_types: 'u2i,u2u' }, Infinity);
      const { events, read } = await unreadEvents(avito, account, chats, hours);
      if (context.getNodeParameter('markRead', index)) {
        for (const one of read) await avito.call('POST', PATHS.read(account, one));
      }
      return events;
    },
    async markRead(context, avito, index) {
      const id = wordsIn(context, 'chat', index);
      await avito.call('POST', PATHS.read(await avito.account(), id));
      return [{ chat: id, read: true }];
    },
  },
};
