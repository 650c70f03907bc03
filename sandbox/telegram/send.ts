import axios from 'axios';
import { readFormatted } from './entities';
import { inlineOf, readMarkup } from './markup';
import type { Method, MethodCall, MethodResult } from './methods';
import type { ChatRecord } from './store';
import { newMessage } from './updates';
import { badRequest, Markup, Message, PhotoSize, TelegramError } from './wire';

/** Lengths in characters after the entities were read, https://core.telegram.org/bots/api#sendmessage. */
const LONGEST_TEXT = 4096;
const LONGEST_CAPTION = 1024;
const LARGEST_PHOTO = 10 * 1024 * 1024;

/** Speaking to a chat. */
export const sendMethods: Record<string, Method> = {
  sendMessage: (call) => {
    const chat = reachableChat(call);
    const fields = textFields(call);
    return send(call, chat, fields, { text: fields.text! });
  },
  sendPhoto: async (call) => {
    const chat = reachableChat(call);
    const caption = captionFields(call);
    // The markup is read first: a refused call must not leave a picture behind.
    readMarkup(call.params.raw('reply_markup'));
    const photo = await photoOf(call);
    const image = photo[photo.length - 1].file_id;
    return send(call, chat, { photo, ...caption }, { text: caption.caption ?? '', image });
  },
  sendChatAction: (call) => {
    const chat = reachableChat(call);
    const action = call.params.text('action');
    if (!/^(typing|(upload|record)_(photo|video|voice|document|video_note)|choose_sticker|find_location)$/.test(action))
      throw badRequest('wrong parameter action in request');
    const { telegram, bot } = call;
    if (telegram.isOwn(bot)) telegram.hub.emit({ type: 'typing', list: telegram.listName(chat.chat.id), action });
    return { result: true };
  },
};

/** The chat of a call, if it can be written to; throws Telegram's refusal. */
export function reachableChat({ telegram, bot, params }: MethodCall): ChatRecord {
  const id = params.text('chat_id').trim();
  if (id === '') throw badRequest('chat_id is empty');
  const chat = /^-?\d{1,15}$/.test(id) ? telegram.store.chat(bot, Number(id)) : undefined;
  if (!chat?.started) throw badRequest('chat not found');
  if (chat.blocked) throw new TelegramError(403, 'Forbidden: bot was blocked by the user');
  return chat;
}

/** Text and entities of a call, checked. */
export function textFields({ params }: MethodCall): Partial<Message> {
  const given = params.json('entities');
  const { text, entities } = readFormatted(params.text('text'), params.raw('parse_mode'));
  if (text === '') throw badRequest('message text is empty');
  if ([...text].length > LONGEST_TEXT) throw badRequest('message is too long');
  const all = Array.isArray(given) && !params.text('parse_mode') ? given : entities;
  return { text, ...(all.length > 0 && { entities: all }) };
}

/** Caption and its entities, checked. */
export function captionFields({ params }: MethodCall): Partial<Message> {
  if (!params.has('caption')) return {};
  const { text, entities } = readFormatted(params.text('caption'), params.raw('parse_mode'));
  if ([...text].length > LONGEST_CAPTION) throw badRequest('message caption is too long');
  if (text === '') return {};
  return { caption: text, ...(entities.length > 0 && { caption_entities: entities }) };
}

function send(
  call: MethodCall,
  chat: ChatRecord,
  fields: Partial<Message>,
  line: { text: string; image?: string },
): MethodResult {
  const { telegram, bot, params } = call;
  const markup: Markup | undefined = readMarkup(params.raw('reply_markup'));
  const replied = replyOf(call, chat);
  const message = newMessage(telegram.store, bot, chat, bot.user, {
    ...(replied && { reply_to_message: replied }),
    ...fields,
    ...(inlineOf(markup) && { reply_markup: inlineOf(markup) }),
  });
  telegram.store.saveMessage(bot, message);
  telegram.addLine(bot, chat.chat.id, { from: 'bot', messageId: message.message_id, ...line, markup });
  return { result: message };
}

function replyOf({ telegram, bot, params }: MethodCall, chat: ChatRecord): Message | undefined {
  const given = params.json('reply_parameters') as
    { message_id?: number; allow_sending_without_reply?: boolean } | undefined;
  const id = given?.message_id ?? params.number('reply_to_message_id');
  if (!id) return undefined;
  const message = telegram.store.message(bot, chat.chat.id, Number(id));
  if (message) {
    const { reply_to_message: _deeper, ...whole } = message;
    return whole as Message;
  }
  if (given?.allow_sending_without_reply || params.flag('allow_sending_without_reply')) return undefined;
  throw badRequest('message to be replied not found');
}

async function photoOf({ telegram, params, gone }: MethodCall): Promise<PhotoSize[]> {
  const { files } = telegram.store;
  const upload = params.upload('photo');
  const given = params.text('photo');
  if (!upload && given === '') throw badRequest('there is no photo in the request');
  const data = upload?.data ?? (/^https?:\/\//.test(given) ? await download(given, gone) : undefined);
  if (!data) {
    const known = files.get(given);
    const bytes = known && files.read(known);
    if (!bytes) throw badRequest('wrong file identifier/HTTP URL specified');
    return files.addPhoto(bytes) ?? fail('IMAGE_PROCESS_FAILED');
  }
  if (data.length > LARGEST_PHOTO) throw new TelegramError(413, 'Request Entity Too Large');
  if (data.length === 0) throw badRequest('file must be non-empty');
  return files.addPhoto(data) ?? fail(upload ? 'IMAGE_PROCESS_FAILED' : 'wrong type of the web page content');
}

async function download(url: string, signal: AbortSignal): Promise<Buffer> {
  try {
    const answer = await axios.get<ArrayBuffer>(url, {
      responseType: 'arraybuffer',
      proxy: false,
      timeout: 20_000,
      maxContentLength: LARGEST_PHOTO,
      signal,
    });
    return Buffer.from(answer.data);
  } catch {
    throw badRequest('failed to get HTTP URL content');
  }
}

function fail(reason: string): never {
  throw badRequest(reason);
}
