import { menuCapacity } from '../../order/dates';
import type { Turn } from '../turn';
import type { Hold, OrderRecord } from '../types';

/** A place that nobody can take any more. She decides about her own capacity: a day that was made smaller meanwhile must not take her word back. */
export function firm(turn: Turn, order: OrderRecord): Hold {
  const { shop, availability } = turn.world;
  const day = order.draft.date ?? '';
  const booked = availability.booked[day] ?? 0;
  const limit = Math.max(menuCapacity(day, shop), booked + order.workPoints);
  return { day, points: order.workPoints, until: null, limit };
}
