import { capOf, dueOf, isOddWeight, pendingOf, totalOf, weighed, weightOf } from '../../order/books';
import { bringCards } from '../baker/places';
import { money, weight } from '../format';
import { readWeight } from '../read';
import type { Option } from '../steps/step';
import { notes } from '../baker/card';
import type { Turn } from '../turn';
import type { KnownOrder } from '../types';
import { askToPay, drop } from './asking';
import { giveBack } from './giveBack';
import { write } from './rows';

/** The weigh-in: what the cake really weighs decides what it costs, within what the customer can expect. */

const LASTING = /^w:(yes|no):([1-9]\d{0,8}):(\d{1,12})$/;
/** The line that stands for «no more than the agreed maximum»; a new weight makes it anew. */
const CAP = { ru: 'Не больше договорённого', en: 'Agreed maximum' };
const WEIGHABLE = ['accepted', 'baking', 'ready'];
/** «2,15» is kilograms; «2150» grams. Nobody bakes for thirty kilograms' worth of a bare number above that. */
const BARE = /^(?:вес|итоговый вес|взвесил[аи]?)?\s*[:=—-]?\s*(\d{1,2}(?:[.,]\d{1,3})?|\d{3,5})\.?$/i;
const LARGEST_KG = 30;

/** What a press under the question about a weighed cake means; undefined when it is another button. */
export function weighPressed(data: string): string | undefined {
  const [, answer, number, total] = LASTING.exec(data) ?? [];
  return answer && `@weigh_${answer}:${number}:${total}`;
}

/** Grams, or null when the baker's words are no weight of a cake. */
export function readFinalWeight(text: string): number | null {
  const said = text.trim().replace(/[\u00a0\u202f]/g, ' ');
  const [, bare] = BARE.exec(said) ?? [];
  if (!bare) return readWeight(said);
  const number = Number(bare.replace(',', '.'));
  return number <= LARGEST_KG ? Math.round(number * 1000) : number >= 100 ? Math.round(number) : null;
}

/** Whether a final weight can be told for this order. */
export const canWeigh = ({ world: { shop } }: Turn, { status, lines }: KnownOrder): boolean =>
  shop.payment.providers.length > 0 && WEIGHABLE.includes(status) && weightOf(lines) !== null;

const atWeight = ({ lines }: KnownOrder, grams: number) =>
  weighed(
    lines.filter(({ name }) => name.en !== CAP.en),
    grams,
  );

const estimateOf = ({ draft, lines }: KnownOrder): number => draft.weightG ?? weightOf(lines)!;

/** What the order was thought to cost, and the most that it may without her word. */
function promisedFor(turn: Turn, order: KnownOrder): { promised: number; cap: number } {
  const promised = totalOf(atWeight(order, estimateOf(order)));
  return { promised, cap: capOf(promised, turn.world.shop.payment) };
}

/** The baker tells what the cake weighs; the answer is for her. */
export function weighIn(turn: Turn, order: KnownOrder, grams: number): string {
  const { number } = order;
  const estimate = estimateOf(order);
  const { [String(number)]: said, ...others } = turn.state.weighing ?? {};
  if (isOddWeight(grams, estimate) && said !== grams) {
    turn.state.weighing = { ...others, [number]: grams };
    return turn.kitchen('weigh.sure', { weight: weight(grams, 'ru'), estimate: weight(estimate, 'ru') });
  }
  turn.state.weighing = others;
  const total = totalOf(atWeight(order, grams));
  const { promised, cap } = promisedFor(turn, order);
  if (total <= cap) return settle(turn, order, grams, total);
  turn.state.weighed = { ...turn.state.weighed, [number]: { total, grams } };
  const { language } = turn.state;
  const about = `${number}:${total}`;
  const option = (answer: 'yes' | 'no', label: string): Option => ({
    label,
    value: `@weigh_${answer}:${about}`,
    lasting: `w:${answer}:${about}`,
  });
  turn.put(`weigh:${number}`, {
    text: turn.say('weigh.ask', {
      number,
      weight: weight(grams, language),
      total: money(total, language),
      before: money(promised, language),
      cap: money(cap, language),
    }),
    options: [
      option('yes', turn.say('weigh.yes', { total: money(total, language) })),
      option('no', turn.say('weigh.no', { cap: money(cap, language) })),
      { label: turn.say('nav.human'), value: '@human' },
    ],
  });
  return turn.kitchen('weigh.asked', { weight: weight(grams, 'ru'), total: money(total, 'ru'), cap: money(cap, 'ru') });
}

/** She agrees to the price of the weighed cake, or pays the most that she could expect. */
export function weighAnswered(turn: Turn, argument: string, agrees: boolean): void {
  const [number, total] = argument.split(':').map(Number);
  const order = turn.world.orders.find((one) => one.number === number);
  const open = turn.state.weighed?.[number];
  if (!order || !open || open.total !== total || !canWeigh(turn, order))
    return turn.note(turn.say('offer.gone')).ask(true);
  const price = agrees ? total : promisedFor(turn, order).cap;
  const { shop } = turn.world;
  const key = agrees ? 'note.weigh_agreed' : 'note.weigh_capped';
  turn.toBakery(notes(turn.kitchen(key, { number, price: money(price, 'ru') }), shop, number));
  settle(turn, order, open.grams, price);
}

/** The order has its final price: the rest is asked for, or what was too much goes back. */
function settle(turn: Turn, order: KnownOrder, grams: number, total: number): string {
  const { number } = order;
  const { [String(number)]: _done, ...others } = turn.state.weighed ?? {};
  turn.state.weighed = others;
  const whole = atWeight(order, grams);
  const rest = total - totalOf(whole);
  const lines =
    rest === 0
      ? whole
      : [...whole, { key: 'adjustment' as const, name: CAP, quantity: 1, weightG: null, unitPrice: rest, total: rest }];
  const pending = pendingOf(order.payments);
  const open = pending && pending.kind === 'balance' ? drop(turn, order, pending) : order;
  const after = write(turn, open, { lines, total });
  bringCards(turn, after);
  const due = dueOf(after);
  const { language } = turn.state;
  const told = turn.say('weigh.done', { number, weight: weight(grams, language), total: money(total, language) });
  if (due < 0) {
    giveBack(turn, after, -due, 'weighed');
    turn.replies.push({ text: `${told}\n\n${turn.say('weigh.back', { amount: money(-due, language) })}` });
  } else if (due > 0) askToPay(turn, after, told);
  else turn.replies.push({ text: told });
  return turn.kitchen('weigh.set', {
    weight: weight(grams, 'ru'),
    total: money(total, 'ru'),
    due: money(Math.max(due, 0), 'ru'),
  });
}
