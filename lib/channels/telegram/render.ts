import type { Button, Reply, ReplyCard } from '../../dialogue/types';
import { splitText } from '../split';
import type { Capabilities } from '../types';

/** Limits of the Bot API: https://core.telegram.org/bots/api#sendmessage, #sendphoto, #answercallbackquery. */
export const TELEGRAM: Capabilities = {
  textLimit: 4096,
  captionLimit: 1024,
  choices: 'inline',
  typing: true,
  carousel: false,
};
const TOAST_LIMIT = 200;

/** One call of the Bot API. */
export interface TelegramCall {
  method: 'sendMessage' | 'sendPhoto' | 'sendChatAction' | 'answerCallbackQuery';
  body: Record<string, unknown>;
  /** The reply has not arrived without it. */
  essential: boolean;
  /** Not essential, but it stands before what follows, which waits for its end and not for its success. */
  before?: true;
}

function keyboard(reply: { buttons?: Button[][]; link?: Reply['link'] }): Record<string, unknown> {
  const rows: Record<string, string>[][] = (reply.buttons ?? []).map((row) =>
    row.map(({ label, data }) => ({ text: label, callback_data: data })),
  );
  if (reply.link) rows.unshift([{ text: reply.link.label, url: reply.link.url }]);
  return rows.length ? { reply_markup: { inline_keyboard: rows } } : {};
}

/** A card as a picture with its words and buttons under it. The words of the reply say the same, so it may fail. */
function cardCall({ title, text, image, buttons }: ReplyCard, chat_id: string): TelegramCall[] {
  if (image === undefined) return [];
  const [caption] = splitText([title, text].filter(Boolean).join('\n'), TELEGRAM.captionLimit);
  const body = { chat_id, photo: image, caption, ...keyboard({ buttons: [buttons] }) };
  return [{ method: 'sendPhoto', body, essential: false, before: true }];
}

/**
 * Translates a reply into calls of the Bot API, in the order in which they are to be made. No `parse_mode` is ever set,
 * so that no character of a customer or of the menu can break the formatting. Buttons hang on the last part of a long
 * text.
 */
export function renderTelegram(reply: Reply, chat: string): TelegramCall[] {
  const calls: TelegramCall[] = [];
  const chat_id = chat;
  if (reply.typing) {
    calls.push({ method: 'sendChatAction', body: { chat_id, action: 'typing' }, essential: false });
  }
  calls.push(...(reply.cards ?? []).flatMap((card) => cardCall(card, chat)));
  const captioned = reply.image !== undefined && reply.text.length <= TELEGRAM.captionLimit;
  if (reply.image !== undefined) {
    const caption = captioned ? { caption: reply.text, ...keyboard(reply) } : {};
    calls.push({ method: 'sendPhoto', body: { chat_id, photo: reply.image, ...caption }, essential: true });
  }
  if (!captioned) {
    const parts = splitText(reply.text, TELEGRAM.textLimit);
    parts.forEach((text, index) => {
      const last = index === parts.length - 1;
      calls.push({
        method: 'sendMessage',
        body: { chat_id, text, link_preview_options: { is_disabled: true }, ...(last ? keyboard(reply) : {}) },
        essential: true,
      });
    });
  }
  if (reply.answers !== undefined) {
    const words = reply.toast ? { text: reply.toast.slice(0, TOAST_LIMIT) } : {};
    calls.push({
      method: 'answerCallbackQuery',
      body: { callback_query_id: reply.answers, ...words },
      // A press is answerable for a few minutes only; the message itself matters more.
      essential: false,
    });
  }
  return calls;
}
