import { words } from './pattern';
import { withoutAsking } from './question';
import { read, type Piece } from './read';
import type { Hearing, Intent, Slots } from './types';

const CONTACT = ['phone', 'email', 'name', 'promo'] as const;
const FACTS = ['servings', 'weight_g', 'tiers', 'budget_rub'] as const;

/** «сколько стоит с доставкой» names a way, «сколько стоит доставка» asks about one. */
const PRICED_WAY = words(['с доставкой|самовывоз~|with delivery|delivered|including delivery|pick ?up']);

/** What an intent leaves of the slots: a question about a thing is no wish for it. */
export function kept(intent: Intent, text: string, { slots, low, inferred }: Piece, hearing: Hearing): Slots {
  if (intent === 'fill' || intent === 'correct' || intent === 'approve' || intent === 'reject') return slots;
  if (intent === 'price') {
    const { fulfilment, ...rest } = slots;
    return fulfilment && PRICED_WAY.test(low) ? slots : rest;
  }
  if (intent === 'question') {
    const facts = read(withoutAsking(text), { ...hearing, expecting: 'any' });
    const { occasion, ...stated } = facts.slots;
    return {
      ...pick(slots, FACTS),
      ...(!facts.inferred && !inferred && occasion !== undefined && { occasion }),
      ...stated,
    };
  }
  return pick(slots, CONTACT);
}

function pick(slots: Slots, keys: readonly (keyof Slots)[]): Slots {
  return Object.fromEntries(keys.filter((key) => slots[key] !== undefined).map((key) => [key, slots[key]])) as Slots;
}
