import type { Button } from '../../dialogue/types';

/** A button in VK's own words: https://dev.vk.com/ru/api/bots/development/keyboard. */
export interface VkButton {
  action: Record<string, string>;
  /** Only text and callback buttons have one. */
  color?: 'primary' | 'secondary' | 'negative' | 'positive';
}

/** Characters of a button's label. */
export const LABEL_LIMIT = 40;
/** Characters of a button's payload. */
export const PAYLOAD_LIMIT = 255;
const PER_ROW = 5;
const INLINE = { rows: 6, buttons: 10 };
const PERSISTENT = { rows: 10, buttons: 40 };

/** At most `limit` characters; what is cut ends in an ellipsis. Never cuts a character of two units in half. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${head.trimEnd()}…`;
}

/** A button that writes its label into the chat. `payload` comes back with it. */
export const textButton = (label: string, payload?: string, color: VkButton['color'] = 'secondary'): VkButton => ({
  action: { type: 'text', label: cut(label, LABEL_LIMIT), ...(payload ? { payload } : {}) },
  color,
});

/** A button that only tells the bot. */
export const callbackButton = (label: string, payload?: string, color: VkButton['color'] = 'secondary'): VkButton => ({
  action: { type: 'callback', label: cut(label, LABEL_LIMIT), ...(payload ? { payload } : {}) },
  color,
});

/** A button that opens an address. */
export const linkButton = (label: string, link: string): VkButton => ({
  action: { type: 'open_link', link, label: cut(label, LABEL_LIMIT) },
});

/** Our own button as VK carries it; lib/channels/vk/parse.ts reads it back. */
export const ownButton = ({ label, data }: Button): VkButton => textButton(label, JSON.stringify({ d: data }));

const inRows = (buttons: VkButton[], perRow: number): VkButton[][] =>
  Array.from({ length: Math.ceil(buttons.length / perRow) }, (_, row) =>
    buttons.slice(row * perRow, (row + 1) * perRow),
  );

const narrow = (rows: VkButton[][]): VkButton[][] => rows.flatMap((row) => inRows(row, PER_ROW));

/** Whether rows can stand under the message itself. */
export function fitsInline(rows: VkButton[][]): boolean {
  return narrow(rows).length <= INLINE.rows && rows.flat().length <= INLINE.buttons;
}

/** Whether rows can stand in place of the phone's keyboard as they are. */
export function fitsPersistent(rows: VkButton[][]): boolean {
  return narrow(rows).length <= PERSISTENT.rows && rows.flat().length <= PERSISTENT.buttons;
}

/** Buttons under the message itself, as the parameter `keyboard` wants it. The caller has asked `fitsInline`. */
export const inlineKeyboard = (rows: VkButton[][]): string => JSON.stringify({ inline: true, buttons: narrow(rows) });

/**
 * Buttons in place of the phone's keyboard. Rows are joined where there are too many of them; buttons over VK's forty are
 * left out (what they say can still be written).
 *
 * @param oneTime hides it after a press
 */
export function persistentKeyboard(rows: VkButton[][], oneTime: boolean): string {
  const kept = rows.flat().slice(0, PERSISTENT.buttons);
  const buttons = fitsPersistent(rows) ? narrow(rows) : inRows(kept, Math.ceil(kept.length / PERSISTENT.rows));
  return JSON.stringify({ one_time: oneTime, inline: false, buttons });
}

/** Takes a persistent keyboard away. */
export const NO_KEYBOARD = JSON.stringify({ buttons: [] });
