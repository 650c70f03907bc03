import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { CONTRACT, hear } from '../lib/dialogue/read/heard';
import { readPhrases, scoreOf, type Phrase } from '../test/data/score';

/** What the rules alone must reach: a wrong slot is worse than a question. */
export const RULES_TARGET = { precision: 0.97, recall: 0.8 };

/** The contract's zone. */
const ZONE = 'Europe/Moscow';

interface RulesFigures {
  phrases: number;
  precision: number;
  recall: number;
  intent: number;
  /** Share of phrases that leave something to a model. */
  needs_model: number;
  slots: Record<string, { precision: number; recall: number; n: number }>;
}

export interface RulesResult {
  ru: RulesFigures;
  en: RulesFigures;
  /** Phrases that the rules were not written with. */
  held_out: RulesFigures;
}

const rounded = (share: number): number => Math.round(share * 1000) / 1000;

function figuresOf(phrases: Phrase[]): RulesFigures {
  const { micro, slots, intent, open } = scoreOf(phrases, ({ text, language, now, expecting }) =>
    hear(text, { language, now, zone: ZONE, expecting, vocabulary: CONTRACT }),
  );
  const perSlot = Object.entries(slots).map(([slot, { precision, recall, n }]) => [
    slot,
    { precision: rounded(precision), recall: rounded(recall), n },
  ]);
  return {
    phrases: phrases.length,
    precision: rounded(micro.precision),
    recall: rounded(micro.recall),
    intent: rounded(intent),
    needs_model: rounded(open),
    slots: Object.fromEntries(perSlot),
  };
}

const heldOut = (): Phrase[] =>
  readFileSync(join(__dirname, '../test/data/heldout.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Phrase);

/** Precision and recall of the rules on all phrases. */
export const measureRules = (): RulesResult => ({
  ru: figuresOf(readPhrases('ru')),
  en: figuresOf(readPhrases('en')),
  held_out: figuresOf(heldOut()),
});

export const rulesHold = (result: RulesResult): boolean =>
  Object.values(result).every(
    ({ precision, recall }: RulesFigures) => precision >= RULES_TARGET.precision && recall >= RULES_TARGET.recall,
  );
