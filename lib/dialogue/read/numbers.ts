import { wholeWords } from './text';

/** Number words of both languages, by their stems and endings, turned into digits. */

const RU: [RegExp, number][] = [
  [/^од(ин|на|но|ного|ной|ному|ним|ну)$/, 1],
  [/^дв(а|е|ух|ум|умя)$/, 2],
  [/^тр(и|ех|ем|емя)$/, 3],
  [/^четыр(е|ех|ем|ьмя)$/, 4],
  [/^пят(ь|и|ью)$/, 5],
  [/^шест(ь|и|ью)$/, 6],
  // «семью» is left out: it is a family far more often than a seven.
  [/^сем(ь|и)$/, 7],
  [/^(восемь|восьми|восемью)$/, 8],
  [/^девят(ь|и|ью)$/, 9],
  [/^десят(ь|и|ью|ок|ка)$/, 10],
  [/^дюжин[ауы]$/, 12],
  [/^полтор[аы]$|^полутора$/, 1.5],
  [/^сорока?$/, 40],
  [/^(пятьдесят|пятидесяти)$/, 50],
  [/^(шестьдесят|шестидесяти)$/, 60],
  [/^(семьдесят|семидесяти)$/, 70],
  [/^(восемьдесят|восьмидесяти)$/, 80],
  [/^девяност[оа]$/, 90],
  [/^полсотни$/, 50],
  [/^ст[оа]$|^сотн[яюи]$/, 100],
  [/^(двести|двухсот)$/, 200],
  [/^(триста|трехсот)$/, 300],
  [/^(четыреста|четырехсот)$/, 400],
  [/^(пятьсот|пятисот)$/, 500],
];
const TEENS = ['один', 'две', 'три', 'четыр', 'пят', 'шест', 'сем', 'восем', 'девят'];
const RU_ORDINALS = [
  'перв', 'втор', 'трет', 'четверт', 'пят', 'шест', 'седьм', 'восьм', 'девят', 'десят',
]; // prettier-ignore
const EN =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const EN_TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const EN_ORDINALS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'.split(
    ' ',
  );

/** The number that one word says («двенадцати», "twelve"), or null. */
export function numberOf(word: string): number | null {
  const rule = RU.find(([pattern]) => pattern.test(word));
  if (rule) return rule[1];
  const big = /^(.+?)(надцат|дцат)(ь|и|ью)$/.exec(word);
  if (big) return teenOrTen(big[1], big[2]);
  const english = EN.indexOf(word);
  if (english >= 0) return english + 1;
  const tens = EN_TENS.indexOf(word);
  if (tens >= 0) return (tens + 2) * 10;
  return word === 'dozen' ? 12 : word === 'hundred' ? 100 : null;
}

/** The day number that an ordinal says («пятого», «двадцатое», "fifth"), or null; only forms that dates use. */
export function ordinalOf(word: string): number | null {
  const found = /^(.+?)(?:ое|ого|ому|ье|ьего|ьему)$/.exec(word);
  if (found) {
    const unit = RU_ORDINALS.indexOf(found[1]);
    if (unit >= 0) return unit + 1;
    const big = /^(.+?)(надцат|дцат)$/.exec(found[1]);
    if (big) return teenOrTen(big[1], big[2]);
  }
  const english = EN_ORDINALS.indexOf(word);
  if (english >= 0) return english + 1;
  return word === 'twentieth' ? 20 : word === 'thirtieth' ? 30 : null;
}

function teenOrTen(stem: string, ending: string): number | null {
  if (ending === 'надцат') {
    const teen = TEENS.indexOf(stem);
    return teen >= 0 ? teen + 11 : null;
  }
  if (ending !== 'дцат') return null;
  return stem === 'два' ? 20 : stem === 'три' ? 30 : null;
}

/**
 * Number words as digits: «двадцать пять» 25, «два с половиной» 2.5, "twenty-five" 25. With `ordinals` those that end
 * in an ordinal become `25-го`. Takes and gives what `plain` makes.
 */
export function withDigits(text: string, options: { ordinals?: boolean } = {}): string {
  const parts = text.match(/\p{L}+|[^\p{L}]+/gu) ?? [];
  let out = '';
  for (let i = 0; i < parts.length; i += 1) {
    let value = glued(parts, i) ? null : numberOf(parts[i]);
    let ordinal = value === null && options.ordinals && !glued(parts, i) ? ordinalOf(parts[i]) : null;
    if (value === null && ordinal === null) {
      out += parts[i];
      continue;
    }
    while (value !== null && value >= 20 && value % 10 === 0 && /^[ -]$/.test(parts[i + 1] ?? '')) {
      const smaller = numberOf(parts[i + 2] ?? '');
      const last = options.ordinals ? ordinalOf(parts[i + 2] ?? '') : null;
      const room = value % 100 === 0 ? 100 : 10;
      if (smaller !== null && smaller < room && Number.isInteger(smaller)) value += smaller;
      else if (last !== null && last < room) ordinal = value + last;
      else break;
      i += 2;
      if (ordinal !== null) break;
    }
    out += ordinal === null ? String(value) : `${ordinal}-го`;
  }
  return halves(out);
}

/** A word that hangs on a digit («5пять») is no number of its own. */
function glued(parts: string[], index: number): boolean {
  return /\d$/.test(parts[index - 1] ?? '') || /^\d/.test(parts[index + 1] ?? '');
}

function halves(text: string): string {
  return (
    text
      .replace(wholeWords('(\\d{1,4}) (?:с половиной|and a half)'), (_, whole: string) => `${whole}.5`)
      .replace(wholeWords('a dozen'), '12')
      .replace(wholeWords('half 12|half a 12'), '6')
      // The unit follows at once («полкило») or as the next word, so these do not end where a word ends.
      .replace(/(?<![\p{L}\p{N}])(?:пол[- ]?|половин[ау] )(?=кило)/gu, '0.5 ')
      .replace(/(?<![\p{L}\p{N}])half (?:a |of a )?(?=k(?:ilo|g))/gu, '0.5 ')
      .replace(/(?<![\p{L}\p{N}]|\d[.,])(\d{1,3}(?:[.,]\d)?) тысяч[аи]?(?![\p{L}\p{N}])/gu, (_, amount: string) =>
        String(Math.round(Number(amount.replace(',', '.')) * 1000)),
      )
  );
}
