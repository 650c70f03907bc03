import { api } from './api.js';
import { Conversation } from './conversation.js';
import { featuresOf } from './features.js';
import { memory } from './memory.js';
import { Store } from './store.js';

const NAMES = ['Мария', 'Олег', 'Елена', 'Иван', 'Софья', 'Павел', 'Ольга', 'Никита', 'Дарья', 'Тимур'];

/** All customers' chats in one messenger: which there are, which is open, what each customer is called and speaks. */
export class Customers extends Store {
  /** Names of the chats, the one where something happened last at the top. */
  chats = [];
  /** Chats where the bot has said something that nobody has seen. */
  unread = new Set();
  #looked = false;
  #profiles;
  #conversations = new Map();
  #last = new Map();

  /** `channel` is the API's word for the messenger. */
  constructor(channel) {
    super();
    const features = featuresOf(channel);
    const { chat, name } = features.first;
    this.channel = channel;
    this.features = features;
    this.open = memory.read(`open-chat:${channel}`, chat);
    this.#profiles = memory.read(`profiles:${channel}`, { [chat]: { name } });
  }

  /** The open chat. */
  get current() {
    return this.conversation(this.open);
  }

  /** Whether there is something new where nobody looks. */
  get news() {
    return !this.#looked && this.unread.size > 0;
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
    memory.write(`profiles:${this.channel}`, this.#profiles);
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
    const { channel } = this;
    const made = new Conversation({
      load: () => api.chatMessages(channel, chat),
      send: (body) => api.say(channel, chat, { ...body, ...(body.as !== 'shop' && this.#who(chat)) }),
      press: (of, press) => api.say(channel, chat, { press, of }),
    });
    this.#conversations.set(chat, made);
    return made;
  }

  /** Shows a chat, a new one too. */
  async choose(chat) {
    memory.write(`open-chat:${this.channel}`, chat);
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

  /** Says whether the open chat is before somebody's eyes. */
  look(looked) {
    if (looked === this.#looked) return;
    this.#looked = looked;
    if (looked) this.unread.delete(this.open);
    this.set();
  }

  /** Reads what may have been missed. Chats that are not open are read when they are opened. */
  async reload() {
    const { current, open } = this;
    const seen = current.loaded ? (current.lines.at(-1)?.seq ?? 0) : Infinity;
    for (const [chat, conversation] of this.#conversations) if (chat !== open) conversation.loaded = false;
    await current.reload();
    const last = current.lines.at(-1);
    if (last?.seq > seen) this.#note(open, last);
    const names = await api.chats(this.channel).catch(() => []);
    const missing = names.filter((chat) => !this.chats.includes(chat)).reverse();
    this.set({ chats: [...this.chats, ...missing] });
  }

  /** A live event of a chat. */
  hear(chat, event) {
    this.#conversations.get(chat)?.hear(event);
    if (event.type !== 'message') return;
    this.#last.set(chat, event.message);
    this.#note(chat, event.message);
    this.set({ chats: [chat, ...this.chats.filter((each) => each !== chat)] });
  }

  #note(chat, message) {
    if (message.from === 'bot' && message.kind !== 'shop' && (chat !== this.open || !this.#looked))
      this.unread.add(chat);
  }

  #who(chat) {
    const { name, language } = this.profile(chat);
    return { ...(name.trim() && { name: name.trim().slice(0, 64) }), language };
  }
}
