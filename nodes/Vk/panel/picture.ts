import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { loadPicture, pictureOf, type Picture } from '../../shared/images';
import { shownFor, wordsIn, wrong } from '../resources/types';

const KINDS = 'VK берёт картинки JPG, PNG и GIF до 50 МБ.';

const source: INodeProperties = {
  displayName: 'Picture',
  name: 'picture',
  type: 'options',
  options: [
    { name: 'From an Address', value: 'url' },
    { name: 'From the Input Item', value: 'binary' },
  ],
  default: 'binary',
};
const sourceOrNone: INodeProperties = {
  ...source,
  options: [...source.options!, { name: 'None', value: 'none' }],
  default: 'none',
};

/** The panel's part with a picture. `none`: whether there may be none. */
export const pictureFields = (resource: string, operation: string, none: boolean): INodeProperties[] => {
  const { show } = shownFor(resource, operation);
  return [
    { ...(none ? sourceOrNone : source), displayOptions: { show } },
    {
      displayName: 'Input Data Field Name',
      name: 'binaryPropertyName',
      type: 'string',
      default: 'data',
      required: true,
      hint: 'The name of the input field containing the binary file data to be processed',
      displayOptions: { show: { ...show, picture: ['binary'] } },
    },
    {
      displayName: 'Picture Address',
      name: 'pictureUrl',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'https://example.com/cake.jpg',
      displayOptions: { show: { ...show, picture: ['url'] } },
    },
  ];
};

/** A picture at an address, in words for the owner where it cannot be had. */
export async function pictureAt(context: IExecuteFunctions, index: number, url: string): Promise<Picture> {
  if (!/^https?:\/\//i.test(url)) {
    throw wrong(context, index, 'У картинки нет адреса', 'Адрес картинки начинается с https://.');
  }
  return loadPicture(context, url).catch((error: Error) => {
    throw wrong(context, index, `Картинку не удалось получить: ${error.message}`, KINDS);
  });
}

/**
 * The picture that an item names; null for none.
 *
 * @throws NodeOperationError in words for the owner
 */
export async function pictureIn(context: IExecuteFunctions, index: number): Promise<Picture | null> {
  const source = context.getNodeParameter('picture', index) as string;
  if (source === 'none') return null;
  if (source === 'url') return pictureAt(context, index, wordsIn(context, 'pictureUrl', index));
  const field = wordsIn(context, 'binaryPropertyName', index);
  context.helpers.assertBinaryData(index, field);
  const picture = pictureOf(await context.helpers.getBinaryDataBuffer(index, field));
  if (!picture) throw wrong(context, index, `В поле «${field}» не картинка`, KINDS);
  return picture;
}
