/** Avito's own limits of its lists. */
const PAGE = 100;
const LAST_OFFSET = 1000;

/** Reads a list page by page, up to `most` of it or as far as Avito lets. */
export async function pages(
  page: (query: { limit: number; offset: number }) => Promise<unknown[]>,
  most: number,
): Promise<unknown[]> {
  const all: unknown[] = [];
  while (all.length < most && all.length <= LAST_OFFSET) {
    const limit = Math.min(PAGE, most - all.length);
    const next = await page({ limit, offset: all.length });
    all.push(...next);
    if (next.length < limit) break;
  }
  return all.slice(0, most);
}
