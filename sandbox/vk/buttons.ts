import { Refusal } from '../api/channel';
import type { KeptLine, LoggedChat } from '../api/chatLog';
import type { Pressable, Shown } from './show';
import type { Vk } from './vk';

/** A button that was found, and the message whose line it stands in. */
export interface Found {
  cmid: number;
  button: Pressable;
}

interface Place extends Shown {
  seq: number;
}

/**
 * The button of that label or 1-based number: in the line with number `of` as that line shows it; otherwise in the newest
 * message that has buttons as it stands now, and by its label in the keyboard below the chat too.
 */
export function findButton(vk: Vk, chat: LoggedChat, wanted: string | number, of: number | undefined): Found {
  const places = of === undefined ? pressablePlaces(vk, chat) : [placeOf(vk, chat, of)];
  if (places.length === 0) throw new Refusal(400, 'no message of the bot has buttons');
  for (const { cmid, buttons } of typeof wanted === 'number' ? places.slice(0, 1) : places) {
    const button = typeof wanted === 'number' ? buttons[wanted - 1] : byLabel(buttons, wanted);
    if (button) return { cmid, button };
  }
  const [{ seq, buttons }] = places;
  const numbered = typeof wanted === 'string' && /^\d+$/.test(wanted) ? buttons[Number(wanted) - 1] : undefined;
  if (numbered) return { cmid: places[0].cmid, button: numbered };
  const labels = places.flatMap((place) => place.buttons.map((each, index) => `${index + 1}. ${each.label}`));
  throw new Refusal(
    400,
    `no button ${JSON.stringify(wanted)} in the message with seq ${seq}; its buttons: ${labels.join(', ') || 'none'}`,
  );
}

function placeOf(vk: Vk, chat: LoggedChat, seq: number): Place {
  const line = vk.log.of(chat.name).find((each) => each.seq === seq);
  if (!line) throw new Refusal(400, `no message with seq ${seq}`);
  if (line.deleted) throw new Refusal(400, `the message with seq ${seq} was deleted`);
  return { seq, ...(vk.shownAt(chat.name, seq) ?? { cmid: 0, buttons: [] }) };
}

/** Where something can be pressed now, newest first: the newest message with buttons, and the keyboard below the chat. */
function pressablePlaces(vk: Vk, chat: LoggedChat): Place[] {
  const { keyboard } = vk.dialogs.dialog(Number(chat.id));
  const inline = newestInline(vk, chat);
  const seqs = new Set([inline?.seq, keyboard].filter((seq) => seq !== undefined));
  return [...seqs]
    .sort((a, b) => b - a)
    .flatMap((seq) => {
      const shown = vk.shownAt(chat.name, seq);
      return shown ? [{ seq, ...shown }] : [];
    });
}

function newestInline(vk: Vk, chat: LoggedChat): KeptLine | undefined {
  const lines = vk.log.of(chat.name);
  const newer = new Set<string>();
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const line = lines[index];
    if (line.from !== 'bot' || line.deleted || newer.has(line.vendorId)) continue;
    if (vk.shownAt(chat.name, line.seq)?.buttons.some(({ inline }) => inline)) return line;
    // An edit may have taken the keyboard away, so that the older line of the message no longer counts.
    newer.add(line.vendorId);
  }
  return undefined;
}

function byLabel(buttons: Pressable[], wanted: string): Pressable | undefined {
  return buttons.find(({ label }) => label === wanted) ?? buttons.find(({ label }) => label.trim() === wanted.trim());
}
