/**
 * What this process has sent in the last ten minutes: Avito's webhook brings every message of the account back, and one
 * that the pack sent is no sign of a person at the keyboard.
 */

const KEPT_MS = 600_000;
const notes = new Map<string, number>();

/** How a picture is noted, which has no words. */
export const A_PICTURE = '\u0000picture';

/** A text as it may come back: Avito need not keep white space as it was. */
export const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();

const keyOf = (chat: string, words: string): string => `${chat}\n${plain(words)}`;

/** Notes words (or {@link A_PICTURE}) that go to a chat; to be called before they go, the echo can be quicker. */
export function noteSent(chat: string, words: string): void {
  const now = Date.now();
  // Oldest first, because a note that is renewed moves to the end.
  for (const [key, until] of notes) {
    if (until > now) break;
    notes.delete(key);
  }
  const key = keyOf(chat, words);
  notes.delete(key);
  notes.set(key, now + KEPT_MS);
}

/** Whether this process has sent these words to that chat in the last ten minutes. */
export function wasNoted(chat: string, words: string): boolean {
  return (notes.get(keyOf(chat, words)) ?? 0) > Date.now();
}
