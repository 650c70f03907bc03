import type { Shop } from '../../order/types';
import { vocabularyOf, type Expecting, type Hearing, type Vocabulary } from '../read/heard';
import type { Turn } from '../turn';

/** A shop version never changes, and its vocabulary is asked for with every message. */
const vocabularies = new WeakMap<Shop, Vocabulary>();

const EXPECTED: Record<string, Expecting> = {
  occasion: 'occasion',
  servings: 'servings',
  filling: 'filling',
  coating: 'coating',
  inscription: 'inscription',
  wishes: 'wishes',
  allergens: 'allergens',
  date: 'date',
  window: 'date',
  fulfilment: 'fulfilment',
  zone: 'fulfilment',
  address: 'address',
  name: 'contact',
  phone: 'contact',
  email: 'contact',
  summary: 'confirm',
};

/** The question that free text is an answer to. */
export const expectedAt = (at: string): Expecting => EXPECTED[at] ?? 'any';

/** Where and when a text of this conversation is heard. */
export function hearingOf({ world: { shop }, state, now }: Turn): Hearing {
  const vocabulary = vocabularies.get(shop) ?? vocabularyOf(shop.menu);
  vocabularies.set(shop, vocabulary);
  return { language: state.language, now, zone: shop.zone, expecting: expectedAt(state.at), vocabulary };
}
