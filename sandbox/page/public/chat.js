/** How a message of a kind without text is told. */
const KINDS = {
  sticker: '🎂 стикер',
  voice: '🎤 голосовое сообщение, 0:02',
  location: '📍 место на карте',
  file: '📎 файл',
  block: 'Покупатель заблокировал бота',
};
const TYPING_MS = 5000;

/** A new element with text; text is never read as HTML. */
export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Drawings of the small buttons, as paths in a 24 x 24 field: not every machine has a font with such signs. */
const ICONS = {
  photo: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01',
  sticker: 'M4 20h16v-8H4zM4 16c3 2 5-2 8 0s5-2 8 0M12 12V8M12 5v.01',
  voice: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4',
};

function icon(kind) {
  const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', ICONS[kind]);
  drawing.append(path);
  return drawing;
}

/** One conversation: its bubbles, its buttons, and the line to write in. */
export class ChatView {
  /**
   * `options.mine(message)`: whether the person at this side wrote it; `send(body)` and `press(seq, label)` call the API;
   * `extras`: [title, kind] of the small buttons beside the input; `canReply`: whether a bubble can be replied to.
   */
  constructor(section, options) {
    this.options = options;
    this.last = 0;
    this.bubbles = new Map();
    section.append(document.getElementById('chat-body').content.cloneNode(true));
    this.log = section.querySelector('.log');
    this.log.setAttribute('aria-label', options.title);
    this.typing = section.querySelector('.typing');
    this.notice = section.querySelector('.notice');
    this.replying = section.querySelector('.replying');
    this.input = section.querySelector('textarea');
    this.input.setAttribute('aria-label', `Сообщение: ${options.title}`);
    this.replying.querySelector('button').addEventListener('click', () => this.replyTo(null));
    this.bindForm(section.querySelector('form.compose'));
    this.clear();
  }

  /** Forgets what is shown. */
  clear() {
    this.last = 0;
    this.bubbles.clear();
    this.replyTo(null);
    this.log.replaceChildren(element('p', 'empty', this.options.empty));
  }

  /** Shows messages that are newer than those shown. */
  show(messages) {
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    let fresh = false;
    for (const message of messages) {
      if (message.seq <= this.last) continue;
      this.last = message.seq;
      this.place(message);
      fresh = true;
      if (message.from === 'bot') this.setTyping(false);
    }
    if (fresh && (atEnd || this.options.mine(messages[messages.length - 1]))) this.toEnd();
  }

  /** The bot is typing. */
  setTyping(on) {
    clearTimeout(this.timer);
    this.typing.textContent = on ? 'бот печатает…' : '';
    if (on) this.timer = setTimeout(() => this.setTyping(false), TYPING_MS);
  }

  /** A short note over the chat: an answer to a press, or why something was refused. */
  tell(text) {
    clearTimeout(this.noticeTimer);
    this.notice.textContent = text;
    this.notice.hidden = false;
    this.noticeTimer = setTimeout(() => (this.notice.hidden = true), 6000);
  }

  /** The bot has deleted a message. */
  remove(seq) {
    this.bubbles.get(seq)?.remove();
  }

  place(message) {
    this.log.querySelector('.empty')?.remove();
    const bubble = this.draw(message);
    const old = message.edits && this.bubbles.get(message.edits);
    if (message.deleted) return;
    this.bubbles.set(message.seq, bubble);
    if (!old) return void this.log.append(bubble);
    old.replaceWith(bubble);
    this.bubbles.set(message.edits, bubble);
  }

