import { pendingOf } from '../../order/books';
import { isCalledOff, next } from '../../order/lifecycle';
import type { OrderAction, OrderStatus } from '../../order/types';
import { longDay, money } from '../format';
import { activeOrders, dayOf } from '../orders/status';
import { placeOf } from '../orders/placing';
import type { TextKey } from '../texts';
import type { Turn } from '../turn';
import { askToPay, payTimes } from '../payments/asking';
import { closeReceipts, receiveByHand, unpaidFirst } from '../payments/byHand';
import { forgetTime } from '../payments/facts';
import { settleEnd } from '../payments/giveBack';
import { write } from '../payments/rows';
import { isPrepaid, startPaying } from '../payments/start';
import type { BakerEvent, Hold, KnownOrder, OrderRecord, Reply } from '../types';
import { notes } from './card';
import { firm } from '../orders/hold';
import { forgetOffer } from '../orders/offered';
import { bringCards } from './places';

/** What others than the customer may do with an order; `confirm` is hers alone. */
const MAY: OrderAction[] = ['accept', 'decline', 'bake', 'finish', 'hand_over', 'no_show', 'cancel', 'expire'];

const WAITS: OrderStatus[] = ['draft', 'awaiting_baker', 'awaiting_payment'];

/** The baker decided. Allowed: the order moves on, card and customer follow. Not allowed: only the press is answered. */
export function decide(turn: Turn, event: Extract<BakerEvent, { type: 'baker' }>): void {
  const order = turn.world.orders.find(({ number }) => number === event.order);
  if (!order) return answer(turn, event, turn.kitchen('unknown_order'));
  if (event.action === 'received') return receive(turn, event, order);
  const prepaid = isPrepaid(turn, order.deposit);
  const status = MAY.includes(event.action) ? next(order.status, event.action, { prepaid }) : null;
  if (!status) {
    // An old card is brought to how things stand; one that still waits for her keeps its buttons.
    if (event.card && !WAITS.includes(order.status)) bringCards(turn, order, event.card);
    return answer(turn, event, refusal(turn, order, event.action));
  }

  const owed = event.action === 'hand_over' ? unpaidFirst(turn, order) : '';
  if (owed) return answer(turn, event, owed);
  const ends = isCalledOff(status) && event.action !== 'no_show';
  const { order: settled, back } = ends ? settleEnd(turn, order, 'bakery') : { order, back: 0 };
  const moved = write(turn, settled, { status }, placeAfter(turn, settled, event.action, status));
  if (status !== 'baking' && status !== 'ready') turn.effects.push({ kind: 'cancel_timers', order: order.number });
  if (status === 'awaiting_payment') {
    turn.effects.push({ kind: 'timer', timer: 'hold_over', order: order.number, at: payTimes(turn).heldUntil });
  }
  if (status === 'handed_over') closeReceipts(turn, moved);
  const { shop } = turn.world;
  bringCards(turn, moved, event.card);
  const word = turn.kitchen('note.moved', { number: order.number, status: turn.kitchen(`status.${status}`) });
  turn.toBakery(notes(word, shop, order.number, event.card?.chat));
  forgetOffer(turn, order.number);
  answer(turn, event, turn.kitchen(`answer.${event.action}`), true);
  tellCustomer(turn, moved);
  if (back > 0) turn.replies.push({ text: turn.say('pay.returning', { amount: money(back, turn.state.language) }) });
}

/** Nobody decided in time: the place is free again and both are told. */
export function expire(turn: Turn, order: KnownOrder): void {
  const status = next(order.status, 'expire');
  if (!status) return;
  const unpaid = order.status === 'awaiting_payment';
  const text = turn.kitchen(unpaid ? 'note.unpaid' : 'note.expired', { number: order.number });
  const settled = settleEnd(turn, order, 'time').order;
  const after = write(turn, settled, { status }, null);
  turn.effects.push({ kind: 'cancel_timers', order: order.number });
  turn.toBakery(notes(text, turn.world.shop, order.number));
  bringCards(turn, after);
  forgetTime(turn, order.number);
  if (unpaid) return lost(turn, { ...order, status }, 'pay.over', 'pay.over_short');
  const offered = forgetOffer(turn, order.number);
  if (offered) lost(turn, { ...order, status }, 'offer.expired', 'offer.expired');
  else lost(turn, { ...order, status }, 'order.expired', 'order.expired_short');
}

