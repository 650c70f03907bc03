import { correctedAt } from './correction';
import { intentOf } from './intent';
import { kept } from './kept';
import { wordsLeft } from './left';
import { read, type Piece } from './read';
import { beginningOf } from './said';
import type { Expecting, Heard, Hearing, Intent, Slots } from './types';

/** Reads a free text by rules: what is wanted and every detail that it names. Any text is good; a wrong one fills nothing. */
export function hear(given: string, hearing: Hearing): Heard {
  const text = beginningOf(given);
  const later = corrected(text, hearing);
  const piece = later ?? read(text, hearing);
  const told = intentOf(text, piece.low, piece.slots, hearing.expecting, piece.left);
  const intent = later && told === 'fill' ? 'correct' : told;
  const slots = kept(intent, text, piece, hearing);
  return { intent, slots, open: !CLOSED.includes(intent) && (piece.unclear || wordsLeft(piece.left).length > 0) };
}

/** «на субботу, ой, на воскресенье»: what comes after the slip counts, and answers the same question. */
function corrected(text: string, hearing: Hearing): Piece | null {
  const at = correctedAt(text);
  if (at <= 0) return null;
  const before = read(text.slice(0, at), hearing);
  const about = ABOUT.filter(([key]) => before.slots[key] !== undefined);
  const after = read(text.slice(at), about.length === 1 ? { ...hearing, expecting: about[0][1] } : hearing);
  if (Object.keys(before.slots).length === 0 || Object.keys(after.slots).length === 0) return null;
  return {
    slots: { ...before.slots, ...after.slots },
    low: `${before.low} ${after.low}`,
    left: `${before.left} ${after.left}`,
    inferred: before.inferred && after.slots.occasion === undefined,
    unclear: after.unclear,
  };
}

const ABOUT: [keyof Slots, Expecting][] = [
  ['servings', 'servings'],
  ['weight_g', 'servings'],
  ['date', 'date'],
  ['filling', 'filling'],
  ['coating', 'coating'],
];
const CLOSED: Intent[] = [
  'back',
  'cancel',
  'restart',
  'human',
  'status',
  'greeting',
  'optout',
  'delete_data',
  'pay',
  'approve',
  'nonsense',
];
