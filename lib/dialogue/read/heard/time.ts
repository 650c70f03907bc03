import type { Said } from './said';
import type { Expecting, Slots } from './types';
import { oneOf, words } from './pattern';

const CLOCK = '(\\d{1,2})(?:[:.](\\d\\d)|-(00|15|30|45)(?!\\d))?(?!\\d|[.,:]\\d)';
const HOURS = "(?: ?(?:часик[a-zа-я]*|час[a-zа-я]{0,3}|ч(?![a-zа-я])\\.?|h(?![a-zа-я])|o'?clock))?";
const PART = '(?: ?(утра|дня|вечера|ночи|am|pm|a\\.m\\.?|p\\.m\\.?)(?![a-zа-я]))?';
const END = '(?![a-zа-я\\d]|[.,:]\\d)';
const NOT_HOURS = `(?! ?${oneOf(
  'кг|кило|грамм|г(?![a-zа-я])|гр(?![a-zа-я])|чел|гост|перс|людей|дет|взросл|порц|кус|штук|шт|ярус|этаж|руб',
  'р(?![a-zа-я])|₽|тыс|к(?![a-zа-я])|лет|год|дн|день|недел|месяц|числ|-?го|-?е(?![a-zа-я])|%|kg|kilo|people',
  'guest|person|pax|ppl|kid|adult|serving|slice|portion|tier|day|week|month|year|rub|st(?![a-zа-я])',
  'nd(?![a-zа-я])|rd(?![a-zа-я])|th(?![a-zа-я])|minut|of us|friend|colleague|student',
)})`;
const START = '(?<![a-zа-я\\d.,:/-])';

const RANGE = new RegExp(
  `${START}(?:(с|со|от|между|from|between|в промежутке(?: с)?|в|к|на|at) )?${CLOCK}${HOURS}${PART} ?(-|до|по|и|to|till|til|until|and) ?${CLOCK}${HOURS}${PART}${NOT_HOURS}${END}`,
  'gu',
);
const POINT = new RegExp(
  `${START}(?:(к|ко|в|во|на|около|после|до|с|at|by|around|about|from|after|before|@)(?: (?:примерно|около|где-то|часов|часам|часикам|about|around))? |(часа|часов|часам|часиков|часу) (?:в|к|на|примерно в|примерно к) )?${CLOCK}${HOURS}${PART}${NOT_HOURS}${END}`,
  'gu',
);
const HALF =
  /(?<![a-zа-я])(?:(?:в|к|на) )?(?:пол ?|половин[еу] )(первого|второго|третьего|четвертого|пятого|шестого|седьмого|восьмого|девятого|десятого|одиннадцатого|двенадцатого|\d{1,2}-го)(?![a-zа-я])|(?<![a-zа-я])half past (\d{1,2})(?!\d)/gu;
const HALVES = ['перв', 'втор', 'трет', 'четв', 'пят', 'шест', 'седь', 'вось', 'девя', 'деся', 'один', 'двен'];
const ONE = /(?<![a-zа-я])(?:к|в|во) (?:часу|час)(?: дня)?(?![a-zа-я\d]| \d)/gu;
const WORDS: [RegExp, string][] = [
  [
    words(['(?:к|в|на) (?:обед~|обеденн~ врем~|ланч~)|(?:at|by|around|for|during|about) (?:lunch ?time|lunch)'], 'gu'),
    '12:00-14:00',
  ],
  [
    new RegExp(
      `(?<!добр[a-zа-я]{2,3} )(?<![a-zа-я])${oneOf(
        'вечер(?:ом|очком|ком)|(?:ближе )?к вечеру|на вечер|под вечер|(?:in|for|by) the evening|this evening',
        'tonight|evenings?',
      )}(?![a-zа-я])`,
      'gu',
    ),
    '17:00-21:00',
  ],
  [/(?<![a-zа-я])(?:(?:в|к) полдень|в полудень|полудню|(?:at|by|around) (?:noon|midday))(?![a-zа-я])/gu, '12:00'],
];
export const EVENING = '17:00-21:00';
const REFUSED = /(?<![a-zа-я])(?:не|not)(?: (?:раньше|позже|в|к|на|с|at|by))? ?$/u;

/** «в половине шестого», read before the days: its ordinal is none. */
export function readHalf(said: Said): string | null {
  const [one] = said.all(HALF);
  if (!one) return null;
  const time =
    one[2] === undefined
      ? halfOf(one[1])
      : shown((Number(one[2]) % 12 < 8 ? (Number(one[2]) % 12) + 12 : Number(one[2]) % 12) * 60 + 30);
  if (time !== null) said.take(one.index, one.index + one[0].length);
  return time;
}

