import { html, Icon, useEffect, useRef } from './ui.js';

/** A picture as large as the window; Escape, the button or a click beside it closes. */
export function Viewer({ src, onClose }) {
  const dialog = useRef(null);
  useEffect(() => {
    dialog.current.showModal();
  }, []);
  const onClick = ({ target, currentTarget }) => target === currentTarget && currentTarget.close();
  return html`<dialog class="viewer" aria-label="Картинка" ref=${dialog} onClose=${onClose} onClick=${onClick}>
    <img src=${src} alt="Картинка целиком" />
    <button type="button" class="round" aria-label="Закрыть" onClick=${() => dialog.current.close()}>
      <${Icon} name="close" />
    </button>
  </dialog>`;
}
