import path from 'node:path';
import { Journal, type Table } from '../../api/journal';
import { Deadlines } from './clock';
import { type NoticeRules, Notices } from './notices';
import type { ProviderName, ProviderParts } from './played';

/** What every played provider keeps: its payments in a journal, their deadlines, and the address that it tells. */
export abstract class Desk {
  readonly notices: Notices;
  protected readonly journal: Journal;
  protected readonly deadlines: Deadlines;
  private readonly cabinet: Table<string>;

  /** State lies in `<dir>/<name>.jsonl`. */
  constructor(
    readonly parts: ProviderParts,
    name: ProviderName,
    rules: NoticeRules,
  ) {
    this.journal = new Journal(path.join(parts.dir, `${name}.jsonl`));
    this.cabinet = this.journal.table('cabinet');
    this.notices = new Notices(this.journal, parts.clock, rules);
    this.deadlines = new Deadlines(parts.clock, (id) => this.settle(id));
  }

  /** Brings a payment to how it is now: one whose time is over is over. */
  protected abstract settle(id: string): void;

  /** The address in the provider's cabinet. */
  get notifyUrl(): string | undefined {
    return this.cabinet.get('notifyUrl');
  }

  notifyAt(url: string | null): void {
    if (url === null) this.cabinet.delete('notifyUrl');
    else this.cabinet.set('notifyUrl', url);
  }

  close(): void {
    this.deadlines.close();
    this.notices.close();
    this.journal.close();
  }
}
