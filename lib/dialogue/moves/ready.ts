import { priceOf } from '../../order/price';
import type { Draft, ReadyCake } from '../../order/types';
import { money, weight } from '../format';
import { isAsked, stepOf } from '../steps';
import { itemOf } from '../steps/choice';
import type { Question, View } from '../steps/step';
import { nameOf } from '../texts';
import type { Turn } from '../turn';

/** Ready cakes: a showcase that lies over any question, and one press that answers all about the cake. */

const PARTS = ['filling', 'coating', 'decor'] as const;

/** The answers that a ready cake stands for. Without a coating of its own that question stays open. */
const answersOf = ({ weightG, filling, coating, decor }: ReadyCake) =>
  ({ weightG, servings: undefined, filling, coating, decor }) satisfies Partial<Draft>;

/** Its filling, coating and decoration by name. */
function partsOf(cake: ReadyCake, { shop: { menu }, language }: View): string[] {
  const lists = { filling: menu.fillings, coating: menu.coatings, decor: menu.decor };
  return PARTS.flatMap((part) => {
    const found = lists[part].find(({ key }) => key === cake[part]);
    return found ? [nameOf(found.name, language)] : [];
  });
}

/** What it costs by the menu; «from» where a coating has yet to be chosen and may cost something. */
function priceText(cake: ReadyCake, view: View): string {
  const { shop, language } = view;
  // Never null: a menu whose ready cake it cannot make is not published.
  const price = money(priceOf(answersOf(cake), shop)!.total, language);
  const open = cake.coating === undefined && isAsked(stepOf('coating')!, view);
  return open && shop.menu.coatings.some(({ pricePerKg }) => pricePerKg > 0)
    ? view.say('ready.from', { price })
    : price;
}

function question(view: View): Question {
  const { language, shop } = view;
  const cakes = shop.menu.readyCakes.map((cake) => ({
    title: view.say('ready.option', {
      name: nameOf(cake.name, language),
      weight: weight(cake.weightG, language),
      price: priceText(cake, view),
    }),
    text: cake.text ? nameOf(cake.text, language) : partsOf(cake, view).join(', '),
    image: cake.picture,
    choose: view.say('ready.choose'),
    value: `@ready:${cake.key}`,
  }));
  return {
    text: view.say('ready.ask'),
    options: [
      ...cakes.map(({ title, value }) => ({ label: title, value })),
      { label: view.say('nav.resume'), value: '@resume' },
    ],
    cards: cakes,
  };
}

/** Shows the ready cakes over the question where the conversation stands. */
export function showReady(turn: Turn): void {
  const none = turn.world.shop.menu.readyCakes.length === 0;
  if (turn.state.at === 'consent' || none) return turn.note(turn.say('odd.stale')).ask(true);
  turn.put('ready_cakes', question(turn.view));
}

/** The button of the ready cake that the words name. */
export function namedReady(turn: Turn, said: string): string | undefined {
  const cake = itemOf(said, turn.world.shop.menu.readyCakes);
  return cake ? `@ready:${cake.key}` : undefined;
}

/** She wants that one: everything about the cake is answered, and what is still open is asked. */
export function takeReady(turn: Turn, key: string): void {
  const cake = turn.world.shop.menu.readyCakes.find((one) => one.key === key);
  if (!cake) return turn.note(turn.say('odd.stale')).ask(true);
  const { at } = turn.state;
  if (at === 'waiting' || at === 'done') {
    turn.state.order = null;
    turn.move({ type: 'NEW' });
  }
  const { view } = turn;
  const patch = answersOf(cake);
  const steps = ['servings', ...PARTS].filter(
    (step) => isAsked(stepOf(step)!, view) && (step !== 'coating' || patch.coating !== undefined),
  );
  turn.note(
    turn.say('ready.taken', {
      name: nameOf(cake.name, view.language),
      parts: [weight(cake.weightG, view.language), ...partsOf(cake, view)].join(', '),
      price: priceText(cake, view),
    }),
  );
  turn.move({ type: 'ANSWER', steps, patch }).ask();
}
