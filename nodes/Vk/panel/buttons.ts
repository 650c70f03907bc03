import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import {
  callbackButton,
  linkButton,
  PAYLOAD_LIMIT,
  textButton,
  type VkButton,
} from '../../../lib/channels/vk/keyboard';
import { wrong } from '../resources/types';

/** The fields of one button; as a list they stand in a row of a keyboard and in a card of a carousel. */
export const buttonFields: INodeProperties = {
  displayName: 'Buttons',
  name: 'buttons',
  type: 'fixedCollection',
  typeOptions: { multipleValues: true, sortable: true },
  placeholder: 'Add Button',
  default: {},
  options: [
    {
      displayName: 'Button',
      name: 'button',
      values: [
        {
          displayName: 'Color',
          name: 'color',
          type: 'options',
          options: [
            { name: 'Blue', value: 'primary' },
            { name: 'Green', value: 'positive' },
            { name: 'Red', value: 'negative' },
            { name: 'White', value: 'secondary' },
          ],
          default: 'secondary',
          description: 'Buttons that open an address have no colour of their own',
        },
        {
          displayName: 'Kind',
          name: 'kind',
          type: 'options',
          options: [
            {
              name: 'Callback',
              value: 'callback',
              description: 'Only the bot hears of the press; answer it with “Answer Button Event”',
            },
            { name: 'Link', value: 'link', description: 'Opens an address' },
            { name: 'Text', value: 'text', description: 'Writes the label into the chat' },
          ],
          default: 'text',
        },
        {
          displayName: 'Label',
          name: 'label',
          type: 'string',
          default: '',
          description: 'At most 40 characters; what is longer is cut',
        },
        {
          displayName: 'Link',
          name: 'link',
          type: 'string',
          default: '',
          placeholder: 'https://example.com/menu',
          displayOptions: { show: { kind: ['link'] } },
        },
        {
          displayName: 'Payload',
          name: 'payload',
          type: 'string',
          default: '',
          placeholder: '{"cake": 5}',
          description: 'What comes back with the press: a JSON object, or words, which become {"d": "words"}',
          displayOptions: { hide: { kind: ['link'] } },
        },
      ],
    },
  ],
};

/** The payload as VK wants it: an object in a string. */
function payloadOf(words: string): string | undefined {
  if (!words.trim()) return undefined;
  try {
    const value: unknown = JSON.parse(words);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return JSON.stringify(value);
  } catch {
    // Words are no JSON, and need not be.
  }
  return JSON.stringify({ d: words.trim() });
}

/**
 * The buttons of one list as the panel gives it.
 *
 * @throws NodeOperationError in words for the owner
 */
export function buttonsIn(context: IExecuteFunctions, index: number, list: unknown): VkButton[] {
  const buttons = ((list as IDataObject | undefined)?.button ?? []) as Record<string, string | undefined>[];
  return buttons.map(({ kind = 'text', label = '', link = '', payload = '', color }) => {
    if (!label.trim()) throw wrong(context, index, 'Кнопка без подписи', 'Заполните поле Label каждой кнопки.');
    if (kind === 'link') {
      if (/^https?:\/\/\S+$/.test(link.trim())) return linkButton(label, link.trim());
      throw wrong(
        context,
        index,
        `У кнопки «${label}» нет адреса`,
        'В поле Link нужен адрес, который начинается с https://.',
      );
    }
    const carried = payloadOf(String(payload));
    if (carried && carried.length > PAYLOAD_LIMIT) {
      const most = `VK берёт не больше ${PAYLOAD_LIMIT} знаков, а в поле Payload их ${carried.length}.`;
      throw wrong(context, index, `У кнопки «${label}» слишком длинные данные`, most);
    }
    return (kind === 'callback' ? callbackButton : textButton)(label, carried, color as VkButton['color']);
  });
}
