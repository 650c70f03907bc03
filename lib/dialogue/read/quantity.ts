import { numberOf, withDigits } from './numbers';
import { plain, wholeWords } from './text';

/**
 * How much cake: guests, a weight in grams, or a number whose meaning the question decides (`bare`, also `2.5`).
 * A range gives its upper end.
 */
export type Quantity =
  { kind: 'servings'; n: number } | { kind: 'weight'; grams: number } | { kind: 'bare'; n: number };

const NUMBER = '\\d{1,6}(?:[.,]\\d{1,3})?';
const RANGE = `(?:от |from )?(${NUMBER})(?:\\s*(-|до|или|либо|to|or|\\.{2,3})\\s*(${NUMBER}))?`;
// Not inside another number or word, and not after a minus of its own: "-3 кг" says nothing.
const START = '(?<![\\p{L}\\p{N}]|\\d[.,]|(?:^|[^\\p{L}\\p{N} ] ?|\\s)-)';
const END = '(?![\\p{L}\\p{N}])';
const KILO = '(?:кг|килограмм\\p{L}*|кило|kgs?|kilos?|kilograms?)';
const GRAM = '(?:г|гр|грамм\\p{L}*|gr?|grams?)';
const POUND = '(?:lbs?|pounds?|фунт\\p{L}*)';
const PERSON =
  '(?:человека?|чел(?:ов)?|чил|людей|перс|гост(?:ь|я|ей|и|ям)|персон[аы]?|душ|друзей|подруг|подружек|девчонок|девчат|девочек|мальчиков|парней|женщин|мужчин|коллег|сотрудников|родственников|учеников|одноклассников|студентов|участников|ladies|girls|women|guys|people|persons?|guests?|pax|ppl|friends|colleagues|co-?workers|students|attendees|of us)';
const ADULT = '(?:взросл(?:ых|ые|ый)|adults?)';
const CHILD = '(?:детей|дети|деток|детишек|ребят|реб[её]нка?|малыш(?:ей|а)|школьников|kids?|children|child)';
const PORTION = '(?:порци[йяию]|куск(?:а|ов)|кусоч(?:ек|ка|ков)|servings?|portions?|slices?)';
const NOT_PEOPLE = `(?!\\s*(?:${KILO}|${GRAM}|${POUND}|лет|год|час|мин|руб|р|тыс|шт|%|:\\d|ярус|years?|tiers?)${END})`;
const NOT_KILOS = `(?!\\s*-?\\s*(?:${PERSON}|${ADULT}|${CHILD}|${PORTION}|руб|р|тыс|шт|лет|ярус\\p{L}*|этаж\\p{L}*|%|tiers?)${END})`;
const COLLECTIVE: [RegExp, number][] = [
  [/^(двое|двоих|двоим|вдвоем)$/, 2],
  [/^(трое|троих|троим|втроем)$/, 3],
  [/^в?четвер(о|ых|ым|ом)$/, 4],
  [/^в?пятер(о|ых|ым|ом)$/, 5],
  [/^в?шестер(о|ых|ым|ом)$/, 6],
  [/^в?семер(о|ых|ым|ом)$/, 7],
  [/^в?восьмер(о|ых|ым|ом)$/, 8],
  [/^девятер(о|ых|ым)$/, 9],
  [/^десятер(о|ых|ым)$/, 10],
];

const ONE_KILO = /(?<![\p{N}] ?)(?<!(?:^|[^\p{L}])(?:за|каждый|один|1) )(?<!\p{L})(?:кило|килограмм)(?:$| ?[,.!;])/u;
const PRICE = /сколько|цен|стои|почем|прайс/;

/** What a text says about the amount; a weight wins over guests because it is exact. Null when unclear. */
export function readQuantity(text: string): Quantity | null {
  const grams = readWeight(text);
  if (grams !== null) return { kind: 'weight', grams };
  const n = readServings(text);
  return n !== null ? { kind: 'servings', n } : bare(text);
}

