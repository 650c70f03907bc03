import { Refusal, Say } from '../api/channel';
import { decode } from '../telegram/content';
import { plainPng, silentVoice, STICKER_WEBP } from '../telegram/media';
import type { Media } from './media';
import type { Attachment, Message } from './wire';

const ALBUM = 5;
const CREAM: [number, number, number] = [244, 222, 205];
const VOICE_SECONDS = 2;

/** Turns what the API was told into one message's content; `owner` is who says it. */
export function contentOf(say: Say, media: Media, owner: number): Partial<Message> {
  const text = say.text ?? '';
  switch (say.kind) {
    case 'sticker':
      return { text, attachments: [{ type: 'sticker', sticker: sticker(media) }] };
    case 'voice':
      return { text, attachments: [{ type: 'audio_message', audio_message: voice(media, owner) }] };
    case 'location':
      return { text, geo: GEO };
    case 'file':
      return { text, attachments: [{ type: 'doc', doc: document(say, media, owner) }] };
    case 'album': {
      const data = say.photo ? decode(say.photo) : plainPng(400, 300, CREAM);
      return { text, attachments: Array.from({ length: ALBUM }, () => photo(data, media, owner)) };
    }
    default:
      return { text, attachments: say.photo ? [photo(decode(say.photo), media, owner)] : [] };
  }
}

/** The place that customers send. */
export const GEO = {
  type: 'point',
  coordinates: { latitude: 55.751244, longitude: 37.618423 },
  place: { country: 'Россия', city: 'Москва', title: 'Москва, Россия' },
};

function photo(data: Buffer, media: Media, owner: number): Attachment {
  const picture = media.keepPicture(data);
  if (!picture) throw new Refusal(400, 'photo.base64 is not a JPEG, PNG, GIF or WebP picture');
  return { type: 'photo', photo: media.addPhoto(owner, picture) };
}

function sticker(media: Media): object {
  const url = media.keep(STICKER_WEBP, 'image/webp', 'webp');
  const images = [64, 128, 256, 352, 512].map((side) => ({ url, width: side, height: side }));
  const own = { inner_type: 'base_sticker_new', sticker_id: 9008, product_id: 279, is_allowed: true };
  return { ...own, images, images_with_background: images };
}

function voice(media: Media, owner: number): object {
  const { id, owner_id, access_key } = media.identify(owner);
  const link_ogg = media.keep(silentVoice(VOICE_SECONDS), 'audio/ogg', 'ogg');
  const link_mp3 = media.keep(silentMp3(VOICE_SECONDS), 'audio/mpeg', 'mp3');
  const waveform = Array.from({ length: 128 }, () => 0);
  return { id, owner_id, access_key, duration: VOICE_SECONDS, waveform, link_ogg, link_mp3 };
}

/** A playable MP3 of silence: frames of 32 kbit/s at 44.1 kHz, mono, whose all-zero side information means nothing sounds. */
function silentMp3(seconds: number): Buffer {
  const frame = Buffer.alloc(104);
  frame.set([0xff, 0xfb, 0x10, 0xc4]);
  return Buffer.concat(Array.from({ length: Math.ceil((seconds * 44_100) / 1152) }, () => frame));
}

function document(say: Say, media: Media, owner: number): object {
  if (!say.photo) {
    const data = Buffer.from(say.text || 'Пожелания к торту', 'utf8');
    return media.addDocument(owner, data, { title: 'wishes.txt', ext: 'txt', mimeType: 'text/plain', kind: 1 });
  }
  const { mimeType } = say.photo;
  const ext = mimeType.split('/')[1].match(/^\w{1,8}/)?.[0] ?? 'bin';
  return media.addDocument(owner, decode(say.photo), { title: `wishes.${ext}`, ext, mimeType, kind: 4 });
}
