import { DateTime } from 'luxon';
import { datesIn, readDate, type DateAt } from '../date';
import type { Said } from './said';
import type { Hearing, Slots } from './types';
import { oneOf } from './pattern';

type Day = DateAt & { day: DateTime };

const NEEDED = new RegExp(
  `${oneOf(
    'нуж[нe]~|надо|отмеча[а-я]*|праздну[а-я]*|забер~|забир~|забрать|привез~|достав~|получить|торт~|сделайте',
    'need~|want|pick~|deliver~|ready|cake',
  )}[^.!?\\n]*$`,
  'u',
);
const PREPOSITION = /(?<![a-zа-я])(?:на|к|ко|до|for|by|on)(?: (?:утро|вечер|обед|the|this))? ?$/u;
const FEAST = new RegExp(
  `${oneOf('рожд~|др|днюх~|юбиле~|свадьб~|годовщин~|праздник~|birthday|bday|wedding|anniversary|party')}[^,.;!?\\n]*$`,
  'u',
);
const OR = /(?<![a-zа-я])(?:или|либо|or)(?![a-zа-я])|^ ?- ?$/u;
const AROUND = new RegExp(
  `^(?:[\\s.,!?)(_;]|(?<![a-zа-я])${oneOf(
    'на|к|ко|до|в|число|числа|давайте|давай|пожалуйста|пж|плиз|хочу|нужно|надо|нужен|можно|торт|ну|the|on|for',
    "by|please|lets|maybe|let's",
  )}(?![a-zа-я]))*$`,
  'u',
);

/** The day that is wanted, never before today; takes every day out of the text, also those that cannot be. */
export function readDay(said: Said, { now, zone, language, expecting }: Hearing): Pick<Slots, 'date'> {
  const today = DateTime.fromISO(now, { setZone: true }).setZone(zone).startOf('day');
  if (!today.isValid) return {};
  const { low } = said;
  const found = datesIn(low, { today, language }).filter((one) => !isRange(one, low, expecting));
  found.forEach(({ from, to }) => said.take(from, to));
  const day = found.length > 0 ? chosen(low, found, today) : bare(said, now, zone, language, expecting);
  if (day === undefined && found.some((one) => 'day' in one && !one.refused && one.day >= today)) said.unclear = true;
  return day !== undefined && day >= (today.toISODate() ?? '') ? { date: day } : {};
}

function chosen(low: string, found: DateAt[], today: DateTime): string | undefined {
  if (found.some((one) => 'unclear' in one)) return undefined;
  const days = found.filter((one): one is Day => 'day' in one && !one.refused && one.day >= today);
  days.sort((a, b) => a.from - b.from);
  if (found.some((one) => 'impossible' in one) && !days.some(({ rule }) => rule === 'number' || rule === 'month'))
    return undefined;
  const one = (list: Day[]) => {
    const different = new Set(list.map(({ day }) => day.toISODate() ?? ''));
    return different.size === 1 ? [...different][0] : undefined;
  };
  if (one(days) !== undefined) return one(days);
  if (days.slice(1).some((day, index) => OR.test(low.slice(days[index].to, day.from)))) return undefined;
  const before = ({ from }: Day) => low.slice(0, from);
  const weekdays = days.filter(({ rule }) => rule === 'weekday');
  const dates = days.filter(({ rule }) => rule !== 'weekday' && rule !== 'holiday');
  // A weekday beside a date that it is not is a slip in one of them.
  if (weekdays.length === 1 && dates.length === 1 && /^,? ?\(?$/.test(low.slice(weekdays[0].to, dates[0].from))) {
    return weekdays[0].day.weekday === dates[0].day.weekday ? one(dates) : undefined;
  }
  for (const fits of [
    (day: Day) => day.rule !== 'holiday',
    (day: Day) => NEEDED.test(clause(before(day))) && !FEAST.test(clause(before(day))),
    (day: Day) => PREPOSITION.test(before(day)),
  ]) {
    const list = days.filter(fits);
    if (list.length > 0 && one(list) !== undefined) return one(list);
  }
  return undefined;
}

const clause = (before: string) =>
  before.slice(Math.max(0, ...[',', '.', ';', '!', '?', '\n'].map((sign) => before.lastIndexOf(sign) + 1)));

/** «10-12» is a day and a month only where a day was asked for. */
const isRange = (one: DateAt, low: string, expecting: Hearing['expecting']) =>
  (expecting !== 'date' && 'unclear' in one && /^\d{1,2} ?- ?\d{1,2}$/.test(low.slice(one.from, one.to))) ||
  (expecting === 'servings' && /^\d{1,2}\.\d$/.test(low.slice(one.from, one.to)));

/** A bare number is a day only where a day was asked for; what chrono alone knows, only as the whole answer. */
function bare(
  said: Said,
  now: string,
  zone: string,
  language: Hearing['language'],
  expecting: Hearing['expecting'],
): string | undefined {
  const left = said.low.replace(/_+/g, ' ').trim();
  if (expecting !== 'date') return undefined;
  const number = /(?<![a-zа-я\d.,:-])(\d{1,2})(?![a-zа-я\d.,:-]|[.,]\d)/u.exec(left);
  if (number && AROUND.test(left.replace(number[0], ''))) {
    const read = readDate(number[0], now, zone, language);
    if (read && 'day' in read) {
      said.take(0, said.low.length);
      return read.day;
    }
    return undefined;
  }
  const read = readDate(left, now, zone, language);
  return read && 'day' in read ? read.day : undefined;
}
