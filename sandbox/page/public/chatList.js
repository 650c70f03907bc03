import { useStore } from './store.js';
import { html, Icon, useEffect, useRef } from './ui.js';

/** A round with the first letter of a name; its colour is the name's own. */
export function Avatar({ name }) {
  const tone = [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
  return html`<span class=${`avatar tone${tone}`} aria-hidden="true">${([...name][0] ?? '?').toUpperCase()}</span>`;
}

/** All chats of a messenger. Where there is little room they lie over the open chat while `open`; `onChosen()` closes them. */
export function ChatList({ customers, open, onChosen }) {
  useStore(customers);
  const choose = (action) => {
    action();
    onChosen();
  };
  const { channel, features } = customers;
  const list = useRef(null);
  useEffect(() => {
    if (open) list.current.querySelector('[aria-current]')?.focus();
  }, [open]);
  return html`<nav
    class=${`chats ${open ? 'open' : ''}`}
    id=${`chats-${channel}`}
    aria-label=${`Чаты покупателей: ${features.title}`}
    ref=${list}
    onKeyDown=${({ key }) => key === 'Escape' && onChosen()}
  >
    <div class="head">
      <h2>Чаты</h2>
      <button type="button" class="new-chat" onClick=${() => choose(() => customers.chooseNew())}>
        <${Icon} name="plus" /><span>Новый чат</span>
      </button>
    </div>
    <ul>
      ${customers.chats.map((chat) => {
        const unread = customers.unread.has(chat);
        return html`<li key=${chat}>
          <button
            type="button"
            class="chat-choice"
            aria-current=${chat === customers.open ? 'true' : undefined}
            onClick=${() => choose(() => void customers.choose(chat))}
          >
            <${Avatar} name=${customers.title(chat)} />
            <span class="words">
              <span class="name">${customers.title(chat)}</span>
              <span class="preview">${customers.preview(chat)}</span>
            </span>
            ${unread && html`<span class="dot"><span class="unseen">новое</span></span>`}
          </button>
        </li>`;
      })}
    </ul>
  </nav>`;
}
