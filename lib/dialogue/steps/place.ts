import type { Zone } from '../../order/types';
import { money } from '../format';
import { readChoice } from '../read';
import { nameOf } from '../texts';
import { choiceStep } from './choice';
import { refuse, type Option, type Step, type View } from './step';
import { tidy } from './words';

const both = ({ shop }: View) => shop.menu.pickup !== null && shop.menu.zones.length > 0;

/** Pickup or delivery; not asked where the bakery has only one of them. */
export const fulfilment: Step = {
  key: 'fulfilment',
  title: 'fulfilment.title',
  applies: both,
  holds: (view) => view.draft.fulfilment !== undefined,
  ask: (view) => ({ text: view.say('fulfilment.ask'), options: options(view) }),
  read(input, view) {
    const value = input.kind === 'choice' ? input.value : input.kind === 'text' ? inWords(input.text, view) : undefined;
    if (value === 'delivery') return { answer: { fulfilment: 'delivery' } };
    if (value !== 'pickup') return refuse(view, 'fulfilment.refuse');
    const address = view.shop.menu.pickup ? nameOf(view.shop.menu.pickup.address, view.language) : '';
    return { answer: { fulfilment: 'pickup' }, note: view.say('fulfilment.pickup_note', { address }) };
  },
  show: (view) => {
    const { pickup } = view.shop.menu;
    if (view.draft.fulfilment === 'delivery') return view.say('fulfilment.delivery_value');
    if (view.draft.fulfilment !== 'pickup' || !pickup) return '';
    return view.say('fulfilment.pickup_at', { address: nameOf(pickup.address, view.language) });
  },
};

const options = (view: View): Option[] => [
  { label: view.say('fulfilment.pickup'), value: 'pickup' },
  { label: view.say('fulfilment.delivery'), value: 'delivery' },
];

function inWords(text: string, view: View): string | undefined {
  const words = text.slice(0, 200);
  const pickup = /самовывоз|(?<!\p{L})(?:сам|сама|сами)(?!\p{L})|заб(?:е)?р|заедем|заеду|pick|collect/iu.test(words);
  const delivery = /доставк|достав(?:ьте|ить)|привез|deliver|bring/iu.test(words);
  if (pickup !== delivery) return pickup ? 'pickup' : 'delivery';
  return readChoice(words, options(view))?.value;
}

const delivered = ({ draft }: View) => draft.fulfilment === 'delivery';

export const zone = choiceStep({
  key: 'zone',
  texts: { title: 'zone.title', ask: 'zone.ask', refuse: 'zone.refuse' },
  items: ({ shop }) => shop.menu.zones,
  applies: delivered,
  label: (item: Zone, view) =>
    view.say('zone.option', {
      name: nameOf(item.name, view.language),
      price: money(item.price, view.language),
    }),
});

/** Where to deliver. Only a person can tell a good address from a bad one; here it must be words with some sense. */
export const address: Step = {
  key: 'address',
  title: 'address.title',
  applies: delivered,
  holds: ({ draft }) => Boolean(draft.address),
  ask: (view) => ({ text: view.say('address.ask'), options: [] }),
  read(input, view) {
    const text = input.kind === 'text' ? tidy(input.text) : '';
    const sensible =
      /\p{L}{2,}/u.test(text) && [...text].length >= 5 && [...text].length <= 300 && !text.startsWith('/');
    return sensible ? { answer: { address: text } } : refuse(view, 'address.refuse');
  },
  show: ({ draft }) => draft.address ?? '',
};
