import type { OrderAction, Shop } from '../../order/types';
import type { AnsweredCard, BakerEvent, BakersChatEvent, CustomerEvent } from '../types';

/** What a messenger's event looks like before it is known whose side it belongs to. */
export interface RoutedInbound {
  chat: string;
  event: CustomerEvent;
  replyTo?: { fromBot: boolean; message: string };
  /** The message whose button was pressed. */
  message?: string;
  private: boolean;
}

export type Route =
  | { kind: 'customer'; event: CustomerEvent }
  | { kind: 'order'; order: number; event: BakerEvent }
  /** An answer to a message of the bakery's chat: what it was about is known to whoever recorded that message. */
  | { kind: 'card'; card: AnsweredCard; event: BakerEvent }
  | { kind: 'bakers_chat'; event: BakersChatEvent };

const BUTTON = /^b:(accept|decline|received|bake|finish|hand_over|no_show|cancel):([1-9]\d{0,8})$/;
const COMMAND = /^\/(id|help|start)(@\w+)?(\s|$)/i;
const DAY = /^\/(?:day|день)(?:@\w+)?(?:\s+([\s\S]*))?$/i;

/**
 * Whose side an event belongs to, and which order it is about. Only the shop's list decides who is the baker: a button's
 * data or a card's text can be forged by anyone, so in a customer's chat they mean nothing.
 */
export function routeInbound(inbound: RoutedInbound, shop: Shop | null): Route {
  const { chat, event } = inbound;
  const { from } = event;
  const chats = shop?.baker.chats ?? [];
  const allowed = (shop?.baker.users.includes(from.id) ?? false) || chats.includes(from.id);
  // A user on the list is the baker where she writes to the bot alone; in a foreign group she is a guest.
  const hers = chats.includes(chat) || (inbound.private && allowed);
  const bakers = (what: BakersChatEvent['what'], callback?: string): Route => ({
    kind: 'bakers_chat',
    event: { type: 'bakers_chat', what, ...(callback === undefined ? {} : { callback }), from, chat },
  });

  if (event.type === 'blocked' || event.type === 'unblocked') return { kind: 'customer', event };
  if (!hers) {
    if (!inbound.private && event.type === 'text' && COMMAND.test(event.text)) return bakers('help');
    return { kind: 'customer', event: event.type === 'text' ? { ...event, chat } : event };
  }
  if (event.type === 'press') {
    if (!allowed) return bakers('stranger', event.callback);
    const [, action, number] = BUTTON.exec(event.data) ?? [];
    if (!action) return bakers('unknown_order', event.callback);
    const { callback } = event;
    const card = { chat, message: inbound.message ?? '' };
    const pressed = {
      type: 'baker' as const,
      action: action as OrderAction | 'received',
      order: Number(number),
      from,
      card,
    };
    return { kind: 'order', order: Number(number), event: callback === undefined ? pressed : { ...pressed, callback } };
  }
  if (event.type === 'text' && COMMAND.test(event.text)) return bakers('help');
  const day = event.type === 'text' ? DAY.exec(event.text.trim()) : null;
  if (day && allowed)
    return { kind: 'bakers_chat', event: { type: 'bakers_chat', what: 'day', text: day[1] ?? '', from, chat } };
  if (!inbound.replyTo?.fromBot) return bakers('words_without_card');
  if (!allowed) return bakers('stranger');
  if (event.type !== 'text' && event.type !== 'photo') return bakers('not_relayed');
  const card = { chat, message: inbound.replyTo.message };
  const said = event.type === 'text' ? { text: event.text } : { text: event.caption ?? '', photo: event.file };
  return { kind: 'card', card, event: { type: 'baker_words', order: null, ...said, from, card } };
}
