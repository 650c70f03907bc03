import type { Coating, Decor, Filling, Occasion } from '../../order/types';
import { money } from '../format';
import { readCommand } from '../read';
import { nameOf } from '../texts';
import { choiceStep, itemOf } from './choice';
import { refuse, type Step } from './step';

export const occasion = choiceStep({
  key: 'occasion',
  texts: { title: 'occasion.title', ask: 'occasion.ask', refuse: 'occasion.refuse' },
  items: ({ shop }) => shop.menu.occasions,
  label: (item: Occasion, view) => nameOf(item.name, view.language),
});

export const filling = choiceStep({
  key: 'filling',
  texts: { title: 'filling.title', ask: 'filling.ask', refuse: 'filling.refuse' },
  items: ({ shop }) => shop.menu.fillings,
  label: (item: Filling, view) =>
    view.say('filling.option', {
      name: nameOf(item.name, view.language),
      price: money(item.pricePerKg, view.language),
    }),
});

export const coating = choiceStep({
  key: 'coating',
  texts: { title: 'coating.title', ask: 'coating.ask', refuse: 'coating.refuse' },
  items: ({ shop }) => shop.menu.coatings,
  applies: ({ shop }) => shop.menu.coatings.length > 0,
  label: (item: Coating, view) => {
    const name = nameOf(item.name, view.language);
    const price = money(item.pricePerKg, view.language);
    return item.pricePerKg > 0 ? view.say('coating.option', { name, price }) : name;
  },
});

// No menu key is empty, so '' can stand for "none" in a button.
const NONE = '';

/** Decoration may be declined, so "none" is an answer (null) and not a missing one. */
export const decor: Step = {
  key: 'decor',
  title: 'decor.title',
  applies: ({ shop }) => shop.menu.decor.length > 0,
  holds: ({ draft, shop }) => draft.decor === null || shop.menu.decor.some((item) => item.key === draft.decor),
  lost: (view) => view.say('odd.menu_changed'),
  ask: (view) => ({
    text: view.say('decor.ask'),
    options: [
      ...view.shop.menu.decor.map((item: Decor) => {
        const name = nameOf(item.name, view.language);
        const price = money(item.price, view.language);
        return { label: item.price > 0 ? view.say('decor.option', { name, price }) : name, value: item.key };
      }),
      { label: view.say('decor.none'), value: NONE },
    ],
  }),
  read(input, view) {
    const items = view.shop.menu.decor;
    if (input.kind === 'choice') {
      if (input.value === NONE) return { answer: { decor: null } };
      const found = items.find((item) => item.key === input.value);
      return found ? { answer: { decor: found.key } } : refuse(view, 'decor.refuse');
    }
    if (input.kind !== 'text') return refuse(view, 'decor.refuse');
    const command = readCommand(input.text)?.kind;
    if (command === 'no' || command === 'none') return { answer: { decor: null } };
    const found = itemOf(input.text, items);
    return found ? { answer: { decor: found.key } } : refuse(view, 'decor.refuse');
  },
  show: (view) => {
    if (view.draft.decor === null) return view.say('decor.none');
    const item = view.shop.menu.decor.find((one) => one.key === view.draft.decor);
    return item ? nameOf(item.name, view.language) : '';
  },
};
