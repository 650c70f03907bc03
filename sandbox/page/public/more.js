import { html, Icon, useEffect, useId, useRef, useState } from './ui.js';

/** What a customer can do besides writing: sign, words, and what it does to the conversation. */
export const CUSTOMER_MORE = [
  ['😊', 'Стикер', sending('sticker')],
  ['🎤', 'Голосовое', sending('voice')],
  ['📍', 'Место на карте', sending('location')],
  ['🖼️', 'Альбом из двух фото', sending('album')],
  ['📎', 'Файл', sending('file')],
  ['✏️', 'Исправить последнее', editLast],
  ['🚫', 'Заблокировать бота', sending('block')],
];

function sending(kind) {
  return (conversation) => conversation.run(() => conversation.options.send({ kind }));
}

/** The customer's last words come back to the line for writing. */
function editLast(conversation) {
  const editable = ({ from, kind, deleted }) => from === 'customer' && !deleted && kind !== 'press' && kind !== 'block';
  const edit = conversation.lines.filter(editable).at(-1);
  if (!edit) return conversation.tell('Исправлять пока нечего: покупатель ещё ничего не написал.', 'answer');
  conversation.draft.set({ edit, reply: null, photo: null, text: edit.text });
}

/** Moves the focus among a menu's lines by arrows, Home and End. */
function step(event) {
  const items = [...event.currentTarget.querySelectorAll('[role=menuitem]')];
  const at = items.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  items.at(next % items.length).focus();
}

/** The «+» button and its menu of `what`, see `CUSTOMER_MORE`; `input` is the line for writing. */
export function More({ conversation, what, input }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const box = useRef(null);
  const button = useRef(null);
  const close = () => {
    setOpen(false);
    button.current.focus();
  };
  useEffect(() => {
    if (!open) return undefined;
    box.current.querySelector('[role=menuitem]').focus();
    const away = ({ target }) => box.current.contains(target) || setOpen(false);
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, [open]);
  const choose = (action) => {
    close();
    void action(conversation);
    if (conversation.draft.edit) input.current.focus();
  };
  const onKeyDown = (event) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Tab') setOpen(false);
    else step(event);
  };
  return html`<div class="more" ref=${box}>
    <button
      type="button"
      class="round"
      aria-label="Ещё"
      title="Ещё: стикер, голосовое, правка…"
      aria-haspopup="menu"
      aria-expanded=${open}
      aria-controls=${open ? id : undefined}
      ref=${button}
      onClick=${() => setOpen(!open)}
    >
      <${Icon} name="plus" />
    </button>
    ${
      open &&
      html`<div class="menu" role="menu" id=${id} aria-label="Что ещё отправить" onKeyDown=${onKeyDown}>
        ${what.map(
          ([sign, words, action]) =>
            html`<button type="button" role="menuitem" tabindex="-1" key=${words} onClick=${() => choose(action)}>
              <span aria-hidden="true">${sign}</span> ${words}
            </button>`,
        )}
      </div>`
    }
  </div>`;
}
