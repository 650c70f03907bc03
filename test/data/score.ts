import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Expecting, Heard, Intent, Slots } from '../../lib/dialogue/read/heard';

/** One phrase of the corpus with its right answer. */
export interface Phrase {
  id: string;
  text: string;
  language: 'ru' | 'en';
  now: string;
  expecting: Expecting;
  intent: Intent;
  slots: Slots;
}

/** What was answered to a phrase. */
export type Answer = Pick<Heard, 'intent' | 'slots'> & { open?: boolean };

/** Shares from 0 to 1; `n` is the number of times that the slot should be filled. */
export interface Figures {
  precision: number;
  recall: number;
  n: number;
}

export interface Score {
  phrases: number;
  micro: Figures;
  slots: Record<string, Figures>;
  /** Share of phrases with the right intent. */
  intent: number;
  /** Share of phrases in which the rules left words to a model. */
  open: number;
  wrong: { phrase: Phrase; answer: Answer; what: string[] }[];
}

/** The corpus of one language. */
export function readPhrases(language: 'ru' | 'en'): Phrase[] {
  const text = readFileSync(join(__dirname, `phrases.${language}.jsonl`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Phrase);
}

/** Compares the answers with the corpus. A wrong value counts against precision and against recall. */
export function scoreOf(phrases: readonly Phrase[], answer: (phrase: Phrase) => Answer): Score {
  const count: Record<string, { right: number; given: number; due: number }> = {};
  const wrong: Score['wrong'] = [];
  let [intents, open] = [0, 0];
  for (const phrase of phrases) {
    const given = answer(phrase);
    const what: string[] = [];
    const keys = new Set([...Object.keys(phrase.slots), ...Object.keys(given.slots)]) as Set<keyof Slots>;
    for (const key of keys) {
      const one = (count[key] ??= { right: 0, given: 0, due: 0 });
      const [due, said] = [phrase.slots[key], given.slots[key]];
      if (due !== undefined) one.due += 1;
      if (said !== undefined) one.given += 1;
      if (isDeepStrictEqual(due, said)) one.right += 1;
      else what.push(`${key}: ${JSON.stringify(said)} instead of ${JSON.stringify(due)}`);
    }
    if (given.intent === phrase.intent) intents += 1;
    else what.push(`intent: ${given.intent} instead of ${phrase.intent}`);
    if (given.open) open += 1;
    if (what.length > 0) wrong.push({ phrase, answer: given, what });
  }
  const all = Object.values(count).reduce(
    (sum, one) => ({ right: sum.right + one.right, given: sum.given + one.given, due: sum.due + one.due }),
    { right: 0, given: 0, due: 0 },
  );
  return {
    phrases: phrases.length,
    micro: figures(all),
    slots: Object.fromEntries(Object.entries(count).map(([key, one]) => [key, figures(one)])),
    intent: share(intents, phrases.length),
    open: share(open, phrases.length),
    wrong,
  };
}

const share = (part: number, whole: number) => (whole === 0 ? 1 : part / whole);
const figures = ({ right, given, due }: { right: number; given: number; due: number }): Figures => ({
  precision: share(right, given),
  recall: share(right, due),
  n: due,
});
