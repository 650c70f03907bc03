import { isEnded, next } from '../../order/lifecycle';
import { wantedOf } from '../../order/books';
import { capital, longDay, money, onDay } from '../format';
import type { Question } from '../steps/step';
import type { TextKey } from '../texts';
import type { Turn } from '../turn';
import type { KnownOrder } from '../types';
import { pendingOffers } from './offered';

/** Orders of this chat that somebody works on or decides about. */
export const activeOrders = (turn: Turn): KnownOrder[] =>
  turn.world.orders.filter(({ status }) => status !== 'draft' && !isEnded(status));

/** The day of an order after «на»; '…' cannot happen for a placed one. */
export const dayOf = (order: Pick<KnownOrder, 'draft'>, turn: Turn, language = turn.state.language): string =>
  order.draft.date ? onDay(order.draft.date, language, turn.now.slice(0, 10)) : '…';

/** One line for each order: number, day, how it stands. */
export function statusLines(turn: Turn): string {
  return activeOrders(turn)
    .map((order) => {
      const status = turn.say(`status.${order.status}` as TextKey);
      const day = order.draft.date ? longDay(order.draft.date, turn.state.language, turn.now.slice(0, 10)) : '…';
      return turn.say('status.line', { number: order.number, day, status });
    })
    .join('\n');
}

/** How her orders stand and what she can do now. */
export function overviewOf(turn: Turn): Question {
  const cancellable = activeOrders(turn).some(({ status }) => next(status, 'cancel') !== null);
  const offers = pendingOffers(turn, activeOrders(turn));
  const owed = activeOrders(turn).filter((order) => turn.world.shop.payment.providers.length > 0 && wantedOf(order));
  return {
    text: [capital(statusLines(turn)), ...offers.lines, turn.say('status.ask')].filter(Boolean).join('\n\n'),
    options: [
      ...offers.options,
      ...owed.map((order) => ({
        label: turn.say('pay.open', { amount: money(wantedOf(order)!.amount, turn.state.language) }),
        value: `@pay:${order.number}:`,
      })),
      { label: turn.say('status.new'), value: '@new' },
      ...(cancellable ? [{ label: turn.say('status.cancel'), value: '@order' }] : []),
      { label: turn.say('nav.human'), value: '@human' },
    ],
  };
}
