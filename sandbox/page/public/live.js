import { api } from './api.js';
import { Store } from './store.js';

const AGAIN_AFTER_MS = 1000;
const HEALTH_EVERY_MS = 5000;

/** The line to the sandbox: whether it holds, what comes over it, and whether the bakery is ready. */
export class Live extends Store {
  lost = false;
  ready = false;
  status = 'Проверяем, всё ли готово…';
  editor = undefined;

  /** `hear(event)` gets each event; `opened()` is called whenever the line stands anew and things may have been missed. */
  constructor(hear, opened) {
    super();
    this.hear = hear;
    this.opened = opened;
  }

  start() {
    this.#connect();
    void this.#checkHealth();
    setInterval(() => void this.#checkHealth(), HEALTH_EVERY_MS);
  }

  #connect() {
    const source = new EventSource('/api/events');
    source.addEventListener('open', () => {
      this.set({ lost: false });
      this.opened();
      void this.#checkHealth();
    });
    source.addEventListener('message', ({ data }) => this.hear(JSON.parse(data)));
    source.addEventListener('error', () => {
      if (!this.lost) this.set({ lost: true });
      // Some refusals the browser takes for the last word.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.#connect(), AGAIN_AFTER_MS);
    });
  }

  async #checkHealth() {
    const health = await api.health();
    const ready = health.status === 'ok';
    const missing = health.missing ?? [health.error ?? 'песочница ответила непонятно'];
    const status = ready ? 'Всё готово, бот на связи' : `Ещё не готово: ${missing.join('; ')}`;
    const editor = /^https?:/.test(health.n8n ?? '') ? health.n8n : this.editor;
    if (ready !== this.ready || status !== this.status || editor !== this.editor) this.set({ ready, status, editor });
  }
}
