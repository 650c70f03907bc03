import { DateTime } from 'luxon';

import { readDate } from '../../dialogue/read/date';
import { clean } from '../../dialogue/read/text';
import type { Hearing, Intent, Slots, Term } from '../../dialogue/read/heard/types';
import type { Allergen } from '../../order/types';
import type { Fields } from './schema';
import type { Question } from './types';
import { asSaid, isRefused, isSpokenOf } from './words';

/** What is left of a model's answer once everything is gone that it cannot know or the shop does not have. */
export interface Checked {
  intent: Intent | undefined;
  /** Place in the shop's FAQ, from 0. */
  faq?: number;
  slots: Slots;
}

/** No bakery counts further; the shop's own limits are told to the customer by the step that takes the value. */
const BOUNDS = {
  servings: [1, 1000],
  weight_g: [100, 100_000],
  tiers: [1, 10],
  budget_rub: [100, 10_000_000],
} as const;
const LONGEST = { inscription: 200, address: 200, name: 60, colour: 60, promo: 40, filling: 40 };
const YEARS_AHEAD = 2;

const KEY_WORD = /^\p{L}[\p{L} -]*$/u;
const ABOUT_INSCRIPTION = /надпис|подпис|inscription|writing|lettering|text/i;
const TIME = /^(\d{1,2}):([0-5]\d)(?:\s*[-–—]\s*(\d{1,2}):([0-5]\d))?$/;

/**
 * Takes a model's answer field by field. A field that is not of its kind, names what the shop does not have, a day that no
 * calendar has or that is over, or words that the customer never wrote is left out; the others stand.
 */
export function check(answer: Record<string, unknown>, fields: Fields, question: Question): Checked {
  const { text, hearing, faq } = question;
  const { vocabulary } = hearing;
  const said = <T>(name: string): T | undefined => {
    const given = Object.hasOwn(answer, name) ? fields[name]?.safeParse(answer[name]) : undefined;
    return given?.success ? ((given.data as T | null) ?? undefined) : undefined;
  };
  const words = (name: keyof typeof LONGEST) => {
    const given = said<string>(name)?.trim();
    return given !== undefined && given.length <= LONGEST[name] ? given : undefined;
  };
  const count = (name: keyof typeof BOUNDS) => {
    const [least, most] = BOUNDS[name];
    const number = said<number>(name);
    return number !== undefined && number >= least && number <= most ? number : undefined;
  };
  const literal = (name: 'address' | 'name' | 'promo') => asSaid(text, words(name) ?? '') ?? undefined;
  const number = said<number>('faq');
  const intent = said<Intent>('intent');
  const isEntry = intent === 'question' && number !== undefined && number >= 1 && number <= faq.length;
  const allergens = [...new Set(said<Allergen[]>('allergens') ?? [])];

  const slots: Slots = {
    occasion: said<string>('occasion'),
    servings: count('servings'),
    weight_g: count('weight_g'),
    filling: wanted(text, vocabulary.fillings, filling(text, vocabulary.fillings, said('filling'))),
    filling_not: filling(text, vocabulary.fillings, said('filling_not')),
    coating: wanted(text, vocabulary.coatings, said('coating')),
    decor: wanted(text, vocabulary.decor, said('decor')),
    tiers: count('tiers'),
    inscription: inscription(question, words('inscription')),
    date: day(text, hearing, said('date')),
    time: time(said('time')),
    fulfilment: said<'pickup' | 'delivery'>('fulfilment'),
    address: literal('address'),
    name: literal('name'),
    colour: colour(text, words('colour')),
    promo: literal('promo'),
    allergens: allergens.length > 0 ? allergens : undefined,
    budget_rub: count('budget_rub'),
    vegan: said<boolean>('vegan') === true ? true : undefined,
    sugar_free: said<boolean>('sugar_free') === true ? true : undefined,
  };
  for (const key of Object.keys(slots) as (keyof Slots)[]) if (slots[key] === undefined) delete slots[key];
  return { intent, slots, ...(isEntry ? { faq: number - 1 } : {}) };
}

/** The key of a filling, whatever the model called it, or the customer's own word for one that the menu lacks. */
function filling(text: string, terms: readonly Term[], given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const word = given.trim().toLowerCase();
  const term = terms.find(({ key, names }) => key === given || names.includes(clean(word)));
  if (term) return term.key;
  return word.length <= LONGEST.filling && KEY_WORD.test(word) && isSpokenOf(text, word) ? word : undefined;
}

/** The key unless the text names it only as what is not wanted. */
function wanted(text: string, terms: readonly Term[], key: string | undefined): string | undefined {
  const term = terms.find((one) => one.key === key);
  return term && isRefused(text, term.names) ? undefined : key;
}

function inscription({ text, hearing }: Question, given: string | undefined): string | undefined {
  if (given !== '') return given === undefined ? undefined : (asSaid(text, given) ?? undefined);
  // A model that fills in nothing may write nothing where null was meant.
  return hearing.expecting === 'inscription' || ABOUT_INSCRIPTION.test(text) ? '' : undefined;
}

function colour(text: string, given: string | undefined): string | undefined {
  if (!given) return undefined;
  return asSaid(text, given) ?? (isSpokenOf(text, given) ? given.toLowerCase() : undefined);
}

function day(text: string, { now, zone, language }: Hearing, given: string | undefined): string | undefined {
  if (given === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(given)) return undefined;
  const today = DateTime.fromISO(now, { setZone: true }).setZone(zone).startOf('day');
  const date = DateTime.fromISO(given, { zone });
  if (!date.isValid || date < today || date > today.plus({ years: YEARS_AHEAD })) return undefined;
  // Models mend what no calendar has («31.02»), and what is over.
  const read = readDate(text, now, zone, language);
  return read && !('day' in read) ? undefined : given;
}

function time(given: string | undefined): string | undefined {
  const [, hour, minute, toHour, toMinute] = TIME.exec(given?.trim() ?? '') ?? [];
  if (hour === undefined || Number(hour) > 23) return undefined;
  const from = `${hour.padStart(2, '0')}:${minute}`;
  if (toHour === undefined) return from;
  const to = `${toHour.padStart(2, '0')}:${toMinute}`;
  return Number(toHour) <= 23 && from < to ? `${from}-${to}` : undefined;
}
