import document from './default-shop.json';
import { parseShop } from './shop';
import type { Shop } from './types';

/** The demo bakery as its owner would write it: what she starts from in the editor. */
export const DEFAULT_SHOP_DOCUMENT: Record<string, unknown> = document;

/** The demo bakery, read. A fresh copy for every caller. */
export function defaultShop(): Shop {
  const result = parseShop(document);
  if (!result.ok) throw new Error(`default-shop.json: ${result.problems.join('; ')}`);
  return result.shop;
}
