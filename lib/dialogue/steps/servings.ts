import { fitWeight, weightForGuests, type WeightFit } from '../../order/weight';
import { count, weight } from '../format';
import { clean, readChoice, readQuantity } from '../read';
import { nameOf } from '../texts';
import { refuse, type Option, type Question, type Reading, type Step, type View } from './step';

function options(view: View): Option[] {
  return view.shop.menu.sizes.map((size) => ({
    label: view.say('weight.option', {
      name: nameOf(size.name, view.language),
      weight: weight(size.weightG, view.language),
      servings: count(size.servings, 'portions', view.language),
    }),
    value: `kg:${size.weightG}`,
  }));
}

function fitted(fit: WeightFit, view: View, servings?: number): Reading {
  if ('refusal' in fit) {
    const limit = weight(fit.limitG, view.language);
    return { refuse: view.say(fit.refusal === 'too_small' ? 'weight.too_small' : 'weight.too_big', { limit }) };
  }
  const said = { weight: weight(fit.weightG, view.language), step: weight(view.shop.menu.weight.stepG, view.language) };
  const guests = servings === undefined ? '' : count(servings, 'guests_of', view.language);
  const note = guests
    ? view.say('weight.by_guests', { guests, weight: said.weight })
    : fit.rounded
      ? view.say('weight.rounded', said)
      : undefined;
  return { answer: { weightG: fit.weightG, servings }, note };
}

const byGuests = (n: number, view: View): Reading =>
  n >= 1 && n <= 100000
    ? fitted(weightForGuests(Math.round(n), view.shop.menu), view, Math.round(n))
    : refuse(view, 'weight.refuse');
// A weight below the least is told so: rounding it up would sell more than was asked for.
const byWeight = (grams: number, view: View): Reading => {
  const { minG } = view.shop.menu.weight;
  const least = grams < minG && !view.shop.menu.sizes.some(({ weightG }) => weightG === grams);
  return fitted(least ? { refusal: 'too_small', limitG: minG } : fitWeight(grams, view.shop.menu), view);
};

/** A bare number can be guests or kilograms; where only one of them makes a cake, that one is meant. */
function bare(n: number, view: View): Reading {
  const { menu } = view.shop;
  const kilos = !('refusal' in fitWeight(n * 1000, menu));
  const guests = Number.isInteger(n) && !('refusal' in weightForGuests(n, menu));
  if (!kilos) return byGuests(n, view);
  return guests ? { ask: unit(n, view) } : byWeight(n * 1000, view);
}

function unit(n: number, view: View): Question {
  const number = new Intl.NumberFormat(view.language).format(n);
  return {
    text: view.say('weight.unit', { number }),
    options: [
      { label: view.say('weight.unit_guests', { guests: count(n, 'guests', view.language) }), value: `guests:${n}` },
      { label: view.say('weight.unit_kg', { weight: weight(n * 1000, view.language) }), value: `kg:${n * 1000}` },
    ],
  };
}

const isGuests = ({ value }: Option) => value.startsWith('guests:');
const GUESTS = /^(?:это |про )?(?:люд\p{L}+|гост\p{L}+|человек\p{L}*|чел|персон\p{L}*|people|guests?|persons?)$/u;
const KILOS = /^(?:это |в )?(?:кг|кило|килограмм\p{L}*|вес|kgs?|kilos?|kilograms?)$/u;
// What the readers give no number for, because no cake can be so: nothing, less than nothing, a tonne.
const BEYOND =
  /^(-\s*)?(\d{1,9}(?:[.,]\d{1,3})?)\s*(г|гр|грамм\p{L}*|g|grams?|кг|кило|килограмм\p{L}*|kgs?|kilos?|kilograms?|гост\p{L}+|человек\p{L}*|guests?|people)?$/u;

/** Why a size beyond all sense is refused; undefined when the words are no size at all. */
function beyond(text: string, view: View): Reading | undefined {
  const found = BEYOND.exec(text.trim().toLowerCase().replace(/[.!]$/, '').replace(/[−–—]/g, '-'));
  if (!found) return undefined;
  const { minG, maxG } = view.shop.menu.weight;
  const number = found[1] ? 0 : Number(found[2].replace(',', '.'));
  const small = number <= 0 || /^(?:г|g)(?!ост|uest)/.test(found[3] ?? '');
  const limit = weight(small ? minG : maxG, view.language);
  return { refuse: view.say(small ? 'weight.too_small' : 'weight.too_big', { limit }) };
}

/** How much cake: a size, a number of guests or a weight. */
export const servings: Step = {
  key: 'servings',
  title: 'weight.title',
  applies: () => true,
  holds: ({ draft, shop }) => {
    if (draft.weightG === undefined) return false;
    const fit = fitWeight(draft.weightG, shop.menu);
    return !('refusal' in fit) && !fit.rounded;
  },
  lost: (view) => view.say('odd.menu_changed'),
  ask: (view) => ({ text: view.say('weight.ask'), options: options(view) }),
  reopen: (options, view) => {
    const open = options.find(isGuests);
    return open && unit(Number(open.value.slice('guests:'.length)), view);
  },
  inner: (text, view) => {
    const guests = view.open?.find(isGuests);
    if (!guests) return undefined;
    const words = clean(text);
    if (GUESTS.test(words)) return guests.value;
    return KILOS.test(words) ? view.open?.find(({ value }) => value.startsWith('kg:'))?.value : undefined;
  },
  read(input, view) {
    if (input.kind === 'choice') {
      const [unit, number] = input.value.split(':');
      return unit === 'guests' ? byGuests(Number(number), view) : byWeight(Number(number), view);
    }
    if (input.kind !== 'text') return refuse(view, 'weight.refuse');
    const read = readQuantity(input.text);
    if (read?.kind === 'weight') return byWeight(read.grams, view);
    if (read?.kind === 'servings') return byGuests(read.n, view);
    if (read?.kind === 'bare') return bare(read.n, view);
    const sizes = view.shop.menu.sizes.map((size) => ({
      label: size.name.ru,
      value: size.key,
      synonyms: Object.values(size.name),
      grams: size.weightG,
    }));
    const size = /\d/.test(input.text) ? null : readChoice(input.text, sizes);
    if (size) return byWeight(size.grams, view);
    return beyond(input.text, view) ?? refuse(view, 'weight.refuse');
  },
  show: ({ draft, language }) => {
    if (draft.weightG === undefined) return '';
    const guests = draft.servings === undefined ? '' : ` (${count(draft.servings, 'guests', language)})`;
    return `${weight(draft.weightG, language)}${guests}`;
  },
};
