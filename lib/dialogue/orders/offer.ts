import { next } from '../../order/lifecycle';
import { depositOf } from '../../order/price';
import type { Names, PriceLine, ShopTexts } from '../../order/types';
import { notes } from '../baker/card';
import { bringCards } from '../baker/places';
import { money } from '../format';
import { say } from '../texts';
import type { Turn } from '../turn';
import type { KnownOrder } from '../types';
import { payTimes } from '../payments/asking';
import { write } from '../payments/rows';
import { isPrepaid, startPaying } from '../payments/start';
import { firm } from './hold';
import { forgetOffer } from './offered';
import { cancel } from './placing';
import { changed } from './record';
import { activeOrders, dayOf } from './status';

/** The order that this very offer is about, while it can still be answered. */
function offered(turn: Turn, argument: string): { order: KnownOrder; total: number } | undefined {
  const [number, total] = argument.split(':').map(Number);
  const order = activeOrders(turn).find((one) => one.number === number);
  return order?.status === 'awaiting_baker' && turn.state.offers?.[number] === total ? { order, total } : undefined;
}

/** She agrees: the order has that price and is accepted, because the baker has said what she does it for. */
export function agree(turn: Turn, argument: string): void {
  const found = offered(turn, argument);
  const { shop } = turn.world;
  const deposit = depositOf(found?.total ?? 0, shop.menu.depositPercent);
  const prepaid = isPrepaid(turn, deposit);
  const status = found && next(found.order.status, 'accept', { prepaid });
  if (!found || !status) return turn.note(turn.say('offer.gone')).ask(true);
  const { order, total } = found;
  const { number } = order;
  const record = { ...changed(order, { status, lines: adjusted(order, total, shop.texts), total, deposit }), number };
  forgetOffer(turn, number);
  const until = prepaid ? payTimes(turn).heldUntil : null;
  turn.effects.push({ kind: 'cancel_timers', order: number });
  if (until) turn.effects.push({ kind: 'timer', timer: 'hold_over', order: number, at: until });
  const after = write(turn, order, record, { ...firm(turn, record), until });
  bringCards(turn, record);
  turn.toBakery(notes(turn.kitchen('note.offer_agreed', { number, price: money(total, 'ru') }), shop, number));
  if (prepaid)
    return startPaying(turn, after, turn.say('offer.agreed_pay', { price: money(total, turn.state.language) }));
  turn.note(turn.say('offer.agreed', { number, price: money(total, turn.state.language), day: dayOf(order, turn) }));
  turn.ask(true);
}

/** She does not: the order is cancelled and the baker knows why. */
export function disagree(turn: Turn, argument: string): void {
  const found = offered(turn, argument);
  if (!found) return turn.note(turn.say('offer.gone')).ask(true);
  const { number } = found.order;
  const said = { number, price: money(found.total, 'ru'), day: dayOf(found.order, turn, 'ru') };
  cancel(turn, number, turn.kitchen('note.offer_refused', said));
}

/** The lines with one more that makes them add up to the baker's price. */
function adjusted(order: KnownOrder, total: number, texts: ShopTexts): PriceLine[] {
  const lines = order.lines.filter(({ key }) => key !== 'adjustment');
  const rest = total - lines.reduce((sum, line) => sum + line.total, 0);
  const name: Names = { ru: say('ru', 'offer.line', {}, texts), en: say('en', 'offer.line', {}, texts) };
  return [...lines, { key: 'adjustment', name, quantity: 1, weightG: null, unitPrice: rest, total: rest }];
}
