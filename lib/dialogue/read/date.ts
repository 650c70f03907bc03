import * as chrono from 'chrono-node';
import { DateTime } from 'luxon';
import type { Language } from '../../order/types';
import { comingDay, DATE_RULES, type DateRule, type Found, type Place } from './dateRules';
import { withDigits } from './numbers';
import { plain, wholeWords } from './text';

/** A day (`YYYY-MM-DD` in the bakery's zone), what was said but no calendar has, or a day that is over. */
export type ReadDate = { day: string } | { impossible: string } | { past: string };

type Reading = Found & { rule: DateRule['name'] | 'chrono' };

/** A day that a text names: where it stands, and whether it is named as one that is not wanted («не в субботу»). */
export type DateAt = Reading & { from: number; to: number; refused: boolean };

const AROUND = wholeWords(
  'на|к|ко|до|число|числа|день|давайте|давай|пожалуйста|хочу|нужно|надо|нужен|торт|если можно|можно|the|on|for|by|please|lets|maybe',
);

/**
 * The one day that a text names, seen from `nowIso` (with offset) in the bakery's zone. Null when it names none, or
 * several, or could mean several. A bare number is a day only when the text says nothing else.
 */
export function readDate(text: string, nowIso: string, zone: string, language: Language): ReadDate | null {
  const today = DateTime.fromISO(nowIso, { setZone: true }).setZone(zone).startOf('day');
  if (!today.isValid) return null;
  const place: Place = { today, language };
  const ready = withDigits(plain(text), { ordinals: true });
  const readings = byRules(ready, place);
  const found = readings.length > 0 ? readings : [bareDay(ready, place) ?? byChrono(text, place)];
  return chosen(
    found.filter((one): one is Reading => one !== null),
    place,
  );
}

function byRules(text: string, place: Place): Reading[] {
  const found = datesIn(text, place);
  // So many days are a list or play.
  return found.length > MANY ? [{ unclear: true, rule: found[0].rule }] : found.filter(({ refused }) => !refused);
}

const MANY = 8;

/** Every day in a text that `plain` and `withDigits` made ready, by the rules alone; of very many the first ones. */
export function datesIn(text: string, place: Place): DateAt[] {
  const readings: DateAt[] = [];
  let rest = text;
  for (const rule of DATE_RULES) {
    for (const match of [...rest.matchAll(rule.pattern)]) {
      const found = rule.read(match as RegExpExecArray, place);
      if (!found) continue;
      const [from, to] = [match.index, match.index + match[0].length];
      rest = rest.slice(0, from) + '_'.repeat(match[0].length) + rest.slice(to);
      readings.push({ ...found, rule: rule.name, from, to, refused: refused(text.slice(0, from)) });
      if (readings.length > MANY) return readings;
    }
  }
  return readings;
}

/** «не в субботу», «после пятницы»: a day is named, but not as the one that is wanted. */
function refused(before: string): boolean {
  return /(?:^|[^\p{L}])(?:не|not|кроме|except|после|after)(?: (?:в|во|на|к|on|for|the))*\s*$/u.test(before);
}

function bareDay(text: string, place: Place): Reading | null {
  const rest = text
    .replace(AROUND, ' ')
    .replace(/[.!?,\s]+/g, ' ')
    .trim();
  return /^\d{1,2}$/.test(rest) ? { ...comingDay(Number(rest), place, rest), rule: 'day' } : null;
}

// A week, month or year is no day and «через пару дней» not one, though chrono makes one of them.
const VAGUE = /недел|месяц|год|лет|пар[уы]|нескольк|через|week|month|year|couple|few|some/;

/**
 * What the rules do not know, chrono may. It guesses freely («дней» is tomorrow), so it has to explain the whole text,
 * for certain and in words.
 */
function byChrono(text: string, { today, language }: Place): Reading | null {
  const ready = plain(text).slice(0, 200);
  const reader = language === 'ru' ? chrono.ru.casual : chrono.en.casual;
  const reference = { instant: today.plus({ hours: 12 }).toJSDate(), timezone: today.offset };
  const results = reader.parse(ready, reference, { forwardDate: true });
  const [result] = results;
  if (results.length !== 1 || result.end) return null;
  const beside = ready.replace(result.text, ' ').replace(AROUND, ' ');
  const sure = result.start.isCertain('day') || result.start.isCertain('weekday');
  if (!sure || /[\p{L}\d]/u.test(beside) || !/\p{L}{3}/u.test(result.text) || VAGUE.test(result.text)) return null;
  const [year, month, day] = (['year', 'month', 'day'] as const).map((part) => result.start.get(part) ?? 0);
  const date = DateTime.fromObject({ year, month, day }, { zone: today.zone });
  return date.isValid ? { day: date, rule: 'chrono' } : null;
}

/** One day out of all that was said: a weekday must agree with its date, a holiday is a theme beside a date. */
function chosen(readings: Reading[], { today }: Place): ReadDate | null {
  if (readings.some((one) => 'unclear' in one)) return null;
  const impossible = readings.find((one): one is Reading & { impossible: string } => 'impossible' in one);
  let days = readings.filter((one): one is Reading & { day: DateTime } => 'day' in one);
  if (days.length === 0) return impossible ? { impossible: impossible.impossible } : null;
  if (impossible) return null;
  const ahead = days.filter(({ day }) => day >= today);
  if (ahead.length > 0) days = ahead;
  const without = days.filter(({ rule }) => rule !== 'holiday');
  if (without.length > 0) days = without;
  const weekdays = days.filter(({ rule }) => rule === 'weekday');
  const dates = days.filter(({ rule }) => rule !== 'weekday');
  if (dates.length > 0 && weekdays.some(({ day }) => day.weekday !== dates[0].day.weekday)) return null;
  const different = new Set((dates.length > 0 ? dates : weekdays).map(({ day }) => day.toISODate() ?? ''));
  if (different.size !== 1) return null;
  const [day] = [...different];
  return day < (today.toISODate() ?? '') ? { past: day } : { day };
}
