import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { DateTime } from 'luxon';
import type { Language } from '../order/types';

const NBSP = '\u00a0';

/** Makes one for each key: Intl's formatters cost a third of a millisecond to make and nothing to use. */
function kept<Key extends string, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const made = new Map<Key, Made>();
  return (key) => {
    const found = made.get(key) ?? make(key);
    made.set(key, found);
    return found;
  };
}

const wholeRoubles = kept((language: Language) => new Intl.NumberFormat(language, { maximumFractionDigits: 0 }));
const roublesAndKopecks = kept(
  (language: Language) => new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
);
const kilograms = kept((language: Language) => new Intl.NumberFormat(language, { maximumFractionDigits: 3 }));
const plurals = kept((language: Language) => new Intl.PluralRules(language));

/** `4 800 ₽`; kopecks only when there are any. Takes whole kopecks. */
export function money(kopecks: number, language: Language): string {
  const number = (kopecks % 100 === 0 ? wholeRoubles : roublesAndKopecks)(language);
  return `${number.format(kopecks / 100).replace(/\s/g, NBSP)}${NBSP}₽`;
}

/** `2,5 кг` or `2.5 kg`. Takes grams. */
export function weight(grams: number, language: Language): string {
  const number = kilograms(language).format(grams / 1000);
  return `${number}${NBSP}${language === 'ru' ? 'кг' : 'kg'}`;
}

/** `+7 916 123-45-67`, as it is easiest to read and to dial; what is no number stays as it is. */
export function phoneText(phone: string): string {
  const text = parsePhoneNumberFromString(phone)?.formatInternational() ?? phone;
  // Russian numbers end in pairs joined by dashes; the library parts all groups by spaces.
  return text.startsWith('+7 ') ? text.replace(/ (\d\d) (\d\d)$/, '-$1-$2') : text;
}

/** `суббота, 28 ноября` or `Saturday 28 November`; the year only when it is not the one of `today`. */
export function longDay(day: string, language: Language, today?: string): string {
  const date = DateTime.fromISO(day, { zone: 'utc', locale: language });
  const year = today && !day.startsWith(today.slice(0, 4)) ? ' yyyy' : '';
  return date.toFormat(`cccc${language === 'ru' ? ',' : ''} d MMMM${year}`);
}

/** `субботу, 28 ноября`, what follows «на»; other languages have one form. */
export function onDay(day: string, language: Language, today?: string): string {
  const name = longDay(day, language, today);
  return language === 'ru' ? name.replace(/^(\p{L}+)а,/u, '$1у,') : name;
}

/** `28 ноября`, without the weekday. */
export function dayAlone(day: string, language: Language, today?: string): string {
  return longDay(day, language, today).replace(/^\p{L}+,? /u, '');
}

/** `сб, 28 ноября`, for buttons. */
export function shortDay(day: string, language: Language): string {
  return DateTime.fromISO(day, { zone: 'utc', locale: language }).toFormat('ccc, d MMMM');
}

/** A word in the right number: `2 гостя`, `5 guests`. */
export function count(n: number, what: Counted, language: Language): string {
  const form = plurals(language).select(n) as 'one' | 'few' | 'many' | 'other';
  const forms = COUNTED[language][what];
  return `${n}${NBSP}${forms[form] ?? forms.other}`;
}

/** `1 час`, `45 минут`: for how long, as it follows «помолчу». Takes whole minutes. */
export function duration(minutes: number, language: Language): string {
  return minutes % 60 === 0 ? count(minutes / 60, 'hours_long', language) : count(minutes, 'minutes_long', language);
}

type Counted = 'guests' | 'guests_of' | 'portions' | 'days' | 'hours' | 'hours_long' | 'minutes_long';
type Forms = { one: string; few?: string; many?: string; other: string };

const COUNTED: Record<Language, Record<Counted, Forms>> = {
  ru: {
    guests: { one: 'гость', few: 'гостя', many: 'гостей', other: 'гостя' },
    guests_of: { one: 'гостя', few: 'гостей', many: 'гостей', other: 'гостей' },
    portions: { one: 'порция', few: 'порции', many: 'порций', other: 'порции' },
    days: { one: 'день', few: 'дня', many: 'дней', other: 'дня' },
    hours: { one: 'часа', few: 'часов', many: 'часов', other: 'часов' },
    hours_long: { one: 'час', few: 'часа', many: 'часов', other: 'часа' },
    minutes_long: { one: 'минуту', few: 'минуты', many: 'минут', other: 'минуты' },
  },
  en: {
    guests: { one: 'guest', other: 'guests' },
    guests_of: { one: 'guest', other: 'guests' },
    portions: { one: 'serving', other: 'servings' },
    days: { one: 'day', other: 'days' },
    hours: { one: 'hour', other: 'hours' },
    hours_long: { one: 'hour', other: 'hours' },
    minutes_long: { one: 'minute', other: 'minutes' },
  },
};

/** The first `most` characters, never half of one; what was left out is shown by an ellipsis. */
export function cut(text: string, most: number): string {
  const signs = [...text.slice(0, most * 4)];
  return signs.length > most ? `${signs.slice(0, most - 1).join('')}…` : signs.join('');
}

/** The text with its first letter large. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A moment for people: the time of day in a zone, with the day where it is another one. */
export function clockOn(at: string, zone: string, language: Language): string {
  return DateTime.fromISO(at, { zone, locale: language }).toFormat('HH:mm, d MMMM');
}
