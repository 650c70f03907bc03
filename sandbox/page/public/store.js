import { useLayoutEffect, useReducer } from './ui.js';

/** Something that changes and tells those who show it. */
export class Store {
  #listeners = new Set();
  version = 0;

  /** Calls back after each change until the returned function is called. */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes the new values over and tells everybody. */
  set(values = {}) {
    Object.assign(this, values);
    this.version += 1;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Draws the component again whenever the store has changed. */
export function useStore(store) {
  const [, redraw] = useReducer((count) => count + 1, 0);
  const seen = store.version;
  useLayoutEffect(() => {
    const unlisten = store.listen(() => redraw());
    // It may have changed between the drawing and now.
    if (store.version !== seen) redraw();
    return unlisten;
  }, [store]);
  return store;
}
