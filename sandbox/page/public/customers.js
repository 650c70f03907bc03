import { api } from './api.js';
import { Conversation } from './conversation.js';
import { Store } from './store.js';

const FIRST_CHAT = 'anna';
const NAMES = ['Мария', 'Олег', 'Елена', 'Иван', 'Софья', 'Павел', 'Ольга', 'Никита', 'Дарья', 'Тимур'];

/** What the browser remembers; a browser that forbids it forgets. */
const memory = {
  read(key, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? otherwise;
    } catch {
      return otherwise;
    }
  },
  write(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // The page works without.
    }
  },
};

/** All customers' chats: which there are, which one is open, and what each customer is called and speaks. */
export class Customers extends Store {
  /** Names of the chats, the one where something happened last at the top. */
  chats = [];
  open = memory.read('open-chat', FIRST_CHAT);
  unread = new Set();
  #profiles = memory.read('profiles', { [FIRST_CHAT]: { name: 'Анна' } });
  #conversations = new Map();
  #last = new Map();

  /** The open chat. */
  get current() {
    return this.conversation(this.open);
  }

  /** What the customer of a chat is called and speaks. */
  profile(chat) {
    return { name: '', language: 'ru', ...this.#profiles[chat] };
  }

  /** What to show as a chat's title. */
  title(chat) {
    return this.profile(chat).name.trim() || chat;
  }

  describe(chat, changes) {
    this.#profiles[chat] = { ...this.profile(chat), ...changes };
    memory.write('profiles', this.#profiles);
    this.set();
  }

  /** The last words of a chat, as far as they are known here. */
  preview(chat) {
    const line = this.#conversations.get(chat)?.lines.at(-1) ?? this.#last.get(chat);
    return line?.text || (line?.image ? 'Фото' : chat);
  }

  conversation(chat) {
    const known = this.#conversations.get(chat);
    if (known) return known;
    const made = new Conversation({
      load: () => api.chatMessages(chat),
      send: (body) => api.say(chat, { ...body, ...this.#who(chat) }),
      press: (of, press) => api.say(chat, { press, of }),
    });
    this.#conversations.set(chat, made);
    return made;
  }

  /** Shows a chat, a new one too. */
  async choose(chat) {
    memory.write('open-chat', chat);
    this.unread.delete(chat);
    this.set({ open: chat, chats: this.chats.includes(chat) ? this.chats : [chat, ...this.chats] });
    if (!this.current.loaded) await this.current.reload();
  }

  /** Opens a chat with somebody who has not written yet. */
  chooseNew() {
    const { current } = this;
    if (current.loaded && current.lines.length === 0) return;
    const taken = new Set(this.chats.map((chat) => this.title(chat)));
    const name = NAMES.find((each) => !taken.has(each)) ?? `Гость ${this.chats.length + 1}`;
    const chat = `guest-${Date.now().toString(36)}`;
    this.describe(chat, { name });
    void this.choose(chat);
  }

  /** Reads what may have been missed. Chats that are not open are read when they are opened. */
  async reload() {
    for (const [chat, conversation] of this.#conversations) if (chat !== this.open) conversation.loaded = false;
    await this.current.reload();
    const names = await api.chats().catch(() => []);
    const missing = names.filter((chat) => !this.chats.includes(chat)).reverse();
    this.set({ chats: [...this.chats, ...missing] });
  }

  /** A live event of a chat. */
  hear(chat, event) {
    this.#conversations.get(chat)?.hear(event);
    if (event.type !== 'message') return;
    this.#last.set(chat, event.message);
    if (chat !== this.open && event.message.from === 'bot') this.unread.add(chat);
    this.set({ chats: [chat, ...this.chats.filter((each) => each !== chat)] });
  }

  #who(chat) {
    const { name, language } = this.profile(chat);
    return { ...(name.trim() && { name: name.trim().slice(0, 64) }), language };
  }
}
