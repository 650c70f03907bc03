import { findPhoneNumbersInText } from 'libphonenumber-js/max';
import { LONGEST } from './text';

/** The one valid phone number in a text as E.164, or null. Numbers without a country are Russian. */
export function readPhone(text: string): string | null {
  const ready = text
    .slice(0, LONGEST)
    .normalize('NFKC')
    .replace(/[‐‑‒–—―−]/g, '-');
  const found = findPhoneNumbersInText(ready, { defaultCountry: 'RU' });
  const numbers = new Set(found.filter(({ number }) => number.isValid()).map(({ number }) => number.number as string));
  return numbers.size === 1 ? [...numbers][0] : null;
}
