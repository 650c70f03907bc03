/** The few words of the libraries that this page is written in. */
import { Component, h } from './lib/preact.js';
import htm from './lib/htm.js';

export { render } from './lib/preact.js';
export { useEffect, useId, useLayoutEffect, useReducer, useRef, useState } from './lib/hooks.js';

/** Markup as a tagged template; what stands in its gaps is text or attributes, never read as HTML. */
export const html = htm.bind(function element(...given) {
  // Tells htm not to share one element between two places of the page.
  this[0] = 3;
  return h(...given);
});

/** A component that is drawn again only when one of its properties is another one. */
export function memo(Inner) {
  return class Memo extends Component {
    shouldComponentUpdate(next) {
      const names = Object.keys({ ...this.props, ...next });
      return names.some((name) => this.props[name] !== next[name]);
    }
    render(props) {
      return h(Inner, props);
    }
  };
}

/** Drawings in a 24 x 24 field: not every machine has a font with such signs. */
const ICONS = {
  photo: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01',
  plus: 'M12 5v14M5 12h14',
  send: 'M4 12l16-8-6 16-3-6zM11 14l4-5',
  close: 'M6 6l12 12M18 6L6 18',
  reply: 'M10 6l-6 6 6 6M4 12h10a6 6 0 0 1 6 6v1',
  down: 'M6 9l6 6 6-6',
  list: 'M5 7h14M5 12h14M5 17h14',
  tick: 'M5 13l4 4L19 7',
};

/** A drawing beside words, or in a button that has a name of its own. */
export function Icon({ name }) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${ICONS[name]} /></svg>`;
}
