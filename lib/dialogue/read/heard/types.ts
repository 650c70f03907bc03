import type { Allergen, Language } from '../../../order/types';

/** What a customer wants with a text. `correct` is told by its wording alone («не, лучше медовик»). */
export const INTENTS = [
  'fill',
  'correct',
  'back',
  'cancel',
  'restart',
  'human',
  'question',
  'approve',
  'reject',
  'price',
  'status',
  'nonsense',
  'greeting',
  'optout',
  'delete_data',
  'pay',
] as const;
export type Intent = (typeof INTENTS)[number];

/** The question that the text answers, as far as it is known. */
export const EXPECTING = [
  'occasion',
  'servings',
  'filling',
  'coating',
  'inscription',
  'wishes',
  'allergens',
  'date',
  'fulfilment',
  'address',
  'contact',
  'confirm',
  'any',
] as const;
export type Expecting = (typeof EXPECTING)[number];

/** What was said, by the names of the contract; what was not said is absent. */
export interface Slots {
  /** Key of the vocabulary's occasion. */
  occasion?: string;
  servings?: number;
  /** Grams. */
  weight_g?: number;
  /** Key of the vocabulary's filling, or the customer's own word for one that it lacks. */
  filling?: string;
  filling_not?: string;
  coating?: string;
  /** Filled only where the vocabulary has decorations. */
  decor?: string;
  tiers?: number;
  /** '' : none is wanted. */
  inscription?: string;
  /** `YYYY-MM-DD` in the bakery's zone, never before today. */
  date?: string;
  /** `HH:MM` or `HH:MM-HH:MM`. */
  time?: string;
  fulfilment?: 'pickup' | 'delivery';
  address?: string;
  name?: string;
  colour?: string;
  promo?: string;
  /** E.164. */
  phone?: string;
  email?: string;
  allergens?: Allergen[];
  /** Whole roubles. */
  budget_rub?: number;
  vegan?: true;
  sugar_free?: true;
}

export interface Heard {
  intent: Intent;
  slots: Slots;
  /** Words are left that carry meaning and that no rule took: a model may know more. */
  open: boolean;
}

/** Something the shop offers and how people call it; `key` is what a slot gets. */
export interface Term {
  key: string;
  names: string[];
}

export interface Vocabulary {
  occasions: Term[];
  fillings: Term[];
  coatings: Term[];
  decor: Term[];
}

/** Where and when a text is heard. */
export interface Hearing {
  language: Language;
  /** ISO time with zone. */
  now: string;
  /** The bakery's IANA zone. */
  zone: string;
  expecting: Expecting;
  vocabulary: Vocabulary;
}
