import type { Reply } from '../../dialogue/types';
import { asTexts } from '../list';
import type { Capabilities } from '../types';

/** What Avito's messenger can show (Avito's OpenAPI of 2026-08-03): plain texts, and pictures without words. */
export const AVITO: Capabilities = {
  textLimit: 1000,
  captionLimit: 0,
  choices: 'numbered',
  typing: false,
  carousel: false,
};

/** Each is a message of its own, with a sound on her phone. */
const MOST_PICTURES = 10;

/** One message of a reply. `image` is what the reply names: an address, or Telegram's file id. */
export type AvitoPart = { kind: 'image'; image: string } | { kind: 'text'; text: string };

/**
 * Translates a reply into Avito's messages, in the order in which they are to be sent: pictures, then the words. What
 * Avito cannot show is left out: typing, toasts, answers to presses. An empty reply gives no part.
 */
export function renderAvito(reply: Reply): AvitoPart[] {
  const images = [...(reply.cards ?? []).map(({ image }) => image).slice(0, MOST_PICTURES), reply.image];
  const parts: AvitoPart[] = images.flatMap((image) => (image ? [{ kind: 'image' as const, image }] : []));
  for (const text of asTexts(reply, AVITO.textLimit)) parts.push({ kind: 'text', text });
  return parts;
}
