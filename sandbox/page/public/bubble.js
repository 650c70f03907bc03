import { html, Icon, memo } from './ui.js';
import { time } from './words.js';

/** How a message of a kind without text is told. */
const KINDS = {
  sticker: ['🎂', 'Стикер'],
  voice: ['🎤', 'Голосовое сообщение, 0:02'],
  location: ['📍', 'Место на карте'],
  file: ['📎', 'Файл'],
};
const AUTHORS = { bot: 'Бот', customer: 'Покупатель', baker: 'Кондитер', stranger: 'Посторонний' };

/** What was done rather than said. */
function noteOf(line, mine) {
  if (line.kind === 'block') return 'Покупатель заблокировал бота';
  if (line.kind !== 'press') return line.deleted ? 'Сообщение удалено' : null;
  if (line.from === 'stranger') return `Посторонний нажал «${line.text}»`;
  return `${mine ? 'Нажата кнопка' : 'Нажали'} «${line.text}»`;
}

function Keyboard({ line, onPress }) {
  if (!line.rows && !line.link) return null;
  let number = 0;
  const rows = (line.rows ?? []).map((labels) => labels.map((label) => ({ label, number: (number += 1) })));
  return html`<div class="keys">
    ${rows.map(
      (row, index) =>
        html`<div class="row" key=${index}>
          ${row.map(
            (key) =>
              html`<button type="button" key=${key.number} onClick=${() => onPress(line, key.number)}>
                ${key.label}
              </button>`,
          )}
        </div>`,
    )}
    ${
      /^https?:/.test(line.link ?? '') &&
      html`<a href=${line.link} target="_blank" rel="noopener">Перейти по ссылке ↗</a>`
    }
  </div>`;
}

function Picture({ line, onOpen, onLoad }) {
  const src = new URL(line.image, location.href).pathname;
  return html`<button type="button" class="picture" aria-label="Открыть картинку" onClick=${() => onOpen(src)}>
    <img src=${src} alt=${line.text ? 'Картинка к сообщению' : 'Картинка'} onLoad=${onLoad} />
  </button>`;
}

function Foot({ line }) {
  return html`<p class="foot">
    ${line.edited && html`<span>изменено</span>`}
    <time datetime=${line.at}>${time(line.at)}</time>
  </p>`;
}

/**
 * One line of a chat: a bubble, or a note of what was done. `on`: `press(line, number)`, `open(src)` of a picture,
 * `reply(line)` where one can reply, `grown()` when a picture has made the line taller.
 */
export const Bubble = memo(function Bubble({ line, mine, on }) {
  const note = noteOf(line, mine);
  if (note) return html`<p class="note">${note}</p>`;
  const [sign, kind] = KINDS[line.kind] ?? [];
  return html`<div class=${`line ${mine ? 'own' : ''}`}>
    <article class=${`bubble ${mine ? 'mine' : 'theirs'} ${line.from === 'stranger' ? 'strange' : ''}`}>
      <p class=${line.from === 'stranger' ? 'author' : 'unseen'}>${AUTHORS[line.from] ?? line.from}:</p>
      ${line.image && html`<${Picture} line=${line} onOpen=${on.open} onLoad=${on.grown} />`}
      ${kind && html`<p class="kind"><span aria-hidden="true">${sign}</span> ${kind}</p>`}
      ${line.text && html`<p class="text">${line.text}</p>`}
      <${Foot} line=${line} />
      <${Keyboard} line=${line} onPress=${on.press} />
    </article>
    ${
      on.reply &&
      line.from === 'bot' &&
      html`<button
        type="button"
        class="round reply"
        aria-label="Ответить"
        title="Ответить"
        onClick=${() => on.reply(line)}
      >
        <${Icon} name="reply" />
      </button>`
    }
  </div>`;
});
