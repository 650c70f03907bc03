import { readChoice } from './choice';
import { withDigits } from './numbers';
import { plain } from './text';

/** A stretch of the day, `HH:MM` at both ends. */
interface Stretch {
  key: string;
  from: string;
  to: string;
}

const ANY =
  /(?<!\p{L})(?:люб(?:ое|ой|ая)|все равно|без разницы|не ?важно|когда (?:угодно|удобно|вам)|any|any ?time|whenever|either|doesn't matter|don't mind)(?!\p{L})/u;
const EARLY = /(?<!\p{L})(?:пораньше|как можно раньше|earliest|as early)/u;
const LATE = /(?<!\p{L})(?:попозже|как можно позже|latest|as late)/u;
const PARTS: [RegExp, number, number][] = [
  [/(?<!\p{L})(?:утр\p{L}*|до (?:обеда|полудня)|перв(?:ая|ой|ую) половин\p{L}|morning|before (?:noon|lunch))/u, 0, 720],
  [
    /(?<!\p{L})(?:обед\p{L}*|днем|полдень|втор(?:ая|ой|ую) половин\p{L}|noon|lunch\p{L}*|midday|afternoon|daytime)/u,
    720,
    1020,
  ],
  [/(?<!\p{L})(?:вечер\p{L}*|после работы|evening|tonight|after work)/u, 1020, 1440],
];
const TIME = "(\\d{1,2})(?:[:.](\\d\\d))?(?: ?(?:час\\p{L}*|ч|h|o'?clock))?(?: ?(am|pm|a\\.m|p\\.m|дня|вечера|утра))?";
const RANGE = new RegExp(`^(?:с |от |from |between )?${TIME} ?(?:-|до|по|и|to|till|until|and) ?${TIME}$`, 'u');
const HOUR = new RegExp(
  `^(?:(к|ко|в|с|около|примерно в|часов в|после|до|at|by|around|about|from|after|before) )?${TIME}$`,
  'u',
);

/** The one of the windows that the words mean: «к 15», «утром», "from 10 to 13", "any"; null when none has that time. */
export function readHours<T extends Stretch>(text: string, windows: readonly T[]): T | null {
  const words = withDigits(plain(text.slice(0, 80)))
    .replace(/(?<!\p{L})(?:пожалуйста|давайте|лучше|можно|please|let's|ok)(?!\p{L})/gu, ' ')
    .replace(/[,!?]|\.$/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (/\d/.test(words)) return byClock(words, windows);
  if (windows.length === 0) return null;
  if (ANY.test(words) || EARLY.test(words)) return windows[0];
  if (LATE.test(words)) return windows[windows.length - 1];
  const part = PARTS.find(([pattern]) => pattern.test(words));
  if (part) return widest(part[1], part[2], windows);
  const found = readChoice(
    text,
    windows.map(({ key, from, to }) => ({ label: `${from}–${to}`, value: key })),
  );
  return windows.find(({ key }) => key === found?.value) ?? null;
}

function byClock<T extends Stretch>(words: string, windows: readonly T[]): T | null {
  const range = RANGE.exec(words);
  if (range) {
    const [from, to] = [hourOf(range, 1), hourOf(range, 4)];
    return windows.find((one) => begin(one) <= from && to <= end(one) && from < to) ?? null;
  }
  const hour = HOUR.exec(words);
  if (!hour) return null;
  const before = hour[1] === 'до' || hour[1] === 'before' ? 1 : 0;
  const at = hourOf(hour, 2) - before;
  // In a bakery «к 3» is the afternoon, where nothing else is said.
  const half = hour[4] === undefined && at > 0 && at < 720 ? [at, at + 720] : [at];
  for (const time of half) {
    const found =
      windows.find((one) => begin(one) <= time && time < end(one)) ?? windows.find((one) => end(one) === time);
    if (found) return found;
  }
  return null;
}

/** Minutes of the day; NaN where the clock has no such time. */
function hourOf(found: RegExpExecArray, at: number): number {
  const [hour, minute] = [Number(found[at]), Number(found[at + 1] ?? 0)];
  const late = /^(?:p|дня|вечера)/.test(found[at + 2] ?? '') && hour < 12;
  return hour > 24 || minute > 59 ? NaN : (hour + (late ? 12 : 0)) * 60 + minute;
}

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const begin = (one: Stretch) => minutes(one.from);
const end = (one: Stretch) => minutes(one.to);

function widest<T extends Stretch>(from: number, to: number, windows: readonly T[]): T | null {
  const shared = (one: T) => Math.min(to, end(one)) - Math.max(from, begin(one));
  const best = [...windows].sort((a, b) => shared(b) - shared(a))[0];
  return shared(best) > 0 ? best : null;
}
