import { z } from 'zod';
import { silentVoice } from '../telegram/media';
import type { Asked } from './asked';
import type { Avito } from './avito';
import { Answer, valid } from './endpoint';
import { pictureOf } from './picture';
import { AvitoError, invalid } from './wire';

/** Of one picture, in bytes. */
export const LARGEST_UPLOAD = 24 * 1024 * 1024;
const MOST_PIXELS = 75_000_000;
/** No WebP. */
const TAKEN = ['image/jpeg', 'image/heic', 'image/gif', 'image/bmp', 'image/png'];
const FIELD = 'uploadfile[]';
const VOICE_SECONDS = 2;

const voicesQuery = z.object({
  voice_ids: z
    .union([z.string().min(1), z.array(z.string())])
    .transform((given) => [given].flat().flatMap((each) => each.split(','))),
});

/** `POST /messenger/v1/accounts/{user_id}/uploadImages`: one picture in `uploadfile[]`; answers its sizes under its id. */
export function uploadImages(avito: Avito, { uploads }: Asked): object {
  const files = uploads.filter(({ field }) => field === FIELD);
  if (files.length === 0) throw invalid(FIELD, 'is required');
  if (files.length > 1) throw invalid(FIELD, 'one image per request');
  const [{ data }] = files;
  const picture = pictureOf(data);
  if (!picture || !TAKEN.includes(picture.mimeType)) throw invalid(FIELD, 'is not JPEG, HEIC, GIF, BMP or PNG');
  if (picture.width * picture.height > MOST_PIXELS) throw invalid(FIELD, 'has more than 75 megapixels');
  const id = avito.images.add(data)!;
  return { [id]: avito.images.sizes(id) };
}

/** `GET /messenger/v1/accounts/{user_id}/getVoiceFiles`. */
export function voiceFiles({ store, parts }: Avito, { query }: Asked): object {
  const known = valid(voicesQuery, query).voice_ids.filter((id) => store.voices.has(id));
  const urls = known.map((id) => [id, `${parts.url()}/avito-files/voices/${id}`]);
  return { voices_urls: Object.fromEntries(urls) };
}

/** A voice message's sound: silence, in Ogg where Avito has MP4. */
export function voice({ store }: Avito, { params }: Asked): Answer {
  if (!store.voices.has(params.id)) throw new AvitoError(404, 'voice not found');
  return new Answer(200, { 'content-type': 'audio/ogg' }, silentVoice(VOICE_SECONDS));
}

/** A picture, whichever size is asked for. */
export function image({ images }: Avito, { params }: Asked): Answer {
  const found = images.read(params.id);
  if (!found) throw new AvitoError(404, 'image not found');
  const headers = { 'content-type': found.mimeType, 'x-content-type-options': 'nosniff' };
  return new Answer(200, { ...headers, 'cache-control': 'private, max-age=86400' }, found.data);
}
