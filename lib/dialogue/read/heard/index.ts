/** Reading of free text by rules: what is wanted, and every detail of the order that the text names. */
export { hear } from './hear';
export { EXPECTING, INTENTS } from './types';
export type { Expecting, Heard, Hearing, Intent, Slots, Term, Vocabulary } from './types';
export { CONTRACT, vocabularyOf } from './vocabulary';
