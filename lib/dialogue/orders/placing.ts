import { DateTime } from 'luxon';
import { menuCapacity, dayProblem } from '../../order/dates';
import { next } from '../../order/lifecycle';
import { newCards, notes } from '../baker/card';
import { bringCards } from '../baker/places';
import { count, money } from '../format';
import { stepOf } from '../steps';
import { nameOf } from '../texts';
import type { Turn } from '../turn';
import type { KnownOrder } from '../types';
import { passLead } from './lead';
import { forgetOffer } from './offered';
import { changed, recordOf } from './record';
import { activeOrders, dayOf } from './status';
import { draftRow } from './summary';

/** She confirms the summary. Price and place are looked at once more; whatever changed is told and nothing is lost. */
export function confirm(turn: Turn): void {
  const { shop, availability } = turn.world;
  const { date } = turn.state.draft;
  if (date && dayProblem(date, turn.state.draft, shop, availability, turn.now) === 'full') {
    turn.note(turn.say('order.place_gone', { day: dayOf({ draft: turn.state.draft }, turn) }));
    delete turn.state.draft.date;
  }
  turn.move({ type: 'RESUME' });
  if (turn.state.at !== 'summary') return turn.ask(true);
  if (!shop.takesOrders) return passLead(turn);

  const row = draftRow(turn.world.orders);
  // The card needs the number, and only a committed row has one.
  if (!row) return turn.note(turn.say('summary.moment')).ask();
  const { approval } = shop.baker;
  const status = next(row.status, 'confirm', { approval }) ?? 'awaiting_baker';
  const order = { ...recordOf(turn.view, turn.world.shopVersion, row.number, status), number: row.number };
  if (order.total !== row.total) {
    return turn.note(turn.say('summary.price_changed', { total: money(order.total, turn.state.language) })).ask();
  }
  const day = order.draft.date ?? '';
  const until = approval ? later(turn.now, shop.baker.holdHours) : null;
  const hold = { day, points: order.workPoints, until, limit: menuCapacity(day, shop) };
  turn.effects.push({ kind: 'order', order, hold });
  if (until) {
    const at = later(turn.now, shop.baker.remindHours);
    turn.effects.push({ kind: 'timer', timer: 'remind_baker', order: row.number, at });
    turn.effects.push({ kind: 'timer', timer: 'hold_over', order: row.number, at: until });
  }
  turn.toBakery(newCards({ ...order, channel: turn.world.channel }, shop));
  turn.move({ type: 'PLACED' });
  turn.state.order = row.number;
  const said = { number: row.number, day: dayOf(order, turn) };
  const hours = count(shop.baker.holdHours, 'hours', turn.state.language);
  turn.tell(approval ? turn.say('placed.awaiting', { ...said, hours }) : turn.say('placed.accepted', said));
}

/** ISO, so many hours later. */
export const later = (now: string, hours: number): string =>
  DateTime.fromISO(now, { setZone: true }).plus({ hours }).toISO({ suppressMilliseconds: true }) ?? now;

/** She wants to cancel an order: which one, then whether really. */
export function askCancel(turn: Turn, number?: number): void {
  const orders = activeOrders(turn);
  const order = number === undefined && orders.length === 1 ? orders[0] : orders.find((one) => one.number === number);
  if (!order && orders.length > 1) return askWhich(turn);
  if (!order) return turn.ask();
  if (next(order.status, 'cancel') === null) return refuseCancel(turn, order);
  turn.put('cancel_order', {
    text: turn.say('order.cancel_ask', { number: order.number, day: dayOf(order, turn) }),
    options: [
      { label: turn.say('order.cancel_yes'), value: `@order!:${order.number}` },
      { label: turn.say('order.cancel_no'), value: '@resume' },
    ],
  });
}

/** Which of her orders she means; one that is still being put together comes first. */
export function askWhich(turn: Turn, drafting = false): void {
  const draft = { label: turn.say('nav.cancel'), value: '@cancel' };
  const placed = activeOrders(turn).map((one) => ({
    label: turn.say('order.cancel_one', { number: one.number }),
    value: `@order:${one.number}`,
  }));
  const keep = { label: turn.say('order.cancel_no'), value: '@resume' };
  const options = [...(drafting ? [draft] : []), ...placed, keep];
  turn.put('cancel_which', { text: turn.say('order.cancel_which'), options });
}

function refuseCancel(turn: Turn, order: KnownOrder): void {
  const status = turn.say(`status.${order.status}`);
  turn.note(turn.say('order.cannot_cancel', { number: order.number, status })).ask();
}

/** The order is cancelled by the customer: its place is free and the baker knows, by `note` where there is one. */
export function cancel(turn: Turn, number: number, note?: string): void {
  const order = activeOrders(turn).find((one) => one.number === number);
  if (!order) return turn.ask();
  const status = next(order.status, 'cancel');
  if (!status) return refuseCancel(turn, order);
  const text = note ?? turn.kitchen('note.cancelled', { number, day: dayOf(order, turn, 'ru') });
  turn.effects.push({ kind: 'order', order: changed(order, { status }), hold: null });
  turn.effects.push({ kind: 'cancel_timers', order: number });
  turn.toBakery(notes(text, turn.world.shop, number));
  bringCards(turn, { ...order, status });
  forgetOffer(turn, number);
  turn.world.orders = turn.world.orders.filter((one) => one !== order);
  if (turn.state.order === number) turn.state.order = null;
  if (turn.state.at === 'waiting' && activeOrders(turn).length === 0) turn.move({ type: 'FINISHED' });
  const said = turn.say('order.cancelled', { number });
  // In the middle of another order its question comes again.
  if (stepOf(turn.state.at) || turn.state.at === 'summary') return turn.note(said).ask(true);
  turn.tell(said);
}

/** Where a finished cake is to be had, for the words that tell that it is ready. */
export function placeOf(order: KnownOrder, turn: Turn): string {
  const { pickup } = turn.world.shop.menu;
  if (order.draft.fulfilment === 'delivery') return order.draft.address ?? '';
  return pickup ? nameOf(pickup.address, turn.state.language) : '';
}
