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
const DONE = {
  block: 'Покупатель запретил боту писать',
  deny: 'Покупатель запретил боту писать',
  allow: 'Покупатель разрешил боту писать',
};

/** Who wrote a line, and whether everybody is told: who else writes than the two that a chat is for. */
function authorOf({ from, kind }, mine) {
  if (kind === 'shop' || (from === 'baker' && !mine)) return { author: 'Человек из пекарни', look: 'human' };
  return { author: AUTHORS[from] ?? from, look: from === 'stranger' ? 'strange' : '' };
}

function noteOf(line, mine, keys) {
  if (DONE[line.kind]) return DONE[line.kind];
  // Where choices are numbers, a press is a message of one.
  const pressed = line.kind === 'press' && keys === 'labels';
  if (!pressed) return line.deleted ? 'Сообщение удалено' : null;
  if (line.from === 'stranger') return `Посторонний нажал «${line.text}»`;
  return `${mine ? 'Нажата кнопка' : 'Нажали'} «${line.text}»`;
}

/** The choices under a message; numbers for those that stand in its text. */
function Keys({ line, keys, onPress }) {
  const key = (label, number) =>
    html`<button type="button" key=${number} onClick=${() => onPress(line, number)}>${label}</button>`;
  const chip = (label, index) =>
    html`<button
      type="button"
      key=${index}
      aria-label=${`${index + 1}: ${label}`}
      title=${label}
      onClick=${() => onPress(line, index + 1)}
    >
      ${index + 1}
    </button>`;
  if (keys === 'numbers')
    return html`<div class="chips" role="group" aria-label="Ответить числом">${line.buttons.map(chip)}</div>`;
  let number = 0;
  const rows = keys === 'labels' ? (line.rows ?? line.buttons.map((label) => [label])) : [];
  return rows.map(
    (row, index) => html`<div class="row" key=${index}>${row.map((label) => key(label, (number += 1)))}</div>`,
  );
}

function Keyboard({ line, keys, onPress }) {
  const link = /^https?:/.test(line.link ?? '') && line.link;
  if (!link && (keys === 'none' || !line.buttons?.length)) return null;
  return html`<div class="keys">
    <${Keys} line=${line} keys=${keys} onPress=${onPress} />
    ${link && html`<a href=${link} target="_blank" rel="noopener">Перейти по ссылке ↗</a>`}
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
 * One line of a chat: a bubble with what can be pressed below it, or a note of what was done. `keys` says how one
 * chooses here: by `labels`, by `numbers`, or not any more (`none`). `on`: `press(line, number)`, `open(src)` of a picture, `reply(line)` where one can reply, `grown()`
 * when a picture has made the line taller.
 */
export const Bubble = memo(function Bubble({ line, mine, keys, on }) {
  const note = noteOf(line, mine, keys);
  if (note) return html`<p class="note">${note}</p>`;
  const [sign, kind] = KINDS[line.kind] ?? [];
  const { author, look } = authorOf(line, mine);
  return html`<div class=${`line ${mine ? 'own' : ''}`}>
    <article class=${`bubble ${mine ? 'mine' : 'theirs'} ${look}`}>
      <div class="said">
        <p class=${look ? 'author' : 'unseen'}>${author}:</p>
        ${line.image && html`<${Picture} line=${line} onOpen=${on.open} onLoad=${on.grown} />`}
        ${kind && html`<p class="kind"><span aria-hidden="true">${sign}</span> ${kind}</p>`}
        ${line.text && html`<p class="text">${line.text}</p>`}
        <${Foot} line=${line} />
      </div>
      <${Keyboard} line=${line} keys=${keys} onPress=${on.press} />
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
