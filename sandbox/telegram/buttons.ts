import { Refusal } from '../api/channel';
import { pressable } from './markup';
import type { Bot, Entry, TelegramStore } from './store';
import type { InlineButton, ReplyButton } from './wire';

/** A button that was found, and the line it stands in. */
export interface Found {
  entry: Entry;
  button: InlineButton | ReplyButton;
}

/**
 * The button of that label or 1-based number: in the line with number `of` as that line shows it, or in the newest message
 * that has buttons as it stands now.
 */
export function findButton(
  store: TelegramStore,
  bot: Bot,
  chat: number,
  wanted: string | number,
  of: number | undefined,
): Found {
  const entries = store.entriesOf(bot, chat);
  const entry = of === undefined ? newestWithButtons(entries) : entries.find((each) => each.seq === of);
  if (!entry)
    throw new Refusal(400, of === undefined ? 'no message of the bot has buttons' : `no message with seq ${of}`);
  if (entry.deleted) throw new Refusal(400, `the message with seq ${entry.seq} was deleted`);
  const buttons = pressable(entry.markup).flat();
  const button = typeof wanted === 'number' ? buttons[wanted - 1] : byLabel(buttons, wanted);
  if (button) return { entry, button };
  const labels = buttons.map((each, index) => `${index + 1}. ${each.text}`).join(', ') || 'none';
  throw new Refusal(
    400,
    `no button ${JSON.stringify(wanted)} in the message with seq ${entry.seq}; its buttons: ${labels}`,
  );
}

function byLabel(buttons: (InlineButton | ReplyButton)[], wanted: string): InlineButton | ReplyButton | undefined {
  const exact = buttons.find((button) => button.text === wanted);
  if (exact) return exact;
  const trimmed = buttons.find((button) => button.text.trim() === wanted.trim());
  if (trimmed) return trimmed;
  return /^\d+$/.test(wanted) ? buttons[Number(wanted) - 1] : undefined;
}

function newestWithButtons(entries: readonly Entry[]): Entry | undefined {
  const newer = new Set<number>();
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (entry.from !== 'bot' || entry.deleted || newer.has(entry.messageId)) continue;
    if (pressable(entry.markup).length > 0) return entry;
    // An edit may have taken the keyboard away, so that the older line of the message no longer counts.
    newer.add(entry.messageId);
  }
  return undefined;
}
