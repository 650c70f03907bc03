import { distance } from '../../order/nearest';
import { numberOf } from './numbers';
import { asked, clean, LONGEST, plain } from './text';

/** Something that can be chosen. `value` is matched too, as are `synonyms`. */
export interface Choosable {
  label: string;
  value: string;
  synonyms?: string[];
}

export interface ChoiceOptions {
  /** The options were shown with numbers before them: a bare number is always a place in the list. */
  numbered?: boolean;
}

const ORDINALS = [
  'перв|first',
  'втор|second',
  'трет|third',
  'четверт|fourth',
  'пят|fifth',
  'шест|sixth',
  'седьм|seventh',
  'восьм|eighth',
  'девят|ninth',
  'десят|tenth',
].map(
  (stems) =>
    new RegExp(`^(?:the )?(?:${stems})(?:ый|ой|ий|ая|ья|ое|ье|ую|ью)?(?: (?:вариант|пункт|номер|option|one))?$`),
);

const NUMBER =
  /^(вариант|номер|пункт|№|no\.?|#|option|number)?\s*(\d{1,2})\s*([.)]|-?(?:й|я|е|ый|ая|ое|ую|st|nd|rd|th))?$/;
const GENERAL =
  /^(?:начинк|торт|покрыти|размер|вкус|декор|украшени|вариант|повод|filling|cake|coating|size|option|flavou?r)\p{L}*$/u;
const SMALL = /^(?:с|со|и|на|в|за|из|под|the|a|an|with|and|of|for|some)$/;
const NEGATION = /^(?:без|не|ни|нет|кроме|no|not|without|except)$/;

/**
 * The option that the text names: by its label, key, synonym or number; endings, case, emoji, punctuation, politeness
 * and a small typo do not matter. Null when nothing or more than one fits, or when the text says more than that.
 */
export function readChoice<T extends Choosable>(
  text: string,
  options: readonly T[],
  how: ChoiceOptions = {},
): T | null {
  if (text.length > LONGEST || options.length === 0) return null;
  const words = clean(text);
  if (words === '') return null;
  const exact = options.filter((option) => namesOf(option).includes(words));
  if (exact.length > 0) return single(exact);

  const number = placeOf(text, options, how);
  if (number !== undefined) return options[number] ?? null;

  const said = contentOf(asked(text));
  if (said.length === 0 || said.length > 8) return null;
  const labelled = options.map((option) => ({ option, names: namesOf(option).map((name) => contentOf(name)) }));
  const having = (fits: (name: string[]) => boolean) =>
    labelled.filter(({ names }) => names.some(fits)).map(({ option }) => option);

  const joined = said.join('');
  const whole = having((name) => name.join('') === joined || (covers(name, said, alike) && covers(said, name, alike)));
  if (whole.length > 0) return single(whole);
  if (!said.some((word) => word.length >= 4 || /\d/.test(word))) return null;
  const part = having((name) => covers(name, said, alike));
  if (part.length > 0) return single(part);
  if (said.some((word) => NEGATION.test(word))) return null;
  return single(
    having((name) => covers(name, said, (a, b) => alike(a, b) || typo(a, b)) || typo(name.join(''), joined)),
  );
}

/** The place in the list that a number means: undefined when it is no number, -1 when it may mean something else. */
function placeOf(text: string, options: readonly Choosable[], how: ChoiceOptions): number | undefined {
  const ready = plain(text)
    .replace(/[!,]+$/, '')
    .replace(/^(.*\p{L})\.$/u, '$1');
  const ordinal = ORDINALS.findIndex((pattern) => pattern.test(ready));
  if (ordinal >= 0) return ordinal;
  const named = /^(?:вариант|номер|пункт|option|number) (\p{L}+)$/u.exec(ready);
  const found = NUMBER.exec(ready);
  const value = named ? numberOf(named[1]) : found ? Number(found[2]) : null;
  if (value === null) return undefined;
  const sure = how.numbered || named || found?.[1] || found?.[3];
  const elsewhere = options.some(
    (option, index) => index !== value - 1 && namesOf(option).some((name) => name.split(' ').includes(String(value))),
  );
  return sure || !elsewhere ? value - 1 : -1;
}

function namesOf(option: Choosable): string[] {
  return [option.label, option.value, ...(option.synonyms ?? [])].map(clean).filter((name) => name !== '');
}

/** The words that tell options apart, a number together with what it counts. After "без" every word counts: «без начинки» is not «без покрытия». */
function contentOf(text: string): string[] {
  const words = text
    .replace(/(?<![\p{L}\d])(\d[\d.]*) (?=\p{L})/gu, '$1')
    .split(' ')
    .filter((word) => word !== '' && !SMALL.test(word));
  if (words.some((word) => NEGATION.test(word))) return words;
  const telling = words.filter((word) => !GENERAL.test(word));
  return telling;
}

function covers(name: string[], said: string[], same: (a: string, b: string) => boolean): boolean {
  return said.every((word) => name.some((other) => same(word, other)));
}

/** The same word with another ending: «медовика», «бархатный». Numbers and short words must be the same. */
export function alike(a: string, b: string): boolean {
  if (a === b) return true;
  const shorter = Math.min(a.length, b.length);
  if (/\d/.test(a + b) || shorter < 4 || Math.abs(a.length - b.length) > 4) return false;
  let common = 0;
  while (common < shorter && a[common] === b[common]) common += 1;
  return common >= Math.max(4, shorter - 2);
}

/** One slip in a word of five letters or more, two in a word of nine. */
function typo(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  if (shorter < 5 || Math.abs(a.length - b.length) > 2 || /\d/.test(a + b)) return false;
  return distance(a, b) <= (shorter >= 9 ? 2 : 1);
}

function single<T>(found: T[]): T | null {
  return found.length === 1 ? found[0] : null;
}
