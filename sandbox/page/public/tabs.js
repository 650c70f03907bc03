import { useStore } from './store.js';
import { html, useEffect, useRef, useState } from './ui.js';

const NARROW = matchMedia('(max-width: 1099px)');
const TABS = [
  ['customer', 'Покупатель'],
  ['baker', 'Кондитер'],
  ['order', 'Заказ'],
];

/** Whether there is room for one part of the page only. */
function useNarrow() {
  const [narrow, setNarrow] = useState(NARROW.matches);
  useEffect(() => {
    const changed = () => setNarrow(NARROW.matches);
    NARROW.addEventListener('change', changed);
    return () => NARROW.removeEventListener('change', changed);
  }, []);
  return narrow;
}

/** Says once that a chat which is not looked at has a new line of the bot's. */
function useNews(conversation, looked) {
  const last = conversation.lines.at(-1);
  const seen = useRef(null);
  if (!conversation.loaded) seen.current = null;
  else if (looked || seen.current === null) seen.current = last?.seq ?? 0;
  return seen.current !== null && last?.from === 'bot' && last.seq > seen.current;
}

/** Which part is shown where there is room for one, and what each part has to say of itself. */
export function useTabs(customers, baker) {
  const narrow = useNarrow();
  const [chosen, choose] = useState('customer');
  const customer = useStore(useStore(customers).current);
  const news = {
    customer: useNews(customer, chosen === 'customer'),
    baker: useNews(useStore(baker.conversation), chosen === 'baker'),
  };
  const panel = (id) =>
    narrow ? { id: `pane-${id}`, role: 'tabpanel', 'aria-labelledby': `tab-${id}`, hidden: id !== chosen } : {};
  return { narrow, chosen, choose, news, panel };
}

/** The choice of a part, by a finger, a click or the arrow keys. */
export function Tabs({ tabs }) {
  if (!tabs.narrow) return null;
  const onKeyDown = ({ key, currentTarget }) => {
    const by = { ArrowLeft: TABS.length - 1, ArrowRight: 1 }[key];
    if (!by) return;
    const [next] = TABS[(TABS.findIndex(([id]) => id === tabs.chosen) + by) % TABS.length];
    tabs.choose(next);
    currentTarget.querySelector(`#tab-${next}`).focus();
  };
  return html`<div class="tabs" role="tablist" aria-label="Что показать" onKeyDown=${onKeyDown}>
    ${TABS.map(
      ([id, title]) =>
        html`<button
          type="button"
          role="tab"
          key=${id}
          id=${`tab-${id}`}
          aria-controls=${`pane-${id}`}
          aria-selected=${id === tabs.chosen}
          tabindex=${id === tabs.chosen ? 0 : -1}
          onClick=${() => tabs.choose(id)}
        >
          ${title}${tabs.news[id] && [' ', html`<span class="badge">новое</span>`]}
        </button>`,
    )}
  </div>`;
}
