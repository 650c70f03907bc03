/** Time as the providers see it; tests bring one of their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Does something `ms` milliseconds from now, unless the returned function is called before. */
  after(ms: number, what: () => void): () => void;
}

/** Node.js ends a longer timer at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's clock. */
export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, what) {
    let timer: NodeJS.Timeout;
    const wait = (left: number): void => {
      const step = Math.min(Math.max(left, 0), LONGEST_TIMER_MS);
      timer = setTimeout(() => (left > step ? wait(left - step) : what()), step);
    };
    wait(ms);
    return () => clearTimeout(timer);
  },
};

/** At most one moment per id at which something becomes due. In memory: whoever restarts sets them again. */
export class Deadlines {
  private readonly set = new Map<string, () => void>();

  constructor(
    private readonly clock: Clock,
    private readonly due: (id: string) => void,
  ) {}

  /** Sets, or moves, an id's moment; `at` in milliseconds since 1970. */
  at(id: string, at: number): void {
    this.clear(id);
    const cancel = this.clock.after(at - this.clock.now(), () => {
      // A timer may end a moment before its time.
      if (this.clock.now() < at) return this.at(id, at);
      this.set.delete(id);
      this.due(id);
    });
    this.set.set(id, cancel);
  }

  /** Forgets an id's moment. */
  clear(id: string): void {
    this.set.get(id)?.();
    this.set.delete(id);
  }

  /** Forgets all. */
  close(): void {
    for (const id of [...this.set.keys()]) this.clear(id);
  }
}
