import type { OrderAction, OrderStatus, Shop } from '../../order/types';
import { cut, longDay, money } from '../format';
import { stepOf } from '../steps';
import { conflictsOf, listed } from '../steps/allergens';
import { viewOf, type View } from '../steps/step';
import { nameOf } from '../texts';
import { inKitchen, type KitchenKey } from '../texts/kitchen';
import type { BakerCard, Button, CardPlace, OrderRecord } from '../types';

type Numbered = OrderRecord & { number: number };

/** Telegram takes 4096 characters, and escaping for its parse mode makes a text longer. */
export const LONGEST_CARD = 3000;

/** The baker's next step, by status; a status without one has no button. */
const NEXT: Partial<Record<OrderStatus, OrderAction>> = { accepted: 'bake', baking: 'finish', ready: 'hand_over' };

/** The draft as the kitchen reads it: in Russian, whatever the customer speaks. */
export function kitchenView(draft: OrderRecord['draft'], shop: Shop): View {
  // Seen from its own year, so that a day is written without one.
  const now = `${draft.date ?? '1970-01-01'}T12:00:00Z`;
  return viewOf({ draft, shop, language: 'ru', now, availability: { booked: {}, closed: [], extra: {} } });
}

/** Everything that the kitchen needs to know about an order. */
export function kitchenText(order: Numbered, shop: Shop): string {
  const view = kitchenView(order.draft, shop);
  const { draft } = order;
  const show = (key: string) => stepOf(key)?.show(view) || inKitchen('card.none');
  const line = (key: KitchenKey, value: string) => inKitchen(key, { value });
  const clash = [...new Set(conflictsOf(view).flatMap(({ allergens }) => allergens))];
  const photos = draft.photos?.length ?? 0;
  const zone = shop.menu.zones.find(({ key }) => key === draft.zone);
  const window = shop.menu.windows.find(({ key }) => key === draft.window);
  const hours = window ? `, ${window.from}–${window.to}` : '';
  const lines = [
    line('card.occasion', show('occasion')),
    // Where the menu has lost what was ordered, the price still tells its name.
    line('card.filling', nameOfLine(order, 'cake') ?? show('filling')),
    line('card.weight', show('servings')),
    line('card.coating', show('coating')),
    line('card.decor', show('decor')),
    line('card.inscription', draft.inscription ? `«${draft.inscription}»` : inKitchen('card.none')),
    line('card.wishes', draft.wishes || inKitchen('card.none')),
    photos > 0 ? line('card.photos', String(photos)) : '',
    line('card.allergens', draft.allergens?.length || draft.allergyNote ? show('allergens') : inKitchen('card.none')),
    clash.length > 0 ? line('card.clash', listed(view, clash)) : '',
    line('card.when', `${draft.date ? longDay(draft.date, 'ru') : '?'}${hours}`),
    draft.fulfilment === 'delivery'
      ? inKitchen('card.delivery', { zone: zone ? nameOf(zone.name, 'ru') : '', address: draft.address ?? '' })
      : inKitchen('card.pickup'),
    line('card.name', draft.name ?? ''),
    line('card.phone', draft.phone ?? ''),
    line('card.total', money(order.total, 'ru')),
  ];
  const title = inKitchen('card.title', { number: order.number });
  return cut([title, '', ...lines.filter(Boolean)].join('\n'), LONGEST_CARD);
}

const nameOfLine = (order: OrderRecord, key: string) => {
  const found = order.lines.find((line) => line.key === key);
  return found && nameOf(found.name, 'ru');
};

/** `b:accept:1001`, what `readButton` reads back. */
export function button(
  action: OrderAction,
  number: number,
  label: KitchenKey = `button.${action}` as KitchenKey,
): Button {
  return { label: inKitchen(label), data: `b:${action}:${number}` };
}

/** The cards of a new order: one with exactly two buttons for each chat, then its photos. */
export function newCards(order: Numbered, shop: Shop): BakerCard[] {
  const buttons =
    order.status === 'awaiting_baker'
      ? [button('accept', order.number), button('decline', order.number)]
      : // Without approval nothing is left to decline; the same word takes an accepted order back.
        [button('bake', order.number), button('cancel', order.number, 'button.decline')];
  const text = kitchenText(order, shop);
  return shop.baker.chats.flatMap((chat) => [
    { kind: 'new' as const, chat, message: null, text, buttons },
    ...(order.draft.photos ?? []).map((image, index) => ({
      kind: 'photo' as const,
      chat,
      message: null,
      text: inKitchen('card.photo', { number: order.number, index: index + 1 }),
      buttons: [],
      image,
    })),
  ]);
}

/** The card after a decision: the same text, how it stands, and the one button that comes next. */
export function movedCard(order: Numbered, shop: Shop, place: CardPlace): BakerCard {
  const action = NEXT[order.status];
  const status = inKitchen('card.status', { status: inKitchen(`status.${order.status}`) });
  const stop = order.status === 'cancelled' ? `${inKitchen('card.cancelled')}\n\n` : '';
  const reason = order.status === 'declined' ? `\n${inKitchen('card.reason')}` : '';
  return {
    kind: action ? 'edit' : 'closed',
    chat: place.chat,
    message: place.message,
    text: `${stop}${kitchenText(order, shop)}\n\n${status}${reason}`,
    buttons: action ? [button(action, order.number)] : [],
  };
}

/** Words without buttons for every chat of the bakery but one. */
export const notes = (text: string, shop: Shop, except?: string): BakerCard[] =>
  shop.baker.chats
    .filter((chat) => chat !== except)
    .map((chat) => ({ kind: 'note' as const, chat, message: null, text, buttons: [] }));
