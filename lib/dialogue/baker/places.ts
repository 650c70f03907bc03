import type { CardPlace, KnownOrder, OrderRecord } from '../types';
import type { Turn } from '../turn';
import { movedCard, shownOn } from './card';

type Numbered = OrderRecord & Pick<KnownOrder, 'number' | 'payments'>;

// Enough for every order that is alive; a state must not grow with the years.
const MOST_ORDERS = 10;

/**
 * Brings the cards of an order to how it stands: those known from earlier presses and the one just pressed. A card that
 * shows it already is left alone, because the messenger refuses an edit that changes nothing.
 */
export function bringCards(turn: Turn, order: Numbered, pressed?: CardPlace | null): void {
  const known = turn.state.cards?.[order.number] ?? [];
  const places = [...known];
  if (pressed?.message && !known.some((one) => same(one, pressed))) {
    places.push({ ...pressed, status: 'awaiting_baker' });
  }
  const shows = shownOn(order);
  for (const place of places.filter(({ status }) => status !== shows)) {
    turn.effects.push({ kind: 'baker', card: movedCard(order, turn.world.shop, place) });
  }
  if (places.length === 0) return;
  const shown = places.map(({ chat, message }) => ({ chat, message, status: shows }));
  const all: NonNullable<typeof turn.state.cards> = { ...turn.state.cards, [String(order.number)]: shown };
  const newest = Object.keys(all)
    .sort((a, b) => Number(a) - Number(b))
    .slice(-MOST_ORDERS);
  turn.state.cards = Object.fromEntries(newest.map((number) => [number, all[number]]));
}

const same = (one: CardPlace, other: CardPlace) => one.chat === other.chat && one.message === other.message;
