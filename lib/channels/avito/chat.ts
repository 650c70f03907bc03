import { addressOf, fieldOf, idOf, wordsOf } from './values';

/** What is known of a chat besides its messages: the advertisement it is about, and the buyer. */
export interface AvitoChatDetails {
  title?: string;
  /** As Avito writes it: `2 500 ₽`. */
  price?: string;
  url?: string;
  buyer?: string;
  /** The buyer's public page. */
  profile?: string;
}

/** Reads Avito's chat object; what it does not tell is left out. `account`: the shop's own id, to know who the buyer is. */
export function chatDetailsOf(chat: unknown, account: string): AvitoChatDetails {
  const item = fieldOf(fieldOf(chat, 'context'), 'value');
  const users = fieldOf(chat, 'users');
  const buyer = (Array.isArray(users) ? users : []).find((user) => idOf(fieldOf(user, 'id')) !== account);
  const details: AvitoChatDetails = {
    title: wordsOf(fieldOf(item, 'title')),
    price: wordsOf(fieldOf(item, 'price_string')),
    url: addressOf(fieldOf(item, 'url')),
    buyer: wordsOf(fieldOf(buyer, 'name')),
    profile: addressOf(fieldOf(fieldOf(buyer, 'public_user_profile'), 'url')),
  };
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}
