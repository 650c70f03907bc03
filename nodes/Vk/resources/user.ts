import type { IDataObject } from 'n8n-workflow';

import { shownFor, wordsIn, wrong, type Operation, type Resource } from './types';

const RESOURCE = 'user';

const get: Operation = async (context, vk, index) => {
  const users = wordsIn(context, 'users', index)
    .split(/[\s,]+/)
    .filter(Boolean);
  if (users.length === 0)
    throw wrong(context, index, 'Не указано, о ком узнать', 'В поле Users нужны номера или короткие имена.');
  const fields = context.getNodeParameter('fields', index, []) as string[];
  const found = await vk.ask<IDataObject[]>('users.get', {
    user_ids: users.join(','),
    fields: fields.length > 0 ? fields.join(',') : undefined,
  });
  if (found.length > 0) return found;
  throw wrong(
    context,
    index,
    'VK не знает такого человека',
    'Проверьте номер или короткое имя: оно стоит в адресе его страницы.',
  );
};

/** People. */
export const user: Resource = {
  properties: [
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      displayOptions: { show: { resource: [RESOURCE] } },
      options: [
        { name: 'Get', value: 'get', description: 'Read what people show of themselves', action: 'Get a user' },
      ],
      default: 'get',
    },
    {
      displayName: 'Users',
      name: 'users',
      type: 'string',
      default: '',
      required: true,
      placeholder: '42, durov',
      description: 'Numbers or short names, comma-separated',
      displayOptions: shownFor(RESOURCE, 'get'),
    },
    {
      displayName: 'Fields',
      name: 'fields',
      type: 'multiOptions',
      options: [
        { name: 'Birthday', value: 'bdate' },
        { name: 'City', value: 'city' },
        { name: 'Country', value: 'country' },
        { name: 'Online', value: 'online' },
        { name: 'Photo', value: 'photo_200' },
        { name: 'Sex', value: 'sex' },
        { name: 'Short Name', value: 'screen_name' },
        { name: 'Time Zone', value: 'timezone' },
      ],
      default: [],
      description: 'What to read besides the name; people may hide it',
      displayOptions: shownFor(RESOURCE, 'get'),
    },
  ],
  operations: { get },
};
