import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { chatDetailsOf } from '../../lib/channels/avito/chat';
import { parseAvitoEvent } from '../../lib/channels/avito/parse';
import { PATHS } from '../../lib/channels/avito/paths';
import { fieldOf, idOf, secondsOf } from '../../lib/channels/avito/values';
import type { Avito } from '../shared/avito';

/** Unread messages of one chat that are read at most. */
const MOST = 100;

const createdOf = (message: unknown): number => secondsOf(fieldOf(message, 'created')) ?? 0;

/** A message of the history as Avito's webhook would have brought it; its key is the same, so a repeat is known as one. */
function eventOf(account: string, chat: unknown, message: unknown): IDataObject {
  const context = fieldOf(chat, 'context');
  const isAboutItem = fieldOf(context, 'type') === 'item';
  const field = (name: string) => fieldOf(message, name) as IDataObject;
  return {
    id: `unread-${String(field('id'))}`,
    version: 'v3.0.0',
    timestamp: Math.floor(DateTime.utc().toSeconds()),
    payload: {
      type: 'message',
      value: {
        id: field('id'),
        chat_id: fieldOf(chat, 'id') as string,
        user_id: Number(account),
        author_id: field('author_id'),
        created: field('created'),
        type: field('type'),
        chat_type: isAboutItem ? 'u2i' : 'u2u',
        ...(isAboutItem ? { item_id: fieldOf(fieldOf(context, 'value'), 'id') as number } : {}),
        content: field('content'),
      },
    },
    chat: { ...chatDetailsOf(chat, account) },
  };
}

/**
 * The unread messages of buyers as events, oldest first.
 *
 * @returns the events, and the chats that were looked through
 */
export async function unreadEvents(
  avito: Avito,
  account: string,
  chats: unknown[],
  hours: number,
): Promise<{ events: IDataObject[]; read: string[] }> {
  const now = DateTime.utc();
  const since = now.minus({ hours }).toSeconds();
  const found: { created: number; event: IDataObject }[] = [];
  const read: string[] = [];
  for (const chat of chats) {
    const id = idOf(fieldOf(chat, 'id'));
    if (!id) continue;
    const body = await avito.call('GET', PATHS.messages(account, id), { query: { limit: MOST } });
    const messages = Array.isArray(body) ? body : fieldOf(body, 'messages');
    for (const message of Array.isArray(messages) ? messages : []) {
      if (fieldOf(message, 'direction') !== 'in' || fieldOf(message, 'is_read') === true) continue;
      const created = createdOf(message);
      const event = eventOf(account, chat, message);
      if (created >= since && parseAvitoEvent(event, now.toISO())) found.push({ created, event });
    }
    read.push(id);
  }
  return { events: found.sort((a, b) => a.created - b.created).map(({ event }) => event), read };
}