/** A weight in grams said anywhere in the text, or null when there is none or more than one. */
export function readWeight(text: string): number | null {
  const ready = prepared(text);
  const kilos = all(
    ready,
    `${START}${RANGE}\\s*-?\\s*${KILO}${END}(?: (?:и )?(\\d{1,3} ?${GRAM}${END}|\\d{3}(?=$|[,.!])))?`,
    (found) => upper(found, (value) => value * 1000 + Number.parseInt(found[4] ?? '0', 10)),
  );
  const rest = ready.replace(new RegExp(`${KILO} (?:и )?\\d{1,3} ?${GRAM}${END}`, 'gu'), ' ');
  const grams = all(rest, `${START}${RANGE}\\s*-?\\s*(${GRAM})${END}`, (found) =>
    // «2026 г.» is a year and «дом 12 г. Москва» a town.
    upper(found, (value) =>
      /^[гg]$/.test(found[4]) && (value < 100 || (value > 1899 && value < 2101)) ? null : value,
    ),
  );
  const pounds = all(ready, `${START}${RANGE}\\s*-?\\s*${POUND}${END}`, (found) =>
    upper(found, (value) => value * 453.592),
  );
  const named = all(ready, `${START}вес(?:ом|ит|а)? (?:около |примерно )?${RANGE}(?=$|[,;!?]|\\.(?!\\d))`, (found) =>
    upper(found, (value) => (value <= 30 ? value * 1000 : null)),
  );
  // «килограмма два» is about two kilograms; «за кило 2500» is a price.
  const after = all(
    ready.replace(new RegExp(`${NUMBER}\\s*-?\\s*${KILO}`, 'gu'), ' '),
    `(?<!(?:за|цена|сколько) )(?<!\\p{L})${KILO}${END} (?:на )?${RANGE}(?![\\p{L}\\p{N}]|[.,]\\d)${NOT_KILOS}`,
    (found) => upper(found, (value) => (value <= 30 ? value * 1000 : null)),
  );
  const one = ONE_KILO.test(ready) && !PRICE.test(ready) ? [1000] : [];
  const value = only([...kilos, ...grams, ...pounds, ...named, ...after, ...one]);
  return value !== null && value >= 1 && value <= 1_000_000 ? Math.round(value) : null;
}

/** Guests said anywhere in the text, or null. A child's age, tiers and money are not guests. */
export function readServings(text: string): number | null {
  const ready = prepared(text);
  const adjective = '(?: (?:маленьких|званых|взрослых))?';
  const counted = (noun: string) => all(ready, `${START}${RANGE}\\s*-?\\s*${adjective}\\s*${noun}${END}`, upperOf);
  const named = (noun: string) =>
    all(
      without(ready, `${START}${RANGE}\\s*-?\\s*${noun}${END}`),
      `(?<!\\p{L})${noun}${END}[ :-]*(?:будет )?${RANGE}${END}${NOT_PEOPLE.replace('|шт|', '|')}`,
      upperOf,
    );
  const either = (noun: string) => (counted(noun).length > 0 ? counted(noun) : named(noun));
  const adults = either(ADULT);
  const children = either(CHILD);
  const people = [
    ...counted(PERSON),
    ...all(
      without(ready, `${START}${RANGE}\\s*-?\\s*${PERSON}${END}`),
      `(?<!\\p{L})${PERSON}${END}[ :-]*(?:будет|около|примерно|где-то|на|about|around)?[ :-]*${RANGE}(?=\\s*(?:(?:где-то|примерно|наверное|максимум|max|придет|придут|будет|соберется)\\s*)?(?:$|[,;!?)]|\\.(?!\\d)))`,
      upperOf,
    ),
    ...all(
      ready,
      `(?<!\\p{L})(?:нас|будет нас)(?: (?:будет|всего|примерно|около|где-то|человек))* ${RANGE}${END}${NOT_PEOPLE}`,
      upperOf,
    ),
    ...all(
      ready,
      `(?<!\\p{L})(?:(?:party|family|group) of|feeds?|serves?|we are|we'll be|we will be) (?:about |around )?${RANGE}${END}${NOT_PEOPLE}`,
      upperOf,
    ),
  ];
  const both = adults.length > 0 && children.length > 0 ? sum(only(adults), only(children)) : null;
  if (both !== null && people.every((n) => n === both || n === only(adults))) return guests(both);
  const parts = /(?:из них|из которых|в том числе|включая|including|of them|of whom)/.test(ready);
  if (people.length > 0 && (parts || children.length === 0)) return guests(only(people));
  if (people.length > 0 && /(?:\+|плюс|plus)/.test(ready)) return guests(sum(only(people), only(children)));
  if (people.length > 0) return null;
  if (adults.length > 0 && children.length > 0) return null;
  const rest = [adults, children, counted(PORTION)].find((found) => found.length > 0) ?? [];
  return rest.length > 0 ? guests(only(rest)) : null;
}

