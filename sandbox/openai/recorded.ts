import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Slots } from './fill';

/** Where the recorded answers lie; see README.md beside them. */
export const RECORDED = path.join(__dirname, '..', '..', 'test', 'data', 'model-answers.json');

const entry = z
  .strictObject({
    /** Part of a customer's message, as she writes it. */
    says: z.string().min(1),
    /** What the model makes of it. */
    answer: z.record(z.string(), z.unknown()).optional(),
    /** The model refuses, in these words. */
    refusal: z.string().min(1).optional(),
    /** Why the answer is wrong on purpose, or whatever else whoever reads the table should know. */
    note: z.string().optional(),
  })
  .refine(({ answer, refusal }) => (answer === undefined) !== (refusal === undefined), 'has either answer or refusal');

/** One line of the table. */
export type Recorded = z.infer<typeof entry>;

/**
 * Reads the table; at each request anew, so that a line can be added while the sandbox runs.
 *
 * @throws Error that names the line that is wrong
 */
export function readRecorded(file: string): Recorded[] {
  const result = z.array(entry).safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (result.success) return result.data;
  const [{ path: at, message }] = result.error.issues;
  throw new Error(`${path.basename(file)}: ${at.join('.')}: ${message}`);
}

/**
 * What the model says to a message. Several recorded phrases in it are all answered, the later ones last; a phrase inside a
 * longer one that is there too is not. `today` is `YYYY-MM-DD`; null: the request does not tell it.
 */
export function answerTo(
  table: Recorded[],
  message: string,
  today: string | null,
): { slots: Slots } | { refusal: string } {
  const text = plain(message);
  const found = table
    .map((recorded) => ({ recorded, words: plain(recorded.says) }))
    .map(({ recorded, words }) => ({ recorded, from: text.indexOf(words), size: words.length }))
    .filter(({ from }) => from >= 0);
  const whole = found.filter(
    (one) =>
      !found.some((two) => two.size > one.size && two.from <= one.from && two.from + two.size >= one.from + one.size),
  );
  const inOrder = whole.sort((a, b) => a.from - b.from).map(({ recorded }) => recorded);
  const refused = inOrder.find(({ refusal }) => refusal !== undefined);
  if (refused) return { refusal: refused.refusal! };
  const slots: Slots = Object.assign({}, ...inOrder.map(({ answer }) => answer));
  return { slots: 'date' in slots ? { ...slots, date: dayOf(slots.date, today) } : slots };
}

/** Words alone, between blanks, so that a phrase is found as whole words whatever their case and signs. */
const plain = (text: string): string =>
  ` ${text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/ё/g, 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const DAY_MS = 24 * 60 * 60 * 1000;

/** A recorded day, counted from today: `today+5`, or the next `saturday`; anything else stays as it was recorded. */
function dayOf(recorded: unknown, today: string | null): unknown {
  const [, plus] = /^today([+-]\d+)$/.exec(String(recorded)) ?? [];
  const weekday = WEEKDAYS.indexOf(String(recorded));
  if (plus === undefined && weekday < 0) return recorded;
  if (today === null) return null;
  const start = Date.parse(today);
  const ahead = plus === undefined ? ((weekday - new Date(start).getUTCDay() + 6) % 7) + 1 : Number(plus);
  return new Date(start + ahead * DAY_MS).toISOString().slice(0, 10);
}
