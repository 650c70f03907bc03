import { z } from 'zod';
import { nearest } from '../nearest';

/**
 * How a wrong field of the owner's document is told. A message is the second half of a Russian sentence; the first half,
 * the line it is about, is put before it by `Report`.
 */

/** Grammatical gender of a label, so that "не указан" agrees with it. */
export type Gender = 'm' | 'f' | 'n' | 'p';

/** «Не указан» for a label's gender. */
export const MISSING: Record<Gender, string> = { m: 'не указан', f: 'не указана', n: 'не указано', p: 'не указаны' };

/** A value as the owner wrote it, short enough for a sentence. */
export function shown(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const line = text.slice(0, 41).replace(/\s+/g, ' ');
  return `«${text.length > 40 ? `${line.slice(0, 40)}…` : line}»`;
}

/** What is said of a field that is absent or of another type. */
export const expects = (label: string, gender: Gender, wanted: string) => (issue: { input?: unknown }) =>
  issue.input == null
    ? `${label} ${MISSING[gender]}`
    : `${label} — указано ${shown(issue.input)}, нужно ${wanted}${numberInQuotes(issue.input, wanted)}`;

/** A hint for `"2400"` where 2400 is meant. */
export const numberInQuotes = (input: unknown, wanted: string) =>
  wanted.includes('число') && typeof input === 'string' && /^\s*\d+([.,]\d+)?\s*$/.test(input) ? ' без кавычек' : '';

/** An object that knows all its fields: an unknown one is probably a typo, and is said so, one line for each. */
export function fieldsOf<T extends z.ZodRawShape>(shape: T, missing: string) {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') return unknownFields(issue.keys as string[], Object.keys(shape));
      return issue.input == null ? missing : `указано ${shown(issue.input)}, нужны поля в фигурных скобках { }`;
    },
  });
}

/** One sentence half for every unknown field, one a line. */
export function unknownFields(keys: string[], known: string[]): string {
  const say = (key: string) => {
    const meant = nearest(key, known);
    return `неизвестное поле ${shown(key)}${meant ? ` — возможно, имелось в виду ${meant}` : `, уберите его`}`;
  };
  return keys.map(say).join('\n');
}
