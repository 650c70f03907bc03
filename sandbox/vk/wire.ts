/** The shapes of VK's API 5.199 that the sandbox speaks, https://dev.vk.com/ru/reference. Times are Unix seconds. */

/** One size of a picture; `type` as https://dev.vk.com/ru/reference/objects/photo-sizes names them. */
export interface PhotoSize {
  type: string;
  url: string;
  width: number;
  height: number;
}

/** A picture; `owner_id` of a community is negative. */
export interface Photo {
  album_id: number;
  date: number;
  id: number;
  owner_id: number;
  access_key: string;
  sizes: PhotoSize[];
  text: string;
  has_tags: boolean;
  orig_photo: PhotoSize;
}

/** What hangs on a message: under the key that `type` names stands the thing itself. */
export interface Attachment {
  type: string;
  photo?: Photo;
  [kind: string]: unknown;
}

/** A message of a dialog. `payload` is JSON in a string, `from_id` of the community is negative. */
export interface Message {
  id: number;
  conversation_message_id: number;
  date: number;
  from_id: number;
  peer_id: number;
  out: 0 | 1;
  text: string;
  attachments: Attachment[];
  fwd_messages: object[];
  important: boolean;
  is_hidden: boolean;
  random_id: number;
  version: number;
  update_time?: number;
  payload?: string;
  geo?: object;
  reply_message?: object;
  keyboard?: Keyboard & { author_id: number };
  template?: Carousel;
  admin_author_id?: number;
}

/** A button's action; `payload` is JSON in a string. */
export interface Action {
  type: string;
  label?: string;
  payload?: string;
  link?: string;
  [other: string]: unknown;
}

export interface Button {
  action: Action;
  color?: string;
}

export interface Keyboard {
  one_time: boolean;
  inline: boolean;
  buttons: Button[][];
}

/** One card of a carousel; `photo_id` is `<owner>_<id>`. */
export interface CarouselElement {
  title?: string;
  description?: string;
  photo_id?: string;
  buttons: Button[];
  action?: { type: string; link?: string };
}

export interface Carousel {
  type: 'carousel';
  elements: CarouselElement[];
}

/** An event of the Callback API or of Long Poll, without what belongs to the receiver: version and secret. */
export interface VkEvent {
  type: string;
  event_id: string;
  object: object;
}

/** Now, as VK tells time. */
export function unixNow(): number {
  return Math.floor(Date.now() / 1000);
}

/** Whether it is an object and no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
