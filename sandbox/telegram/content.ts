import { Refusal, Say } from '../api/channel';
import type { FileStore } from './files';
import { commandsIn } from './entities';
import { plainPng, silentVoice, STICKER_WEBP } from './media';
import type { Message } from './wire';

/** What a customer's message carries, without sender, chat and time. `image` is a file id for the list. */
export interface Content {
  fields: Partial<Message>;
  image?: string;
}

const CREAM: [number, number, number] = [244, 222, 205];
const ROSE: [number, number, number] = [214, 158, 164];

/** Turns what the API was told into one message's content, or several for an album. */
export function contentsOf(
  say: Pick<Say, 'text' | 'photo' | 'kind'>,
  files: FileStore,
  group: () => string,
): Content[] {
  const caption = say.text === undefined ? {} : { caption: say.text };
  switch (say.kind) {
    case 'sticker':
      return [{ fields: { sticker: sticker(files) } }];
    case 'voice':
      return [{ fields: { voice: voice(files), ...caption } }];
    case 'location':
      return [{ fields: { location: { latitude: 55.751244, longitude: 37.618423 } } }];
    case 'file':
      return [{ fields: { document: document(say, files), ...caption } }];
    case 'album': {
      const media_group_id = group();
      const pictures = [CREAM, ROSE].map((colour) => (say.photo ? decode(say.photo) : plainPng(400, 300, colour)));
      // Telegram keeps an album's caption at its first photo.
      return pictures.map((data, index) => photo(data, files, { media_group_id, ...(index === 0 && caption) }));
    }
    default:
  }
  if (say.photo) return [photo(decode(say.photo), files, caption)];
  const text = say.text ?? '';
  const entities = commandsIn(text);
  return [{ fields: { text, ...(entities.length > 0 && { entities }) } }];
}

/** The bytes of a photo given to the API. */
export function decode(given: { base64: string }): Buffer {
  const text = given.base64.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw new Refusal(400, 'photo.base64 is not base64');
  return Buffer.from(text, 'base64');
}

function photo(data: Buffer, files: FileStore, fields: Partial<Message>): Content {
  const sizes = files.addPhoto(data);
  if (!sizes) throw new Refusal(400, 'photo.base64 is not a JPEG, PNG, GIF or WebP picture');
  return { fields: { photo: sizes, ...fields }, image: sizes[sizes.length - 1].file_id };
}

function sticker(files: FileStore): object {
  const file = files.add(STICKER_WEBP, 'image/webp', 'stickers', 'webp');
  return {
    width: 512,
    height: 512,
    emoji: '🎂',
    set_name: 'cakes',
    is_animated: false,
    is_video: false,
    type: 'regular',
    file_id: file.id,
    file_unique_id: file.unique,
    file_size: file.size,
  };
}

function voice(files: FileStore): object {
  const file = files.add(silentVoice(2), 'audio/ogg', 'voice', 'oga');
  return {
    duration: 2,
    mime_type: 'audio/ogg',
    file_id: file.id,
    file_unique_id: file.unique,
    file_size: file.size,
  };
}

function document(say: Pick<Say, 'photo' | 'text'>, files: FileStore): object {
  const data = say.photo ? decode(say.photo) : Buffer.from(say.text || 'Пожелания к торту', 'utf8');
  const mimeType = say.photo?.mimeType ?? 'text/plain';
  const extension = say.photo ? (mimeType.split('/')[1].match(/^\w{1,8}/)?.[0] ?? 'bin') : 'txt';
  const file = files.add(data, mimeType, 'documents', extension);
  return {
    file_name: `wishes.${extension}`,
    mime_type: mimeType,
    file_id: file.id,
    file_unique_id: file.unique,
    file_size: file.size,
  };
}