/** The time of hand-over, `HH:MM` or `HH:MM-HH:MM`; takes what it reads out. Days must be out already. */
export function readTime(said: Said, expecting: Expecting, dated: boolean): Pick<Slots, 'time'> {
  const found: { time: string; from: number; to: number }[] = [];
  const add = (one: RegExpExecArray, time: string | null) => {
    if (time === null) return;
    if (!REFUSED.test(said.low.slice(0, one.index)))
      found.push({ time, from: one.index, to: one.index + one[0].length });
    said.take(one.index, one.index + one[0].length);
  };
  const sure = dated || expecting === 'date';
  for (const one of said.all(RANGE)) add(one, rangeOf(one, sure));
  for (const one of said.all(POINT)) add(one, pointOf(one, sure, expecting));
  for (const one of said.all(ONE)) add(one, '13:00');
  for (const [pattern, time] of WORDS) {
    for (const one of said.all(pattern)) add(one, found.length > 0 ? found[0].time : time);
  }
  if (new Set(found.map(({ time }) => time)).size > 1) said.unclear = true;
  const times = [...new Set(found.map(({ time }) => time))];
  return times.length === 1 ? { time: times[0] } : {};
}

function rangeOf(one: RegExpExecArray, dated: boolean): string | null {
  const [, lead, h1, m1, n1, p1, sign, h2, m2, n2, p2] = one;
  const clock = [m1, n1, p1, m2, n2, p2].some((part) => part !== undefined) || /час|ч(?![a-zа-я])|clock/u.test(one[0]);
  const framed =
    sign !== '-' && (/^(?:с|со|between|from|между|в промежутке)/.test(lead ?? '') || (dated && lead === 'от'));
  const dashed = sign === '-' && dated && /^(?:в|к|at|с|on)$/.test(lead ?? '');
  if (!clock && !framed && !dashed) return null;
  if ((sign === 'и' || sign === 'and') && !/^(?:между|between)/.test(lead ?? '')) return null;
  const to = minutesOf(h2, m2 ?? n2, p2);
  const from = minutesOf(h1, m1 ?? n1, p1 ?? (p2 && Number(h1) <= Number(h2) ? p2 : undefined));
  return from === null || to === null || from >= to ? null : `${shown(from)}-${shown(to)}`;
}

function pointOf(one: RegExpExecArray, dated: boolean, expecting: Expecting): string | null {
  const [text, lead, counted, hour, minutes, dashed, part] = one;
  const clock =
    minutes !== undefined ||
    part !== undefined ||
    counted !== undefined ||
    /\d ?(?:час|ч(?![a-zа-я])|h(?![a-zа-я])|o'?clock)/u.test(text);
  if (dashed !== undefined && lead === undefined) return null;
  const hasDot = minutes !== undefined && text.includes('.');
  if (hasDot && lead === undefined && expecting !== 'date' && !(dated && (minutes === '00' || Number(minutes) > 12)))
    return null;
  // «к 5» is an hour beside a day; alone it may be a day as well.
  if (!clock && dashed === undefined && !(dated && /^(?:к|ко|в|во|at|by|around|about|около|@)$/.test(lead ?? '')))
    return null;
  if (
    /^(?:через)/.test(lead ?? '') ||
    (/(?:через|in|за|на|каждые|работаете с) $/u.test(one.input.slice(0, one.index)) && /час|hour/.test(text))
  )
    return null;
  const at = minutesOf(hour, minutes ?? dashed, part);
  return at === null || at < OPEN || /^(?:после|after|с|from)$/.test(lead ?? '') ? null : shown(at);
}

/** Nobody fetches a cake at night; «12 ночи» is play or a slip. */
const OPEN = 5 * 60;

function halfOf(word: string): string | null {
  const hour = /^\d/.test(word) ? Number.parseInt(word, 10) : HALVES.findIndex((stem) => word.startsWith(stem)) + 1;
  if (hour < 1 || hour > 12) return null;
  const before = hour - 1 === 0 ? 12 : hour - 1;
  return shown((before < 8 ? before + 12 : before) * 60 + 30);
}

/** Minutes of the day. A bakery is shut at night: an hour from 1 to 7 with nothing beside it is in the afternoon. */
function minutesOf(hour: string, minutes: string | undefined, part: string | undefined): number | null {
  let at = Number(hour);
  const past = Number(minutes ?? 0);
  if (at > 24 || past > 59 || (at === 24 && past > 0)) return null;
  const kind = part?.replace(/\./g, '');
  if (kind === 'pm' || kind === 'дня' || kind === 'вечера') at = at < 12 ? at + 12 : at;
  else if (kind === 'am' || kind === 'ночи') at = at === 12 ? 0 : at;
  else if (kind === 'утра') at = at === 12 ? 12 : at;
  else if (at >= 1 && at <= 7 && !/^0/.test(hour)) at += 12;
  return at * 60 + past;
}

const shown = (at: number) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
