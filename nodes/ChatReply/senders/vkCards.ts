import type { IExecuteFunctions } from 'n8n-workflow';

import type { TakenPhoto } from '../../../lib/channels/vk/cards';
import type { ReplyCard } from '../../../lib/dialogue/types';
import { loadPicture } from '../../shared/images';
import type { Vk } from '../../shared/vk';
import { uploadToVk } from '../../shared/vkUpload';

/**
 * Pictures of cards at VK. The showcase has the same ones for everybody, so what VK has taken is kept for a while: without
 * that each look at it would upload up to ten pictures in three steps.
 */

const KEPT_MS = 60 * 60 * 1000;
const MOST = 300;

const kept = new Map<string, { photo: Promise<TakenPhoto>; until: number }>();

function photoOf(context: IExecuteFunctions, vk: Vk, peer: string, image: string): Promise<TakenPhoto> {
  const name = `${vk.group} ${image}`;
  const known = kept.get(name);
  if (known && known.until > Date.now()) return known.photo;
  const photo = loadPicture(context, image).then((picture) => uploadToVk(context, vk, peer, picture));
  if (kept.size >= MOST) kept.clear();
  kept.set(name, { photo, until: Date.now() + KEPT_MS });
  photo.catch(() => kept.delete(name));
  return photo;
}

/**
 * Gives VK the cards' pictures.
 *
 * @returns by place, what VK has taken, null where there is none; and why the first of those is missing
 */
export async function takenPhotos(
  context: IExecuteFunctions,
  vk: Vk,
  peer: string,
  cards: ReplyCard[],
): Promise<{ photos: (TakenPhoto | null)[]; without?: string }> {
  const ends = await Promise.allSettled(
    cards.map(async ({ image }) => (image ? photoOf(context, vk, peer, image) : null)),
  );
  const failed = ends.find((end) => end.status === 'rejected');
  return {
    photos: ends.map((end) => (end.status === 'fulfilled' ? end.value : null)),
    ...(failed ? { without: `без картинки: ${(failed.reason as Error).message}` } : {}),
  };
}

/** VK no longer wants them: the next look uploads them again. */
export function forgetPhotos(vk: Vk, cards: ReplyCard[]): void {
  for (const { image } of cards) kept.delete(`${vk.group} ${image}`);
}
