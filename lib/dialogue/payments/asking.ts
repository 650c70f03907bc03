import { DateTime } from 'luxon';
import { newPayment, pendingOf, wantedOf, weightOf } from '../../order/books';
import { PAYMENT_PROVIDERS, type PaymentProvider, type PaymentRecord } from '../../order/types';
import { notes } from '../baker/card';
import { bringCards } from '../baker/places';
import { clockOn, money } from '../format';
import { firm } from '../orders/hold';
import { later } from '../orders/later';
import type { Option, Question } from '../steps/step';
import type { TextKey } from '../texts';
import type { Turn } from '../turn';
import type { KnownOrder } from '../types';
import { receiptOf } from './receipt';
import { book, known, write } from './rows';

/** Asking for money: which way she wants to pay, a link for it, another one when it has died. */

/** `p:yookassa:1001`: understood as long as this order wants money. Without a way: which ways there are. */
const LASTING = /^p:(|yookassa|tbank|stripe|manual):([1-9]\d{0,8})$/;
/** A place is held so many minutes longer than the customer may pay: money on its way still finds it. */
export const GRACE_MINUTES = 15;
/** A link for the balance is wanted for so long; a provider may make it shorter. */
const BALANCE_HOURS = 72;
/** A link that dies within this time is no use to anybody. */
const ALIVE_MINUTES = 2;

/** What a press on a payment's button means; undefined when it is another button. */
export function payPressed(data: string): string | undefined {
  const [, way, number] = LASTING.exec(data) ?? [];
  return number && `@pay:${number}:${way}`;
}

const option = (label: string, number: number, way: PaymentProvider | ''): Option => ({
  label,
  value: `@pay:${number}:${way}`,
  lasting: `p:${way}:${number}`,
});

/** The end of the time for paying, as it was promised with the first question. */
const payUntil = (turn: Turn, order: KnownOrder): string =>
  turn.state.payUntil?.[order.number] ?? later(turn.now, BALANCE_HOURS);

/** The time for the deposit begins: until when she may pay, and until when her place is held. */
export function payTimes(turn: Turn): { until: string; heldUntil: string } {
  const { payMinutes } = turn.world.shop.payment;
  return { until: later(turn.now, payMinutes / 60), heldUntil: later(turn.now, (payMinutes + GRACE_MINUTES) / 60) };
}

/** The buttons of the ways that the shop offers. */
const ways = (turn: Turn, number: number): Option[] =>
  turn.world.shop.payment.providers.map((way) => option(turn.say(`pay.way_${way}` as TextKey), number, way));

/** The rules that hold once she has paid, said before she does. */
export function rulesOf(turn: Turn, order: KnownOrder): string {
  const { cancelHours: hours, keepPercent: percent, tolerancePercent: tolerance } = turn.world.shop.payment;
  const left = order.dueAt ? DateTime.fromISO(order.dueAt).diff(DateTime.fromISO(turn.now), 'hours').hours : Infinity;
  const all = percent >= 100 ? '_all' : '';
  const key: TextKey =
    percent === 0 || hours === 0 ? 'pay.rules_free' : left < hours ? `pay.rules_late${all}` : `pay.rules${all}`;
  const weighed = weightOf(order.lines) === null ? '' : turn.say('pay.rules_weigh', { percent: tolerance });
  return [turn.say(key, { hours, percent }), weighed].filter(Boolean).join(' ');
}

/** How much, until when, by which rules; with one way only its link is made at once. */
export function askToPay(turn: Turn, order: KnownOrder, intro = ''): void {
  const wanted = wantedOf(order);
  const { providers } = turn.world.shop.payment;
  if (!wanted || providers.length === 0) return;
  const { number } = order;
  const amount = money(wanted.amount, turn.state.language);
  const deposit = wanted.kind !== 'balance';
  const text = deposit
    ? turn.say(wanted.kind === 'full' ? 'pay.ask_full' : 'pay.ask', {
        number,
        amount,
        until: clockOn(payUntil(turn, order), turn.world.shop.zone, turn.state.language),
      })
    : turn.say('pay.ask_balance', { number, amount });
  turn.note([intro, text, deposit ? rulesOf(turn, order) : ''].filter(Boolean).join('\n\n'));
  if (providers.length === 1) return begin(turn, order, providers[0]);
  turn.put(`pay:${number}`, { text: turn.say('pay.how'), options: ways(turn, number) });
}

/** She chose a way, or wants to see the ways again. */
export function pay(turn: Turn, argument: string): void {
  const [number, way = ''] = argument.split(':');
  const order = turn.world.orders.find((one) => one.number === Number(number));
  const wanted = order && wantedOf(order);
  if (!order || !wanted) return turn.note(turn.say('pay.nothing')).ask(true);
  const provider = PAYMENT_PROVIDERS.find((one) => one === way && turn.world.shop.payment.providers.includes(one));
  if (provider) return begin(turn, order, provider);
  turn.put(`pay:${number}`, { text: turn.say('pay.how'), options: ways(turn, order.number) });
}

