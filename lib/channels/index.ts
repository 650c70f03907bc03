import type { ChatAddress } from '../sessions/types';
import { isAvitoEvent, parseAvitoEvent } from './avito/parse';
import { AVITO } from './avito/render';
import { parseTelegramUpdate } from './telegram/parse';
import { TELEGRAM } from './telegram/render';
import type { Capabilities, Inbound } from './types';
import { isVkEvent, parseVkEvent } from './vk/parse';
import { VK } from './vk/render';

/** The messengers. A new one is a folder beside this file and a line in each of the two lists. */

/** What each of them can show. */
export const CAPABILITIES: Record<ChatAddress['channel'], Capabilities> = { telegram: TELEGRAM, vk: VK, avito: AVITO };

/** How each of them is known by the shape of its events, and read. `account` names a Telegram bot; the others name themselves. */
const READERS: {
  is: (json: Record<string, unknown>) => boolean;
  parse: (json: unknown, account: string, arrivedAt: string) => Inbound | null;
}[] = [
  { is: ({ update_id }) => typeof update_id === 'number', parse: parseTelegramUpdate },
  { is: isVkEvent, parse: (json, _account, arrivedAt) => parseVkEvent(json, arrivedAt) },
  { is: isAvitoEvent, parse: (json, _account, arrivedAt) => parseAvitoEvent(json, arrivedAt) },
];

/** Whether an item is what a trigger of one of the messengers emits. */
export const isMessengerEvent = (json: Record<string, unknown>): boolean => READERS.some(({ is }) => is(json));

/** Reads an event of whichever messenger. Null: it concerns nobody here. */
export function parseInbound(json: Record<string, unknown>, account: string, arrivedAt: string): Inbound | null {
  return READERS.find(({ is }) => is(json))?.parse(json, account, arrivedAt) ?? null;
}
