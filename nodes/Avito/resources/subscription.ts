import { NodeOperationError } from 'n8n-workflow';

import { PATHS } from '../../../lib/channels/avito/paths';
import { subscriptionsOf, withoutSecrets, type Subscription } from '../../../lib/channels/avito/subscriptions';
import type { Avito } from '../../shared/avito';
import { shownFor, wordsIn, type Resource } from './types';

const listed = async (avito: Avito): Promise<Subscription[]> =>
  subscriptionsOf(await avito.call('POST', PATHS.subscriptions, { body: {} }));

/** Where Avito brings the account's messages. Addresses are shown without the values in their query, which are secrets. */
export const subscription: Resource = {
  properties: [
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      displayOptions: { show: { resource: ['subscription'] } },
      options: [
        {
          name: 'Delete',
          value: 'delete',
          description: 'Stop messages from going to an address',
          action: 'Delete a subscription',
        },
        {
          name: 'Get Many',
          value: 'getAll',
          description: 'List the addresses that messages go to',
          action: 'Get many subscriptions',
        },
      ],
      default: 'getAll',
    },
    {
      displayName: 'Address',
      name: 'url',
      type: 'string',
      default: '',
      required: true,
      description: 'As “Get Many” shows it',
      displayOptions: shownFor('subscription', 'delete'),
    },
  ],
  operations: {
    async delete(context, avito, index) {
      const wanted = wordsIn(context, 'url', index);
      const found = (await listed(avito)).filter(({ url }) => url === wanted || withoutSecrets(url) === wanted);
      if (found.length === 0) {
        throw new NodeOperationError(context.getNode(), 'Такого адреса у Авито нет', {
          itemIndex: index,
          description: 'Скопируйте адрес так, как его показывает «Get Many».',
        });
      }
      for (const { url } of found) await avito.call('POST', PATHS.unsubscribe, { body: { url } });
      return found.map(({ url }) => ({ url: withoutSecrets(url), deleted: true }));
    },
    async getAll(_context, avito) {
      return (await listed(avito)).map((one) => ({ ...one, url: withoutSecrets(one.url) }));
    },
  },
};
