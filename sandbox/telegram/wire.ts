/** The shapes of the Bot API that the sandbox speaks, https://core.telegram.org/bots/api. Times are Unix seconds. */

export interface User {
  id: number;
  is_bot: boolean;
  first_name: string;
  username?: string;
  language_code?: string;
}

export interface Chat {
  id: number;
  type: 'private' | 'group' | 'supergroup';
  title?: string;
  first_name?: string;
  username?: string;
}

export interface Entity {
  type: string;
  /** UTF-16 code units, as everywhere in the Bot API. */
  offset: number;
  length: number;
  url?: string;
  language?: string;
}

export interface FileRef {
  file_id: string;
  file_unique_id: string;
  file_size: number;
}

export interface PhotoSize extends FileRef {
  width: number;
  height: number;
}

export interface InlineButton {
  text: string;
  callback_data?: string;
  url?: string;
  [other: string]: unknown;
}

export interface InlineMarkup {
  inline_keyboard: InlineButton[][];
}

export interface ReplyButton {
  text: string;
  callback_data?: undefined;
  request_contact?: boolean;
  request_location?: boolean;
}

/** What a message may carry: an inline keyboard stays with it, the other three change the customer's input field. */
export type Markup =
  | InlineMarkup
  | { keyboard: ReplyButton[][]; inline_keyboard?: undefined; is_persistent?: boolean; one_time_keyboard?: boolean }
  | { remove_keyboard: true; selective?: boolean }
  | { force_reply: true; input_field_placeholder?: string; selective?: boolean };

export interface Message {
  message_id: number;
  from: User;
  chat: Chat;
  date: number;
  edit_date?: number;
  media_group_id?: string;
  reply_to_message?: Message;
  text?: string;
  entities?: Entity[];
  caption?: string;
  caption_entities?: Entity[];
  photo?: PhotoSize[];
  reply_markup?: InlineMarkup;
  [content: string]: unknown;
}

export interface Update {
  update_id: number;
  message?: Message;
  edited_message?: Message;
  callback_query?: {
    id: string;
    from: User;
    message: Message;
    chat_instance: string;
    data: string;
  };
  my_chat_member?: object;
}

/** The kinds of update that the sandbox sends. */
export type UpdateKind = Exclude<keyof Update, 'update_id'>;

/** A refusal in Telegram's words; `code` is the HTTP status and `error_code`. */
export class TelegramError extends Error {
  constructor(
    readonly code: number,
    readonly description: string,
    readonly parameters?: { retry_after?: number },
  ) {
    super(description);
  }
}

/** 400 with Telegram's prefix. */
export function badRequest(reason: string): TelegramError {
  return new TelegramError(400, `Bad Request: ${reason}`);
}
