import { DateTime } from 'luxon';
import type { Language } from '../../order/types';
import { wholeWords } from './text';

/** What one rule found: a day, what cannot be a day, or something that more than one day could be (`unclear`). */
export type Found = { day: DateTime } | { impossible: string } | { unclear: true };
/** Where the rules stand: the bakery's day (its begin) and the customer's language. */
export interface Place {
  today: DateTime;
  language: Language;
}
/** A rule takes its matches out of the text, so that a later one does not read them again. */
export interface DateRule {
  name: 'number' | 'month' | 'relative' | 'weekday' | 'holiday' | 'day';
  pattern: RegExp;
  read: (found: RegExpExecArray, place: Place) => Found | null;
}

const UNIT =
  '(?!\\s*(?:кг|кило|г(?!\\p{L})|гр|kg|g(?!\\p{L})|lb|руб|р(?!\\p{L})|₽|тыс|%|чел|гост|перс|лет|м(?!\\p{L})|час|cm|см|ярус))';
const MONTHS =
  'янв(?:ар\\p{L}*)?|фев(?:р(?:ал\\p{L}*)?)?|мар(?:т\\p{L}{0,2})?|апр(?:ел\\p{L}*)?|ма[йяею]|июн[ьяе]?|июл[ьяе]?|авг(?:уст\\p{L}*)?|сен(?:т(?:ябр\\p{L}*)?)?|окт(?:ябр\\p{L}*)?|ноя(?:б(?:р\\p{L}*)?)?|дек(?:абр\\p{L}*)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const STEMS = [
  'янв|jan',
  'фев|feb',
  'мар|mar',
  'апр|apr',
  'ма|may',
  'июн|jun',
  'июл|jul',
  'авг|aug',
  'сен|sep',
  'окт|oct',
  'ноя|nov',
  'дек|dec',
];
const WEEKDAYS =
  'пон[еи]дельник\\p{L}*|вторник\\p{L}*|сред[ауые]|чет?верг\\p{L}*|пятниц\\p{L}*|суб+от\\p{L}{0,3}|воскресен[ьи]\\p{L}{0,2}|понед|четв|чтв|пятн|птн|субб|воскр|пн|вт|ср|чт|пт|сб|вс|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|(?<=(?:on|by|for|this|next|coming) )(?:mon|tues?|wed|thur?s?|fri|sat|sun)|(?<=^|[,;] ?|or )(?:mon|tues?|wed|thur?s?|fri|sat|sun)(?=$| ?[,.;!?]| or | at )';
const WEEKDAY_STEMS = ['по|пн|mo', 'вт|tu', 'ср|we', 'че|чт|th', 'пя|пт|fr', 'су|сб|sa', 'во|вс|su'];

const starting = (stems: string[], word: string) =>
  stems.findIndex((stem) => new RegExp(`^(?:${stem})`).test(word)) + 1;
const nextWeek = (today: DateTime) => today.startOf('week').plus({ weeks: 1 });

/** A day and month, in the year said or else in their next coming. What the calendar lacks is impossible. */
export function dated(day: number, month: number, year: string | undefined, { today }: Place, said: string): Found {
  const exact = year === undefined ? null : Number(year.length === 2 ? `20${year}` : year);
  const at = (inYear: number) => DateTime.fromObject({ year: inYear, month, day }, { zone: today.zone });
  if (exact !== null) return at(exact).isValid ? { day: at(exact) } : { impossible: said };
  const thisYear = at(today.year);
  const coming = thisYear.isValid && thisYear >= today ? thisYear : at(today.year + 1);
  return coming.isValid ? { day: coming } : { impossible: said };
}

/** The next coming of a day number after today; months that are too short are passed over. */
export function comingDay(number: number, { today }: Place, said: string): Found {
  if (number < 1 || number > 31) return { impossible: said };
  for (let ahead = 0; ahead < 12; ahead += 1) {
    const day = today.startOf('month').plus({ months: ahead }).set({ day: number });
    if (day.day === number && day > today) return { day };
  }
  return { impossible: said };
}

/** The next coming of a weekday (1 Monday); today's own name means next week. */
export function comingWeekday(weekday: number, today: DateTime): DateTime {
  return today.plus({ days: ((weekday - today.weekday + 6) % 7) + 1 });
}

