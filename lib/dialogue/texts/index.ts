import type { Language, Names, ShopTexts } from '../../order/types';
import { en } from './en';
import type { TextKey } from './keys';
import { ru } from './ru';

export type { TextKey } from './keys';

/** All texts; a new language is a new file and a line here. */
export const TEXTS: Record<Language, Record<TextKey, string>> = { ru, en };

export type Params = Record<string, string | number>;

/** The text in a language with its placeholders filled in, in the shop's own words where it has some. Throws when one is not given. */
export function say(language: Language, key: TextKey, params: Params = {}, own?: ShopTexts): string {
  return (own?.[language][key] ?? TEXTS[language][key]).replace(/\{(\w+)\}/g, (_, word: string) => {
    const value = params[word];
    if (value === undefined) throw new Error(`Text ${key} (${language}) needs {${word}}`);
    return String(value);
  });
}

/** A name from the menu in a language; Russian when it has no other. */
export function nameOf(names: Names, language: Language): string {
  return names[language] ?? names.ru;
}
