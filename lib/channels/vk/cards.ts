import type { Reply } from '../../dialogue/types';
import { carousel } from './carousel';

/** A reply's cards at VK. */

/** A picture that VK has taken: for the parameter `attachment`, and for a carousel's `photo_id`. */
export interface TakenPhoto {
  attachment: string;
  id: string;
}

/**
 * The cards whose pictures VK has taken, side by side. `message`: the words that VK wants with them, for old programs that
 * know no carousel. `rest`: the reply without what the cards say; cards without a picture keep their buttons there.
 *
 * @returns null when there is nothing to show so
 */
export function carouselOf(
  reply: Reply,
  photos: (TakenPhoto | null)[],
): { message: string; template: string; rest: Reply } | null {
  const { cards = [], ...others } = reply;
  const shown = cards.flatMap((card, place) => (photos[place] ? [{ card, id: photos[place].id }] : []));
  const template = carousel(
    shown.map(({ card }) => card),
    shown.map(({ id }) => id),
  );
  if (!template) return null;
  const carried = new Set(shown.flatMap(({ card }) => card.buttons.map(({ data }) => data)));
  const buttons = (reply.buttons ?? []).map((row) => row.filter(({ data }) => !carried.has(data)));
  const message = shown.map(({ card }) => card.title).join('\n');
  return { message, template, rest: { ...others, buttons: buttons.filter((row) => row.length > 0) } };
}

/** The reply with its cards as paragraphs of its words: a button alone has little room. */
export function asList({ cards, ...reply }: Reply): Reply {
  if (!cards?.length) return reply;
  const lines = cards.map(({ title, text }) => [title, text].filter(Boolean).join('\n'));
  return { ...reply, text: [reply.text, ...lines].filter(Boolean).join('\n\n') };
}
