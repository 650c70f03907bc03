import { useStore } from './store.js';
import { useEffect, useRef, useState } from './ui.js';

/** What there is room for: one part of the page only (`narrow`), all messengers (`wide`), these and the bakery (`roomy`). */
const SIZES = {
  narrow: matchMedia('(max-width: 1099px)'),
  wide: matchMedia('(min-width: 1240px)'),
  roomy: matchMedia('(min-width: 1800px)'),
};
const PARTS = { customer: 'Покупатель', baker: 'Кондитер', order: 'Заказ' };

function useSizes() {
  const read = () => Object.fromEntries(Object.entries(SIZES).map(([name, { matches }]) => [name, matches]));
  const [sizes, setSizes] = useState(read);
  useEffect(() => {
    const changed = () => setSizes(read());
    for (const size of Object.values(SIZES)) size.addEventListener('change', changed);
    return () => {
      for (const size of Object.values(SIZES)) size.removeEventListener('change', changed);
    };
  }, []);
  return sizes;
}

/** Says once that a chat which is not looked at has a new line of the bot's. */
function useNews(conversation, looked) {
  const last = conversation.lines.at(-1);
  const seen = useRef(null);
  if (!conversation.loaded) seen.current = null;
  else if (looked || seen.current === null) seen.current = last?.seq ?? 0;
  return seen.current !== null && last?.from === 'bot' && last.seq > seen.current;
}

/** Which messengers can be chosen, and that all of them can where there is room. */
function switchOf({ all }, wide) {
  const panel = 'messengers';
  const tabs = all.map(({ channel, features, news }) => ({
    id: channel,
    title: features.title,
    panel,
    news,
    tone: channel,
  }));
  return wide ? [...tabs, { id: 'beside', title: 'Все рядом', panel }] : tabs;
}

/**
 * What is shown of the page and where: `messengers` (their customers that are shown), whether they stand `beside` each other,
 * `switcher` and `parts`, which are given to `Tabs` or are null where there is nothing to choose, and `panel(part)`, the
 * attributes of a part that can be chosen.
 */
export function useLayout(messengers, baker) {
  const { narrow, wide, roomy } = useSizes();
  const { all, current } = useStore(messengers);
  const [part, choosePart] = useState('customer');
  const several = all.length > 1;
  const beside = several && wide && messengers.beside;
  const ids = narrow ? ['customer', 'baker', 'order'] : beside && !roomy ? ['baker', 'order'] : [];
  const chosen = ids.includes(part) ? part : ids[0];
  const shows = (id) => !ids.includes(id) || id === chosen;
  const shown = beside ? all : [current];
  const looked = shows('customer') ? shown.map(({ channel }) => channel) : [];
  useEffect(() => messengers.look(looked), [all, looked.join()]);
  const news = {
    customer: !shows('customer') && all.some((customers) => customers.news),
    baker: useNews(useStore(baker.conversation), shows('baker')),
  };
  const panel = (id) =>
    ids.includes(id) ? { id: `pane-${id}`, role: 'tabpanel', 'aria-labelledby': `tab-${id}`, hidden: !shows(id) } : {};
  const parts = ids.length > 0 && {
    chosen,
    onChoose: choosePart,
    tabs: ids.map((id) => ({ id, title: PARTS[id], panel: `pane-${id}`, news: news[id] })),
  };
  const switcher = several && {
    chosen: beside ? 'beside' : current.channel,
    onChoose: (id) => (id === 'beside' ? messengers.chooseAll() : messengers.choose(id)),
    tabs: switchOf(messengers, wide),
  };
  return { narrow, beside, messengers: shown, switcher, parts, panel };
}
