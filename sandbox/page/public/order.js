import { api } from './api.js';
import { Store } from './store.js';

const PAUSE_MS = 150;

/** The newest order of one chat and what happened to it. */
export class NewestOrder extends Store {
  channel = '';
  chat = '';
  order = null;
  events = [];
  error = '';
  loaded = false;
  #load = 0;

  /** Shows the orders of another chat. */
  show(channel, chat) {
    if (channel === this.channel && chat === this.chat) return;
    this.set({ channel, chat, order: null, events: [], error: '', loaded: false });
    void this.reload();
  }

  /** Reads soon, once for many calls: a commit is often followed by another. */
  reloadSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.reload(), PAUSE_MS);
  }

  async reload() {
    const load = (this.#load += 1);
    const read = await this.#read().catch((error) => ({ error: error.message }));
    if (load === this.#load) this.set({ error: '', ...read, loaded: true });
  }

  async #read() {
    const orders = await api.orders(this.channel, this.chat);
    const order = orders.reduce((newest, each) => (newest && newest.number > each.number ? newest : each), null);
    return { order, events: order ? await api.orderEvents(order.id) : [] };
  }
}
