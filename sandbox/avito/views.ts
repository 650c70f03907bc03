import { randomUUID } from 'node:crypto';
import type { Avito } from './avito';
import { STANDING_IMAGE } from './images';
import type { Content, Dialog, Message } from './wire';

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

/** Milliseconds as Avito tells time. */
export const seconds = (ms: number): number => Math.floor(ms / 1000);

/** The one listing of the account, which every chat is about. */
export function listing({ options }: Avito): { id: number; title: string; price_string: string; url: string } {
  const id = options.itemId;
  const url = `https://www.avito.ru/moskva/predlozheniya_uslug/tort_na_zakaz_${id}`;
  return { id, title: 'Торт на заказ', price_string: 'от 2 500 ₽', url };
}

/** A message's content as the API tells it. */
export function contentView(avito: Avito, content: Content): object {
  switch (content.type) {
    case 'text':
      return { text: content.text };
    case 'system':
      return { text: content.text, flow_id: content.flow };
    case 'image':
      return { image: { sizes: avito.images.sizes(content.image) } };
    case 'voice':
      return { voice: { voice_id: content.voice } };
    case 'item': {
      const { title, price_string, url } = listing(avito);
      return {
        item: { title, price_string, item_url: url, image_url: avito.images.address(STANDING_IMAGE, '140x105') },
      };
    }
    case 'location':
      return {
        location: { lat: 55.751244, lon: 37.618423, kind: 'street', title: 'Москва', text: 'Москва, Красная площадь' },
      };
    default:
      return {};
  }
}

/** A message as it is answered when it was just sent, and as a chat's last one. */
export function sentView(avito: Avito, message: Message): Record<string, unknown> {
  const { id, author, at, content } = message;
  return {
    id,
    author_id: author,
    created: seconds(at),
    direction: author === avito.options.userId ? 'out' : 'in',
    type: content.type,
    content: contentView(avito, content),
  };
}

/** A message as history tells it. */
export function messageView(avito: Avito, message: Message): object {
  const read = message.read === null ? null : seconds(message.read);
  return { ...sentView(avito, message), is_read: read !== null, read };
}

/** A chat as the API tells it. */
export function chatView(avito: Avito, dialog: Dialog): object {
  const { options, images, log, store } = avito;
  const item = listing(avito);
  const profile = (id: number): object => ({
    user_id: id,
    item_id: item.id,
    url: `https://www.avito.ru/user/${id}/profile`,
    avatar: { default: images.address(STANDING_IMAGE, '140x105'), images: {} },
  });
  const person = (id: number, name: string): object => ({ id, name, public_user_profile: profile(id) });
  return {
    id: dialog.id,
    created: seconds(dialog.created),
    updated: seconds(dialog.updated),
    context: {
      type: 'item',
      value: {
        ...item,
        status_id: 10,
        user_id: options.userId,
        images: { count: 1, main: { '140x105': images.address(STANDING_IMAGE, '140x105') } },
      },
    },
    users: [person(dialog.buyer, log.withId(dialog.id)?.person ?? ''), person(options.userId, options.shopName)],
    last_message: sentView(avito, store.of(dialog.id).at(-1)!),
  };
}

/** The body of the notification (v3) about a message. */
export function notification(avito: Avito, message: Message): string {
  const { id, chat, author, at, content } = message;
  const value = {
    id,
    chat_id: chat,
    user_id: avito.options.userId,
    author_id: author,
    created: seconds(at),
    published_at: new Date(at).toISOString(),
    type: content.type,
    chat_type: 'u2i',
    item_id: listing(avito).id,
    read: null,
    content: contentView(avito, content),
  };
  return JSON.stringify({
    id: randomUUID(),
    version: 'v3.0.0',
    timestamp: seconds(Date.now()),
    payload: { type: 'message', value },
  });
}

/** The listing as `GET /core/v1/accounts/{user}/items/{item}/` tells it: without title, price and picture. */
export function itemView(avito: Avito): object {
  const now = Date.now();
  return {
    status: 'active',
    url: listing(avito).url,
    start_time: new Date(now - MONTH_MS).toISOString(),
    finish_time: new Date(now + MONTH_MS).toISOString(),
    autoload_item_id: null,
    vas: [],
  };
}
