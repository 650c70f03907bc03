import { Customers } from './customers.js';
import { Live } from './live.js';
import { NewestOrder } from './order.js';
import { OrderPanel } from './orderPanel.js';
import { Baker, BakerSide, CustomerSide } from './sides.js';
import { useStore } from './store.js';
import { Tabs, useTabs } from './tabs.js';
import { html, render, useState } from './ui.js';
import { Viewer } from './viewer.js';

const customers = new Customers();
const baker = new Baker();
const newest = new NewestOrder();
const live = new Live(hear, () => {
  void customers.reload();
  void baker.conversation.reload();
  void newest.reload();
});

function hear(event) {
  if (event.type === 'orders') newest.reloadSoon();
  else if (event.list === 'baker') baker.conversation.hear(event);
  else if (event.list.startsWith('telegram:')) customers.hear(event.list.slice('telegram:'.length), event);
}

function Header() {
  const { ready, status, editor } = useStore(live);
  return html`<header class="top">
    <h1><span aria-hidden="true">🎂</span> <span class="title">Песочница кондитерской</span></h1>
    <p class=${`status ${ready ? 'ready' : ''}`} role="status" title=${status}>${status}</p>
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

function App() {
  const [picture, setPicture] = useState(null);
  const tabs = useTabs(customers, baker);
  return html`
    <${Header} />
    <${Lost} />
    <main>
      <${Tabs} tabs=${tabs} />
      <div class="pane" ...${tabs.panel('customer')}>
        <${CustomerSide} customers=${customers} openPicture=${setPicture} />
      </div>
      <div class="pane" ...${tabs.panel('baker')}><${BakerSide} baker=${baker} openPicture=${setPicture} /></div>
      <div class="pane" ...${tabs.panel('order')}><${OrderPanel} newest=${newest} /></div>
    </main>
    ${picture && html`<${Viewer} src=${picture} onClose=${() => setPicture(null)} />`}
  `;
}

customers.listen(() => newest.show(customers.open));
void customers.choose(customers.open);
render(html`<${App} />`, document.getElementById('app'));
live.start();
