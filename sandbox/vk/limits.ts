import type { Table } from '../api/journal';

/** Forgets the oldest entries above `kept`; answers their keys. */
export function forgetOldest(table: Table<unknown>, kept: number): string[] {
  const surplus = table.size - kept;
  if (surplus <= 0) return [];
  const oldest: string[] = [];
  for (const key of table.keys()) {
    if (oldest.length === surplus) break;
    oldest.push(key);
  }
  for (const key of oldest) table.delete(key);
  return oldest;
}

/** At most so many calls within any `ms` milliseconds. */
export class Pace {
  private readonly taken: number[] = [];

  constructor(
    private readonly most: number,
    private readonly ms: number,
  ) {}

  /** Takes a place; false when there is none, and the call does not count. */
  take(now = performance.now()): boolean {
    while (this.taken.length > 0 && this.taken[0] <= now - this.ms) this.taken.shift();
    if (this.taken.length >= this.most) return false;
    this.taken.push(now);
    return true;
  }
}