function bare(text: string): Quantity | null {
  const filler = wholeWords('примерно|приблизительно|около|где-то|всего|штук|будет|торт|about|around|roughly|cake|a');
  const words = withDigits(plain(text))
    .replace(/[!?;]|\.(?!\d)/g, ' ')
    .replace(filler, ' ');
  const rest = words.replace(wholeWords(POLITE_BARE), ' ').replace(/\s+/g, ' ').trim();
  const found = new RegExp(`^(на |for )?${RANGE}$`, 'u').exec(rest);
  if (!found) return null;
  const n = upperOf([found[0], ...found.slice(2)]);
  if (n === null || n <= 0) return null;
  return found[1] && Number.isInteger(n) ? { kind: 'servings', n } : { kind: 'bare', n };
}

const POLITE_BARE = 'пожалуйста|давайте|давай|хочу|нужен|нам|мне|ну|наверное|наверно|думаю|please|maybe|i think';

function prepared(text: string): string {
  const collective = plain(text).replace(/\p{L}+/gu, (word) => {
    const rule = COLLECTIVE.find(([pattern]) => pattern.test(word));
    return rule ? `${rule[1]} человек` : compound(word);
  });
  return withDigits(collective)
    .replace(/(\d)-?(?:ти|ми|х|x|и|ых|ух)(?=[ -]|$)/gu, '$1')
    .replace(/(?<=\d ?(?:кг|kg|г))(?=\d)/g, ' ')
    .replace(new RegExp(`((?:${ADULT}|${CHILD}) \\d+) человек(?!\\p{L})`, 'gu'), '$1')
    .replace(new RegExp(`(\\d) человек (?=(?:${PERSON}|${CHILD}|${ADULT})${END})`, 'gu'), '$1 ')
    .replace(/(?<!\d)(\d{1,3}) (\d{3})(?= ?(?:г|гр|грамм\p{L}*|g|grams?)(?!\p{L}))/gu, '$1$2');
}

/** «двухкилограммовый»: the number and the unit are one word. */
function compound(word: string): string {
  const found = /^(.+?)(килограммов\p{L}*)$/u.exec(word);
  const value = found && numberOf(found[1]);
  return found && value ? `${value} ${found[2]}` : word;
}

/** Values of all matches that are not negated («не 2 кг, а 3 кг»); null stands for an unclear one. */
function all(
  text: string,
  source: string,
  read: (found: RegExpExecArray) => number | null | undefined,
): (number | null)[] {
  const values = [...text.matchAll(new RegExp(source, 'gu'))]
    .filter((found) => !/(?:^|\s)(?:не|not)\s+(?:на\s+|for\s+)?$/.test(text.slice(0, found.index)))
    .map((found) => read(found as RegExpExecArray));
  return values.filter((value): value is number | null => value !== undefined);
}

/** The value to take from a range: its upper end; null for "2 или 3". `then` may turn it down (undefined is "no"). */
function upper(found: ArrayLike<string>, then: (value: number) => number | null): number | null | undefined {
  const value = upperOf(found);
  return value === null ? null : (then(value) ?? undefined);
}

function upperOf(found: ArrayLike<string>): number | null {
  if (/^(?:или|либо|or)$/.test(found[2] ?? '')) return null;
  const ends = [found[1], found[3]].filter(Boolean).map((end) => Number(end.replace(',', '.')));
  return Math.max(...ends);
}

function only(values: (number | null)[]): number | null {
  return new Set(values).size === 1 ? values[0] : null;
}

function sum(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other;
}

function guests(n: number | null): number | null {
  return n !== null && Number.isInteger(n) && n >= 1 && n <= 100_000 ? n : null;
}

function without(text: string, source: string): string {
  return text.replace(new RegExp(source, 'gu'), ' ; ');
}
