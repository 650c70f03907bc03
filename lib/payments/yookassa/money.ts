import { isObject } from '../answers';

/** Money as YooKassa writes it: a string in roubles, e.g. "3500.00". */
export interface Amount {
  value: string;
  currency: 'RUB';
}

/** @param kopecks a whole number, 0 or more */
export const amountOf = (kopecks: number): Amount => ({
  value: `${Math.trunc(kopecks / 100)}.${String(kopecks % 100).padStart(2, '0')}`,
  currency: 'RUB',
});

/** Kopecks of `{ value, currency }`; null: that is no amount. */
export function kopecksOf(amount: unknown): number | null {
  const value = isObject(amount) ? amount.value : null;
  const found = typeof value === 'string' ? /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(value) : null;
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : null;
}
