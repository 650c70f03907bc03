import { refusalAt, type Refusal } from './refusal';
import type { Term } from './types';
import { sameStem, stemOf, wordsOf, type Word } from './words';

/** A thing of the vocabulary that a text names. */
export interface Mention {
  key: string;
  from: number;
  to: number;
  refused: Refusal | null;
}

/** A name as the stems of its words. */
interface Name {
  key: string;
  stems: string[];
  words: string[];
}

const compiled = new WeakMap<readonly Term[], Name[]>();

/** The longest names first, so that «годовщина свадьбы» is no wedding. */
function namesOf(terms: readonly Term[]): Name[] {
  const known = compiled.get(terms);
  if (known) return known;
  const names = terms.flatMap(({ key, names: all }) =>
    all.map((name) => {
      const words = wordsOf(name.toLowerCase().replace(/ё/g, 'е')).map(({ text }) => text);
      return { key, words, stems: words.map(stemOf) };
    }),
  );
  const ready = names.filter(({ words }) => words.length > 0).sort((a, b) => b.words.length - a.words.length);
  compiled.set(terms, ready);
  return ready;
}

/** What a text names of these terms, from left to right, each stretch once; whole words before words with a slip. */
export function mentionsIn(low: string, terms: readonly Term[]): Mention[] {
  const words = wordsOf(low);
  const found: Mention[] = [];
  const free = (from: number, to: number) => found.every((one) => to <= one.from || from >= one.to);
  const names = namesOf(terms);
  const longest = Math.max(0, ...names.map((name) => name.words.length));
  const rounds = Array.from({ length: longest }, (_, shorter) => longest - shorter).flatMap((length) =>
    [exact, inflected, sameStem].map((same) => ({ same, names: names.filter((name) => name.words.length === length) })),
  );
  for (const { same, names: some } of rounds) {
    for (const name of some) {
      for (let at = 0; at + name.words.length <= words.length; at += 1) {
        // The first letter is hardly ever wrong, and asking for it first spares nearly all of the work.
        if (words[at].text[0] !== name.words[0][0]) continue;
        const [from, to] = [words[at].from, words[at + name.words.length - 1].to];
        if (!matches(name, words, at, low, same) || !free(from, to)) continue;
        found.push({ key: name.key, from, to, refused: null });
      }
    }
  }
  found.sort((a, b) => a.from - b.from);
  found.forEach((one, index) => (one.refused = refusalAt(low, one, found[index - 1])));
  return found;
}

type Same = (name: string, said: string, word: Word) => boolean;
const exact: Same = () => false;
const inflected: Same = (name, said) => name === said;

function matches(name: Name, words: Word[], at: number, low: string, same: Same): boolean {
  return name.words.every((word, index) => {
    const said = words[at + index];
    if (index > 0 && !/^[ -]$/.test(low.slice(words[at + index - 1].to, said.from))) return false;
    return said.text === word || (word.length > 2 && same(name.stems[index], said.stem, said));
  });
}