const numeric: DateRule = {
  name: 'number',
  pattern: new RegExp(
    `(?<![\\p{L}\\d.,/+:-])(?:(\\d{4})-(\\d{1,2})-(\\d{1,2})|(\\d{1,2})(?: ?([./-]) ?(\\d{1,2})(?: ?\\5 ?(\\d{4}|\\d{2}))?| (\\d{1,2}) (20\\d\\d)))(?![\\d:/-]|[.,]\\d)(?:(?<=\\d{4})|${UNIT})`,
    'gu',
  ),
  read: (found, place) => {
    const [said, isoYear, isoMonth, isoDay, a, sign, afterSign, yearAfterSign, afterSpace, yearAfterSpace] = found;
    const [b, year] = [afterSign ?? afterSpace, yearAfterSign ?? yearAfterSpace];
    if (isoYear) return dated(Number(isoDay), Number(isoMonth), isoYear, place, said);
    const [one, two] = [Number(a), Number(b)];
    const alone = found.input.replace(/[.!?\s]/g, '') === said.replace(/[.!?\s]/g, '');
    if (said === '24/7') return null;
    if (sign === '/' && one <= 12 && (place.language === 'en' || two > 12)) return dated(two, one, year, place, said);
    if (sign === '-' && one <= 12 && two > 12 && year !== undefined) return dated(two, one, year, place, said);
    // «14.30» and «14.00» are times.
    if (two > 12 || two === 0) return alone && (one > 23 || year !== undefined) ? { impossible: said } : null;
    if (year !== undefined) return dated(one, two, year, place, said);
    // «10-12» is as well a range, «в 10.12» a time and «1/2» in the middle of words a half.
    if (sign === '-' && one <= two) return alone ? { unclear: true } : null;
    if (sign === '.' && one <= 23 && /(?:^|\s)(?:в|at|by)\s*$/.test(found.input.slice(0, found.index))) return null;
    if (sign === '.' && b.length === 1 && a.length === 1 && !alone) return null;
    return dated(one, two, undefined, place, said);
  },
};

const month: DateRule = {
  name: 'month',
  pattern: wholeWords(
    `(?:(\\d{1,2})(-| ?и | ?или | ?по | на )(?=\\d))?(\\d{1,2})(?:-?(?:го|е|ое|ого|му|ому|st|nd|rd|th))? ?(?:числа |of )?(${MONTHS})\\.?,?(?: (\\d{4})(?: ?г(?:ода?)?)?)?|(${MONTHS})\\.? (?:the )?(\\d{1,2})(?:st|nd|rd|th|-?го)?(?:,? (\\d{4}))?${UNIT}`,
  ),
  read: (found, place) => {
    const [said, , range, day, name, year, nameFirst, dayAfter, yearAfter] = found;
    if (range) return { unclear: true };
    const number = Number(day ?? dayAfter);
    return dated(number, starting(STEMS, name ?? nameFirst), year ?? yearAfter, place, said);
  },
};

const RELATIVE: [RegExp, (today: DateTime, count: number) => DateTime | null][] = [
  [/^послепосле ?завтр/, (today) => today.plus({ days: 3 })],
  [/^(?:после ?завтр[ао]|(?:the )?day after tomorrow)/, (today) => today.plus({ days: 2 })],
  [/^(?:завтра|tomorrow|tmrw)/, (today) => today.plus({ days: 1 })],
  [/^(?:сегодня|today|tonight|this )/, (today) => today],
  [/^позавчера/, (today) => today.minus({ days: 2 })],
  [/^(?:вчера|yesterday)/, (today) => today.minus({ days: 1 })],
  [/(?:дн|день|day).*(?:назад|ago)/, (today, count) => today.minus({ days: count })],
  [/(?:недел|week).*(?:назад|ago)/, (today, count) => today.minus({ weeks: count })],
  [/^через день$/, (today) => today.plus({ days: 2 })],
  [/(?:дн|дня|день|сут|day)/, (today, count) => today.plus({ days: count })],
  [/(?:недел|week)/, (today, count) => today.plus({ weeks: count })],
  [/(?:месяц|month)/, (today, count) => today.plus({ months: count })],
];
const SPAN = '(?:д(?:ень|ня|ней)|сут(?:ки|ок)|недел(?:ю|и|ь|ьку)|месяц(?:а|ев)?|days?|weeks?|months?)';

