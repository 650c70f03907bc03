import { randomUUID } from 'node:crypto';
import { Refusal, Say } from '../api/channel';
import { decode } from '../telegram/content';
import { plainPng } from '../telegram/media';
import type { Avito } from './avito';
import type { Content } from './wire';

const COLOURS: [number, number, number][] = [
  [244, 222, 205],
  [214, 158, 164],
  [178, 197, 176],
  [176, 190, 214],
  [226, 206, 150],
];

/** Turns what the API was told into messages, one after another: Avito has no captions and no albums. */
export function contentsOf(say: Pick<Say, 'text' | 'photo' | 'kind'>, avito: Avito): Content[] {
  const beside: Content[] = say.text === undefined ? [] : [{ type: 'text', text: say.text }];
  switch (say.kind) {
    case undefined:
      return say.photo ? [image(avito, decode(say.photo)), ...beside] : beside;
    case 'album': {
      const { photo } = say;
      const pictures = COLOURS.map((colour) => (photo ? decode(photo) : plainPng(400, 300, colour)));
      return [...pictures.map((data) => image(avito, data)), ...beside];
    }
    case 'voice':
      return [voice(avito), ...beside];
    // Avito has no stickers; what people send instead of one is a listing.
    case 'sticker':
      return [{ type: 'item' }, ...beside];
    case 'location':
      return [{ type: 'location' }, ...beside];
    case 'file':
      return [{ type: 'file' }, ...beside];
    default:
      throw new Refusal(400, `kind "${say.kind}" does not exist on Avito`);
  }
}

function image(avito: Avito, data: Buffer): Content {
  const id = avito.images.add(data);
  if (id === undefined) throw new Refusal(400, 'photo.base64 is not a JPEG, PNG, GIF, WebP, BMP or HEIC picture');
  return { type: 'image', image: id };
}

function voice({ store }: Avito): Content {
  const id = randomUUID();
  store.voices.set(id, new Date(Date.now()).toISOString());
  return { type: 'voice', voice: id };
}
