import type { Colour, Draft } from '../../order/types';
import { readHours, readPhone } from '../read';
import { readColours } from '../read/colours';
import type { Slots } from '../read/heard';
import { isAsked, stepOf } from '../steps';
import type { Input, View } from '../steps/step';
import { tidy } from '../steps/words';
import { windowsFor } from '../../order/dates';
import { money } from '../format';

/** What of a customer's words went into the order. */
export interface Taken {
  patch: Partial<Draft>;
  /** Steps that they answer, in the order of the questions. */
  steps: string[];
  /** What could not be taken, and why, in words for her. */
  notes: string[];
  /** Further facts for the baker that no question asks for, in words. */
  extras: string[];
}

/** More than anybody says; a chat that goes on for ever must not fill the card. */
const MOST_EXTRAS = 12;

/** Slots that a step reads as if a button with that value had been pressed. */
function choicesOf(slots: Slots): [step: string, value: string | undefined][] {
  const { weight_g: grams, servings } = slots;
  return [
    ['occasion', slots.occasion],
    ['servings', grams !== undefined ? `kg:${grams}` : servings !== undefined ? `guests:${servings}` : undefined],
    ['filling', slots.filling],
    ['coating', slots.coating],
    ['decor', slots.decor],
    ['date', slots.date],
    ['fulfilment', slots.fulfilment],
  ];
}

/** Colours that the list knows; what it does not know stays a wish in words. */
const coloursOf = ({ colour }: Slots): Colour[] => (colour ? readColours(colour) : []);

/**
 * Checks what was heard against menu, calendar and rules, step by step, each seeing what the earlier ones have settled.
 * Nothing is taken that the step itself would refuse.
 */
export function takeSlots(slots: Slots, from: View): Taken {
  const taken: Taken = { patch: {}, steps: [], notes: [], extras: [] };
  const view = (): View => ({ ...from, draft: { ...from.draft, ...taken.patch }, open: [] });
  const answer = (key: string, patch: Partial<Draft>) => {
    Object.assign(taken.patch, patch);
    if (!taken.steps.includes(key)) taken.steps.push(key);
  };
  const read = (key: string, input: Input) => {
    const step = stepOf(key);
    if (!step || !isAsked(step, view())) return;
    const reading = step.read(input, view());
    if ('answer' in reading) answer(key, reading.answer);
    else if ('refuse' in reading) taken.notes.push(reading.refuse);
  };

  for (const [key, value] of choicesOf(slots)) {
    if (value === undefined) continue;
    const offered = offersOf(key, from);
    if (offered && !offered.includes(value)) taken.notes.push(from.say('heard.not_offered', { what: value }));
    else read(key, { kind: 'choice', value });
  }
  if (slots.time !== undefined) time(slots.time, view(), answer, taken.notes);
  if (slots.inscription !== undefined) inscription(slots.inscription, view(), answer, taken.notes);
  if (slots.allergens?.length) {
    const { allergens = [] } = from.draft;
    answer('allergens', { allergens: [...new Set([...allergens, ...slots.allergens])] });
  }
  if (slots.address) {
    // An address is said only by those who want it brought, unless they say otherwise with it.
    if (slots.fulfilment === undefined) read('fulfilment', { kind: 'choice', value: 'delivery' });
    read('address', { kind: 'text', text: slots.address });
  }
  if (slots.name) read('name', { kind: 'text', text: slots.name });
  if (slots.phone && readPhone(slots.phone)) read('phone', { kind: 'contact', phone: slots.phone });
  if (slots.email) taken.patch.email = slots.email;
  const colours = coloursOf(slots);
  if (colours.length > 0) taken.patch.colours = colours;
  const { extras = [] } = from.draft;
  taken.extras = extrasOf(slots, view()).filter((one) => !extras.includes(one));
  if (taken.extras.length > 0) taken.patch.extras = [...extras, ...taken.extras].slice(-MOST_EXTRAS);
  return taken;
}

/** Keys that the menu has for a step; undefined: the step itself judges. */
function offersOf(key: string, { shop: { menu } }: View): string[] | undefined {
  const lists = { occasion: menu.occasions, filling: menu.fillings, coating: menu.coatings, decor: menu.decor };
  return lists[key as keyof typeof lists]?.map((item) => item.key);
}

/** A time without a day means nothing yet: which windows there are depends on it. */
function time(said: string, view: View, answer: (key: string, patch: Partial<Draft>) => void, notes: string[]): void {
  const windows = view.draft.date ? windowsFor(view.draft.date, view.shop, view.now) : view.shop.menu.windows;
  const found = readHours(said.replace('-', ' - '), windows);
  if (found) answer('window', { window: found.key });
  else notes.push(view.say('heard.no_window', { time: said }));
}

function inscription(
  said: string,
  view: View,
  answer: (key: string, patch: Partial<Draft>) => void,
  notes: string[],
): void {
  const step = stepOf('inscription')!;
  if (!isAsked(step, view)) return;
  const text = tidy(said);
  const { maxLength: max } = view.shop.menu.inscription;
  const length = [...text].length;
  if (length > max) notes.push(view.say('inscription.too_long', { length, max }));
  else answer('inscription', { inscription: text });
}

/** What has no question of its own and must not be lost. */
function extrasOf(slots: Slots, view: View): string[] {
  const { say, language } = view;
  return [
    slots.tiers ? say('heard.tiers', { tiers: slots.tiers }) : '',
    slots.colour ? say('heard.colour', { colour: slots.colour }) : '',
    slots.filling_not ? say('heard.filling_not', { filling: slots.filling_not }) : '',
    slots.vegan ? say('heard.vegan') : '',
    slots.sugar_free ? say('heard.sugar_free') : '',
    slots.budget_rub ? say('heard.budget', { budget: money(slots.budget_rub * 100, language) }) : '',
    slots.promo ? say('heard.promo', { promo: slots.promo }) : '',
  ].filter(Boolean);
}
