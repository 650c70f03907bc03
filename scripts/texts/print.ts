import { inKitchen, kitchen, type KitchenKey } from '../../lib/dialogue/texts/kitchen';
import { say, TEXTS, type TextKey } from '../../lib/dialogue/texts';
import type { Language } from '../../lib/order';
import { kitchenSamplesFor, samplesFor } from './samples';

/** One sentence of the bot: who reads it, its key, and how it looks filled in. */
export interface Shown {
  reader: Language | 'kitchen';
  key: string;
  text: string;
}

/** Every sentence of the bot as it is read, with one order's facts filled in. */
export function allTexts(): Shown[] {
  const customers = (Object.keys(TEXTS) as Language[]).flatMap((language) =>
    (Object.keys(TEXTS[language]) as TextKey[]).map((key) => ({
      reader: language,
      key,
      text: say(language, key, samplesFor(key, language)),
    })),
  );
  const bakery = (Object.keys(kitchen) as KitchenKey[]).map((key) => ({
    reader: 'kitchen' as const,
    key,
    text: inKitchen(key, kitchenSamplesFor(key)),
  }));
  return [...customers, ...bakery];
}

const TITLES = { ru: 'Клиенту, по-русски', en: 'To the customer, in English', kitchen: 'Кондитеру' };

/** Prints them, for somebody to read from start to end. */
export function printTexts(write: (line: string) => void): void {
  let last: Shown['reader'] | undefined;
  for (const { reader, key, text } of allTexts()) {
    if (reader !== last) write(`\n# ${TITLES[reader]}\n`);
    last = reader;
    write(`${key}\n    ${text.replaceAll('\n', '\n    ')}\n`);
  }
}
