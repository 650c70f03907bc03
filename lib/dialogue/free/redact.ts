import { findPhoneNumbersInText } from 'libphonenumber-js/max';
import type { Language } from '../../order/types';
import type { Slots } from '../read/heard';

const PLACEHOLDERS = {
  ru: { phone: '[телефон]', email: '[почта]', address: '[адрес]', name: '[имя]' },
  en: { phone: '[phone]', email: '[email]', address: '[address]', name: '[name]' },
};

const EMAIL = /[\p{L}\d._%+-]+@[\p{L}\d.-]+\.\p{L}{2,}/gu;
/** Seven digits and more are a phone, a card or a document, however they are written; a price or a date is shorter. */
const DIGITS = /\+?\d(?:[\s().-]{0,2}\d){6,}/gu;
const DATE = /^\d{1,2}[./-]\d{1,2}[./-]\d{4}$/;
/** A street or house by its own word, and what follows up to the next break. */
const STREET =
  /(?<!\p{L})(?:ул(?:\.|ица|ице|ицу)?|улиц\p{L}*|просп(?:\.|ект\p{L}*)?|пр-т|пер(?:\.|еул\p{L}*)|наб(?:\.|ережн\p{L}*)|шоссе|бульвар\p{L}*|б-р|пл(?:\.|ощад\p{L}*)|мкр\.?|микрорайон\p{L}*|проезд\p{L}*|д\.|дом|кв\.?|квартир\p{L}*|подъезд\p{L}*|этаж|домофон\p{L}*)(?!\p{L})[\s№:]*[^,;.!?\n]{0,60}/giu;
const ENGLISH_STREET =
  /(?<!\p{L})\d{1,4}[a-z]?\s+(?:\p{L}+\s+){1,3}(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|square|sq)(?!\p{L})[^,;.!?\n]{0,30}|(?<!\p{L})(?:flat|apartment|apt|suite|floor)\.?\s+\d+\w*/giu;

/** Every place where the words stand, whatever their case. */
const without = (text: string, words: string, instead: string): string => {
  if (!words) return text;
  const source = words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'giu'), instead);
};

/**
 * A text that may leave for a model: phones, e-mails, addresses and what the rules took for her name or address are
 * placeholders. Rather one word too many goes than one too few.
 */
export function redact(text: string, slots: Slots, language: Language): string {
  const sign = PLACEHOLDERS[language];
  let left = text.normalize('NFC');
  if (slots.address) left = without(left, slots.address, sign.address);
  if (slots.name) left = without(left, slots.name, sign.name);
  left = left.replace(EMAIL, sign.email);
  for (const { startsAt, endsAt } of findPhoneNumbersInText(left, 'RU').reverse()) {
    left = left.slice(0, startsAt) + sign.phone + left.slice(endsAt);
  }
  return left
    .replace(DIGITS, (found) => (DATE.test(found) ? found : sign.phone))
    .replace(STREET, sign.address)
    .replace(ENGLISH_STREET, sign.address);
}
