import { readPicture } from '../telegram/media';
import { duplicate, type Upload } from './asked';
import { OpenAiError, unknownParameter } from './errors';
import { withoutNulls } from './valid';

const TAKEN = ['image/jpeg', 'image/png', 'image/webp'];
const MOST_IMAGES = 16;
/** Numbers that a form can only bring as texts. */
const NUMBERS = ['n', 'output_compression', 'partial_images'];

/** A form's fields with its numbers as numbers; what is no number stays a text and is refused as one. */
export function fromForm(fields: object): Record<string, unknown> {
  const named = Object.entries(withoutNulls(fields)).map(([name, value]) => {
    const isNumber = NUMBERS.includes(name) && value !== '' && !Number.isNaN(Number(value));
    return [name, isNumber ? Number(value) : name === 'stream' ? value === 'true' : value];
  });
  return Object.fromEntries(named);
}

/**
 * The reference pictures: one in `image`, or up to sixteen in `image[]`.
 *
 * @throws OpenAiError 400
 */
export function picturesIn(uploads: Upload[]): Upload[] {
  const images = uploads.filter(({ field }) => field === 'image' || field === 'image[]');
  const stranger = uploads.find((upload) => !images.includes(upload) && upload.field !== 'mask');
  if (stranger) throw unknownParameter(stranger.field);
  if (images.length === 0)
    throw new OpenAiError(400, 'missing_required_parameter', "Missing required parameter: 'image'.", 'image');
  if (images.filter(({ field }) => field === 'image').length > 1) throw duplicate('image');
  if (images.length > MOST_IMAGES)
    throw new OpenAiError(
      400,
      'array_above_max_length',
      `Invalid 'image': array too long. Expected an array with maximum length ${MOST_IMAGES}, but got an array with length ${images.length} instead.`,
      'image',
    );
  for (const { mimeType, data } of uploads) {
    if (!TAKEN.includes(mimeType))
      throw new OpenAiError(
        400,
        'unsupported_file_mimetype',
        `Invalid file 'image': unsupported mimetype ('${mimeType}'). Supported file formats are 'image/jpeg', 'image/png', and 'image/webp'.`,
        'image',
      );
    if (!TAKEN.includes(readPicture(data)?.mimeType ?? ''))
      throw new OpenAiError(
        400,
        'invalid_image_file',
        'Invalid image file or mode for image 1, please check your image file.',
      );
  }
  return images;
}
