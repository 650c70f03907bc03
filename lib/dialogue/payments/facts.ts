import { dayProblem } from '../../order/dates';
import { dueOf, paidOf, pendingOf, refundedStatus, wantedOf } from '../../order/books';
import { isCalledOff, next } from '../../order/lifecycle';
import type { PaymentRecord } from '../../order/types';
import { notes } from '../baker/card';
import { bringCards } from '../baker/places';
import { money } from '../format';
import { firm } from '../orders/hold';
import { dayOf } from '../orders/status';
import type { Turn } from '../turn';
import type { KnownOrder, MoneyEvent, MoneyFact } from '../types';
import { drop, giveLink, payAgain } from './asking';
import { giveBack } from './giveBack';
import { book, known, write } from './rows';

/** What becomes known about a payment. Told once or ten times, early or late, in any order: the books are the same. */
export function moneyFact(turn: Turn, event: MoneyEvent): void {
  const order = turn.world.orders.find(({ number }) => number === event.order);
  const row = order?.payments?.find(({ id }) => id === event.payment);
  if (!order || !row) return;
  const { fact } = event;
  switch (fact.is) {
    case 'link':
      return linked(turn, order, row, fact);
    case 'no_link':
      return notLinked(turn, order, row, fact);
    case 'paid':
      return paid(turn, order, row, fact);
    case 'cancelled':
    case 'expired':
      return dead(turn, order, row, fact.is);
    case 'refunded':
      return refunded(turn, order, row, fact.refunded);
    case 'refund_refused':
      return refundRefused(turn, order, row, fact.detail);
  }
}

const note = (turn: Turn, order: KnownOrder, text: string): void => {
  turn.toBakery(notes(text, turn.world.shop, order.number));
};

function linked(turn: Turn, order: KnownOrder, row: PaymentRecord, fact: Extract<MoneyFact, { is: 'link' }>): void {
  const { providerId, url, expiresAt } = fact;
  if (row.url !== null) return;
  const after = { ...row, providerId, url, expiresAt };
  if (row.status === 'pending') return giveLink(turn, book(turn, order, after), after);
  // Nobody wants it any more: what was asked for before it was there is done now.
  if (row.status === 'cancelled' || row.status === 'expired') drop(turn, order, after, row.status);
  else book(turn, order, after);
}

function notLinked(
  turn: Turn,
  order: KnownOrder,
  row: PaymentRecord,
  fact: Extract<MoneyFact, { is: 'no_link' }>,
): void {
  if (row.status !== 'pending') return;
  book(turn, order, { ...row, status: 'cancelled' });
  note(turn, order, turn.kitchen('note.no_link', { number: order.number, detail: fact.detail }));
  payAgain(turn, order, turn.say('pay.failed', { number: order.number }));
}

function paid(turn: Turn, order: KnownOrder, row: PaymentRecord, fact: Extract<MoneyFact, { is: 'paid' }>): void {
  if (row.paid > 0) return;
  // A deposit that is there already is not taken a second time, though a balance may be open.
  const before = row.kind !== 'balance' && order.status !== 'awaiting_payment' ? null : wantedOf(order);
  const { providerId, at, amount } = fact;
  const booked = book(turn, order, {
    ...row,
    status: 'paid',
    paid: amount,
    providerId: providerId ?? row.providerId,
    paidAt: at,
  });
  const other = pendingOf(booked.payments);
  const after = other && before && amount >= before.amount ? drop(turn, booked, other) : booked;
  if (isCalledOff(order.status)) return late(turn, after, row, amount);
  if (!before || amount > before.amount) {
    const back = before ? amount - before.amount : amount;
    giveBack(turn, after, back, 'double', row.id);
    turn.replies.push({
      text: turn.say('pay.double', { number: order.number, amount: money(back, turn.state.language) }),
    });
    if (!before) return;
  }
  if (order.status === 'awaiting_payment') return deposited(turn, known(turn, after));
  received(turn, known(turn, after), amount);
}

/** What the baker reads of money that came; who makes her own receipts is reminded of this one. */
function paidNote(turn: Turn, number: number, amount: number): string {
  const own = turn.world.shop.payment.receipts.kind === 'self_employed' ? turn.kitchen('note.own_receipt') : '';
  return [turn.kitchen('note.paid', { number, amount: money(amount, 'ru') }), own].filter(Boolean).join('\n');
}

