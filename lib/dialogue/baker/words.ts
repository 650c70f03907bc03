import { pendingOf } from '../../order/books';
import { next } from '../../order/lifecycle';
import { cut, money } from '../format';
import { sayToCustomer } from '../moves/human';
import { firm } from '../orders/hold';
import { forgetOffer, offerQuestion } from '../orders/offered';
import { later } from '../orders/later';
import { changed } from '../orders/record';
import { activeOrders } from '../orders/status';
import { drop } from '../payments/asking';
import { write } from '../payments/rows';
import { canWeigh, readFinalWeight, weighIn } from '../payments/weigh';
import { tidy } from '../steps/words';
import type { Turn } from '../turn';
import type { BakerEvent, KnownOrder } from '../types';
import { bringCards } from './places';

type Words = Extract<BakerEvent, { type: 'baker_words' }>;

const LONGEST = 2000;
// Telegram's captions end at 1024 characters.
const LONGEST_CAPTION = 900;
/** A price and nothing else: «4500», «цена 4 500 ₽», «4500,50 руб». Less than 100 is no price of a cake. */
const PRICE =
  /^(?:(?:новая )?цена|price)?\s*[:=—-]?\s*(\d{1,3}(?:\s\d{3})+|\d{3,7})(?:[.,](\d{1,2}))?\s*(?:₽|р|руб|рублей|rub)?\.?$/i;

/** She answered a message of the bakery's chat: to a customer who called a person, or about an order. */
export function words(turn: Turn, event: Words): void {
  const answer = (text: string) => turn.replies.push({ text, to: { chat: event.card.chat } });
  const text = cut(tidy(event.text), event.photo ? LONGEST_CAPTION : LONGEST);
  if (!text && !event.photo) return void answer(turn.kitchen('words.empty'));
  if (event.order === null) return void answer(sayToCustomer(turn, text, event.photo));
  const order = turn.world.orders.find(({ number }) => number === event.order);
  if (!order) return void answer(turn.kitchen('unknown_order'));
  answer(aboutOrder(turn, event, order, text));
}

/** What the customer is told about her order; the answer is for the baker. */
function aboutOrder(turn: Turn, event: Words, order: KnownOrder, text: string): string {
  const { number, status } = order;
  if (turn.state.blocked) return turn.kitchen('words.blocked');
  if (event.photo) {
    const said = text ? turn.say('baker.photo_text', { number, text }) : turn.say('baker.photo', { number });
    turn.replies.push({ text: said, image: event.photo });
    return turn.kitchen('words.photo_sent');
  }
  const grams = canWeigh(turn, order) ? readFinalWeight(text) : null;
  if (grams !== null) return weighIn(turn, order, grams);
  if (order.status === 'ready' && NO_SHOW.test(text)) return noShow(turn, order);
  const total = readPrice(text);
  if (total !== null) return offer(turn, event, order, total);
  if (status === 'declined') {
    turn.effects.push({ kind: 'order', order: changed(order, { declineReason: text }) });
    turn.replies.push({ text: turn.say('order.reason', { number, text }) });
    return turn.kitchen('words.sent');
  }
  // Whatever she says next is the answer, so that no word of it is taken for another question's.
  turn.put(`asked:${number}`, {
    text: turn.say('baker.says', { number, text }),
    options: [{ label: turn.say('human.back'), value: '@resume' }],
  });
  return turn.kitchen('words.sent');
}

const NO_SHOW = /^(?:не приш(?:ел|ёл|ла|ли)|не забрал[аи]?|не явил(?:ся|ась|ись)|no show)[.!]?$/i;

/** Nobody came for the cake: what was paid in advance stays with the bakery, as the rules say. */
function noShow(turn: Turn, order: KnownOrder): string {
  const status = next(order.status, 'no_show');
  if (!status) return turn.kitchen('answer.already', { status: turn.kitchen(`status.${order.status}`) });
  const { number } = order;
  const pending = pendingOf(order.payments);
  bringCards(turn, write(turn, pending ? drop(turn, order, pending) : order, { status }));
  turn.effects.push({ kind: 'cancel_timers', order: number });
  turn.replies.push({ text: turn.say('order.no_show', { number }) });
  turn.world.orders = turn.world.orders.filter((one) => one.number !== number);
  if (turn.state.at === 'waiting' && activeOrders(turn).length === 0) turn.move({ type: 'FINISHED' });
  return turn.kitchen('answer.no_show');
}

/** Kopecks, or null when the words are no price. */
export function readPrice(text: string): number | null {
  const [, roubles, kopecks = ''] = PRICE.exec(text.replace(/[\u00a0\u202f]/g, ' ')) ?? [];
  if (!roubles) return null;
  return Number(roubles.replace(/\s/g, '')) * 100 + Number(kopecks.padEnd(2, '0'));
}

/** The baker's own price; the place is held anew while the customer thinks. */
function offer(turn: Turn, event: Words, order: KnownOrder, total: number): string {
  const { number } = order;
  const price = money(total, 'ru');
  if (order.status !== 'awaiting_baker') {
    return turn.kitchen('offer.late', { status: turn.kitchen(`status.${order.status}`) });
  }
  if (total === order.total) {
    forgetOffer(turn, number);
    return turn.kitchen('offer.same', { price });
  }
  const until = later(turn.now, turn.world.shop.baker.holdHours);
  turn.state.offers = { ...turn.state.offers, [number]: total };
  turn.effects.push(
    { kind: 'order', order: changed(order, {}), hold: { ...firm(turn, order), until } },
    { kind: 'cancel_timers', order: number },
    { kind: 'timer', timer: 'hold_over', order: number, at: until },
  );
  if (event.card.kind === 'new' || event.card.kind === 'edit') bringCards(turn, order, event.card);
  turn.put(`offer:${number}`, offerQuestion(turn, order, total));
  return turn.kitchen('offer.sent', { price, before: money(order.total, 'ru') });
}