/** The baker has not decided yet. */
export function remind(turn: Turn, order: KnownOrder, until: string): void {
  if (order.status !== 'awaiting_baker') return;
  const text = turn.kitchen('note.waiting', { number: order.number, until });
  turn.toBakery(notes(text, turn.world.shop, order.number));
}

/** The place after an action: given up, taken (for as long as she may pay), or as it was. */
function placeAfter(turn: Turn, order: OrderRecord, action: OrderAction, status: OrderStatus): Hold | null | undefined {
  if (action === 'decline' || action === 'cancel' || action === 'expire') return null;
  if (action !== 'accept') return undefined;
  return { ...firm(turn, order), until: status === 'awaiting_payment' ? payTimes(turn).heldUntil : null };
}

/** Cash or a transfer is there: the baker says so, whatever way was asked for. */
function receive(turn: Turn, event: Extract<BakerEvent, { type: 'baker' }>, order: KnownOrder): void {
  const done = receiveByHand(turn, order);
  if (event.card)
    bringCards(turn, turn.world.orders.find(({ number }) => number === order.number) ?? order, event.card);
  answer(turn, event, turn.kitchen(done ? 'answer.received' : 'answer.nothing_due'), done);
}

function refusal(turn: Turn, order: KnownOrder, action: OrderAction): string {
  const status = turn.kitchen(`status.${order.status}`);
  const early =
    action !== 'accept' && action !== 'decline' && ['awaiting_baker', 'awaiting_payment'].includes(order.status);
  return turn.kitchen(early ? 'answer.not_now' : 'answer.already', { status });
}

/** A press is answered by a word over the chat; without a press a refusal is written, a success shows on the card. */
function answer(turn: Turn, event: Extract<BakerEvent, { type: 'baker' }>, text: string, done = false): void {
  if (!event.card) return;
  const to = { chat: event.card.chat };
  const reply: Reply | null = event.callback
    ? { text: '', answers: event.callback, toast: text, to }
    : done
      ? null
      : { text, to };
  if (reply) turn.replies.push(reply);
}

function tellCustomer(turn: Turn, order: KnownOrder): void {
  const { number, status } = order;
  if (status === 'awaiting_payment')
    return startPaying(turn, order, turn.say('pay.accepted', { number, day: dayOf(order, turn) }));
  if (status === 'declined') return lost(turn, order, 'order.declined', 'order.declined_short');
  // The bakery took an accepted order back, or somebody let it run out: for her both mean that there is no cake.
  if (status === 'cancelled') return lost(turn, order, 'order.declined', 'order.declined_short');
  const shopWindow = turn.world.shop.menu.windows.find(({ key }) => key === order.draft.window);
  const place = {
    number,
    day: status === 'ready' && order.draft.date ? longDay(order.draft.date, turn.state.language) : dayOf(order, turn),
    window: shopWindow ? `${shopWindow.from}–${shopWindow.to}` : '',
    address: placeOf(order, turn),
  };
  const key = status === 'ready' ? (`order.ready_${order.draft.fulfilment ?? 'pickup'}` as TextKey) : WORDS[status];
  if (key) turn.replies.push({ text: turn.say(key, place) });
  // The rest is asked for with the news that the cake is ready, if that has not been done at the weigh-in.
  if (status === 'ready' && !pendingOf(order.payments)) askToPay(turn, order);
  if (status !== 'handed_over') return;
  if (turn.state.order === number) turn.state.order = null;
  turn.world.orders = turn.world.orders.filter((one) => one.number !== number);
  if (turn.state.at === 'waiting' && activeOrders(turn).length === 0) turn.move({ type: 'FINISHED' });
}

const WORDS: Partial<Record<OrderRecord['status'], TextKey>> = {
  accepted: 'order.accepted',
  baking: 'order.baking',
  handed_over: 'order.handed_over',
};

/** There will be no cake. Her answers come back if she is not busy with another order; otherwise nothing is disturbed. */
function lost(turn: Turn, order: KnownOrder, whole: TextKey, short: TextKey): void {
  const { number } = order;
  const hers = turn.state.at === 'waiting' && (turn.state.order === number || activeOrders(turn).length <= 1);
  if (!hers) {
    turn.replies.push({ text: turn.say(short, { number }) });
    return;
  }
  turn.state.draft = { ...order.draft };
  turn.state.order = null;
  turn.note(turn.say(whole, { number })).move({ type: 'DECLINED' }).ask();
}
