import type { CakeLook } from '../../../../lib/dialogue/types';
import { DEFAULT_SHOP_DOCUMENT, parseShop } from '../../../../lib/order';
import type { Shop } from '../../../../lib/order/types';

const parsed = parseShop(DEFAULT_SHOP_DOCUMENT);
if (!parsed.ok) throw new Error(parsed.problems.join('\n'));

/** The shop that is shipped. */
export const shop: Shop = parsed.shop;

/** A small chocolate cake, or one that differs from it. */
export const lookOf = (change: Partial<CakeLook> = {}): CakeLook => ({
  occasion: 'birthday',
  weightG: 2000,
  tiers: 1,
  filling: 'шоколад',
  coating: 'крем-чиз',
  decor: 'berries',
  colours: [],
  variant: 0,
  ...change,
});
