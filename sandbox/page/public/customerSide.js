import { Chat } from './chat.js';
import { Avatar, ChatList } from './chatList.js';
import { moreOf } from './more.js';
import { useStore } from './store.js';
import { html, Icon, useRef, useState } from './ui.js';

const LANGUAGES = [
  ['ru', 'Русский', 'RU'],
  ['en', 'English', 'EN'],
];
const byCustomer = ({ from }) => from === 'customer';

function Language({ customers, short }) {
  const { language } = customers.profile(customers.open);
  const choose = ({ currentTarget }) => customers.describe(customers.open, { language: currentTarget.value });
  return html`<select aria-label="Язык покупателя" value=${language} onChange=${choose}>
    ${LANGUAGES.map(
      ([value, long, few]) =>
        html`<option key=${value} value=${value} aria-label=${long}>${short ? few : long}</option>`,
    )}
  </select>`;
}

function Head({ customers, narrow, listed, onList, toChats }) {
  const { channel, features, open } = customers;
  return html`<div class="head">
    <button
      type="button"
      class="round to-chats"
      aria-label="Чаты"
      title="Чаты"
      aria-expanded=${listed}
      aria-controls=${`chats-${channel}`}
      ref=${toChats}
      onClick=${onList}
    >
      <${Icon} name="list" />
    </button>
    <${Avatar} name=${customers.title(open)} />
    <div class="words">
      <h2 id=${`title-${channel}`}><span class="unseen">Покупатель: </span>${features.title}</h2>
      <input
        class="name"
        aria-label="Имя покупателя"
        title="Имя можно изменить"
        maxlength="64"
        autocomplete="off"
        placeholder=${open}
        value=${customers.profile(open).name}
        onInput=${({ currentTarget }) => customers.describe(open, { name: currentTarget.value })}
      />
    </div>
    <${Language} customers=${customers} short=${narrow} />
    <button
      type="button"
      class="round new-chat-here"
      aria-label="Новый чат"
      title="Новый чат"
      onClick=${() => customers.chooseNew()}
    >
      <${Icon} name="plus" />
    </button>
  </div>`;
}

/**
 * The customers of one messenger: their list, and the open chat. Where it is `compact` the list lies over the chat and is
 * opened by a button. `used`: it is the one of several that is used now; `onUse()` is called when it comes to be.
 */
export function CustomerSide({ customers, compact, used, onUse, openPicture }) {
  useStore(customers);
  const [listed, setListed] = useState(false);
  const toChats = useRef(null);
  const unlist = () => {
    setListed(false);
    toChats.current.focus();
  };
  const { channel, current, features } = customers;
  const greet = () => current.run(() => current.options.send({ text: 'Здравствуйте!' }));
  const empty = html`<p class="sign" aria-hidden="true">🎂</p>
    <p>Здесь пока тихо. Напишите боту от имени покупателя — и он примет заказ на торт.</p>
    <button type="button" class="suggestion" onClick=${greet}>Поздороваться</button>`;
  const look = ['messenger', channel, compact && 'compact', used && 'used'].filter(Boolean).join(' ');
  return html`<div class=${look} onFocusIn=${onUse} onPointerDown=${onUse}>
    <${ChatList} customers=${customers} open=${listed} onChosen=${unlist} />
    <section class="card" aria-labelledby=${`title-${channel}`}>
      <${Head}
        customers=${customers}
        narrow=${compact === 'beside'}
        listed=${listed}
        onList=${() => setListed(!listed)}
        toChats=${toChats}
      />
      <${Chat}
        conversation=${current}
        title=${`покупатель, ${features.title}`}
        mine=${byCustomer}
        empty=${empty}
        numbered=${features.numbered}
        more=${moreOf(features)}
        openPicture=${openPicture}
      />
    </section>
  </div>`;
}
