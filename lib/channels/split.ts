/**
 * Splits a text into parts of at most `limit` UTF-16 units (what Telegram counts), at a paragraph, line or word where
 * there is one in the second half of the part, and never inside a surrogate pair. Nothing is lost but the white space at
 * the cuts. An empty text gives no part.
 */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const head = rest.slice(0, limit + 1);
    const cut = ['\n\n', '\n', ' '].map((mark) => head.lastIndexOf(mark)).find((at) => at >= limit / 2) ?? limit;
    const end = cut === limit && cut > 1 && /[\uD800-\uDBFF]/.test(rest[cut - 1]) ? cut - 1 : cut;
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  if (rest) parts.push(rest);
  return parts;
}
