import { distance } from '../../../order/nearest';

/** A word of a text and where it stands. */
export interface Word {
  text: string;
  stem: string;
  from: number;
  to: number;
}

const ENDINGS =
  /(?:ьего|ьему|ыми|ими|ого|его|ому|ему|ами|ями|ый|ий|ой|ая|яя|ое|ее|ие|ые|ым|им|ом|ем|ую|юю|ых|их|ах|ях|ам|ям|ов|ев|ей|ою|ею|ья|ье|ью|ьи|ия|ии|ию|а|я|о|е|у|ю|ы|и|ь|й)$/;

/** A word without its ending, so that its cases are one; English words lose a plural or possessive. */
export function stemOf(word: string): string {
  if (!/[а-я]/.test(word)) return word.replace(/'s$|(?<=[a-z]{3}[^s'u])s$/, '').replace(/(?<=[a-z]{3})ie$/, 'y');
  const stem = word.replace(ENDINGS, '');
  return stem.length >= 3 ? stem : word;
}

/** The words of `low`, without what has been taken out of it. */
export function wordsOf(low: string): Word[] {
  return [...low.matchAll(/[a-zа-я\d]+(?:'[a-zа-я]+)?/gu)].map(({ 0: text, index }) => ({
    text,
    stem: stemOf(text),
    from: index,
    to: index + text.length,
  }));
}

/** The same word, with a slip of the finger in a long one; the first letter is hardly ever wrong. */
export function sameStem(name: string, said: string): boolean {
  if (name === said) return true;
  const shorter = Math.min(name.length, said.length);
  if (shorter < 5 || name[0] !== said[0] || /\d/.test(said) || Math.abs(name.length - said.length) > 2) return false;
  // In a short stem the last letter tells kinds apart: «ягодный», «ягодки».
  if (shorter === 5 && name[name.length - 1] !== said[said.length - 1]) return false;
  return distance(name, said) <= (shorter >= 8 ? 2 : 1);
}
