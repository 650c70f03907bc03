import { paidOf, wantedOf, weightOf } from '../../order/books';
import { pictureAddress } from '../../order/picture';
import type { OrderAction, OrderStatus, Shop } from '../../order/types';
import { cut, longDay, money, phoneText } from '../format';
import { stepOf, stepsOf } from '../steps';
import { conflictsOf, listed } from '../steps/allergens';
import { viewOf, type View } from '../steps/step';
import { nameOf } from '../texts';
import { kitchenOf, type KitchenKey } from '../texts/kitchen';
import type { BakerCard, Button, CardPlace, KnownOrder, OrderRecord } from '../types';

type Numbered = OrderRecord & Pick<KnownOrder, 'number' | 'payments'> & { channel?: string };

/** Telegram takes 4096 characters, and escaping for its parse mode makes a text longer. */
export const LONGEST_CARD = 3000;

/** The baker's next step, by status; a status without one has no button. */
const NEXT: Partial<Record<OrderStatus, OrderAction>> = {
  awaiting_payment: 'cancel',
  accepted: 'bake',
  baking: 'finish',
  ready: 'hand_over',
};
/** Where money that comes by hand is noted on the card. */
const BY_HAND: OrderStatus[] = ['awaiting_payment', 'ready'];

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
  const kitchen = kitchenOf(shop);
  const show = (key: string) => stepOf(key)?.show(view) || kitchen('card.none');
  const line = (key: KitchenKey, value: string) => kitchen(key, { value });
  const clash = [...new Set(conflictsOf(view).flatMap(({ allergens }) => allergens))];
  const photos = draft.photos?.length ?? 0;
  const zone = shop.menu.zones.find(({ key }) => key === draft.zone);
  const window = shop.menu.windows.find(({ key }) => key === draft.window);
  const hours = window ? `, ${window.from}–${window.to}` : '';
  const asked = stepsOf(shop).map(({ key }) => key);
  const wished = [...(draft.extras ?? []), draft.wishes].filter(Boolean).join('; ');
  const where = (key: string, text: string) => (asked.includes(key) ? text : '');
  const lines = [
    where('occasion', line('card.occasion', show('occasion'))),
    // Where the menu has lost what was ordered, the price still tells its name.
    line('card.filling', nameOfLine(order, 'cake') ?? show('filling')),
    line('card.weight', show('servings')),
    where('coating', line('card.coating', show('coating'))),
    where('decor', line('card.decor', show('decor'))),
    where('inscription', line('card.inscription', draft.inscription ? `«${draft.inscription}»` : kitchen('card.none'))),
    wished || asked.includes('wishes') ? line('card.wishes', wished || kitchen('card.none')) : '',
    photos > 0 ? line('card.photos', String(photos)) : '',
    line('card.allergens', draft.allergens?.length || draft.allergyNote ? show('allergens') : kitchen('card.none')),
    clash.length > 0 ? line('card.clash', listed(view, clash)) : '',
    line('card.when', `${draft.date ? longDay(draft.date, 'ru') : '?'}${hours}`),
    draft.fulfilment === 'delivery'
      ? kitchen('card.delivery', { zone: zone ? nameOf(zone.name, 'ru') : '', address: draft.address ?? '' })
      : kitchen('card.pickup'),
    line('card.name', draft.name ?? ''),
    line('card.phone', draft.phone ? phoneText(draft.phone) : ''),
    line('card.total', money(order.total, 'ru')),
    moneyText(order, shop),
    // In the bakery's own messenger it goes without saying.
    order.channel && order.channel !== 'telegram'
      ? line('card.channel', kitchen(`channel.${order.channel}` as KitchenKey))
      : '',
  ];
  const title = kitchen('card.title', { number: order.number });
  return cut([title, '', ...lines.filter(Boolean)].join('\n'), LONGEST_CARD);
}

/** What has been paid and what is still to come; '' where nothing is paid through the bot. */
function moneyText(order: Numbered, shop: Shop): string {
  const { payments = [], status } = order;
  if (shop.payment.providers.length === 0 && payments.length === 0) return '';
  if (['draft', 'awaiting_baker', 'declined'].includes(status)) return '';
  const kitchen = kitchenOf(shop);
  const paid = paidOf(payments);
  const due = wantedOf(order)?.amount ?? 0;
  const said = { paid: money(paid, 'ru'), due: money(due, 'ru') };
  const value =
    paid === 0 && due > 0
      ? kitchen('card.money_none', { due: said.due })
      : due > 0
        ? kitchen('card.money_part', said)
        : paid > 0
          ? kitchen('card.money_full', { paid: said.paid })
          : kitchen('card.none');
  return kitchen('card.money', { value });
}

