import type { Reply } from '../../dialogue/types';
import { splitText } from '../split';
import type { Capabilities } from '../types';

/** What Avito's messenger can show (Avito's OpenAPI of 2026-08-03): plain texts, and pictures without words. */
export const AVITO: Capabilities = {
  textLimit: 1000,
  captionLimit: 0,
  choices: 'numbered',
  typing: false,
  carousel: false,
};

const LIMIT = AVITO.textLimit;
/** Each is a message of its own, with a sound on her phone. */
const MOST_PICTURES = 10;

/** One message of a reply. `image` is what the reply names: an address, or Telegram's file id. */
export type AvitoPart = { kind: 'image'; image: string } | { kind: 'text'; text: string };

/** What cards say, each after its name: the list of options below has room for one line each. */
const wordsOf = ({ text, cards = [] }: Reply): string =>
  [text, cards.flatMap(({ title, text: about }) => (about ? [`${title}: ${about}`] : [])).join('\n')]
    .filter(Boolean)
    .join('\n\n');

/** What must stay together at the end: a link, and the options as a numbered list. */
function tailOf({ link, buttons = [] }: Reply): string {
  const address = link && (link.label === link.url ? link.url : `${link.label}: ${link.url}`);
  const options = buttons.flat().map(({ label }, place) => `${place + 1}. ${label}`);
  return [address, options.join('\n')].filter(Boolean).join('\n\n');
}

/** Texts of at most 1000 characters. The tail is whole in one of them, with as much of the words before it as fits. */
function textsOf(words: string, tail: string): string[] {
  const parts = splitText(words, LIMIT);
  if (!tail) return parts;
  const last = parts.pop() ?? '';
  const room = LIMIT - tail.length - 2;
  if (!last) return [...parts, ...splitText(tail, LIMIT)];
  if (last.length <= room) return [...parts, `${last}\n\n${tail}`];
  // The question itself is the last paragraph: it goes with its options.
  const cut = last.indexOf('\n\n', last.length - room - 2);
  const question = cut < 0 ? '' : last.slice(cut).trim();
  if (!question || question.length > room) return [...parts, last, ...splitText(tail, LIMIT)];
  return [...parts, last.slice(0, cut).trimEnd(), `${question}\n\n${tail}`];
}

/**
 * Translates a reply into Avito's messages, in the order in which they are to be sent: pictures, then the words. What
 * Avito cannot show is left out: typing, toasts, answers to presses. An empty reply gives no part.
 */
export function renderAvito(reply: Reply): AvitoPart[] {
  const images = [...(reply.cards ?? []).map(({ image }) => image).slice(0, MOST_PICTURES), reply.image];
  const parts: AvitoPart[] = images.flatMap((image) => (image ? [{ kind: 'image' as const, image }] : []));
  for (const text of textsOf(wordsOf(reply), tailOf(reply))) parts.push({ kind: 'text', text });
  return parts;
}
