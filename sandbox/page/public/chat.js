import { Bubble } from './bubble.js';
import { Compose } from './compose.js';
import { useStore } from './store.js';
import { html, Icon, useEffect, useLayoutEffect, useRef, useState } from './ui.js';

const NEAR_END_PX = 80;

/** Keeps a log at its newest line unless its reader has moved up; answers what the log needs for that. */
function useEnd(conversation) {
  const log = useRef(null);
  const stays = useRef(true);
  const [away, setAway] = useState(false);
  const toEnd = () => {
    stays.current = true;
    log.current.scrollTop = log.current.scrollHeight;
  };
  const follow = useRef(() => stays.current && toEnd()).current;
  const onScroll = () => {
    const { scrollHeight, scrollTop, clientHeight } = log.current;
    stays.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    setAway(!stays.current);
  };
  useLayoutEffect(toEnd, [conversation, conversation.loaded]);
  useLayoutEffect(() => {
    const last = conversation.lines.at(-1);
    if (last && last.from !== 'bot') toEnd();
    else follow();
  }, [conversation.lines.length]);
  // The log grows and shrinks with the writing line, the keyboard of a phone, and the tab it stands in.
  useEffect(() => {
    const observer = new ResizeObserver(follow);
    observer.observe(log.current);
    return () => observer.disconnect();
  }, []);
  return { log, away, toEnd, follow, onScroll };
}

/** The lines with the day before the first one of each day. */
function withDays(lines, draw) {
  let day;
  return lines.flatMap((line) => {
    const bubble = draw(line);
    if (line.day === day) return [bubble];
    day = line.day;
    return [html`<p class="note day" key=${`day-${line.id}`}>${day}</p>`, bubble];
  });
}

function Notice({ conversation }) {
  const { notice } = conversation;
  return html`<div class="notices" role="alert">
    ${
      notice &&
      html`<div class=${`notice ${notice.kind}`}>
        <p>${notice.text}</p>
        <button type="button" class="round" aria-label="Закрыть" onClick=${() => conversation.tell(null)}>
          <${Icon} name="close" />
        </button>
      </div>`
    }
  </div>`;
}

/** The newest question; a bare number answers no other. */
const newestQuestion = (lines) => lines.findLast(({ from, buttons }) => from === 'bot' && buttons.length > 0);

/**
 * One side's chat. `title` tells a screen reader whose it is; `mine(message)` whether this side wrote it; `empty` is shown
 * while there is nothing; `canReply`; `numbered`: choices are numbers in the text; `more` are the unusual things this side
 * can do; `openPicture(src)`.
 */
export function Chat({ conversation, title, mine, empty, canReply, numbered, more, openPicture }) {
  useStore(conversation);
  const { log, away, toEnd, follow, onScroll } = useEnd(conversation);
  const current = useRef(conversation);
  current.current = conversation;
  const input = useRef(null);
  const on = useRef({
    press: (line, number) => current.current.press(line, number),
    reply: canReply ? (line) => (current.current.draft.set({ reply: line, edit: null }), input.current.focus()) : null,
    open: openPicture,
    grown: follow,
  }).current;
  const { lines, loaded, typing } = conversation;
  const asked = numbered ? newestQuestion(lines) : undefined;
  const keysOf = (line) => (numbered ? (line === asked ? 'numbers' : 'none') : 'labels');
  const draw = (line) =>
    html`<${Bubble} key=${line.id} line=${line} mine=${mine(line)} keys=${keysOf(line)} on=${on} />`;
  return html`<div class="chat">
    <div class="scroller">
      <div
        class="log"
        role="log"
        aria-live="polite"
        aria-busy=${!loaded}
        aria-label=${`Переписка: ${title}`}
        tabindex="0"
        ref=${log}
        onScroll=${onScroll}
      >
        ${loaded && lines.length === 0 && html`<div class="empty">${empty}</div>`} ${withDays(lines, draw)}
      </div>
      ${
        away &&
        html`<button type="button" class="round to-end" aria-label="К последним сообщениям" onClick=${toEnd}>
          <${Icon} name="down" />
        </button>`
      }
    </div>
    <p class="typing" role="status">
      ${typing && html`<span>бот печатает</span><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>`}
    </p>
    <${Notice} conversation=${conversation} />
    <${Compose} conversation=${conversation} title=${title} more=${more} input=${input} />
  </div>`;
}
