import { DateTime } from 'luxon';
import type { Availability, Draft, Shop, Window } from './types';
import { WEEKDAYS } from './types';
import { workPoints } from './weight';

/** Why a day cannot be had. `too_soon`: less notice than needed; `full`: not enough work points left. */
export type DayProblem = 'past' | 'too_soon' | 'too_far' | 'closed' | 'full';

/** The bakery's own day, `YYYY-MM-DD`, at an instant (ISO with offset). */
export function dayAt(now: string, shop: Shop): string {
  return DateTime.fromISO(now, { setZone: true }).setZone(shop.zone).toISODate() ?? '';
}

/** The day so many days later (or earlier, when negative). */
export function addDays(day: string, days: number): string {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toISODate() ?? '';
}

/** Whole days of notice that this order needs: the longest of the shop's own and those of what was chosen. */
export function leadDays(draft: Draft, shop: Shop): number {
  const { menu } = shop;
  const chosen = [
    menu.fillings.find((one) => one.key === draft.filling),
    menu.coatings.find((one) => one.key === draft.coating),
    menu.decor.find((one) => one.key === draft.decor),
  ];
  return Math.max(menu.leadDays, ...chosen.map((one) => one?.leadDays ?? 0));
}

/** Work points that the menu has for a day's weekday; 0 for a day that no calendar has. */
export function menuCapacity(day: string, shop: Shop): number {
  const date = DateTime.fromISO(day, { zone: 'utc' });
  return date.isValid ? shop.menu.capacity[WEEKDAYS[date.weekday - 1]] : 0;
}

/** Work points that the bakery can do for a day: the menu's plus what was granted extra. */
export function capacityOf(day: string, shop: Shop, availability: Availability): number {
  return menuCapacity(day, shop) + (availability.extra[day] ?? 0);
}

/**
 * Why this order cannot be handed over on that day, or null when it can. `booked` counts every place, also one that
 * this very order already holds: take that out before asking about an order that has a place.
 * A day that no calendar has is closed.
 */
export function dayProblem(
  day: string,
  draft: Draft,
  shop: Shop,
  availability: Availability,
  now: string,
): DayProblem | null {
  if (!DateTime.fromISO(day, { zone: 'utc' }).isValid) return 'closed';
  const today = dayAt(now, shop);
  if (day < today) return 'past';
  if (day < addDays(today, leadDays(draft, shop)) || windowsFor(day, shop, now).length === 0) return 'too_soon';
  if (day > addDays(today, shop.menu.horizonDays)) return 'too_far';
  const limit = capacityOf(day, shop, availability);
  if (limit <= 0 || shop.menu.blackout.includes(day) || availability.closed.includes(day)) return 'closed';
  return (availability.booked[day] ?? 0) + workPoints(draft, shop) > limit ? 'full' : null;
}

/** The first `count` days on which this order can be had, nearest first. */
export function offerDays(draft: Draft, shop: Shop, availability: Availability, now: string, count: number): string[] {
  const today = dayAt(now, shop);
  const days: string[] = [];
  for (let ahead = leadDays(draft, shop); ahead <= shop.menu.horizonDays && days.length < count; ahead += 1) {
    const day = addDays(today, ahead);
    if (dayProblem(day, draft, shop, availability, now) === null) days.push(day);
  }
  return days;
}

/** The windows that can still be had on a day: all, or today those that have not begun. */
export function windowsFor(day: string, shop: Shop, now: string): Window[] {
  const at = DateTime.fromISO(now, { setZone: true }).toMillis();
  return shop.menu.windows.filter((window) => momentOf(day, window.from, shop).toMillis() > at);
}

/** The begin of a window (by its key) on a day, ISO with the bakery's offset; null when the menu has no such window. */
export function dueAt(day: string, window: string, shop: Shop): string | null {
  const found = shop.menu.windows.find((one) => one.key === window);
  return found ? momentOf(day, found.from, shop).toISO({ suppressMilliseconds: true }) : null;
}

function momentOf(day: string, time: string, shop: Shop): DateTime {
  return DateTime.fromISO(`${day}T${time}`, { zone: shop.zone });
}
