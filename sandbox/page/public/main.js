import { Baker, BakerSide } from './bakerSide.js';
import { CustomerSide } from './customerSide.js';
import { useLayout } from './layout.js';
import { Live } from './live.js';
import { Messengers } from './messengers.js';
import { NewestOrder } from './order.js';
import { OrderPanel } from './orderPanel.js';
import { useStore } from './store.js';
import { Tabs } from './tabs.js';
import { html, render, useState } from './ui.js';
import { Viewer } from './viewer.js';

const messengers = new Messengers();
const baker = new Baker();
const newest = new NewestOrder();
const live = new Live(hear, () => {
  void messengers.reload();
  void baker.conversation.reload();
  void newest.reload();
});

function hear(event) {
  if (event.type === 'orders') newest.reloadSoon();
  else if (event.list === 'baker') baker.conversation.hear(event);
  else messengers.hear(event);
}

function Switcher({ layout: { switcher } }) {
  return switcher && html`<${Tabs} ...${switcher} label="Мессенджер" look="switcher" />`;
}

function Header({ layout }) {
  const { ready, status, editor } = useStore(live);
  return html`<header class="top">
    <h1><span aria-hidden="true">🎂</span> <span class="title">Песочница кондитерской</span></h1>
    <p class=${`status ${ready ? 'ready' : ''}`} role="status" title=${status}>${status}</p>
    ${!layout.narrow && html`<${Switcher} layout=${layout} />`}
    ${
      editor &&
      html`<a class="editor" href=${editor} target="_blank" rel="noopener">
        <span class="long">Открыть редактор n8n</span><span class="short" aria-hidden="true">n8n ↗</span>
      </a>`
    }
  </header>`;
}

function Lost() {
  return html`<div class="lost" role="alert">
    ${useStore(live).lost && html`<p>Связь с песочницей потеряна, пробуем снова…</p>`}
  </div>`;
}

/** The customers of the messengers that are shown; where one can choose, what is chosen. */
function Customers({ layout, openPicture }) {
  const { switcher, narrow, beside } = layout;
  const panel = switcher ? { role: 'tabpanel', 'aria-labelledby': `tab-${switcher.chosen}` } : {};
  return html`<div class="messengers" id="messengers" ...${panel}>
    ${layout.messengers.map(
      (customers) =>
        html`<${CustomerSide}
          key=${customers.channel}
          customers=${customers}
          compact=${beside ? 'beside' : narrow && 'alone'}
          used=${beside && customers === messengers.current}
          onUse=${() => messengers.use(customers.channel)}
          openPicture=${openPicture}
        />`,
    )}
  </div>`;
}

function App() {
  const [picture, setPicture] = useState(null);
  const layout = useLayout(messengers, baker);
  const { narrow, beside, switcher, parts, panel } = layout;
  const choice = parts && html`<${Tabs} ...${parts} label="Что показать" look="tabs" />`;
  return html`
    <${Header} layout=${layout} />
    <${Lost} />
    <main class=${beside ? 'beside' : 'one'}>
      ${narrow && choice}
      <div class="pane" ...${panel('customer')}>
        ${narrow && html`<${Switcher} layout=${layout} />`}
        <${Customers} layout=${layout} openPicture=${setPicture} />
      </div>
      <div class=${parts ? 'bakery chosen' : 'bakery'}>
        ${!narrow && choice}
        <div class="pane" ...${panel('baker')}><${BakerSide} baker=${baker} openPicture=${setPicture} /></div>
        <div class="pane" ...${panel('order')}>
          <${OrderPanel} newest=${newest} customers=${switcher && messengers.current} />
        </div>
      </div>
    </main>
    ${picture && html`<${Viewer} src=${picture} onClose=${() => setPicture(null)} />`}
  `;
}

messengers.listen(() => newest.show(messengers.current.channel, messengers.current.open));
await messengers.load();
render(html`<${App} />`, document.getElementById('app'));
live.start();
