import type { Said } from './said';
import { mentionsIn } from './terms';
import type { Slots, Term } from './types';
import { words } from './pattern';

const ON_TOP = words(['укра[сш]~|декор~|сверху|свеж~|жив~|фигурк~|topp~|fresh|on top|decorat~']);

/** The decoration; what a filling is called by too («ягоды») is one only where it lies on top. Takes it out. */
export function readDecor(said: Said, terms: readonly Term[]): Pick<Slots, 'decor'> {
  if (terms.length === 0) return {};
  const mentions = mentionsIn(said.low, terms).filter(({ from, to }) => {
    const around = said.low.slice(Math.max(0, from - 40), to + 20);
    return !/^(?:ягод|berr)/.test(said.low.slice(from)) || ON_TOP.test(around);
  });
  mentions.forEach(({ from, to }) => said.take(from, to));
  const wanted = [...new Set(mentions.filter(({ refused }) => refused === null).map(({ key }) => key))];
  return wanted.length === 1 ? { decor: wanted[0] } : {};
}
