import type { IDataObject } from 'n8n-workflow';

import { PATHS } from '../../../lib/channels/avito/paths';
import type { Resource } from './types';

/** The account of the keys: its number, name and page. */
export const account: Resource = {
  properties: [
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      displayOptions: { show: { resource: ['account'] } },
      options: [
        {
          name: 'Get',
          value: 'get',
          description: 'Read the account that the keys belong to',
          action: 'Get an account',
        },
      ],
      default: 'get',
    },
  ],
  operations: {
    get: async (_context, avito) => [(await avito.call('GET', PATHS.self)) as IDataObject],
  },
};
