import fs from 'node:fs';
import path from 'node:path';

/** A named map whose every change is on disk before the call returns. Values must be plain JSON. */
export interface Table<T> {
  get(key: string): T | undefined;
  has(key: string): boolean;
  set(key: string, value: T): void;
  delete(key: string): void;
  keys(): IterableIterator<string>;
  values(): IterableIterator<T>;
  entries(): IterableIterator<[string, T]>;
  readonly size: number;
}

type Line = [table: string, key: string, value?: unknown];

const COMPACT_ABOVE = 64 * 1024 * 1024;

/**
 * Everything the sandbox remembers: tables in memory, and one append-only file of their changes.
 *
 * A change is one `write(2)`, so it outlives a `kill -9` of the process (the page cache keeps it), and no counter ever
 * goes back. The file is rewritten to its live lines when it is opened and when it has grown threefold.
 */
export class Journal {
  private readonly tables = new Map<string, Map<string, unknown>>();
  private fd: number;
  private bytes = 0;
  private compactAt = COMPACT_ABOVE;

  /** Opens, or creates, the file and its folder. */
  constructor(private readonly file: string) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    this.load();
    this.fd = this.rewrite();
  }

  /** The table of that name; asking twice gives the same data. */
  table<T>(name: string): Table<T> {
    const map = this.map(name) as Map<string, T>;
    return {
      get: (key) => map.get(key),
      has: (key) => map.has(key),
      set: (key, value) => {
        map.set(key, value);
        this.append([name, key, value]);
      },
      delete: (key) => {
        if (map.delete(key)) this.append([name, key]);
      },
      keys: () => map.keys(),
      values: () => map.values(),
      entries: () => map.entries(),
      get size() {
        return map.size;
      },
    };
  }

  /** The next number of a counter; `first` is its first value. Never the same number twice, across restarts too. */
  next(counter: string, first = 1): number {
    const counters = this.table<number>('counters');
    const value = (counters.get(counter) ?? first - 1) + 1;
    counters.set(counter, value);
    return value;
  }

  /** Closes the file. Later changes stay in memory only. */
  close(): void {
    if (this.fd < 0) return;
    fs.fsyncSync(this.fd);
    fs.closeSync(this.fd);
    this.fd = -1;
  }

  private map(name: string): Map<string, unknown> {
    const known = this.tables.get(name);
    if (known) return known;
    const fresh = new Map<string, unknown>();
    this.tables.set(name, fresh);
    return fresh;
  }

  private append(line: Line): void {
    if (this.fd < 0) return;
    const text = JSON.stringify(line) + '\n';
    this.bytes += fs.writeSync(this.fd, text);
    if (this.bytes < this.compactAt) return;
    fs.closeSync(this.fd);
    this.fd = this.rewrite();
  }

  private load(): void {
    if (!fs.existsSync(this.file)) return;
    // The file may be larger than the longest string, so it is cut into lines before it is decoded.
    const data = fs.readFileSync(this.file);
    for (let start = 0; start < data.length;) {
      const newline = data.indexOf(10, start);
      const end = newline < 0 ? data.length : newline;
      this.apply(data.toString('utf8', start, end));
      start = end + 1;
    }
  }

  private apply(text: string): void {
    let line: Line;
    try {
      line = JSON.parse(text) as Line;
    } catch {
      // A process killed inside a write leaves one torn line; the change it held was never answered.
      return;
    }
    const [table, key, value] = line;
    if (line.length < 3) this.map(table).delete(key);
    else this.map(table).set(key, value);
  }

  private rewrite(): number {
    const fresh = `${this.file}.new`;
    const fd = fs.openSync(fresh, 'w', 0o600);
    this.bytes = 0;
    let block: string[] = [];
    const flush = (): void => {
      this.bytes += fs.writeSync(fd, block.join(''));
      block = [];
    };
    for (const [table, map] of this.tables) {
      for (const [key, value] of map) {
        block.push(JSON.stringify([table, key, value]) + '\n');
        if (block.length >= 1000) flush();
      }
    }
    flush();
    fs.renameSync(fresh, this.file);
    this.compactAt = Math.max(COMPACT_ABOVE, this.bytes * 3);
    return fd;
  }
}
