import { oneOf } from './pattern';
import type { Said } from './said';
import type { Slots } from './types';

const PROMO = new RegExp(
  `(?<![a-zа-я])${oneOf(
    'промо[ -]?код[а-я]{0,2}(?![а-я])|промик~|промо|купон[a-zа-я]{0,2}|promo ?code|promo|coupon(?: code)?',
    'discount code|код на скидку|скидочный код|код скидки',
  )}(?![a-zа-я])(?: ?[-:=]| (?:на скидку|такой|есть|был|is|мой|наш|применить|введите|вот))* ?"?([a-zа-я\\d][a-zа-я\\d_-]{2,24})(?![a-zа-я\\d])"?`,
  'gu',
);
const PROMO_AFTER =
  /(?<![a-zа-я\d])"?([a-zа-я\d_-]{3,24})"?(?: ?- ?| )(?:это )?(?:мой )?(?:промо-?код|промо|купон|promo ?code|is my promo ?code)(?![a-zа-я])/gu;
const NO_PROMO = new RegExp(
  `^${oneOf(
    'есть|нет|какой|какие|на|где|дайте|можно|ввести|работает|действует|не|был|будет|применить|как|для|от|если',
    'и|или|а|скидк~|please|code|have|any|is|do|for|the|my|работают|подойд~|а|это|мой|наш|ваш|вам|у|с|по|могу',
    'куда|please|does|work~',
  )}$`,
  'u',
);

/** The promo code in the customer's own letters; takes it out. */
export function readPromo(said: Said): Pick<Slots, 'promo'> {
  for (const found of said.all(PROMO)) {
    const from = found.index + found[0].lastIndexOf(found[1]);
    const code = said.own(from, from + found[1].length);
    if (NO_PROMO.test(found[1])) continue;
    said.take(found.index, found.index + found[0].length);
    return { promo: code.replace(/[»"”]$/, '') };
  }
  for (const found of said.all(PROMO_AFTER)) {
    const from = found.index + found[0].indexOf(found[1]);
    const code = said.own(from, from + found[1].length);
    if (!/\d/.test(code) && code !== code.toUpperCase()) continue;
    said.take(found.index, found.index + found[0].length);
    return { promo: code };
  }
  return {};
}
