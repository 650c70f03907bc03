import type { Reply } from '../dialogue/types';
import { splitText } from './split';

/** A reply in nothing but words, for a messenger that shows no buttons. */

/** A link as a line of text. */
export const lineOf = ({ label, url }: NonNullable<Reply['link']>): string =>
  label === url ? url : `${label}: ${url}`;

/** What cards say, each after its name: the list of options below has room for one line each. */
const wordsOf = ({ text, cards = [] }: Reply): string =>
  [text, cards.flatMap(({ title, text: about }) => (about ? [`${title}: ${about}`] : [])).join('\n')]
    .filter(Boolean)
    .join('\n\n');

/** What must stay together at the end: a link, and the options as a list, numbered where a number chooses one. */
function tailOf({ link, buttons = [], unnumbered }: Reply): string {
  const options = buttons.flat().map(({ label }, place) => (unnumbered ? label : `${place + 1}. ${label}`));
  return [link && lineOf(link), options.join('\n')].filter(Boolean).join('\n\n');
}

/**
 * The words of a reply with its link and its options under them, in texts of at most `limit` UTF-16 units. Link and
 * options are whole in one of them, with as much of the words before it as fits. An empty reply gives no text.
 */
export function asTexts(reply: Reply, limit: number): string[] {
  const parts = splitText(wordsOf(reply), limit);
  const tail = tailOf(reply);
  if (!tail) return parts;
  const last = parts.pop() ?? '';
  const room = limit - tail.length - 2;
  if (!last) return [...parts, ...splitText(tail, limit)];
  if (last.length <= room) return [...parts, `${last}\n\n${tail}`];
  // The question itself is the last paragraph: it goes with its options.
  const cut = last.indexOf('\n\n', last.length - room - 2);
  const question = cut < 0 ? '' : last.slice(cut).trim();
  if (!question || question.length > room) return [...parts, last, ...splitText(tail, limit)];
  return [...parts, last.slice(0, cut).trimEnd(), `${question}\n\n${tail}`];
}
