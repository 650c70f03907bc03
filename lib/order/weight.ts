import type { Draft, Menu, Shop, Size } from './types';

/**
 * A weight that the bakery makes, in grams, or why it does not. `rounded`: it is heavier than what was asked because
 * the bakery weighs in steps. `limitG` is the nearest weight that it makes.
 */
export type WeightFit = { weightG: number; rounded: boolean } | { refusal: 'too_small' | 'too_big'; limitG: number };

/** Fits an asked weight (grams) to the menu: the weight of a size stays as it is, others go up to the next step. */
export function fitWeight(weightG: number, menu: Menu): WeightFit {
  const { minG, maxG, stepG } = menu.weight;
  if (!Number.isFinite(weightG) || weightG <= 0) return { refusal: 'too_small', limitG: minG };
  if (menu.sizes.some((size) => size.weightG === weightG)) return { weightG, rounded: false };
  const fitted = Math.ceil(weightG / stepG) * stepG;
  if (fitted < minG) return { refusal: 'too_small', limitG: minG };
  if (fitted > maxG) return { refusal: 'too_big', limitG: maxG };
  return { weightG: fitted, rounded: fitted !== weightG };
}

/** The weight for a number of guests, by the menu's grams per serving, rounded up to the step. */
export function weightForGuests(servings: number, menu: Menu): WeightFit {
  return fitWeight(Math.ceil(servings * menu.weight.gramsPerServing), menu);
}

/** How many guests a weight (grams) feeds: the size's own number, else by grams per serving, at least one. */
export function guestsForWeight(weightG: number, menu: Menu): number {
  const size = menu.sizes.find((one) => one.weightG === weightG);
  return size ? size.servings : Math.max(1, Math.floor(weightG / menu.weight.gramsPerServing));
}

/** The smallest size that is at least so heavy; the largest one when the weight (grams) is beyond all. */
export function sizeForWeight(weightG: number, menu: Menu): Size {
  return menu.sizes.find((size) => size.weightG >= weightG) ?? menu.sizes[menu.sizes.length - 1];
}

/**
 * Work points that an order takes of its day: the size's and the decoration's. Beyond the largest size they grow with
 * the weight. Without a weight only the decoration counts.
 */
export function workPoints(draft: Draft, { menu }: Pick<Shop, 'menu'>): number {
  const decor = menu.decor.find((one) => one.key === draft.decor)?.workPoints ?? 0;
  if (draft.weightG === undefined) return decor;
  const size = sizeForWeight(draft.weightG, menu);
  const share = Math.max(1, draft.weightG / size.weightG);
  return Math.ceil(size.workPoints * share) + decor;
}
