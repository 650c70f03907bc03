import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { vkCarousel, type VkCard } from '../../../lib/channels/vk/carousel';
import type { Vk } from '../../shared/vk';
import { uploadToVk } from '../../shared/vkUpload';
import { shownFor, wrong } from '../resources/types';
import { buttonFields, buttonsIn } from './buttons';
import { pictureAt } from './picture';

/** The panel's part with the carousel. */
export const carouselFields = (resource: string, operation: string): INodeProperties[] => [
  {
    displayName: 'Carousel',
    name: 'carousel',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true, sortable: true },
    placeholder: 'Add Card',
    default: {},
    description:
      'Cards side by side, 10 at most. VK wants them alike: a picture, description or link is shown only if every card has one.',
    options: [
      {
        displayName: 'Card',
        name: 'card',
        values: [
          buttonFields,
          {
            displayName: 'Description',
            name: 'text',
            type: 'string',
            default: '',
            description: 'At most 80 characters; what is longer is cut',
          },
          {
            displayName: 'Link',
            name: 'link',
            type: 'string',
            default: '',
            placeholder: 'https://example.com/menu',
            description: 'Address that a tap on the card opens',
          },
          {
            displayName: 'Picture Address',
            name: 'picture',
            type: 'string',
            default: '',
            placeholder: 'https://example.com/cake.jpg',
            description: 'At least 221 by 136 pixels, best 13 to 8',
          },
          {
            displayName: 'Title',
            name: 'title',
            type: 'string',
            default: '',
            description: 'At most 80 characters; what is longer is cut',
          },
        ],
      },
    ],
    displayOptions: shownFor(resource, operation),
  },
];

/**
 * The parameter `template` of a call; undefined for no carousel. Uploads the pictures of its cards.
 *
 * @throws NodeOperationError in words for the owner
 */
export async function carouselIn(
  context: IExecuteFunctions,
  vk: Vk,
  index: number,
  peer: string,
): Promise<string | undefined> {
  const list = (context.getNodeParameter('carousel', index, {}) as IDataObject).card as IDataObject[] | undefined;
  if (!list?.length) return undefined;
  const field = (value: unknown): string | undefined => String(value ?? '').trim() || undefined;
  const cards: VkCard[] = list.map(({ title, text, link, buttons }) => ({
    title: field(title),
    text: field(text),
    link: field(link),
    buttons: buttonsIn(context, index, buttons),
  }));
  const pictures = list.map(({ picture }) => field(picture));
  if (pictures.every(Boolean)) {
    for (const [place, url] of pictures.entries()) {
      cards[place].photo = (await uploadToVk(context, vk, peer, await pictureAt(context, index, url!))).id;
    }
  }
  const template = vkCarousel(cards);
  if (template) return template;
  const needs =
    'У каждой карточки должны быть хотя бы одна кнопка и заголовок; вместо заголовков подойдут картинки у всех.';
  throw wrong(context, index, 'Такую карусель VK не покажет', needs);
}
