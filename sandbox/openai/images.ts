import type { Asked, Upload } from './asked';
import { invalidValue, OpenAiError } from './errors';
import type { Family } from './families';
import { fromForm, picturesIn } from './form';
import type { ImageModel, Model } from './models';
import type { OpenAi } from './openai';
import { draw, type Look } from './picture';
import { sizeOf } from './size';
import { valid, withoutNulls } from './valid';

/** What the checks of every family leave of a request. */
interface Wanted {
  prompt: string;
  n: number;
  size: string;
  quality?: string;
  background?: string;
  output_format?: string;
  response_format?: string;
  stream?: boolean;
}

const DRAWN = ['png', 'jpeg'];
/** Tokens of a square picture by its quality; others cost half as much again. */
const TOKENS: Record<string, number> = { low: 272, medium: 1056, high: 4160, xhigh: 6240, max: 8320 };
const TOKENS_OF_A_REFERENCE = 323;
const CHARACTERS_OF_A_TOKEN = 4;

/** `POST /images/generations`. */
export function generateImage(openai: OpenAi, { body }: Asked): Promise<object> {
  const given = withoutNulls(Object(body));
  const { family } = usedModel(openai, given.model);
  return answer(openai, family, valid(family.generate, given) as unknown as Wanted, []);
}

/** `POST /images/edits`: one picture in `image`, or up to sixteen in `image[]`. */
export function editImage(openai: OpenAi, { body, uploads }: Asked): Promise<object> {
  const given = fromForm(Object(body));
  const { id, family } = usedModel(openai, given.model);
  if (!family.edit) throw invalidValue('model', id, ['dall-e-2', 'gpt-image-1']);
  const wanted = valid(family.edit, given) as unknown as Wanted;
  return answer(openai, family, wanted, picturesIn(uploads));
}

/** A picture that DALL-E has published. */
export function publishedImage(openai: OpenAi, { params }: Asked): Buffer {
  const png = openai.file(params.name);
  if (!png) throw new OpenAiError(404, null, 'The specified blob does not exist.');
  return png;
}

function usedModel({ models }: OpenAi, given: unknown): Model & ImageModel {
  if (typeof given !== 'string')
    throw new OpenAiError(400, 'missing_required_parameter', "Missing required parameter: 'model'.", 'model');
  const model = models.used(given);
  if (model.kind === 'image') return model;
  const drawing = models.alive().filter(({ kind }) => kind === 'image');
  throw invalidValue(
    'model',
    given,
    drawing.map(({ id }) => id),
  );
}

async function answer(openai: OpenAi, family: Family, wanted: Wanted, references: Upload[]): Promise<object> {
  const { prompt, n, output_format = 'png', background = 'auto', quality: asked = 'auto', stream } = wanted;
  if (stream) throw invalidValue('stream', 'true', ['false']);
  if (!DRAWN.includes(output_format))
    throw new OpenAiError(400, null, `The sandbox draws ${DRAWN.join(' and ')} only.`, 'output_format');
  if (background === 'transparent' && output_format === 'jpeg')
    throw new OpenAiError(400, 'invalid_value', 'Transparent background is not supported for JPEG.', 'background');
  const size = sizeOf(family, wanted.size);
  const look = (index: number): Look => ({
    ...size,
    format: output_format as Look['format'],
    transparent: background === 'transparent',
    prompt: `${prompt}\n${index}`,
    references: references.map(({ data }) => data),
  });
  const drawn = await Promise.all(Array.from({ length: n }, (_, index) => draw(look(index))));
  const created = Math.floor(Date.now() / 1000);
  if (family.name !== 'gpt-image') return { created, data: drawn.map((png) => ofDallE(openai, family, wanted, png)) };
  const quality = asked === 'auto' ? 'medium' : asked;
  return {
    created,
    background: background === 'transparent' ? background : 'opaque',
    data: drawn.map((picture) => ({ b64_json: picture.toString('base64') })),
    output_format,
    quality,
    size: `${size.width}x${size.height}`,
    usage: usageOf(prompt, references.length, n * TOKENS[quality] * (size.width === size.height ? 1 : 1.5)),
  };
}

function ofDallE(openai: OpenAi, { name }: Family, { prompt, response_format: format }: Wanted, png: Buffer): object {
  const where = format === 'b64_json' ? { b64_json: png.toString('base64') } : { url: openai.publish(png) };
  return { ...where, ...(name === 'dall-e-3' && { revised_prompt: prompt }) };
}

function usageOf(prompt: string, references: number, output_tokens: number): object {
  const text_tokens = Math.ceil(prompt.length / CHARACTERS_OF_A_TOKEN);
  const image_tokens = references * TOKENS_OF_A_REFERENCE;
  const input_tokens = text_tokens + image_tokens;
  return {
    total_tokens: input_tokens + output_tokens,
    input_tokens,
    output_tokens,
    input_tokens_details: { text_tokens, image_tokens },
  };
}
