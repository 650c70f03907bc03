import { priceOf } from '../../order/price';
import { money } from '../format';
import type { TextKey } from '../texts';
import type { Turn } from '../turn';

/** What the cake costs as far as it is chosen, in words; nothing while an order is with the baker. */
export function soFar(turn: Turn): string {
  const price = turn.state.at === 'waiting' ? null : priceOf(turn.state.draft, turn.world.shop);
  const key: TextKey = price ? 'price.so_far' : 'price.unknown';
  return turn.say(key, { total: price ? money(price.total, turn.state.language) : '' });
}
