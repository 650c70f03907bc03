import type { IDataObject } from 'n8n-workflow';

import { PATHS } from '../../../lib/channels/avito/paths';
import { shownFor, wordsIn, type Resource } from './types';

/** The shop's advertisements. */
export const item: Resource = {
  properties: [
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      displayOptions: { show: { resource: ['item'] } },
      options: [
        {
          name: 'Get',
          value: 'get',
          description: 'Read whether an advertisement is shown, and until when; title and price stand in the chat',
          action: 'Get an advertisement',
        },
      ],
      default: 'get',
    },
    {
      displayName: 'Advertisement ID',
      name: 'item',
      type: 'string',
      default: '',
      required: true,
      description: 'Number of the advertisement, as the Avito Trigger gives it in payload.value.item_id',
      displayOptions: shownFor('item', 'get'),
    },
  ],
  operations: {
    async get(context, avito, index) {
      const path = PATHS.item(await avito.account(), wordsIn(context, 'item', index));
      return [(await avito.call('GET', path)) as IDataObject];
    },
  },
};
