import { createHash } from 'node:crypto';
import type { Reply } from '../../dialogue/types';
import { asTexts, lineOf } from '../list';
import { splitText } from '../split';
import type { Capabilities } from '../types';
import { asList, carouselOf, type TakenPhoto } from './cards';
import { cut, fitsInline, inlineKeyboard, linkButton, ownButton, persistentKeyboard } from './keyboard';

/** VK's schema allows 9000 characters, bots in the wild meet error 914 above 4096: reference/vk.md, section 3. */
export const VK: Capabilities = {
  textLimit: 4000,
  captionLimit: 4000,
  choices: 'keyboard',
  typing: true,
  carousel: true,
};
/** Characters of the words that flash up after a press. */
const SNACKBAR_LIMIT = 90;

/** Fields of a call's form. */
export type VkParams = Record<string, string | number>;

/** One call of the VK API. `essential`: the reply has not arrived without it. */
export interface VkCall {
  method: 'messages.send' | 'messages.setActivity' | 'messages.sendMessageEventAnswer';
  params: VkParams;
  essential: boolean;
  /** A picture to upload first; what comes of it belongs into the parameter `attachment`. */
  picture?: string;
  /** It holds a carousel, which VK may refuse for its pictures; then `renderVkList` says the same without one. */
  carousel?: true;
  /**
   * It holds buttons: what to send in its place, and in place of those after it, where the community has them off (error
   * 912). The same words under the same `random_id`, the options as a list.
   */
  without?: VkCall[];
}

/** A message to be sent in as many parts as its length needs. */
export interface VkMessage {
  peer: string;
  text: string;
  /** Goes with the first part. */
  picture?: string;
  /** Go with the first part: attachments, the message that is answered. */
  first?: VkParams;
  /** Go with the last part: keyboard, template. */
  last?: VkParams;
  /** Whether VK shows a preview of the first address in the text. */
  previews?: boolean;
}

/**
 * VK throws away a message whose `random_id` it has had from this sender within the hour: the same number for the same
 * part makes a repeat harmless. int32, never 0 (which switches the check off).
 */
export function randomId(key: string, part: number): number {
  const drawn = createHash('sha1').update(`${key}:${part}`).digest().readInt32BE() & 0x7fffffff;
  return drawn || 1;
}

/** The calls that send a message, in order. A message without words and picture gives one call all the same. */
export function messageCalls({ text, ...message }: VkMessage, key: string): VkCall[] {
  const words = splitText(text, VK.textLimit);
  return partCalls(words.length ? words : [''], message, key);
}

/** A message whose text is in parts already. */
function partCalls(
  parts: string[],
  { peer, picture, first, last, previews = false }: Omit<VkMessage, 'text'>,
  key: string,
): VkCall[] {
  return parts.map((part, index) => ({
    method: 'messages.send',
    params: {
      peer_id: peer,
      random_id: randomId(key, index),
      message: part,
      dont_parse_links: previews ? 0 : 1,
      ...(index === 0 ? first : {}),
      ...(index === parts.length - 1 ? last : {}),
    },
    essential: true,
    ...(index === 0 && picture ? { picture } : {}),
  }));
}

/** What stands under the words. The link is a button (and `link`) only where buttons can stand under the message itself. */
function choices({ text, buttons = [], link }: Reply): Pick<Reply, 'text' | 'link'> & { keyboard?: string } {
  const rows = buttons.map((row) => row.map(ownButton)).filter((row) => row.length);
  const withLink = link ? [[linkButton(link.label, link.url)], ...rows] : rows;
  if (!withLink.length) return { text };
  if (fitsInline(withLink)) return { text, link, keyboard: inlineKeyboard(withLink) };
  const keyboard = fitsInline(rows) ? inlineKeyboard(rows) : persistentKeyboard(rows, true);
  return { text: [text, link && lineOf(link)].filter(Boolean).join('\n\n'), keyboard };
}

/** Stops the spinner of a callback button. `answers` is `<event id>:<user id>`, as lib/channels/vk/parse.ts gives it. */
function answerCall(answers: string, peer_id: string, toast?: string): VkCall {
  const at = answers.lastIndexOf(':');
  const shown: VkParams = toast
    ? { event_data: JSON.stringify({ type: 'show_snackbar', text: cut(toast, SNACKBAR_LIMIT) }) }
    : {};
  return {
    method: 'messages.sendMessageEventAnswer',
    params: { event_id: answers.slice(0, at), user_id: answers.slice(at + 1), peer_id, ...shown },
    // A press can be answered for a minute only; the message itself matters more.
    essential: false,
  };
}

/** The words with what stands under them. */
function wordCalls(reply: Reply, chat: string, key: string, first?: VkParams): VkCall[] {
  const { text, link, keyboard } = choices(reply);
  if (!text.trim() && !reply.image) return [];
  const message = { peer: chat, picture: reply.image, first };
  if (!keyboard) return messageCalls({ ...message, text }, key);
  const calls = messageCalls({ ...message, text, last: { keyboard } }, key);
  const last = calls.length - 1;
  // The parts before the last one are the same in both, and stay as they are.
  const listed = partCalls(asTexts({ ...reply, text, link }, VK.textLimit), message, key).slice(last);
  return calls.map((call, part) => (part === last ? { ...call, without: listed } : call));
}

/** The cards as a carousel, and after it the words with the buttons that are on no card. Null: VK could not show it. */
function cardCalls(reply: Reply, chat: string, key: string, photos: (TakenPhoto | null)[]): VkCall[] | null {
  const shown = carouselOf(reply, photos);
  if (!shown) return null;
  const { message, template, rest } = shown;
  const without = renderVkList(reply, chat, key, photos).flatMap((call) => call.without ?? [call]);
  const carousel = messageCalls({ peer: chat, text: message, last: { template } }, `${key}:cards`);
  return [
    ...carousel.map((call) => ({ ...call, carousel: true as const, without })),
    // Of a part of the options the places would be wrong.
    ...wordCalls({ ...rest, unnumbered: true }, chat, key),
  ];
}

/**
 * The essential calls of a reply whose cards VK does not show as a carousel: the cards are named in the words, and those
 * pictures that VK has taken hang on them.
 */
export function renderVkList(reply: Reply, chat: string, key: string, photos: (TakenPhoto | null)[] = []): VkCall[] {
  const attachment = photos.flatMap((photo) => photo?.attachment ?? []).join();
  return wordCalls(asList(reply), chat, key, attachment ? { attachment } : undefined);
}

/**
 * Translates a reply into calls of the VK API, in the order in which they are to be made. VK shows text as it is, so
 * nothing needs escaping.
 *
 * @param chat VK's `peer_id`
 * @param key the same whenever the reply is sent again
 * @param photos the uploaded picture of each card, by place; null or absent where it has none
 */
export function renderVk(reply: Reply, chat: string, key: string, photos: (TakenPhoto | null)[] = []): VkCall[] {
  const calls: VkCall[] = [];
  if (reply.typing) {
    calls.push({ method: 'messages.setActivity', params: { peer_id: chat, type: 'typing' }, essential: false });
  }
  calls.push(...(cardCalls(reply, chat, key, photos) ?? renderVkList(reply, chat, key)));
  if (reply.answers !== undefined) calls.push(answerCall(reply.answers, chat, reply.toast));
  return calls;
}
