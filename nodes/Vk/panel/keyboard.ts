import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import {
  fitsInline,
  fitsPersistent,
  inlineKeyboard,
  NO_KEYBOARD,
  persistentKeyboard,
} from '../../../lib/channels/vk/keyboard';
import { shownFor, wrong } from '../resources/types';
import { buttonFields, buttonsIn } from './buttons';

/** The panel's part with the keyboard. */
export const keyboardFields = (resource: string, ...operations: string[]): INodeProperties[] => {
  const { show } = shownFor(resource, ...operations);
  return [
    {
      displayName: 'Keyboard',
      name: 'keyboard',
      type: 'options',
      options: [
        { name: 'Inline', value: 'inline', description: 'Buttons under the message: 10 at most, in 6 rows' },
        { name: 'None', value: 'none', description: 'The keyboard that is there stays' },
        {
          name: 'Persistent',
          value: 'persistent',
          description: 'Buttons in place of the phone’s keyboard: 40 at most, in 10 rows',
        },
        { name: 'Remove', value: 'remove', description: 'Takes the persistent keyboard away' },
      ],
      default: 'none',
      displayOptions: { show },
    },
    {
      displayName: 'Rows',
      name: 'rows',
      type: 'fixedCollection',
      typeOptions: { multipleValues: true, sortable: true },
      placeholder: 'Add Row',
      default: {},
      options: [{ displayName: 'Row', name: 'row', values: [buttonFields] }],
      displayOptions: { show: { ...show, keyboard: ['inline', 'persistent'] } },
    },
    {
      displayName: 'Hide After a Press',
      name: 'oneTime',
      type: 'boolean',
      default: true,
      description: 'Whether the keyboard goes away as soon as one of its buttons is pressed',
      displayOptions: { show: { ...show, keyboard: ['persistent'] } },
    },
  ];
};

/**
 * The parameter `keyboard` of a call; undefined for none.
 *
 * @throws NodeOperationError when VK would not take so many buttons, or one that is not filled in
 */
export function keyboardIn(context: IExecuteFunctions, index: number): string | undefined {
  const kind = context.getNodeParameter('keyboard', index) as string;
  if (kind === 'none') return undefined;
  if (kind === 'remove') return NO_KEYBOARD;
  const list = (context.getNodeParameter('rows', index, {}) as IDataObject).row as IDataObject[] | undefined;
  const rows = (list ?? []).map(({ buttons }) => buttonsIn(context, index, buttons)).filter((row) => row.length > 0);
  if (rows.length === 0)
    throw wrong(context, index, 'В клавиатуре нет кнопок', 'Добавьте строку с кнопкой или выберите «None».');
  const fits = kind === 'inline' ? fitsInline(rows) : fitsPersistent(rows);
  if (!fits) {
    const most =
      kind === 'inline'
        ? 'Под сообщением VK показывает не больше 10 кнопок в 6 рядах по 5. Выберите «Persistent» или уберите лишние.'
        : 'VK показывает не больше 40 кнопок в 10 рядах по 5. Уберите лишние.';
    throw wrong(context, index, 'Кнопок слишком много', most);
  }
  if (kind === 'inline') return inlineKeyboard(rows);
  return persistentKeyboard(rows, context.getNodeParameter('oneTime', index) as boolean);
}