  draw(message) {
    if (message.kind === 'press' || message.kind === 'block') {
      const who = message.from === 'stranger' ? 'Посторонний нажал' : 'Нажата кнопка';
      return element('p', 'note', message.kind === 'block' ? KINDS.block : `${who} «${message.text}»`);
    }
    const bubble = element('article', `bubble ${this.options.mine(message) ? 'mine' : 'theirs'}`);
    if (message.from === 'stranger') bubble.append(element('p', 'author', 'Посторонний'));
    if (message.image) bubble.append(this.picture(message));
    if (KINDS[message.kind]) bubble.append(element('p', 'kind', KINDS[message.kind]));
    if (message.text) bubble.append(element('p', 'text', message.text));
    const foot = element('p', 'foot');
    if (message.edits) foot.append(element('span', '', 'изменено '));
    const time = element(
      'time',
      '',
      new Date(message.at).toLocaleTimeString('ru', { hour: '2-digit', minute: '2-digit' }),
    );
    time.dateTime = message.at;
    foot.append(time);
    if (this.options.canReply && message.from === 'bot') foot.prepend(this.replyButton(message));
    bubble.append(foot);
    const keys = this.keyboard(message);
    if (keys) bubble.append(keys);
    return bubble;
  }

  picture(message) {
    const image = element('img');
    image.src = new URL(message.image).pathname;
    image.alt = message.text ? 'Картинка к сообщению' : 'Картинка';
    image.addEventListener('load', () => this.toEnd(), { once: true });
    return image;
  }

  keyboard(message) {
    if (!message.rows && !message.link) return null;
    const keys = element('div', 'keys');
    let number = 0;
    for (const row of message.rows ?? []) {
      const line = element('div', 'row');
      for (const label of row) {
        const index = (number += 1);
        const button = element('button', '', label);
        button.type = 'button';
        button.addEventListener('click', () => this.run(button, () => this.options.press(message.seq, index)));
        line.append(button);
      }
      keys.append(line);
    }
    if (message.link && /^https?:/.test(message.link)) {
      const link = element('a', '', 'Перейти по ссылке ↗');
      link.href = message.link;
      link.target = '_blank';
      link.rel = 'noopener';
      keys.append(link);
    }
    return keys;
  }

  replyButton(message) {
    const button = element('button', 'plain reply', 'Ответить');
    button.type = 'button';
    button.addEventListener('click', () => this.replyTo(message));
    return button;
  }

  replyTo(message) {
    this.reply = message?.seq;
    this.replying.hidden = !message;
    this.replying.querySelector('span').textContent = message ? `Ответ на: ${message.text.slice(0, 60)}` : '';
    if (message) this.input.focus();
  }

  bindForm(form) {
    const extras = form.querySelector('.extras');
    for (const [title, kind] of this.options.extras) {
      const button = element('button', 'extra');
      button.append(icon(kind));
      button.type = 'button';
      button.title = title;
      button.setAttribute('aria-label', title);
      button.addEventListener('click', () =>
        kind === 'photo' ? this.choosePhoto() : this.run(button, () => this.options.send({ kind })),
      );
      extras.append(button);
    }
    const submit = () => {
      const text = this.input.value.trim();
      if (!text) return;
      const body = { text, ...(this.reply && { replyTo: this.reply }) };
      this.input.value = '';
      this.replyTo(null);
      void this.run(form.querySelector('.send'), () => this.options.send(body));
    };
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      submit();
    });
    this.input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      submit();
    });
  }

  choosePhoto() {
    const picker = element('input');
    picker.type = 'file';
    picker.accept = 'image/png,image/jpeg,image/webp,image/gif';
    picker.addEventListener('change', () => {
      const [file] = picker.files;
      if (!file) return;
      const reader = new FileReader();
      reader.addEventListener('load', () => {
        const photo = { base64: reader.result.split(',')[1], mimeType: file.type };
        const text = this.input.value.trim();
        const body = { photo, ...(text && { text }), ...(this.reply && { replyTo: this.reply }) };
        this.input.value = '';
        this.replyTo(null);
        void this.run(this.input, () => this.options.send(body));
      });
      reader.readAsDataURL(file);
    });
    picker.click();
  }

  async run(control, action) {
    control.classList.add('busy');
    try {
      await action();
    } catch (error) {
      this.tell(error.message);
    } finally {
      control.classList.remove('busy');
    }
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}
