import { CONTRACT, hear, type Expecting, type Heard, type Slots } from '../../../lib/dialogue/read/heard';
import type { Language } from '../../../lib/order/types';

/** A Wednesday. */
export const NOW = '2026-11-25T12:00:00+03:00';

export function heard(text: string, expecting: Expecting = 'any', language: Language = 'ru'): Heard {
  return hear(text, { language, now: NOW, zone: 'Europe/Moscow', expecting, vocabulary: CONTRACT });
}

export const slotsOf = (text: string, expecting?: Expecting, language?: Language): Slots =>
  heard(text, expecting, language).slots;
