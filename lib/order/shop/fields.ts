import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';
import { nearest } from '../nearest';
import { expects, fieldsOf, MISSING, numberInQuotes, shown, type Gender } from './sentences';
import { ALLERGENS, type Allergen, type Names } from '../types';

/** Fields of the owner's document, each with the words for what can be wrong with it. */

const ALLERGENS_RU: Record<Allergen, string> = {
  nuts: 'орехи',
  gluten: 'глютен',
  milk: 'молоко',
  eggs: 'яйца',
  honey: 'мёд',
};

function decimal(label: string, gender: Gender, units: string, places: number, least: number, most: number) {
  return z
    .number({ error: expects(label, gender, 'число') })
    .superRefine((value, context) => {
      const fail = (wanted: string) =>
        context.addIssue({ code: 'custom', message: `${label} — указано ${value}, нужно ${wanted}` });
      if (value < least) fail(least === 0 ? '0 или больше' : `число больше нуля (${units})`);
      else if (value > most) fail(`не больше ${most} (${units})`);
      else if (Math.abs(value * 10 ** places - Math.round(value * 10 ** places)) > 1e-6) {
        fail(`не больше ${places} знаков после запятой`);
      }
    })
    .transform((value) => Math.round(value * 10 ** places));
}

/** Roubles with at most two decimals, read as kopecks. */
export const roubles = (label: string, gender: Gender = 'f') => decimal(label, gender, 'в рублях', 2, 0, 1_000_000);

/** Kilograms with at most three decimals, above zero, read as grams. */
export const kilograms = (label: string, gender: Gender = 'm') =>
  decimal(label, gender, 'в килограммах', 3, 0.001, 1000);

/** A whole number within bounds: days, points, guests, letters. */
export function whole(label: string, gender: Gender, least: number, most: number) {
  return z.number({ error: expects(label, gender, 'число') }).superRefine((value, context) => {
    if (Number.isInteger(value) && value >= least && value <= most) return;
    const wanted = !Number.isInteger(value)
      ? 'целое число'
      : value < least
        ? `${least} или больше`
        : `не больше ${most}`;
    context.addIssue({ code: 'custom', message: `${label} — указано ${value}, нужно ${wanted}` });
  });
}

/** Work points of one weekday; said the way the owner reads a week: «на субботу указано -3». */
export function points(day: string) {
  return z
    .number({
      error: ({ input }) =>
        input == null
          ? `на ${day} не указано, сколько баллов работы; 0 — выходной`
          : `на ${day} указано ${shown(input)}, нужно число${numberInQuotes(input, 'число')}`,
    })
    .superRefine((value, context) => {
      const wanted = value < 0 ? '0 или больше' : !Number.isInteger(value) ? 'целое число' : null;
      if (wanted) context.addIssue({ code: 'custom', message: `на ${day} указано ${value}, нужно ${wanted}` });
    });
}

const tooLong = (label: string, text: string, most: number) =>
  [...text].length > most ? `${label} длиннее ${most} знаков: ${shown(text)}` : null;

/** Words of limited length, trimmed, not empty. */
export function words(label: string, gender: Gender, most: number) {
  return z.string({ error: expects(label, gender, 'текст в кавычках') }).transform((value, context) => {
    const text = value.trim();
    const wrong = text === '' ? `${label} ${MISSING[gender]}` : tooLong(label, text, most);
    if (wrong) context.addIssue({ code: 'custom', message: wrong, input: text || undefined });
    return text;
  });
}

/** Words of limited length, trimmed, perhaps none. */
export const maybeWords = (label: string, gender: Gender, most: number) =>
  z.string({ error: expects(label, gender, 'текст в кавычках') }).transform((value, context) => {
    const text = value.trim();
    const wrong = tooLong(label, text, most);
    if (wrong) context.addIssue({ code: 'custom', message: wrong });
    return text;
  });

/** Yes or no. */
export const yesNo = (label: string, gender: Gender) =>
  z.boolean({ error: expects(label, gender, 'true (да) или false (нет)') });

/** Words per language; a plain string is the Russian one. `missing` is said where there are none. */
export const perLanguage = (most: number, label: string, gender: Gender, missing: string) =>
  z
    .preprocess(
      (value) => (typeof value === 'string' ? { ru: value } : value),
      fieldsOf(
        {
          ru: words(`${label} по-русски (ru)`, gender, most),
          en: words(`${label} по-английски (en)`, gender, most).nullish(),
        },
        missing,
      ),
    )
    .transform(({ ru, en }): Names => (en ? { ru, en } : { ru }));

/** A name per language; a plain string is the Russian one. */
export const names = (most: number) => perLanguage(most, 'название', 'n', 'нет названия');

