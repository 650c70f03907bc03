import { readServings, readWeight } from '../quantity';
import type { Said } from './said';
import type { Expecting, Slots } from './types';
import { oneOf } from './pattern';

const TIERS = new RegExp(
  `(?<![a-zа-я\\d.,-])${oneOf(
    '(\\d{1,2}) ?-?(?:х|ух|ти|мя|и)?[ -]?(?:ярус~|tier~|этажа(?![a-zа-я])|этажн~|уровн[яе]~)',
    '(?:ярусов|tiers)(?: будет|:| -)? (\\d)(?![\\da-zа-я])',
    '(одно|двух|дву|трех|четырех|пяти)[ъь]?(?:ярусн|этажн|уровнев)~|(single|double|triple)[ -]tier~',
  )}`,
  'gu',
);
const TIER_WORDS: Record<string, number> = {
  одно: 1,
  двух: 2,
  дву: 2,
  трех: 3,
  четырех: 4,
  пяти: 5,
  single: 1,
  double: 2,
  triple: 3,
};
const NOT = /(?<![a-zа-я])(?:не|not)(?: в| на| хочу)? ?$/u;

/** How many tiers; takes them out. */
export function readTiers(said: Said): Pick<Slots, 'tiers'> {
  const tiers = new Set<number>();
  for (const found of said.all(TIERS)) {
    const [text, counted, after, word, english] = found;
    const count = Number(counted ?? after ?? TIER_WORDS[word ?? english]);
    if (count >= 1 && count <= 10 && !NOT.test(said.low.slice(0, found.index))) tiers.add(count);
    said.take(found.index, found.index + text.length);
  }
  return tiers.size === 1 ? { tiers: [...tiers][0] } : {};
}

const UNIT = oneOf(
  'кг|килограмм~|кило|kgs?|kilos?|kilograms?|гр?|грамм~|gr?|grams?|lbs?|pounds?|человека?|чел~|людей|перс~',
  'гост~|взросл~|дет~|ребен~|ребят~|порци~|кус~|people|persons?|guests?|pax|ppl|adults?|kids?|children',
  'servings?|slices?|portions?|of us',
);
const RANGE = '\\d{1,6}(?:[.,]\\d{1,3})?(?: ?(?:-|до|to) ?\\d{1,6}(?:[.,]\\d{1,3})?)?';
const COUNTED = [
  new RegExp(`(?<![a-zа-я\\d])${RANGE} ?-?(?:ти|х|и)? ?${UNIT}(?![a-zа-я])`, 'gu'),
  new RegExp(
    `(?<![a-zа-я\\d])(?:нас|we are|we're|serves|feeds)(?: (?:будет|примерно|около|about|around))? ${RANGE}(?![\\d])`,
    'gu',
  ),
  /(?<![a-zа-я])(?:на |для )?(?:дво|тро|четвер|пятер|шестер|семер|восьмер|девятер|десятер)(?:е|о|их|ых|им|ым)(?![a-zа-я])/gu,
  new RegExp(`(?<![a-zа-я\\d])${UNIT}(?: (?:на|будет|около|примерно|где-то))* ${RANGE}(?![\\d])`, 'gu'),
];
const FOR =
  /(?<![a-zа-я\d])(?:на|for|for about|for around|примерно на) (\d{1,3})(?:(?:-| до | to )(\d{1,3}))?(?=$|[ ]?[,.;!?)\n_](?!\d)| (?:for|on|by|with|please|at|and|на|без|с)(?![a-zа-я]))/gu;
const BARE = new RegExp(
  `^(?:[\\s.,!?)(_;]|(?<![a-zа-я])${oneOf(
    'на|примерно|около|где-то|где|то|нас|будет|всего|думаю|наверное|наверно|ну|пожалуйста|давайте|штук|торт',
    'хочу|нужен|нам|мне|about|around|for|maybe|please|cake|i think|we are|roughly',
  )}(?![a-zа-я]))*$`,
  'u',
);

/** «ещё двое», «минус 1 кг»: more than what was said before, not a number of its own. */
const RELATIVE = /^\s*(?:(?:и|нас|будет|а) )*(?:еще|плюс|минус|plus|minus|another|\+) ?\d{1,3}(?: [a-z]?[а-я]*)*/;
/** «человек на 12 к субботе»: a word that leads to what is out already leads nowhere. */
const BEFORE_TAKEN = /(?:(?<![a-zа-я])(?:на|к|ко|в|во|до|с|со|по|for|on|by|at|to|with|in|the) ?)*_+/g;
/** «от 2 кг до 2,5», «10 человек - 12 человек». */
const UNIT_TWICE = new RegExp(
  `(\\d+(?:[.,]\\d+)?) ?(${UNIT}) ?(?:до|-|to) ?(\\d+(?:[.,]\\d+)?)(?![\\d:]|[.,]\\d| ?(?:час|руб|р(?![а-я])|тыс|к(?![а-я])))(?: ?${UNIT})?(?![a-zа-я])`,
  'gu',
);

/** Guests and grams. A bare number means guests only where they were asked for or the cake is «на 12». */
export function readAmount(
  said: Said,
  expecting: Expecting,
  language: 'ru' | 'en',
): Pick<Slots, 'servings' | 'weight_g'> {
  if (RELATIVE.test(said.low)) {
    said.unclear = true;
    return {};
  }
  const rest = said.low.replace(BEFORE_TAKEN, ' ; ').replace(UNIT_TWICE, '$1-$3 $2');
  const grams = readWeight(rest);
  const servings = readServings(rest);
  const counted = COUNTED.flatMap((pattern) => said.all(pattern));
  counted.forEach(({ index, 0: text }) => said.take(index, index + text.length));
  const out = { ...(grams !== null && { weight_g: grams }), ...(servings !== null && { servings }) };
  if (grams !== null || servings !== null || counted.length > 0) {
    if (servings !== null || expecting !== 'servings') return out;
  }
  const found = bare(said, expecting) ?? numberFor(said, expecting, language);
  if (found === null) return out;
  said.take(found.from, found.to);
  if (found.n < 1) return out;
  return Number.isInteger(found.n)
    ? { ...out, servings: found.n }
    : grams === null && found.n <= 30
      ? { weight_g: Math.round(found.n * 1000) }
      : out;
}

interface Counted {
  n: number;
  from: number;
  to: number;
}

/** The whole answer is a number. */
function bare(said: Said, expecting: Expecting): Counted | null {
  if (expecting !== 'servings') return null;
  const found =
    /(?<![a-zа-я\d.,:-])(\d{1,4}(?:[.,]\d)?)(?: ?(?:-|до|to) ?(\d{1,4}(?:[.,]\d)?))?(?![a-zа-я\d.,:-])/u.exec(said.low);
  if (!found || !BARE.test(said.low.slice(0, found.index) + said.low.slice(found.index + found[0].length))) return null;
  return { n: Number((found[2] ?? found[1]).replace(',', '.')), from: found.index, to: found.index + found[0].length };
}

/** «торт на 12»: with a day said elsewhere or asked for, it could be the day as well. */
function numberFor(said: Said, expecting: Expecting, language: 'ru' | 'en'): Counted | null {
  if (expecting === 'date') return null;
  const found = said.all(FOR);
  if (found.length !== 1) return null;
  const [{ 0: text, 1: low, 2: high, index }] = found;
  const n = Number(high ?? low);
  const sure =
    expecting === 'servings' ||
    language === 'en' ||
    n > 31 ||
    high !== undefined ||
    /тор[тд][a-zа-я]* $/u.test(said.low.slice(0, index));
  return sure ? { n, from: index, to: index + text.length } : null;
}
