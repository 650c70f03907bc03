import { html } from './ui.js';

/**
 * A choice of one of several, by a finger, a click or the arrow keys. `tabs`: `id`, `title`, `panel` (the id of what it
 * shows), `news` (whether something is new there), `tone` (a class that gives it its colour); `look` is the list's class.
 */
export function Tabs({ label, look, tabs, chosen, onChoose }) {
  const onKeyDown = ({ key, currentTarget }) => {
    const by = { ArrowLeft: tabs.length - 1, ArrowRight: 1 }[key];
    if (!by) return;
    const next = tabs[(tabs.findIndex(({ id }) => id === chosen) + by) % tabs.length];
    onChoose(next.id);
    currentTarget.querySelector(`#tab-${next.id}`).focus();
  };
  return html`<div class=${look} role="tablist" aria-label=${label} onKeyDown=${onKeyDown}>
    ${tabs.map(
      ({ id, title, panel, news, tone }) =>
        html`<button
          type="button"
          role="tab"
          key=${id}
          id=${`tab-${id}`}
          class=${tone}
          aria-controls=${panel}
          aria-selected=${id === chosen}
          tabindex=${id === chosen ? 0 : -1}
          onClick=${() => onChoose(id)}
        >
          ${title}${news && [' ', html`<span class="dot"><span class="unseen">новое</span></span>`]}
        </button>`,
    )}
  </div>`;
}
