import type { Journal, Table } from '../../api/journal';
import type { Clock } from './clock';

/** The outcome that an idempotence key stands for. */
interface Kept {
  /** What was asked with it. */
  asked: string;
  status: number;
  body: object;
  /** Milliseconds since 1970. */
  at: number;
}

/** YooKassa and Stripe both remember a key for 24 hours from its first use. */
const LIFE_MS = 24 * 60 * 60 * 1000;

/** Idempotence keys and what came of them. */
export class Keys {
  private readonly kept: Table<Kept>;

  constructor(
    journal: Journal,
    private readonly clock: Clock,
  ) {
    this.kept = journal.table('keys');
  }

  /** What a key stands for: nothing yet, the same request's outcome, or another request's. */
  known(key: string, asked: string): { status: number; body: object } | 'other' | undefined {
    const kept = this.kept.get(key);
    if (!kept || this.isOver(kept)) return undefined;
    return kept.asked === asked ? kept : 'other';
  }

  /** Keeps an outcome, and forgets those whose day is over. */
  keep(key: string, asked: string, outcome: { status: number; body: object }): void {
    for (const [old, kept] of this.kept.entries()) {
      if (!this.isOver(kept)) break;
      this.kept.delete(old);
    }
    this.kept.delete(key);
    this.kept.set(key, { asked, status: outcome.status, body: outcome.body, at: this.clock.now() });
  }

  private isOver({ at }: Kept): boolean {
    return this.clock.now() - at >= LIFE_MS;
  }
}
