import { api } from './api.js';
import { Chat } from './chat.js';
import { Conversation } from './conversation.js';
import { Store, useStore } from './store.js';
import { html } from './ui.js';

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

const byPerson = ({ from }) => from !== 'bot';

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