/** What a card of this order shows that changes with its life: another mark, another card. */
export const shownOn = (order: Numbered): string =>
  [order.status, paidOf(order.payments) || '', wantedOf(order)?.amount ?? '', order.total].join(':');

const nameOfLine = (order: OrderRecord, key: string) => {
  const found = order.lines.find((line) => line.key === key);
  return found && nameOf(found.name, 'ru');
};

/** `b:accept:1001`, what the router reads back. */
function button(
  action: OrderAction | 'received',
  number: number,
  shop: Shop,
  label = `button.${action}` as KitchenKey,
): Button {
  return { label: kitchenOf(shop)(label), data: `b:${action}:${number}` };
}

/** The cards of a new order: one with exactly two buttons for each chat, then its photos. */
export function newCards(order: Numbered, shop: Shop): BakerCard[] {
  const buttons =
    order.status === 'awaiting_baker'
      ? [button('accept', order.number, shop), button('decline', order.number, shop)]
      : // Without approval nothing is left to decline; the same word takes an accepted order back.
        [button('bake', order.number, shop), button('cancel', order.number, shop, 'button.decline')];
  const kitchen = kitchenOf(shop);
  const hint = order.status === 'awaiting_baker' ? `\n\n${kitchen('card.hint')}` : '';
  const text = `${kitchenText(order, shop)}${hint}`;
  return shop.baker.chats.flatMap((chat) => [
    { kind: 'new' as const, order: order.number, chat, message: null, text, buttons },
    ...(order.draft.picture
      ? [
          {
            kind: 'picture' as const,
            order: order.number,
            chat,
            message: null,
            text: kitchen(order.draft.picture.model === null ? 'card.sketch' : 'card.picture', {
              number: order.number,
            }),
            buttons: [],
            image: pictureAddress(order.draft.picture.id),
          },
        ]
      : []),
    ...(order.draft.photos ?? []).map((image, index) => ({
      kind: 'photo' as const,
      order: order.number,
      chat,
      message: null,
      text: kitchen('card.photo', { number: order.number, index: index + 1 }),
      buttons: [],
      image,
    })),
  ]);
}

/** The card after a decision: the same text, how it stands, and the one button that comes next. */
export function movedCard(order: Numbered, shop: Shop, place: CardPlace): BakerCard {
  const kitchen = kitchenOf(shop);
  const action = NEXT[order.status];
  const byHand = BY_HAND.includes(order.status) && wantedOf(order) !== null && shop.payment.providers.length > 0;
  const status = kitchen('card.status', { status: kitchen(`status.${order.status}`) });
  const stop = order.status === 'cancelled' ? `${kitchen('card.cancelled')}\n\n` : '';
  const weighs = shop.payment.providers.length > 0 && weightOf(order.lines) !== null;
  const weigh = order.status === 'baking' && weighs ? `\n${kitchen('card.weigh')}` : '';
  const reason = order.status === 'declined' ? `\n${kitchen('card.reason')}` : '';
  return {
    kind: !action ? 'closed' : byHand ? 'edit2' : 'edit',
    order: order.number,
    chat: place.chat,
    message: place.message,
    text: `${stop}${kitchenText(order, shop)}\n\n${status}${weigh}${reason}`,
    buttons: [
      ...(byHand ? [button('received', order.number, shop)] : []),
      ...(action ? [button(action, order.number, shop, action === 'cancel' ? 'button.decline' : undefined)] : []),
    ],
  };
}

/** Words without buttons for every chat of the bakery but one. `order`: what an answer to them is about. */
export const notes = (text: string, shop: Shop, order: number | null, except?: string): BakerCard[] =>
  shop.baker.chats
    .filter((chat) => chat !== except)
    .map((chat) => ({ kind: 'note' as const, order, chat, message: null, text, buttons: [] }));

/** A photo for every chat of the bakery; `file` is the channel's file id. */
export const photoNotes = (text: string, file: string, shop: Shop, order: number | null): BakerCard[] =>
  notes(text, shop, order).map((card) => ({ ...card, kind: 'photo', image: file }));
