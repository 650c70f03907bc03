import type { ReplyCard } from '../../dialogue/types';
import { cut, ownButton, type VkButton } from './keyboard';

/** A card in VK's own words. `photo` is the uploaded picture's id, `-<community>_<media>`; `link` opens on a tap. */
export interface VkCard {
  title?: string;
  text?: string;
  photo?: string;
  link?: string;
  buttons: VkButton[];
}

/** https://dev.vk.com/ru/api/bots/development/messages, "Шаблоны сообщений". */
const WORDS_LIMIT = 80;
const CARDS_LIMIT = 10;
const BUTTONS_LIMIT = 3;

/**
 * The parameter `template` for cards side by side. VK wants every card built like the first: so a picture, a description
 * or a link is shown only if all of them have one, and all show as many buttons as the card that has the fewest.
 *
 * @returns null when VK could not show them so: no card, a card without a button, or neither titles nor pictures
 */
export function vkCarousel(cards: VkCard[]): string | null {
  const shown = cards.slice(0, CARDS_LIMIT);
  const all = (field: 'title' | 'text' | 'photo' | 'link') => shown.every((card) => card[field]);
  const buttons = Math.min(BUTTONS_LIMIT, ...shown.map((card) => card.buttons.length));
  if (!shown.length || buttons === 0 || !(all('title') || all('photo'))) return null;
  const elements = shown.map((card) => ({
    ...(all('title') ? { title: cut(card.title!, WORDS_LIMIT) } : {}),
    ...(all('title') && all('text') ? { description: cut(card.text!, WORDS_LIMIT) } : {}),
    ...(all('photo') ? { photo_id: card.photo! } : {}),
    ...(all('link')
      ? { action: { type: 'open_link', link: card.link! } }
      : all('photo')
        ? { action: { type: 'open_photo' } }
        : {}),
    buttons: card.buttons.slice(0, buttons),
  }));
  return JSON.stringify({ type: 'carousel', elements });
}

/**
 * A reply's cards as VK's template.
 *
 * @param photoIds the uploaded picture of each card, by place; null or absent where it has none
 */
export const carousel = (cards: ReplyCard[], photoIds: (string | null)[] = []): string | null =>
  vkCarousel(
    cards.map(({ title, text, buttons }, place) => ({
      title,
      text,
      photo: photoIds[place] ?? undefined,
      buttons: buttons.map(ownButton),
    })),
  );
