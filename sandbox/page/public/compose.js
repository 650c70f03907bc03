import { More } from './more.js';
import { useStore } from './store.js';
import { html, Icon, useRef } from './ui.js';

const PICTURES = 'image/png,image/jpeg,image/webp,image/gif';

/** Reads a chosen picture in the form that the API takes. */
function readPhoto(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      const src = reader.result;
      resolve({ src, base64: src.slice(src.indexOf(',') + 1), mimeType: file.type, name: file.name });
    });
    reader.addEventListener('error', () => reject(new Error('Не получилось прочитать файл')));
    reader.readAsDataURL(file);
  });
}

const shortened = (text) => (text || 'картинку').replace(/\s+/g, ' ').slice(0, 80);

/** Something that goes with the words, and the button that takes it away. */
function Going({ off, onOff, children }) {
  return html`<div class="attached">
    ${children}
    <button type="button" class="round" aria-label=${off} onClick=${onOff}><${Icon} name="close" /></button>
  </div>`;
}

/** What goes with the words: who writes them, the line that is answered or put right, and a photo. */
function Attached({ draft }) {
  const { reply, edit, photo, as } = draft;
  return html`
    ${
      as &&
      html`<${Going} off="Писать от имени покупателя" onOff=${() => draft.set({ as: null })}>
        <p><b>От имени пекарни</b></p>
      <//>`
    }
    ${
      edit &&
      html`<${Going} off="Не править" onOff=${() => draft.set({ edit: null, text: '' })}>
        <p><b>Правка сообщения: </b>${shortened(edit.text)}</p>
      <//>`
    }
    ${
      reply &&
      html`<${Going} off="Не отвечать" onOff=${() => draft.set({ reply: null })}>
        <p><b>Ответ на: </b>${shortened(reply.text)}</p>
      <//>`
    }
    ${
      photo &&
      html`<${Going} off="Убрать фото" onOff=${() => draft.set({ photo: null })}>
        <img src=${photo.src} alt="Выбранное фото" />
        <p>${photo.name || 'Фото'}</p>
      <//>`
    }
  `;
}

/** The line to write in. Enter sends, Shift+Enter begins a new line. */
export function Compose({ conversation, title, more, input }) {
  const draft = useStore(conversation.draft);
  const picker = useRef(null);
  const send = () => {
    if (draft.text.trim() || draft.photo) void conversation.sendDraft();
    input.current.focus();
  };
  const attach = async (files) => {
    const file = [...files].find(({ type }) => PICTURES.split(',').includes(type));
    if (file) await conversation.run(async () => draft.set({ photo: await readPhoto(file), edit: null }));
    input.current.focus();
  };
  const onKeyDown = (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const onPaste = (event) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    void attach(event.clipboardData.files);
  };
  const onPicked = ({ currentTarget }) => {
    void attach(currentTarget.files);
    // The same file can be chosen once more.
    setTimeout(() => (currentTarget.value = ''));
  };
  return html`<form class="compose" onSubmit=${(event) => (event.preventDefault(), send())}>
    <${Attached} draft=${draft} />
    <div class="writing">
      ${more && html`<${More} conversation=${conversation} what=${more} input=${input} />`}
      <button
        type="button"
        class="round"
        aria-label="Приложить фото"
        title="Приложить фото"
        onClick=${() => picker.current.click()}
      >
        <${Icon} name="photo" />
      </button>
      <input
        type="file"
        class="picker"
        accept=${PICTURES}
        tabindex="-1"
        aria-hidden="true"
        ref=${picker}
        onChange=${onPicked}
      />
      <textarea
        rows="1"
        placeholder="Сообщение"
        aria-label=${`Сообщение: ${title}`}
        enterkeyhint="send"
        ref=${input}
        value=${draft.text}
        onInput=${({ currentTarget }) => draft.set({ text: currentTarget.value })}
        onKeyDown=${onKeyDown}
        onPaste=${onPaste}
      ></textarea>
      <button type="submit" class="round send" aria-label="Отправить" title="Отправить"><${Icon} name="send" /></button>
    </div>
  </form>`;
}
