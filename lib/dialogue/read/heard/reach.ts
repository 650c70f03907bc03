import { findPhoneNumbersInText } from 'libphonenumber-js/max';
import { readEmail } from '../email';
import { readPhone } from '../phone';
import type { Said } from './said';
import type { Slots } from './types';

const EMAILS = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]+/gu;
const DIGITS = /(?:\+|(?<![a-zа-я\d.,:-]))\d[\d ()-]{5,}\d(?![a-zа-я\d])/gu;

/** Phone and e-mail; takes them out, and what looks like half of one as well. */
export function readReach(said: Said): Pick<Slots, 'phone' | 'email'> {
  const email = readEmail(said.source);
  for (const { 0: text, index } of said.source.matchAll(EMAILS)) said.takeSource(index, index + text.length);
  const left = said.source.replace(EMAILS, (text) => ' '.repeat(text.length));
  const phone = readPhone(left);
  const dashes = left.replace(/[‐‑‒–—―−]/g, '-');
  for (const { startsAt, endsAt } of findPhoneNumbersInText(dashes, { defaultCountry: 'RU' }))
    said.takeSource(startsAt, endsAt);
  for (const found of said.all(DIGITS)) {
    if (found[0].replace(/\D/g, '').length >= 7) said.take(found.index, found.index + found[0].length);
  }
  return { ...(phone !== null && { phone }), ...(email !== null && { email }) };
}