/** An address per language; a plain string is the Russian one. */
export const addresses = () => perLanguage(300, 'адрес', 'm', 'адрес не указан');

/** A few words about something, per language; a plain string is the Russian one. */
export const descriptions = (most: number) => perLanguage(most, 'описание', 'n', 'описание не указано');

/** The name of something that is put on a button, where there is little room. */
export const buttonName = () => names(40);

/** What something contains; must be said, if only as an empty list, because silence about allergens is dangerous. */
export const contains = () =>
  z.array(
    z.enum(ALLERGENS, {
      error: ({ input }) => {
        const meant = typeof input === 'string' ? allergenMeant(input) : null;
        const all = ALLERGENS.map((key) => `${key} (${ALLERGENS_RU[key]})`).join(', ');
        return `неизвестный аллерген ${shown(input)}${meant ? ` — возможно, ${meant}` : ''}. Можно указать: ${all}`;
      },
    }),
    {
      error: ({ input }) =>
        input == null
          ? 'аллергены не указаны; если их нет, напишите пустой список []'
          : `аллергены — указано ${shown(input)}, нужен список в квадратных скобках [ ]`,
    },
  );

function allergenMeant(input: string): Allergen | null {
  const russian = nearest(input, Object.values(ALLERGENS_RU));
  const key = ALLERGENS.find((one) => ALLERGENS_RU[one] === russian) ?? nearest(input, ALLERGENS);
  return key as Allergen | null;
}

/** The short key by which orders remember a line. */
export const keyField = () => words('ключ (key)', 'm', 40).nullish();

/** `HH:MM`; `9:00` is read as `09:00`. */
export const time = (label: string) =>
  z.string({ error: expects(label, 'n', 'время в кавычках, например "10:00"') }).transform((value, context) => {
    const found = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(value.trim());
    if (!found) {
      context.addIssue({
        code: 'custom',
        message: `${label} — указано ${shown(value)}, нужно время, например "10:00"`,
      });
      return z.NEVER;
    }
    return `${found[1].padStart(2, '0')}:${found[2]}`;
  });

/** A day that exists, `YYYY-MM-DD`. */
export const day = () => {
  const wanted = 'нужна дата вида "2026-12-31"';
  return z.string({ error: ({ input }) => `указано ${shown(input)}, ${wanted}` }).superRefine((value, context) => {
    const exists = /^\d{4}-\d{2}-\d{2}$/.test(value) && DateTime.fromISO(value).isValid;
    if (!exists) context.addIssue({ code: 'custom', message: `указано ${shown(value)} — такой даты нет, ${wanted}` });
  });
};

/** An IANA time zone. */
export const timeZone = () =>
  z.string({ error: expects('часовой пояс', 'm', 'название вида "Europe/Moscow"') }).superRefine((value, context) => {
    if (IANAZone.isValidZone(value)) return;
    const message = `часовой пояс ${shown(value)} не существует, нужно название вида "Europe/Moscow"`;
    context.addIssue({ code: 'custom', message });
  });

/** An address in the web, http or https. */
export const url = (label: string) =>
  z.string({ error: expects(label, 'f', 'адрес вида "https://…"') }).superRefine((value, context) => {
    if (/^https?:\/\/[^\s/]+\.[^\s]+$/i.test(value) && URL.canParse(value)) return;
    context.addIssue({ code: 'custom', message: `${label} — указано ${shown(value)}, нужен адрес вида "https://…"` });
  });

/** https alone, because messengers fetch it themselves; the machine's own addresses are for the sandbox. */
const PICTURE = /^(?:https:\/\/[^\s/]+\.\S+|http:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?\/\S*)$/i;

/** The address of a picture, with a domain's Russian letters as the web writes them. */
export const picture = (label: string) =>
  z.string({ error: expects(label, 'f', 'адрес вида "https://…"') }).transform((value, context) => {
    const address = value.trim();
    if (PICTURE.test(address) && URL.canParse(address)) return new URL(address).href;
    context.addIssue({ code: 'custom', message: `${label} — указано ${shown(value)}, нужен адрес вида "https://…"` });
    return z.NEVER;
  });

/** The number of a Telegram chat or user; a number without quotes is read too. */
export const chat = (what: string) =>
  z
    .union([z.string(), z.number()], { error: ({ input }) => `${what} — указано ${shown(input)}, нужен номер` })
    .transform((value, context) => {
      const id = String(value).trim();
      if (!/^-?\d{3,20}$/.test(id)) {
        const message = `${what} — указано ${shown(value)}, нужен номер. Напишите боту /id — он ответит номером чата`;
        context.addIssue({ code: 'custom', message });
      }
      return id;
    });
