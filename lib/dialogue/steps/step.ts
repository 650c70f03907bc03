import { dayAt } from '../../order/dates';
import type { Availability, Draft, Language, Shop } from '../../order/types';
import type { TextKey } from '../texts';
import { say, type Params } from '../texts';
import type { Person, Reply } from '../types';

/** What a step may look at. */
export interface View {
  draft: Draft;
  shop: Shop;
  availability: Availability;
  now: string;
  language: Language;
  from?: Person;
  /** Options of the question that is open at this step; empty when another one lies over it. */
  open?: Option[];
  /** Steps answered before. */
  history?: string[];
  say(key: TextKey, params?: Params): string;
}

/** Something to choose. A value that begins with `@` moves about (see moves.ts) and never reaches the step. */
export interface Option {
  label: string;
  value: string;
  /** The button's data where it must be understood later too, however many questions were put meanwhile. */
  lasting?: string;
  /** It ends a choice of several: its button stands below theirs. */
  apart?: true;
}

/** An option shown with a picture. */
export interface OptionCard {
  title: string;
  text: string;
  image: string;
  /** The words on its button. */
  choose: string;
  /** The value of the option that it shows. */
  value: string;
}

export interface Question {
  text: string;
  options: Option[];
  cards?: OptionCard[];
  /** A picture above the words: as `Reply.image`. */
  image?: string;
  link?: Reply['link'];
}

/** An answer as a step reads it; presses, numbers and typed labels are all a `choice`. */
export type Input =
  | { kind: 'choice'; value: string }
  | { kind: 'text'; text: string }
  | { kind: 'photo'; file: string; caption?: string }
  | { kind: 'contact'; phone: string };

/**
 * What came of it: answered; not yet (stay and ask this, keeping the patch); not understood; or somewhere else first.
 */
export type Reading =
  | { answer: Partial<Draft>; note?: string }
  | { ask: Question; patch?: Partial<Draft> }
  | { refuse: string; question?: Question };

/** One question of the conversation. */
export interface Step {
  key: string;
  title: TextKey;
  /** Whether it is asked at all. */
  applies(view: View): boolean;
  /** Whether the draft has an answer that still holds. */
  holds(view: View): boolean;
  /** Why an answer that is there does not hold any more. */
  lost?(view: View): string;
  ask(view: View, again?: boolean): Question;
  /** The question that was open inside this step, from the options it was put with; undefined when there was none. */
  reopen?(options: Option[], view: View): Question | undefined;
  /** What words mean to the question that is open inside this step, before any command: as if that value was pressed. */
  inner?(text: string, view: View): string | Reading | undefined;
  /** Several options named by their places at once, as values; undefined when they are no answer. Absent: one is chosen. */
  several?(values: string[], view: View): Reading | undefined;
  read(input: Input, view: View): Reading;
  /** The answer in words; '' when there is none. */
  show(view: View): string;
}

/** A view for a language; the texts come along. */
export function viewOf(parts: Omit<View, 'say'>): View {
  return { ...parts, say: (key, params) => say(parts.language, key, params, parts.shop.texts) };
}

/** The bakery's day. */
export const today = (view: View) => dayAt(view.now, view.shop);

/** A refusal for everything that is no words. */
export const refuse = (view: View, key: TextKey): Reading => ({ refuse: view.say(key) });
