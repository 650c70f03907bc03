import { api } from './api.js';
import { Customers } from './customers.js';
import { memory } from './memory.js';
import { Store } from './store.js';

/** From this width on the messengers stand beside each other until somebody chooses one. */
const WIDE = matchMedia('(min-width: 1500px)');

/** The messengers that the sandbox plays: all of them beside each other, or one of them at a time. */
export class Messengers extends Store {
  /** Their customers, in the sandbox's order. */
  all = [];
  /** The messenger that is used now; its order is shown. */
  active = memory.read('messenger', 'telegram');
  /** Whether all are wanted at once, where there is room. */
  beside = memory.read('beside', WIDE.matches);

  /** The customers of the messenger that is used now. */
  get current() {
    return this.all.find(({ channel }) => channel === this.active) ?? this.all[0];
  }

  /** Asks which there are. Without an answer they stay as they are; Telegram is always one. */
  async load() {
    const channels = await api.channels().catch(() => undefined);
    if (!channels && this.all.length > 0) return;
    const all = (channels ?? ['telegram']).map((channel) => this.#find(channel) ?? new Customers(channel));
    const fresh = all.filter((customers) => !this.all.includes(customers));
    this.set({ all });
    for (const customers of fresh) {
      customers.listen(() => this.set());
      void customers.choose(customers.open);
    }
  }

  /** Reads what may have been missed. */
  async reload() {
    await this.load();
    await Promise.all(this.all.map((customers) => customers.reload()));
  }

  /** Shows one of them only. */
  choose(channel) {
    memory.write('beside', false);
    memory.write('messenger', channel);
    this.set({ beside: false, active: channel });
  }

  /** Shows all beside each other. */
  chooseAll() {
    memory.write('beside', true);
    this.set({ beside: true });
  }

  /** Somebody does something in that messenger. */
  use(channel) {
    if (channel === this.active) return;
    memory.write('messenger', channel);
    this.set({ active: channel });
  }

  /** Says which are before somebody's eyes. */
  look(channels) {
    for (const customers of this.all) customers.look(channels.includes(customers.channel));
  }

  /** A live event; `list` is `<channel>:<chat>`. */
  hear(event) {
    const [channel] = event.list.split(':', 1);
    this.#find(channel)?.hear(event.list.slice(channel.length + 1), event);
  }

  #find(channel) {
    return this.all.find((each) => each.channel === channel);
  }
}
