import { api } from './api.js';
import { Chat } from './chat.js';
import { Avatar, ChatList } from './chatList.js';
import { Conversation } from './conversation.js';
import { CUSTOMER_MORE } from './more.js';
import { Store, useStore } from './store.js';
import { html, Icon, useState } from './ui.js';

/** The confectioner's chat, and who uses her side of the page now: she, or somebody who got in there. */
export class Baker extends Store {
  as = 'baker';
  conversation = new Conversation({
    load: api.bakerMessages,
    send: (body) => api.bakerSay({ ...body, ...this.#who() }),
    press: (seq, number) => api.bakerPress(seq, { label: number, ...this.#who() }),
  });

  #who() {
    return this.as === 'stranger' ? { as: 'stranger' } : {};
  }
}

const byCustomer = ({ from }) => from === 'customer';
const byPerson = ({ from }) => from !== 'bot';

function CustomerHead({ customers, listed, onList }) {
  useStore(customers);
  const { name, language } = customers.profile(customers.open);
  const describe = (field) => (event) => customers.describe(customers.open, { [field]: event.currentTarget.value });
  return html`<div class="head">
    <button
      type="button"
      class="round to-chats"
      aria-label="Чаты"
      aria-expanded=${listed}
      aria-controls="chats"
      onClick=${onList}
    >
      <${Icon} name="list" />
    </button>
    <${Avatar} name=${customers.title(customers.open)} />
    <div class="words">
      <h2 id="customer-title">Покупатель</h2>
      <input
        class="name"
        aria-label="Имя покупателя"
        title="Имя можно изменить"
        maxlength="64"
        autocomplete="off"
        placeholder=${customers.open}
        value=${name}
        onInput=${describe('name')}
      />
    </div>
    <select aria-label="Язык покупателя" value=${language} onChange=${describe('language')}>
      <option value="ru">Русский</option>
      <option value="en">English</option>
    </select>
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

/** The customers: their list, and the open chat. */
export function CustomerSide({ customers, openPicture }) {
  useStore(customers);
  const [listed, setListed] = useState(false);
  const greet = () => customers.current.run(() => customers.current.options.send({ text: 'Здравствуйте!' }));
  const empty = html`<p class="sign" aria-hidden="true">🎂</p>
    <p>Здесь пока тихо. Напишите боту от имени покупателя — и он примет заказ на торт.</p>
    <button type="button" class="suggestion" onClick=${greet}>Поздороваться</button>`;
  return html`
    <${ChatList} customers=${customers} open=${listed} onChosen=${() => setListed(false)} />
    <section class="card" id="customer" aria-labelledby="customer-title">
      <${CustomerHead} customers=${customers} listed=${listed} onList=${() => setListed(!listed)} />
      <${Chat}
        conversation=${customers.current}
        title="покупатель"
        mine=${byCustomer}
        empty=${empty}
        more=${CUSTOMER_MORE}
        openPicture=${openPicture}
      />
    </section>
  `;
}

/** The confectioner's chat with the bot. */
export function BakerSide({ baker, openPicture }) {
  useStore(baker);
  const empty = html`<p class="sign" aria-hidden="true">👩‍🍳</p>
    <p>Новых заказов пока нет. Как только покупатель оформит торт, карточка заказа появится здесь.</p>`;
  return html`<section class="card" id="baker" aria-labelledby="baker-title">
    <div class="head">
      <span class=${`avatar ${baker.as}`} aria-hidden="true">${baker.as === 'stranger' ? '?' : 'К'}</span>
      <div class="words">
        <h2 id="baker-title">Кондитер</h2>
        <p class="hint">решает по заказам</p>
      </div>
      <label class="who">
        <span>Кто пишет</span>
        <select value=${baker.as} onChange=${({ currentTarget }) => baker.set({ as: currentTarget.value })}>
          <option value="baker">кондитер</option>
          <option value="stranger">посторонний</option>
        </select>
      </label>
    </div>
    <${Chat}
      conversation=${baker.conversation}
      title="кондитер"
      mine=${byPerson}
      empty=${empty}
      canReply=${true}
      openPicture=${openPicture}
    />
  </section>`;
}
