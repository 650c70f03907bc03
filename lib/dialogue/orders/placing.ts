import { menuCapacity, dayProblem } from '../../order/dates';
import { paidOf } from '../../order/books';
import { next } from '../../order/lifecycle';
import { priceOf } from '../../order/price';
import { newCards, notes } from '../baker/card';
import { bringCards } from '../baker/places';
import { count, money } from '../format';
import { payTimes } from '../payments/asking';
import { forgetTime } from '../payments/facts';
import { backOnCancel, settleEnd } from '../payments/giveBack';
import { write } from '../payments/rows';
import { isPrepaid, startPaying } from '../payments/start';
import { stepOf } from '../steps';
import { nameOf } from '../texts';
import type { Turn } from '../turn';
import type { KnownOrder } from '../types';
import { later } from './later';
import { passLead } from './lead';
import { forgetOffer } from './offered';
import { recordOf } from './record';
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
  const prepaid = isPrepaid(turn, priceOf(turn.state.draft, shop)?.deposit ?? 0);
  const status = next(row.status, 'confirm', { approval, prepaid }) ?? 'awaiting_baker';
  const order = { ...recordOf(turn.view, turn.world.shopVersion, row.number, status), number: row.number };
  if (order.total !== row.total) {
    return turn.note(turn.say('summary.price_changed', { total: money(order.total, turn.state.language) })).ask();
  }
  const day = order.draft.date ?? '';
  const until = approval ? later(turn.now, shop.baker.holdHours) : prepaid ? payTimes(turn).heldUntil : null;
  const hold = { day, points: order.workPoints, until, limit: menuCapacity(day, shop) };
  turn.effects.push({ kind: 'order', order, hold });
  if (until && !approval) turn.effects.push({ kind: 'timer', timer: 'hold_over', order: row.number, at: until });
  if (until && approval) {
    const at = later(turn.now, shop.baker.remindHours);
    turn.effects.push({ kind: 'timer', timer: 'remind_baker', order: row.number, at });
    turn.effects.push({ kind: 'timer', timer: 'hold_over', order: row.number, at: until });
  }
  turn.toBakery(newCards({ ...order, channel: turn.world.channel }, shop));
  turn.move({ type: 'PLACED' });
  turn.state.order = row.number;
  delete turn.state.shown;
  const said = { number: row.number, day: dayOf(order, turn) };
  const hours = count(shop.baker.holdHours, 'hours', turn.state.language);
  if (status === 'awaiting_payment') return startPaying(turn, { ...row, ...order });
  turn.tell(approval ? turn.say('placed.awaiting', { ...said, hours }) : turn.say('placed.accepted', said));
}

/** She wants to cancel an order: which one, then whether really. */
export function askCancel(turn: Turn, number?: number): void {
  const orders = activeOrders(turn);
  const order = number === undefined && orders.length === 1 ? orders[0] : orders.find((one) => one.number === number);
  if (!order && orders.length > 1) return askWhich(turn);
  if (!order) return turn.ask();
  if (next(order.status, 'cancel') === null) return refuseCancel(turn, order);
  const ask = turn.say('order.cancel_ask', { number: order.number, day: dayOf(order, turn) });
  turn.put('cancel_order', {
    text: [ask, moneyOnCancel(turn, order)].filter(Boolean).join(' '),
    options: [
      { label: turn.say('order.cancel_yes'), value: `@order!:${order.number}` },
      { label: turn.say('order.cancel_no'), value: '@resume' },
    ],
  });
}

/** What cancelling means for what she has paid; '' when nothing was. */
function moneyOnCancel(turn: Turn, order: KnownOrder): string {
  const paid = paidOf(order.payments);
  if (paid <= 0) return '';
  const back = backOnCancel(turn, order);
  const amount = money(back, turn.state.language);
  return back > 0 ? turn.say('pay.cancel_back', { amount }) : turn.say('pay.cancel_keep');
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
  const { order: settled, back } = settleEnd(turn, order, 'customer');
  const after = write(turn, settled, { status }, null);
  turn.effects.push({ kind: 'cancel_timers', order: number });
  turn.toBakery(notes(text, turn.world.shop, number));
  bringCards(turn, after);
  forgetTime(turn, number);
  forgetOffer(turn, number);
  turn.world.orders = turn.world.orders.filter((one) => one.number !== number);
  if (turn.state.order === number) turn.state.order = null;
  if (turn.state.at === 'waiting' && activeOrders(turn).length === 0) turn.move({ type: 'FINISHED' });
  const returned = back > 0 ? turn.say('pay.returning', { amount: money(back, turn.state.language) }) : '';
  const said = [turn.say('order.cancelled', { number }), returned].filter(Boolean).join(' ');
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
