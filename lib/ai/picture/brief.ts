import { createHash } from 'node:crypto';

import type { CakeLook } from '../../dialogue/types';
import type { Names, Shop } from '../../order/types';

/** A name of the menu can be as long as its owner likes; a model needs the begin of it. */
const LONGEST_NAME = 80;

const inEnglish = ({ ru, en }: Names): string => (en ?? ru).replace(/\s+/g, ' ').trim().slice(0, LONGEST_NAME);

/** The name of something on the menu; '' when nothing was chosen or the menu has it no more. */
function nameOf(list: { key: string; name: Names }[], key: string | null): string {
  const found = list.find((one) => one.key === key);
  return found ? inEnglish(found.name) : '';
}

const kilograms = (weightG: number): string => String(Math.round(weightG / 100) / 10);
const COUNTS = ['', 'one tier', 'two tiers', 'three tiers', 'four tiers', 'five tiers'];

/**
 * What an image model is asked for, in English. Only names of the shop's menu, colours of our list, sizes, and the owner's own
 * words of style: nothing that the customer wrote, so nobody can order a picture of something that the shop does not bake.
 */
export function briefOf(look: CakeLook, { menu, preview }: Shop): string {
  const { weightG, tiers, colours, variant } = look;
  const occasion = nameOf(menu.occasions, look.occasion);
  const filling = nameOf(menu.fillings, look.filling);
  const coating = nameOf(menu.coatings, look.coating);
  const decor = nameOf(menu.decor, look.decor);
  const people = Math.max(1, Math.round(weightG / menu.weight.gramsPerServing));
  const style = preview.style.replace(/\s+/g, ' ').trim();
  return [
    'A photo of one handmade cake from a small bakery, as a customer would see it on the counter.',
    'No text, no letters, no numbers on the cake or anywhere else; no people, no logos.',
    `Size: ${COUNTS[tiers] ?? `${tiers} tiers`}, about ${kilograms(weightG)} kg, for ${people} people; keep these proportions.`,
    coating && `Outside: ${coating}.`,
    filling && `Inside: ${filling}. The cake is whole; the inside shows only where the outside is left bare.`,
    colours.length > 0 && `Colours: ${colours.map((colour) => colour.replace('_', ' ')).join(', ')}.`,
    decor ? `Decoration: ${decor}, and nothing else.` : 'No decoration on top.',
    occasion && `Occasion: ${occasion}.`,
    variant > 0 && `Arrangement ${variant + 1} of the same cake.`,
    'The whole cake is in the frame, on a plain stand, soft daylight, calm background.',
    style && `Style: ${style}.`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** All that makes a picture what it is. `photoHash`: of the reference photo's bytes; null: it is drawn from words alone. */
export interface PictureSource {
  brief: string;
  model: string;
  size: string;
  quality: string;
  photoHash: string | null;
}

/** The same for the same picture. */
export function fingerprintOf({ brief, model, size, quality, photoHash }: PictureSource): string {
  return createHash('sha256')
    .update(JSON.stringify([brief, model, size, quality, photoHash]))
    .digest('hex');
}
