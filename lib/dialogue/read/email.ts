import { LONGEST } from './text';

const EMAIL =
  /(?<![\p{L}\p{N}._%+-])[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9а-я-]{1,63}\.){1,4}[a-zа-я]{2,24}(?![\p{L}\p{N}@])/giu;

/** The one e-mail address in a text, lower case, or null. */
export function readEmail(text: string): string | null {
  const found = new Set(
    text
      .slice(0, LONGEST)
      .match(EMAIL)
      ?.map((email) => email.toLowerCase()),
  );
  return found.size === 1 ? [...found][0] : null;
}
