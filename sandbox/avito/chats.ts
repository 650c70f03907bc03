import { z } from 'zod';
import type { Asked } from './asked';
import type { Avito } from './avito';
import { valid } from './endpoint';
import { chatView, listing, messageView, sentView } from './views';
import { AvitoError, Dialog, invalid } from './wire';

const LONGEST_TEXT = 1000;
const DELETABLE_MS = 60 * 60 * 1000;

const page = {
  limit: z.coerce.number().int().min(1).max(100).default(100),
  offset: z.coerce.number().int().min(0).max(1000).default(0),
};
/** Given again and again, or once with commas. */
const list = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((each) => each.split(',')));
const chatsQuery = z.object({
  ...page,
  item_ids: list.optional(),
  unread_only: z.enum(['true', 'false', '1', '0']).default('false'),
  chat_types: list.pipe(z.array(z.enum(['u2i', 'u2u', 'a2u']))).default(['u2i']),
});
const messagesQuery = z.object(page);
const textBody = z.object({
  type: z.literal('text'),
  message: z.object({
    text: z
      .string()
      .min(1, 'is empty')
      .refine((text) => [...text].length <= LONGEST_TEXT, `is longer than ${LONGEST_TEXT} characters`),
  }),
});
const imageBody = z.object({ image_id: z.string().min(1) });

/** The chat of the path. */
function chatOf({ store }: Avito, { params }: Asked): Dialog {
  const dialog = store.known(params.chat_id);
  if (!dialog) throw new AvitoError(404, 'chat not found');
  return dialog;
}

/** A chat in which the buyer still wants to hear the shop. */
function openChatOf(avito: Avito, asked: Asked): Dialog {
  const dialog = chatOf(avito, asked);
  if (dialog.blocked) throw new AvitoError(403, 'the user has put you on the blacklist');
  return dialog;
}

/** `GET /messenger/v2/accounts/{user_id}/chats`. Every chat here is about the listing (u2i). */
export function chats(avito: Avito, { query }: Asked): object {
  const { limit, offset, item_ids, unread_only, chat_types } = valid(chatsQuery, query);
  const wanted = chat_types.includes('u2i') && (item_ids === undefined || item_ids.includes(String(listing(avito).id)));
  const unreadOnly = unread_only === 'true' || unread_only === '1';
  const all = wanted ? avito.store.active().filter((dialog) => !unreadOnly || avito.isUnread(dialog)) : [];
  const shown = all.slice(offset, offset + limit);
  return {
    chats: shown.map((dialog) => chatView(avito, dialog)),
    meta: { has_more: all.length > offset + limit },
  };
}

/** `GET /messenger/v2/accounts/{user_id}/chats/{chat_id}`. */
export function chat(avito: Avito, asked: Asked): object {
  return chatView(avito, chatOf(avito, asked));
}

/** `GET /messenger/v3/accounts/{user_id}/chats/{chat_id}/messages/`: newest first; nothing is marked as read. */
export function messages(avito: Avito, asked: Asked): object {
  const { limit, offset } = valid(messagesQuery, asked.query);
  const newestFirst = [...avito.store.of(chatOf(avito, asked).id)].reverse();
  return { messages: newestFirst.slice(offset, offset + limit).map((message) => messageView(avito, message)) };
}

/** `POST /messenger/v1/accounts/{user_id}/chats/{chat_id}/messages`. */
export function sendText(avito: Avito, asked: Asked): object {
  const dialog = openChatOf(avito, asked);
  const { text } = valid(textBody, asked.body).message;
  const { author_id: _author, ...sent } = sentView(avito, avito.sendOut(dialog, { type: 'text', text }));
  return sent;
}

/** `POST /messenger/v1/accounts/{user_id}/chats/{chat_id}/messages/image`. */
export function sendImage(avito: Avito, asked: Asked): object {
  const dialog = openChatOf(avito, asked);
  const { image_id: image } = valid(imageBody, asked.body);
  if (!avito.images.has(image)) throw invalid('image_id', 'there is no such image');
  return sentView(avito, avito.sendOut(dialog, { type: 'image', image }));
}

/** `POST .../messages/{message_id}`: deletes one of the account's own messages, which stays as `deleted`. */
export function deleteMessage(avito: Avito, asked: Asked): object {
  const dialog = chatOf(avito, asked);
  const message = avito.store.message(dialog.id, asked.params.message_id);
  if (!message) throw new AvitoError(404, 'message not found');
  if (message.author !== avito.options.userId) throw new AvitoError(403, 'only own messages can be deleted');
  if (Date.now() - message.at > DELETABLE_MS)
    throw new AvitoError(400, 'a message can be deleted within an hour after it was sent');
  avito.store.save(Object.assign(message, { content: { type: 'deleted' } }));
  avito.log.remove(avito.nameOf(dialog), message.id);
  return {};
}

/** `POST .../chats/{chat_id}/read`. */
export function readChat(avito: Avito, asked: Asked): object {
  avito.readByShop(chatOf(avito, asked));
  return { ok: true };
}