const relative: DateRule = {
  name: 'relative',
  pattern: wholeWords(
    `послепосле ?завтра|после ?завтр[ао]|(?:the )?day after tomorrow|завтра|tomorrow|tmrw|сегодня|today|tonight|this (?:morning|afternoon|evening)|позавчера|вчера|yesterday|(?:через|in) (?:(\\d{1,3}|a|an) )?${SPAN}(?! (?:в|во|on) (?:${WEEKDAYS}))|(\\d{1,3}|an?) (?:days?|weeks?|months?) from (?:now|today)|(?:(\\d{1,3}|a) )?(?:дн\\p{L}+|день|недел\\p{L}+|days?|weeks?) (?:назад|ago)`,
  ),
  read: (found, { today }) => {
    const count = Number(/\d+/.exec(found[1] ?? found[2] ?? found[3] ?? '')?.[0] ?? 1);
    const day = RELATIVE.find(([pattern]) => pattern.test(found[0]))?.[1](today, count);
    return day ? { day } : null;
  },
};

const weekday: DateRule = {
  name: 'weekday',
  pattern: wholeWords(
    `((?:a|1) week from |через (?:(?:1 )?неделю (?:в |во )?)?|(?:на )?следующ\\p{L}+ (?:неделе (?:в |во )?)?|(?:на )?прошл\\p{L}+ |(?:на )?(?:эт\\p{L}+|ближайш\\p{L}+) (?:неделе (?:в |во )?)?|next |last |this (?:coming )?)?(${WEEKDAYS}|выходн(?:ые|ых|ым)|(?:the )?weekend)( через (?:1 )?неделю| на следующей неделе| next week| after next)?`,
  ),
  read: (found, { today }) => {
    const [, before = '', name, after = ''] = found;
    const number = /^(?:выходн|the w|weekend)/.test(name) ? 6 : starting(WEEKDAY_STEMS, name);
    const coming = comingWeekday(number, today);
    if (/^(?:на )?прошл|last/.test(before))
      return { day: today.minus({ days: ((today.weekday - number + 6) % 7) + 1 }) };
    if (/неделю/.test(before + after)) {
      const there = today
        .plus({ weeks: 1 })
        .startOf('week')
        .plus({ days: number - 1 });
      return there.equals(coming.plus({ weeks: 1 })) ? { day: there } : { unclear: true };
    }
    if (/^через|week from/.test(before) || after === ' after next') return { day: coming.plus({ weeks: 1 }) };
    if (/следующ|next/.test(before + after)) return { day: nextWeek(today).plus({ days: number - 1 }) };
    return { day: coming };
  },
};

const HOLIDAYS: [string, number, number][] = [
  ["(?<!стар\\p{L}+ )нов(?:ый|ому|ого|ым|ом) год(?:у|а|ом)?|(?<!chinese )new year'?s?(?: eve)?", 31, 12],
  ['рождеств(?:о|у|а|ом)', 7, 1],
  ['christmas(?: day)?(?! eve)', 25, 12],
  ["(?:день |дню |дня )(?:святого|св\\.?) валентина|valentine'?s(?: day)?", 14, 2],
];

const holidays = HOLIDAYS.map(([source, day, number]): DateRule => ({
  name: 'holiday',
  pattern: wholeWords(source),
  read: (found, place) => dated(day, number, undefined, place, found[0]),
}));

// «5-е место» and "5th birthday" are no days, but «на 30-е морковный» is.
const COUNTED =
  /^ (?:день рожд|класс|курс|год|лет|месяц|этаж|ярус|мест|этап|раз|блюд|врем|birthday|anniv|floor|tier|grade|time|year|month)/;

const GOES_ON = /^ (?:или|либо|утром|вечером|днем|пожалуйста|нуж|надо|можно|забер|достав|привез|хочу|please)/;

const dayNumber: DateRule = {
  name: 'day',
  pattern: wholeWords(
    '(?:the )?(\\d{1,2})(?:-?(?:го|е|ое|ого|му|ому)(?: числ[ао])?| числ[аоу]|st|nd|rd|th)( следующего месяца| of next month)?',
  ),
  read: (found, place) => {
    const [before, after] = [found.input.slice(0, found.index), found.input.slice(found.index + found[0].length)];
    const asked = /(?:^|[^\p{L}])(?:на|к|ко|до|by|on|for)\s*$/u.test(before);
    if (/^ \p{L}{3,}/u.test(after) && (asked ? COUNTED.test(after) : !GOES_ON.test(after))) return null;
    const number = Number(found[1]);
    if (!found[2]) return comingDay(number, place, found[0]);
    const month = place.today.startOf('month').plus({ months: 1 });
    return dated(number, month.month, String(month.year), place, found[0]);
  },
};

/** All rules in the order in which they take their words. */
export const DATE_RULES: DateRule[] = [numeric, month, relative, weekday, ...holidays, dayNumber];
