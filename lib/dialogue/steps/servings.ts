import { fitWeight, weightForGuests, type WeightFit } from '../../order/weight';
import { count, weight } from '../format';
import { readChoice, readQuantity } from '../read';
import { nameOf } from '../texts';
import { refuse, type Option, type Reading, type Step, type View } from './step';

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
const byWeight = (grams: number, view: View): Reading => fitted(fitWeight(grams, view.shop.menu), view);

/** A bare number can be guests or kilograms; where only one of them makes a cake, that one is meant. */
function bare(n: number, view: View): Reading {
  const { menu } = view.shop;
  const kilos = !('refusal' in fitWeight(n * 1000, menu));
  const guests = Number.isInteger(n) && !('refusal' in weightForGuests(n, menu));
  if (!kilos) return byGuests(n, view);
  if (!guests) return byWeight(n * 1000, view);
  const number = new Intl.NumberFormat(view.language).format(n);
  return {
    ask: {
      text: view.say('weight.unit', { number }),
      options: [
        { label: view.say('weight.unit_guests', { guests: count(n, 'guests', view.language) }), value: `guests:${n}` },
        { label: view.say('weight.unit_kg', { weight: weight(n * 1000, view.language) }), value: `kg:${n * 1000}` },
      ],
    },
  };
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
    return size ? byWeight(size.grams, view) : refuse(view, 'weight.refuse');
  },
  show: ({ draft, language }) => {
    if (draft.weightG === undefined) return '';
    const guests = draft.servings === undefined ? '' : ` (${count(draft.servings, 'guests', language)})`;
    return `${weight(draft.weightG, language)}${guests}`;
  },
};
