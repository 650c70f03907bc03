import { Store } from './store.js';

const TYPING_MS = 5000;
const NOTICE_MS = 6000;
const dayFormat = new Intl.DateTimeFormat('ru', { day: 'numeric', month: 'long' });

/**
 * What is being written: text, a chosen photo, the line it answers (`reply`) or puts right (`edit`); `as` is `shop` when a
 * person of the bakery writes it.
 */
export class Draft extends Store {
  text = '';
  photo = null;
  reply = null;
  edit = null;
  as = null;

  /** Empties it and answers what was in it. */
  take() {
    const { text, photo, reply, edit, as } = this;
    this.set({ text: '', photo: null, reply: null, edit: null, as: null });
    return { text, photo, reply, edit, as };
  }

  /** Puts back what could not be sent, before what has been written since. */
  giveBack(taken) {
    const text = [taken.text, this.text].filter(Boolean).join('\n');
    const { photo, reply, edit, as } = this;
    this.set({
      text,
      photo: photo ?? taken.photo,
      reply: reply ?? taken.reply,
      edit: edit ?? taken.edit,
      as: as ?? taken.as,
    });
  }
}

/** One chat as it stands: its lines, made of the API's messages; who is typing; a notice; a draft. */
export class Conversation extends Store {
  /** The API's messages by `seq`; edits are messages of their own there. */
  #messages = new Map();
  #places = new Map();
  #newest = 0;
  #reloads = 0;
  #arrived = [];
  lines = [];
  loaded = false;
  typing = false;
  notice = null;
  draft = new Draft();

  /** `options`: `load()` answers all messages, `send(body)` and `press(seq, number)` call the API, `mine(message)`. */
  constructor(options) {
    super();
    this.options = options;
  }

  /** Reads everything anew: what was missed while the line was down may also be a deletion, or an empty sandbox. */
  async reload() {
    const reload = (this.#reloads += 1);
    this.#arrived = [];
    try {
      const messages = await this.options.load();
      if (reload !== this.#reloads) return;
      this.#messages = new Map([...messages, ...this.#arrived].map((message) => [message.seq, message]));
      this.#rebuild();
      this.set({ loaded: true });
    } catch (error) {
      if (reload === this.#reloads) this.tell(error.message, 'error');
    }
  }

  /** Something happened in this chat, see the hub's live events. */
  hear(event) {
    if (event.type === 'message') this.#receive(event.message);
    if (event.type === 'deleted') this.#remove(event.seq);
    if (event.type === 'typing') this.#type(true);
    if (event.type === 'notice') this.tell(event.text, event.alert ? 'alert' : 'answer');
  }

  /** Sends the draft; it comes back when it could not be sent. */
  async sendDraft() {
    const taken = this.draft.take();
    const { text, photo, reply, edit, as } = taken;
    const body = {
      ...(text.trim() && { text: text.trim() }),
      ...(photo && { photo: { base64: photo.base64, mimeType: photo.mimeType } }),
      ...(reply && { replyTo: reply.seq }),
      ...(edit && { kind: 'edit', of: edit.id }),
      ...(as && { as }),
    };
    if (!(await this.run(() => this.options.send(body)))) this.draft.giveBack(taken);
  }

  /** Presses a line's button by its 1-based number. */
  press(line, number) {
    return this.run(() => this.options.press(line.seq, number));
  }

  /** Does something with the API; false and a notice when it refuses. */
  async run(action) {
    try {
      await action();
      if (this.notice?.kind === 'error') this.tell(null);
      return true;
    } catch (error) {
      this.tell(error.message, 'error');
      return false;
    }
  }

  /** A short note over the chat. An answer goes away by itself; an alert or an error waits to be closed. */
  tell(text, kind) {
    clearTimeout(this.noticeTimer);
    this.set({ notice: text ? { text, kind } : null });
    if (kind === 'answer') this.noticeTimer = setTimeout(() => this.tell(null), NOTICE_MS);
  }

  #receive(message) {
    this.#arrived.push(message);
    if (this.#messages.has(message.seq)) return;
    const next = message.seq > this.#newest;
    this.#messages.set(message.seq, message);
    if (next) this.#fold(message);
    else this.#rebuild();
    if (message.from === 'bot') this.#type(false);
    this.set({ lines: [...this.lines] });
  }

  #remove(seq) {
    const message = this.#messages.get(seq);
    if (!message) return;
    this.#messages.set(seq, { ...message, deleted: true });
    this.#rebuild();
    this.set();
  }

  #type(typing) {
    clearTimeout(this.typingTimer);
    if (typing) this.typingTimer = setTimeout(() => this.#type(false), TYPING_MS);
    if (typing !== this.typing) this.set({ typing });
  }

  #rebuild() {
    const before = new Map(this.lines.map((line) => [line.id, line]));
    this.lines = [];
    this.#newest = 0;
    this.#places.clear();
    for (const message of [...this.#messages.values()].sort((a, b) => a.seq - b.seq)) this.#fold(message);
    // A line that is as it was stays the same object, so that it is not drawn again.
    this.lines = this.lines.map((line) => {
      const old = before.get(line.id);
      return old && JSON.stringify(old) === JSON.stringify(line) ? old : line;
    });
  }

  /** Puts a message in its place: a new line at the end, or the new look of an older one. */
  #fold(message) {
    this.#newest = Math.max(this.#newest, message.seq);
    const id = message.edits ?? message.seq;
    const place = this.#places.get(id);
    const old = place === undefined ? undefined : this.lines[place];
    const first = old ?? message;
    const line = {
      ...message,
      ...{ id, at: first.at, day: dayFormat.format(new Date(first.at)) },
      edited: message.edits !== undefined,
      kind: old ? old.kind : message.kind,
    };
    if (place === undefined) this.#places.set(id, this.lines.push(line) - 1);
    else this.lines[place] = line;
  }
}
