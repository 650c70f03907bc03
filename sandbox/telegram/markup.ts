import { badRequest, InlineButton, InlineMarkup, Markup, ReplyButton } from './wire';

const MOST_BUTTONS = 100;
const ACTIONS = [
  'url',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'pay',
  'copy_text',
];

/** Reads and checks `reply_markup`, given as an object or as its JSON; throws Telegram's refusal. */
export function readMarkup(given: unknown): Markup | undefined {
  if (given === undefined || given === null || given === '') return undefined;
  const markup = typeof given === 'string' ? parse(given) : given;
  if (!isRecord(markup)) throw badRequest('object expected as reply markup');
  if (markup.inline_keyboard !== undefined) return readInline(markup.inline_keyboard);
  if ('keyboard' in markup) return { ...markup, keyboard: readReply(markup.keyboard) };
  if (markup.remove_keyboard === true) return { ...markup, remove_keyboard: true };
  if (markup.force_reply === true) return { ...markup, force_reply: true };
  return undefined;
}

/** The inline keyboard of a markup, if it is one. */
export function inlineOf(markup: Markup | undefined): InlineMarkup | undefined {
  return markup && 'inline_keyboard' in markup && markup.inline_keyboard ? markup : undefined;
}

/** Buttons that a person can press, row by row; buttons that open a link are left out. */
export function pressable(markup: Markup | undefined): (InlineButton | ReplyButton)[][] {
  if (!markup) return [];
  const inline = inlineOf(markup);
  if (inline)
    return inline.inline_keyboard
      .map((row) => row.filter((button) => button.callback_data !== undefined))
      .filter((row) => row.length > 0);
  return 'keyboard' in markup ? markup.keyboard : [];
}

/** The address of the first button that opens a link. */
export function linkOf(markup: Markup | undefined): string | undefined {
  return inlineOf(markup)
    ?.inline_keyboard.flat()
    .find((button) => button.url !== undefined)?.url;
}

function readInline(rows: unknown): InlineMarkup {
  const checked = rowsOf(rows, 'inline_keyboard', 'InlineKeyboardMarkup').map((row) => row.map(readInlineButton));
  if (checked.flat().length > MOST_BUTTONS) throw badRequest('REPLY_MARKUP_TOO_LONG');
  return { inline_keyboard: checked.filter((row) => row.length > 0) };
}

function readInlineButton(given: unknown): InlineButton {
  const why = "can't parse inline keyboard button";
  if (!isRecord(given)) throw badRequest(`${why}: InlineKeyboardButton must be an Object`);
  const { text, callback_data: data, url } = given;
  if (text === undefined) throw badRequest(`${why}: Can't find field "text"`);
  if (typeof text !== 'string') throw badRequest(`${why}: Field "text" must be of type String`);
  if (text === '') throw badRequest('BUTTON_TEXT_EMPTY');
  if (url !== undefined) return { ...given, text, url: readUrl(text, url) };
  if (data !== undefined) {
    if (typeof data !== 'string' && typeof data !== 'number')
      throw badRequest(`${why}: Field "callback_data" must be of type String`);
    const bytes = Buffer.byteLength(String(data));
    if (bytes < 1 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID');
    return { ...given, text, callback_data: String(data) };
  }
  if (ACTIONS.some((action) => given[action] !== undefined)) return { ...given, text };
  throw badRequest(`${why}: Text buttons are unallowed in the inline keyboard`);
}

function readUrl(text: string, url: unknown): string {
  // Telegram also refuses loopback addresses; here the vendors' own pages live on loopback.
  if (typeof url === 'string' && /^(https?|tg|ton|tonsite):\/\/\S+$/i.test(url) && URL.canParse(url)) return url;
  throw badRequest(`inline keyboard button URL '${String(url)}' is invalid: Wrong HTTP URL (button "${text}")`);
}

function readReply(rows: unknown): ReplyButton[][] {
  return rowsOf(rows, 'keyboard', 'ReplyKeyboardMarkup').map((row) =>
    row.map((button) => {
      if (typeof button === 'string') return { text: button };
      if (isRecord(button) && typeof button.text === 'string') return { ...button, text: button.text };
      throw badRequest(`can't parse keyboard button: KeyboardButton must be a String or an Object with field "text"`);
    }),
  );
}

function rowsOf(rows: unknown, field: string, type: string): unknown[][] {
  if (!Array.isArray(rows)) throw badRequest(`field "${field}" of the ${type} must be an Array`);
  for (const row of rows) {
    if (!Array.isArray(row)) throw badRequest(`field "${field}" of the ${type} must be an Array of Arrays`);
  }
  return rows;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("can't parse reply keyboard markup JSON object");
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
