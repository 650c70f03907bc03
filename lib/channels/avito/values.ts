/** Reading of what Avito sends: any field may be missing or of another kind, and nothing here throws. */

/** A field of whatever came; undefined when that is no object. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

/** Words with something in them. */
export function wordsOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/**
 * An id of Avito: of people and accounts a number (hashed for buyers), of chats and messages a string. Zero is how Avito
 * writes "nobody".
 */
export function idOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : undefined;
  return typeof value === 'string' && value !== '' && value !== '0' ? value : undefined;
}

/** Seconds since 1970 that a calendar can show. */
export function secondsOf(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 && value < 8.64e12 ? value : undefined;
}

/** An address of the web. */
export function addressOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^https?:\/\//i.test(value) ? value : undefined;
}
