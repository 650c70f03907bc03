import { html, Icon, useEffect, useId, useRef, useState } from './ui.js';

/** What can be done besides writing: sign, words, and what it does to the conversation. */
const MORE = {
  sticker: ['😊', 'Стикер', sending('sticker')],
  voice: ['🎤', 'Голосовое', sending('voice')],
  location: ['📍', 'Место на карте', sending('location')],
  album: ['🖼️', 'Альбом из фото', sending('album')],
  file: ['📎', 'Файл', sending('file')],
  edit: ['✏️', 'Исправить последнее', editLast],
  shop: ['👩‍🍳', 'От имени пекарни', writeAsShop],
  allow: ['🔔', 'Разрешить боту писать', sending('allow')],
  deny: ['🔕', 'Запретить боту писать', sending('deny')],
  block: ['🚫', 'Заблокировать бота', sending('block')],
};

/** What of that a messenger has; see `featuresOf`. */
export const moreOf = ({ can }) => Object.entries(MORE).flatMap(([kind, what]) => (can.includes(kind) ? [what] : []));

function sending(kind) {
  return (conversation) => conversation.run(() => conversation.options.send({ kind }));
}

/** The customer's last words come back to the line for writing. */
function editLast(conversation) {
  const done = ['press', 'block', 'allow', 'deny'];
  const editable = ({ from, kind, deleted }) => from === 'customer' && !deleted && !done.includes(kind);
  const edit = conversation.lines.filter(editable).at(-1);
  if (!edit) return conversation.tell('Исправлять пока нечего: покупатель ещё ничего не написал.', 'answer');
  conversation.draft.set({ edit, reply: null, photo: null, as: null, text: edit.text });
}

/** The next words are those of a person who writes past the bot, from the bakery's own account. */
function writeAsShop({ draft }) {
  draft.set({ as: 'shop', text: draft.edit ? '' : draft.text, edit: null });
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

/** The «+» button and its menu of `what`, see `moreOf`; `input` is the line for writing. */
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
    if (conversation.draft.edit || conversation.draft.as) input.current.focus();
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