/** The deposit is there: the place is hers. */
function deposited(turn: Turn, order: KnownOrder): void {
  const status = wantedOf(order) ? null : next(order.status, 'pay');
  // Part of it came: she and the baker read how much, and the rest is still wanted.
  if (!status) return received(turn, order, paidOf(order.payments));
  const { number } = order;
  const after = write(turn, order, { status }, firm(turn, order));
  turn.effects.push({ kind: 'cancel_timers', order: number });
  forgetTime(turn, number);
  bringCards(turn, after);
  note(turn, order, paidNote(turn, number, paidOf(order.payments)));
  const said = { number, amount: money(paidOf(order.payments), turn.state.language), day: dayOf(order, turn) };
  turn.replies.push({ text: turn.say('pay.deposited', said) });
}

function received(turn: Turn, order: KnownOrder, amount: number): void {
  const { number } = order;
  bringCards(turn, order);
  note(turn, order, paidNote(turn, number, amount));
  const due = dueOf(order);
  const said = { number, amount: money(amount, turn.state.language) };
  turn.replies.push({ text: turn.say(due > 0 ? 'pay.received' : 'pay.complete', said) });
}

/** The order was given up before its money came: it takes the place if that is free, else the money goes back. */
function late(turn: Turn, order: KnownOrder, row: PaymentRecord, amount: number): void {
  const { number, draft } = order;
  const { shop, availability } = turn.world;
  const day = draft.date ?? '';
  const revived = row.status === 'expired' ? next(order.status, 'revive') : null;
  const enough = paidOf(order.payments) >= order.deposit;
  if (revived && enough && dayProblem(day, draft, shop, availability, turn.now) === null) {
    const after = write(turn, order, { status: revived }, firm(turn, order));
    bringCards(turn, after);
    note(turn, order, turn.kitchen('note.late_taken', { number, amount: money(amount, 'ru') }));
    turn.replies.push({ text: turn.say('pay.late_taken', { number, day: dayOf(order, turn) }) });
    if (turn.state.at === 'done' || turn.state.at === 'declined') turn.move({ type: 'PLACED' });
    return;
  }
  giveBack(turn, order, amount, 'late', row.id);
  note(turn, order, turn.kitchen('note.late_returned', { number, amount: money(amount, 'ru') }));
  turn.replies.push({ text: turn.say('pay.late_returned', { number, amount: money(amount, turn.state.language) }) });
}

/** A link died unpaid. The order goes on waiting as long as its place is held. */
function dead(turn: Turn, order: KnownOrder, row: PaymentRecord, status: 'cancelled' | 'expired'): void {
  if (row.status !== 'pending') return;
  const after = book(turn, order, { ...row, status });
  if (!wantedOf(after)) return;
  payAgain(turn, order, turn.say(status === 'expired' ? 'pay.link_over' : 'pay.not_paid', { number: order.number }));
}

function refunded(turn: Turn, order: KnownOrder, row: PaymentRecord, inAll: number): void {
  if (inAll <= row.refunded) return;
  const back = inAll - row.refunded;
  const after = book(turn, order, {
    ...row,
    refunded: inAll,
    refundAsked: Math.max(row.refundAsked, inAll),
    status: refundedStatus(row, inAll),
  });
  const over = (after.payments ?? []).every(({ paid: came, refunded: gone }) => came === gone);
  const status = over ? next(order.status, 'refund') : null;
  if (status) bringCards(turn, write(turn, after, { status }));
  // More than we asked for: somebody returned it in the provider's own cabinet.
  if (inAll > row.refundAsked) {
    note(turn, order, turn.kitchen('note.refunded_elsewhere', { number: order.number, amount: money(back, 'ru') }));
  }
  turn.replies.push({
    text: turn.say('pay.refunded', { number: order.number, amount: money(back, turn.state.language) }),
  });
}

/** The provider would not: only a person can return it now. */
function refundRefused(turn: Turn, order: KnownOrder, row: PaymentRecord, detail: string): void {
  const left = row.refundAsked - row.refunded;
  if (left <= 0) return;
  book(turn, order, { ...row, refundAsked: row.refunded });
  note(turn, order, turn.kitchen('note.refund_refused', { number: order.number, amount: money(left, 'ru'), detail }));
}

/** The time for paying is over, one way or the other. */
export function forgetTime(turn: Turn, number: number): void {
  if (!turn.state.payUntil) return;
  const { [String(number)]: _over, ...others } = turn.state.payUntil;
  turn.state.payUntil = others;
}
