/** A code that moves a conversation, as people copy it: with the word before it or without, in one piece or two. */
const CODE = /^\s*(?:(?:(?:вот|мой|my|the)\s+)*(код|code|\/code|\/код)[\s:№#]*)?(\d{4}[\s-]?\d{4})[\s.!]*$/i;

/**
 * The eight digits that the whole text is, and whether she calls them a code. The database reads the same shape
 * (`cake_code_in`), because only it knows which codes live.
 */
export function codeIn(text: string): { code: string; named: boolean } | null {
  const [, word, digits] = CODE.exec(text) ?? [];
  return digits ? { code: digits.replace(/\D/g, ''), named: word !== undefined } : null;
}

/** Eight digits made from random hexadecimal letters; in two halves as they are shown. */
export function codeFrom(nonce: string): { code: string; shown: string } {
  const code = String(BigInt(`0x${nonce}`) % 100_000_000n).padStart(8, '0');
  return { code, shown: `${code.slice(0, 4)} ${code.slice(4)}` };
}
