import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { pictureProblem } from '../../lib/channels/avito/picture';
import { loadPicture, pictureOf, type Picture } from '../shared/images';
import { wordsIn } from './resources/types';

const PICTURE_WORDS = 'Авито берёт JPEG, PNG, GIF, BMP и HEIC до 24 МБ и 75 мегапикселей.';

/**
 * The picture that an item names, checked against what Avito takes before anything is sent.
 *
 * @throws NodeOperationError in words for the owner
 */
export async function pictureIn(context: IExecuteFunctions, index: number): Promise<Picture> {
  const refuse = (message: string) =>
    new NodeOperationError(context.getNode(), message, { itemIndex: index, description: PICTURE_WORDS });
  let picture: Picture | null;
  if (context.getNodeParameter('source', index) === 'url') {
    picture = await loadPicture(context, wordsIn(context, 'url', index)).catch((error: Error) => {
      throw refuse(`Картинку не удалось получить: ${error.message}`);
    });
  } else {
    const name = wordsIn(context, 'binaryPropertyName', index);
    const { fileName } = context.helpers.assertBinaryData(index, name);
    const data = await context.helpers.getBinaryDataBuffer(index, name);
    picture = pictureOf(data, fileName?.replace(/\.\w+$/, ''));
  }
  if (!picture) throw refuse('Это не картинка');
  const problem = pictureProblem(picture);
  if (problem) throw refuse(problem);
  return picture;
}
