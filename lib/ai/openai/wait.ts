const SECOND = 1000;

/**
 * How long a refusal asks to wait, in milliseconds: `retry-after-ms`, or `retry-after` in seconds or as a date (RFC 9110).
 * Undefined: it does not say.
 */
export function waitOf(headers: Headers | undefined, now = Date.now()): number | undefined {
  const milliseconds = numberIn(headers?.get('retry-after-ms'));
  if (milliseconds !== undefined) return milliseconds;
  const after = headers?.get('retry-after');
  const seconds = numberIn(after);
  if (seconds !== undefined) return seconds * SECOND;
  const date = after ? Date.parse(after) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function numberIn(words: string | null | undefined): number | undefined {
  const number = words?.trim() ? Number(words) : NaN;
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}
