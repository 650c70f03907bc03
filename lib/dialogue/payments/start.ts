import { forgetTime } from './facts';
import type { Turn } from '../turn';
import type { KnownOrder } from '../types';
import { askToPay, payTimes } from './asking';

/** Whether an order with such a deposit (kopecks) is paid in advance through the bot. */
export const isPrepaid = (turn: Turn, deposit: number): boolean =>
  turn.world.shop.payment.providers.length > 0 && deposit > 0;

/** The order is hers as soon as she pays: from now on the time for it runs. The order must be written already. */
export function startPaying(turn: Turn, order: KnownOrder, intro = ''): void {
  forgetTime(turn, order.number);
  turn.state.payUntil = { ...turn.state.payUntil, [order.number]: payTimes(turn).until };
  askToPay(turn, order, intro);
}
