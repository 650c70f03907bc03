import { isDeepStrictEqual } from 'node:util';
import { inlineOf, readMarkup } from './markup';
import type { Method, MethodCall, MethodResult } from './methods';
import { captionFields, reachableChat, textFields } from './send';
import type { Entry } from './store';
import { unixNow } from './updates';
import { badRequest, InlineMarkup, Message } from './wire';

/** Changing what was said, answering presses, and reading files and chats. */
export const editMethods: Record<string, Method> = {
  editMessageText: (call) => {
    const message = editable(call);
    if (message.text === undefined) throw badRequest('there is no text in the message to edit');
    return change(call, message, { entities: undefined, ...textFields(call), reply_markup: markupOf(call) });
  },
  editMessageCaption: (call) => {
    const message = editable(call);
    const cleared = { caption: undefined, caption_entities: undefined };
    return change(call, message, { ...cleared, ...captionFields(call), reply_markup: markupOf(call) });
  },
  editMessageReplyMarkup: (call) => change(call, editable(call), { reply_markup: markupOf(call) }),
  deleteMessage: (call) => {
    const { telegram, bot, params } = call;
    const { id } = reachableChat(call).chat;
    const message = telegram.store.message(bot, id, params.number('message_id') ?? 0);
    if (!message) throw badRequest('message to delete not found');
    const list = telegram.listName(id);
    for (const seq of telegram.store.deleteMessage(bot, id, message.message_id)) {
      if (telegram.isOwn(bot)) telegram.hub.emit({ type: 'deleted', list, seq });
    }
    return { result: true };
  },
  answerCallbackQuery: ({ telegram, params }) => {
    const query = telegram.store.query(params.text('callback_query_id'));
    if (!query) throw badRequest('query is too old and response timeout expired or query ID is invalid');
    const text = params.text('text');
    if ([...text].length > 200) throw badRequest('MESSAGE_TOO_LONG');
    if (text !== '') telegram.hub.emit({ type: 'notice', list: query.list, text, alert: params.flag('show_alert') });
    return { result: true };
  },
  getFile: ({ telegram, params }) => {
    const id = params.text('file_id');
    if (id === '') throw badRequest('file_id is not specified');
    const file = telegram.store.files.get(id);
    if (!file) throw badRequest('invalid file_id');
    return {
      result: { file_id: file.id, file_unique_id: file.unique, file_size: file.size, file_path: file.path },
    };
  },
  getChat: (call) => {
    const { telegram, bot, params } = call;
    const chat = telegram.store.chat(bot, params.number('chat_id') ?? 0);
    if (!chat?.started) throw badRequest('chat not found');
    return { result: { ...chat.chat, accent_color_id: 0, max_reaction_count: 11 } };
  },
};

function editable(call: MethodCall): Message {
  const { telegram, bot, params } = call;
  const chat = reachableChat(call);
  const message = telegram.store.message(bot, chat.chat.id, params.number('message_id') ?? 0);
  if (!message) throw badRequest('message to edit not found');
  if (message.from.id !== bot.user.id) throw badRequest("message can't be edited");
  return message;
}

/** An edit without a keyboard takes the keyboard away. */
function markupOf({ params }: MethodCall): InlineMarkup | undefined {
  const markup = readMarkup(params.raw('reply_markup'));
  const inline = inlineOf(markup);
  if (markup && !inline) throw badRequest("message can't be edited");
  return inline && inline.inline_keyboard.length > 0 ? inline : undefined;
}

function change({ telegram, bot }: MethodCall, before: Message, fields: Partial<Message>): MethodResult {
  const edited = clean({ ...before, ...fields });
  if (isDeepStrictEqual(clean({ ...before }), edited))
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current ' +
        'content and reply markup of the message',
    );
  const message: Message = { ...edited, edit_date: unixNow() };
  telegram.store.saveMessage(bot, message);
  const { id } = message.chat;
  const first = telegram.store.entriesOf(bot, id).find((entry) => isFirst(entry, message));
  telegram.addLine(bot, id, {
    from: 'bot',
    messageId: message.message_id,
    text: message.text ?? message.caption ?? '',
    image: first?.image,
    markup: message.reply_markup,
    ...(first && { edits: first.seq }),
  });
  return { result: message };
}

function isFirst(entry: Entry, message: Message): boolean {
  return entry.messageId === message.message_id && entry.from === 'bot';
}

function clean(message: Message): Message {
  return JSON.parse(JSON.stringify(message)) as Message;
}
