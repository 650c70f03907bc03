import type { Menu, Names } from '../../../order/types';
import { clean } from '../text';
import { stemOf } from './words';
import { CONCEPTS } from './concepts';
import type { Term, Vocabulary } from './types';

/** The contract's own vocabulary: its occasions, fillings and coatings; decorations are no slot of it. */
export const CONTRACT: Vocabulary = { ...CONCEPTS, decor: [] };

/**
 * A menu's items under their own keys: by their names and, where an item is something that everybody knows,
 * by all the words for it.
 */
export function vocabularyOf(menu: Menu): Vocabulary {
  return {
    occasions: terms(menu.occasions, CONCEPTS.occasions),
    fillings: terms(menu.fillings, CONCEPTS.fillings),
    coatings: terms(menu.coatings, CONCEPTS.coatings),
    decor: terms(menu.decor, CONCEPTS.decor),
  };
}

function terms(items: readonly { key: string; name: Names }[], concepts: readonly Term[]): Term[] {
  const named = items.map(({ key, name }) => {
    const own = [...new Set([name.ru, name.en ?? ''].map(clean))].filter((one) => one !== '');
    // A key is nobody's word for it: "chocolate" may be the key of a decoration.
    const telling = [clean(key), ...own.flatMap(partsOf)];
    const known = concepts.find((concept) => telling.some((one) => isNameOf(concept, one)));
    return { key, own, more: (known?.names ?? own.flatMap(nounsOf)).filter((one) => !own.includes(one)) };
  });
  // A word by which more than one item could be meant is no name of either; their whole names are.
  const stems = named.map(({ own, more }) => new Set([...own, ...more].map(stemOf)));
  const times = (word: string) => stems.filter((one) => one.has(stemOf(word))).length;
  return named.map(({ key, own, more }) => ({ key, names: [...own, ...more.filter((word) => times(word) === 1)] }));
}

/** The term that means one of the well-known things, whatever its key is. */
export function termFor(among: readonly Term[], kind: keyof Vocabulary, concept: string): Term | undefined {
  const known = CONCEPTS[kind].find(({ key }) => key === concept);
  return known && among.find(({ names }) => names.includes(known.names[0]));
}

function isNameOf(concept: Term, name: string): boolean {
  return clean(concept.key) === name || concept.names.some((other) => clean(other) === name);
}

/** «Юбилей или годовщина» are two names. */
function partsOf(name: string): string[] {
  return [name, ...name.split(/ (?:или|or) /)];
}

const DESCRIBES = /(?:ый|ий|ая|яя|ое|ее|ые|ие)$|^(?:fresh|with|from|made|custom|cake|торт|начинка|покрытие)$/;

/** The words by which an item of the owner's own is called in short: «клубника» of «Ваниль с клубникой». */
function nounsOf(name: string): string[] {
  const words = name.split(' ');
  return words.length === 1 ? [] : words.filter((word) => word.length >= 4 && !DESCRIBES.test(word));
}
