import type { Said } from './said';
import { mentionsIn } from './terms';
import type { Expecting, Slots, Term } from './types';
import { oneOf } from './pattern';

const FIGURE = new RegExp(
  `${oneOf('фигур~|топпер~|цвет(?:ы|ок|ами|очк~)|роз~|бант~|украшени~|декор~|figurine|figure|topper|flowers?|toys?')}(?: [a-zа-я]+)?(?: из| с| of| from)? $`,
  'u',
);

/** The coating that is wanted; a refused one fills nothing, and of two none is sure. Takes their words out. */
export function readCoating(said: Said, terms: readonly Term[], expecting: Expecting): Pick<Slots, 'coating'> {
  const mentions = mentionsIn(said.low, terms).filter(
    ({ from, to }) =>
      !/^ (?:внутри|в прослойк|inside)/.test(said.low.slice(to)) &&
      !/(?:semi|полу)[ -]?$/.test(said.low.slice(0, from)) &&
      !FIGURE.test(said.low.slice(Math.max(0, from - 40), from)),
  );
  mentions.forEach(({ from, to }) => said.take(from, to));
  const wanted = [...new Set(mentions.filter(({ refused }) => refused === null).map(({ key }) => key))];
  if (wanted.length === 1) return { coating: wanted[0] };
  if (wanted.length > 1) said.unclear = true;
  if (
    wanted.length === 0 &&
    mentions.length === 0 &&
    expecting === 'coating' &&
    /^ ?(?:никак[a-zа-я]*|без всего|ничего|ничем|none|nothing)[.! ]*$/u.test(said.low)
  ) {
    const bare = terms.find(({ names }) => names.includes('без покрытия'));
    if (bare) return { coating: bare.key };
  }
  return {};
}
