/** What the page is told as it happens. `list` is `<channel>:<chat name>` or `baker`. */
export type LiveEvent =
  | { type: 'message'; list: string; message: object }
  | { type: 'deleted'; list: string; seq: number }
  | { type: 'typing'; list: string; action: string }
  | { type: 'notice'; list: string; text: string; alert: boolean }
  /** Something was committed: orders may have changed. */
  | { type: 'orders' };

/** Tells those who listen to live events, and those who wait for a list to grow. */
export class Hub {
  private readonly listeners = new Set<(event: LiveEvent) => void>();
  private readonly waiting = new Map<string, Set<() => void>>();
  private closed = false;

  /** Listens to every event until the returned function is called. */
  listen(listener: (event: LiveEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tells everybody. */
  emit(event: LiveEvent): void {
    for (const listener of this.listeners) listener(event);
    if (event.type !== 'message') return;
    const waiting = this.waiting.get(event.list);
    if (waiting) for (const check of [...waiting]) check();
  }

  /**
   * Resolves when `ready()` is true, after at most `ms` milliseconds, or when `gone` aborts. `ready` is asked again at each
   * new message of the list.
   */
  wait(list: string, ready: () => boolean, ms: number, gone: AbortSignal): Promise<void> {
    if (ms <= 0 || this.closed || gone.aborted || ready()) return Promise.resolve();
    return new Promise((resolve) => {
      const set = this.waiting.get(list) ?? new Set();
      this.waiting.set(list, set);
      const done = (): void => {
        clearTimeout(timer);
        gone.removeEventListener('abort', done);
        set.delete(check);
        if (set.size === 0) this.waiting.delete(list);
        resolve();
      };
      const check = (): void => {
        if (this.closed || ready()) done();
      };
      const timer = setTimeout(done, ms);
      gone.addEventListener('abort', done);
      set.add(check);
    });
  }

  /** Lets everybody who waits go. */
  close(): void {
    this.closed = true;
    for (const set of [...this.waiting.values()]) for (const check of [...set]) check();
    this.listeners.clear();
  }
}
