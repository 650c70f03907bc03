import { money } from '../format';
import type { Option, Question } from '../steps/step';
import type { Turn } from '../turn';
import type { KnownOrder } from '../types';

/** The baker's own price while it waits for the customer's answer. */

/** `o:yes:1001:450000`: such a button is understood as long as this very price is on offer. */
const LASTING = /^o:(yes|no):([1-9]\d{0,8}):(\d{1,12})$/;

/** What a press on an offer's button means; undefined when it is another button. */
export function offerPressed(data: string): string | undefined {
  const [, answer, number, total] = LASTING.exec(data) ?? [];
  return answer && `@offer_${answer}:${number}:${total}`;
}

/** The answers to the baker's price for an order, whole kopecks. */
function answersTo(turn: Turn, number: number, total: number): Option[] {
  const option = (label: string, answer: 'yes' | 'no'): Option => {
    const about = `${number}:${total}`;
    return { label, value: `@offer_${answer}:${about}`, lasting: `o:${answer}:${about}` };
  };
  const price = money(total, turn.state.language);
  return [option(turn.say('offer.yes', { price }), 'yes'), option(turn.say('offer.no'), 'no')];
}

/** The question whether the baker's price will do. */
export function offerQuestion(turn: Turn, order: KnownOrder, total: number): Question {
  const { language } = turn.state;
  const prices = { price: money(total, language), before: money(order.total, language) };
  const person = { label: turn.say('nav.human'), value: '@human' };
  const text = turn.say('offer.ask', { number: order.number, ...prices });
  return { text, options: [...answersTo(turn, order.number, total), person] };
}

/** Offers for these orders that wait for her answer: lines to read, and the answers to the first one. */
export function pendingOffers(turn: Turn, orders: KnownOrder[]): { lines: string[]; options: Option[] } {
  const { offers = {}, language } = turn.state;
  const open = orders.filter(({ number }) => offers[number] !== undefined);
  const lines = open.map((order) => {
    const prices = { price: money(offers[order.number], language), before: money(order.total, language) };
    return turn.say('offer.pending', { number: order.number, ...prices });
  });
  return { lines, options: open.length > 0 ? answersTo(turn, open[0].number, offers[open[0].number]) : [] };
}

/** The offer for an order is over; true when there was one. */
export function forgetOffer(turn: Turn, number: number): boolean {
  const { [String(number)]: offered, ...others } = turn.state.offers ?? {};
  if (offered === undefined) return false;
  if (Object.keys(others).length > 0) turn.state.offers = others;
  else delete turn.state.offers;
  return true;
}