/** Whether a link can still be paid. */
const isAlive = ({ expiresAt }: PaymentRecord, now: string): boolean =>
  expiresAt === null ||
  DateTime.fromISO(expiresAt) > DateTime.fromISO(now, { setZone: true }).plus({ minutes: ALIVE_MINUTES });

function begin(turn: Turn, from: KnownOrder, provider: PaymentProvider): void {
  const wanted = wantedOf(from)!;
  const pending = pendingOf(from.payments);
  const same = pending?.provider === provider && pending.amount === wanted.amount;
  if (pending && same && provider === 'manual') return byHand(turn, from, wanted.amount);
  if (pending && same && pending.url === null) return making(turn);
  if (pending && same && isAlive(pending, turn.now)) return giveLink(turn, from, pending);
  const order = pending ? drop(turn, from, pending) : from;
  const row = newPayment(order, wanted, provider, 'pending');
  const after = book(turn, order, row);
  if (provider === 'manual') {
    holdForCash(turn, after);
    bringCards(turn, known(turn, after));
    const said = { number: order.number, amount: money(wanted.amount, 'ru') };
    turn.toBakery(notes(turn.kitchen('note.by_hand', said), turn.world.shop, order.number));
    return byHand(turn, after, wanted.amount);
  }
  turn.effects.push({
    kind: 'payment',
    do: 'link',
    order: order.number,
    payment: row.id,
    provider,
    idempotence: row.id,
    purpose: wanted.kind,
    amount: wanted.amount,
    language: turn.state.language,
    until: wanted.kind === 'balance' ? later(turn.now, BALANCE_HOURS) : payUntil(turn, order),
    ...receiptOf(order, turn.world.shop, turn.world.shopVersion, wanted.amount),
  });
  making(turn);
}

const making = (turn: Turn): void => {
  turn.tell(turn.say('pay.making'));
};

/** Cash or a transfer is not paid within the hour: the place is held as long as for the baker's own decision. */
function holdForCash(turn: Turn, order: KnownOrder): void {
  if (order.status !== 'awaiting_payment') return;
  const until = later(turn.now, turn.world.shop.baker.holdHours);
  write(turn, order, {}, { ...firm(turn, order), until });
  turn.effects.push({ kind: 'timer', timer: 'hold_over', order: order.number, at: until });
  turn.state.payUntil = { ...turn.state.payUntil, [order.number]: until };
}

/** The link that was waited for is no longer: nobody is to pay it. Should it be paid all the same, that is told as money that came late. */
export function drop(
  turn: Turn,
  order: KnownOrder,
  row: PaymentRecord,
  status: 'cancelled' | 'expired' = 'cancelled',
): KnownOrder {
  if (row.provider !== 'manual' && row.providerId) {
    const { id: payment, provider, providerId } = row;
    turn.effects.push({
      kind: 'payment',
      do: 'cancel',
      order: order.number,
      payment,
      provider,
      providerId,
      idempotence: `${payment}-x`,
    });
  }
  return book(turn, order, { ...row, status });
}

function byHand(turn: Turn, order: KnownOrder, amount: number): void {
  const { language, payUntil: times } = turn.state;
  const said = { number: order.number, amount: money(amount, language) };
  const until = order.status === 'awaiting_payment' ? times?.[order.number] : undefined;
  const held = until ? turn.say('pay.held_until', { until: clockOn(until, turn.world.shop.zone, language) }) : '';
  const text = [turn.say('pay.by_hand', said), held].filter(Boolean).join(' ');
  turn.put(`pay:${order.number}`, { text, options: others(turn, order) });
}

/** The link itself, with the way back to the other ways. */
export function giveLink(turn: Turn, order: KnownOrder, row: PaymentRecord): void {
  const amount = money(row.amount, turn.state.language);
  const link = { label: turn.say('pay.open', { amount }), url: row.url! };
  if (turn.withoutLinks) return turn.put(`pay:${order.number}`, noLinksHere(turn, order));
  const text = turn.say('pay.link', { number: order.number, amount });
  turn.put(`pay:${order.number}`, { text, options: others(turn, order), link });
}

function noLinksHere(turn: Turn, order: KnownOrder): Question {
  return {
    text: turn.say('pay.no_links'),
    options: [...others(turn, order), { label: turn.say('nav.move'), value: '@code' }],
  };
}

/** Words about money that did not come, with the way to try again. */
export function payAgain(turn: Turn, { number }: KnownOrder, text: string): void {
  turn.put(`pay:${number}`, { text, options: [option(turn.say('pay.again'), number, ''), human(turn)] });
}

const human = (turn: Turn): Option => ({ label: turn.say('nav.human'), value: '@human' });

/** Another way, where there is one; and a person, always. */
function others(turn: Turn, { number }: KnownOrder): Option[] {
  const more = turn.world.shop.payment.providers.length > 1 ? [option(turn.say('pay.other'), number, '')] : [];
  return [...more, human(turn)];
}
