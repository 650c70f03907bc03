import type { Line } from '../api/chatLog';
import type { Vk } from './vk';
import type { Attachment, Button, CarouselElement, Message, Photo } from './wire';

/** A button that a person can press. `inline`: it hangs on the message, and is not part of the keyboard below the chat. */
export interface Pressable {
  label: string;
  type: 'text' | 'callback' | 'location';
  payload?: string;
  inline: boolean;
}

/** The buttons of a line in the order of its list, and the message that they belong to. */
export interface Shown {
  cmid: number;
  buttons: Pressable[];
}

/** What VK's clients write on a button that sends the place. */
const LOCATION_LABEL = 'Отправить местоположение';

/**
 * Shows a message of the community's in its chat: the words with a carousel's elements below them, the first picture, all
 * that can be pressed. `edits` is the line of the message before it was edited; `kind` tells that a person wrote it.
 */
export function show(vk: Vk, message: Message, also: { edits?: number; kind?: string } = {}): void {
  const { peer_id: peer, conversation_message_id: cmid, keyboard, template } = message;
  const chat = vk.person(peer)!.name;
  const cards = template?.elements ?? [];
  const rows = [
    ...cards.map(({ buttons }) => pressables(buttons, true)),
    ...(keyboard?.buttons ?? []).map((row) => pressables(row, keyboard!.inline)),
  ].filter((row) => row.length > 0);
  const buttons = rows.flat();
  const image = imageOf(vk, message);
  const link = linkOf(message);
  const line: Line = {
    from: 'bot',
    vendorId: String(message.id),
    text: [message.text, ...cards.map(wordsOf)].filter((words) => words !== '').join('\n'),
    buttons: buttons.map(({ label }) => label),
    ...(rows.length > 0 && { rows: rows.map((row) => row.map(({ label }) => label)) }),
    ...(image !== undefined && { image }),
    ...(link !== undefined && { link }),
    ...also,
  };
  const { seq } = vk.log.add(chat, line);
  if (buttons.length > 0) vk.showAt(chat, seq, { cmid, buttons });
  if (keyboard && !keyboard.inline)
    vk.dialogs.change(peer, { keyboard: keyboard.buttons.length > 0 ? seq : undefined });
}

/** The address under which a person's browser finds a picture; VK's own is for programs, whose calls are listed. */
export function imageUrl({ orig_photo }: Photo): string {
  return orig_photo.url.replace('/vk/files/', '/vk/view/');
}

/** The first picture among attachments. */
export function firstImage(attachments: Attachment[]): string | undefined {
  const photo = attachments.find(({ type }) => type === 'photo')?.photo;
  return photo && imageUrl(photo);
}

function pressables(row: Button[], inline: boolean): Pressable[] {
  return row.flatMap(({ action: { type, label, payload } }): Pressable[] => {
    const rest = { ...(payload !== undefined && { payload }), inline };
    if (type === 'text' || type === 'callback') return [{ label: label!, type, ...rest }];
    return type === 'location' ? [{ label: LOCATION_LABEL, type, ...rest }] : [];
  });
}

function wordsOf({ title, description }: CarouselElement): string {
  return [title, description].filter((words) => words !== undefined).join(': ');
}

function imageOf(vk: Vk, { attachments, template }: Message): string | undefined {
  const cover = template?.elements.find(({ photo_id }) => photo_id !== undefined)?.photo_id;
  const photo = cover === undefined ? undefined : vk.media.photo(cover);
  return firstImage(attachments) ?? (photo && imageUrl(photo));
}

function linkOf({ keyboard, template }: Message): string | undefined {
  const elements = template?.elements ?? [];
  const buttons = [...(keyboard?.buttons.flat() ?? []), ...elements.flatMap((element) => element.buttons)];
  const link = buttons.find(({ action }) => action.type === 'open_link')?.action.link;
  return link ?? elements.find(({ action }) => action?.type === 'open_link')?.action?.link;
}
