import { Channel, ListedMessage, Refusal, Say } from '../api/channel';
import type { LoggedChat } from '../api/chatLog';
import { findButton } from './buttons';
import { contentOf, GEO } from './content';
import { ADMIN_ID } from './groups';
import { firstImage } from './show';
import type { Vk } from './vk';
import { Message, unixNow } from './wire';

/** What a customer says through VK's own button, and what goes with it the first time. */
const START = { text: 'Начать', payload: '{"command":"start"}' };
const SHOP_KINDS = ['sticker', 'voice', 'location', 'album', 'file'];

/** The community's customers, and the person who writes to them in its name. */
export class People implements Channel {
  readonly name = 'vk';

  constructor(private readonly vk: Vk) {}

  registered(): boolean {
    return this.vk.longPoll.polled || this.vk.servers.list().some(({ status }) => status === 'ok');
  }

  chats(): string[] {
    return this.vk.log.names();
  }

  vendorId(chat: string): string | undefined {
    return this.vk.log.known(chat)?.id;
  }

  chatName(vendorId: string): string | undefined {
    return this.vk.log.withId(vendorId)?.name;
  }

  messages(chat: string, after: number): ListedMessage[] {
    return this.vk.log.listed(chat, after);
  }

  say(name: string, say: Say): { eventId: string } {
    const chat = this.vk.log.named(name);
    if (say.eventId === undefined) return { eventId: this.event(chat, say) };
    if (!this.vk.again(Number(chat.id), say.eventId, say))
      throw new Refusal(404, `no event ${say.eventId} in this chat`);
    return { eventId: say.eventId };
  }

  private event(chat: LoggedChat, say: Say): string {
    if (say.as === 'shop') return this.speakForShop(chat, say);
    const { name, language } = say;
    if (name !== undefined || language !== undefined)
      this.vk.log.save({ ...chat, person: name ?? chat.person, language: language ?? chat.language });
    if (say.kind === 'block' || say.kind === 'deny') return this.deny(chat, say);
    if (say.kind === 'allow') return this.allow(chat, say);
    if (say.kind === 'edit') return this.edit(chat, say);
    if (say.press !== undefined) return this.press(chat, say);
    if (say.text === undefined && !say.photo && !say.kind)
      throw new Refusal(400, 'nothing to say: text, press, photo, kind or eventId is needed');
    const start = say.text === START.text && !this.vk.dialogs.dialog(Number(chat.id)).wrote;
    return this.write(chat, say, { ...contentOf(say, this.vk.media, Number(chat.id)), ...(start && START) });
  }

  private write(chat: LoggedChat, say: Say, content: Partial<Message>): string {
    const peer = Number(chat.id);
    const { wrote, allowed } = this.vk.dialogs.dialog(peer);
    // Who forbade messages and writes again has allowed them; VK tells that first.
    if (wrote && !allowed) this.vk.happen('message_allow', peer, { user_id: peer, key: '' }, say);
    this.vk.dialogs.change(peer, { wrote: true, allowed: true });
    const message = this.vk.dialogs.add(peer, { ...content, from_id: peer });
    this.line(chat, message, say.press === undefined ? say.kind : 'press');
    return this.vk.arrive(message, say);
  }

  private press(chat: LoggedChat, say: Say): string {
    const { cmid, button } = findButton(this.vk, chat, say.press!, say.of);
    const { label, payload, inline, type } = button;
    const carried = payload === undefined ? {} : { payload };
    if (type === 'location') return this.write(chat, say, { text: '', geo: GEO, ...carried });
    if (type === 'text') return this.write(chat, say, { text: label, ...carried });
    const peer = Number(chat.id);
    this.vk.log.add(chat.name, { from: 'customer', vendorId: '', text: label, buttons: [], kind: 'press' });
    const event = {
      user_id: peer,
      peer_id: peer,
      event_id: this.vk.newPress(peer),
      payload: payload === undefined ? {} : (JSON.parse(payload) as object),
      // The keyboard below the chat belongs to no message.
      ...(inline && { conversation_message_id: cmid }),
    };
    return this.vk.happen('message_event', peer, event, say);
  }

  private edit(chat: LoggedChat, say: Say): string {
    const written = this.vk.log
      .of(chat.name)
      .filter(({ from, kind, vendorId }) => from === 'customer' && kind !== 'press' && vendorId !== '');
    const edited = say.of === undefined ? written.at(-1) : written.find(({ seq }) => seq === say.of);
    const message = edited && this.vk.dialogs.message(Number(edited.vendorId));
    if (!message) throw new Refusal(400, 'there is no message of the customer to edit');
    if (say.text === undefined) throw new Refusal(400, 'an edit needs the new text');
    Object.assign(message, { text: say.text, update_time: unixNow() });
    this.vk.dialogs.save(message);
    this.line(chat, message, 'edit', edited.edits ?? edited.seq);
    return this.vk.happen('message_edit', message.peer_id, message, say);
  }

  private deny(chat: LoggedChat, say: Say): string {
    const peer = Number(chat.id);
    this.vk.dialogs.change(peer, { allowed: false });
    this.vk.log.add(chat.name, { from: 'customer', vendorId: '', text: '', buttons: [], kind: 'block' });
    return this.vk.happen('message_deny', peer, { user_id: peer }, say);
  }

  private allow(chat: LoggedChat, say: Say): string {
    const peer = Number(chat.id);
    this.vk.dialogs.change(peer, { allowed: true });
    this.vk.log.add(chat.name, { from: 'customer', vendorId: '', text: '', buttons: [], kind: 'allow' });
    return this.vk.happen('message_allow', peer, { user_id: peer, key: '' }, say);
  }

  /** An administrator writes in the community's name: an echo to the bot, a message of the community's to the customer. */
  private speakForShop(chat: LoggedChat, say: Say): string {
    const { kind, press } = say;
    if (press !== undefined || (kind !== undefined && !SHOP_KINDS.includes(kind)))
      throw new Refusal(400, 'as "shop": one can write, and send what customers send, but nothing else');
    const content = contentOf(say, this.vk.media, -this.vk.groupId);
    if (content.text === '' && !content.attachments?.length && !content.geo)
      throw new Refusal(400, 'nothing to say: text, photo or kind is needed');
    const peer = Number(chat.id);
    if (!this.vk.dialogs.dialog(peer).allowed)
      throw new Refusal(400, 'as "shop": VK lets a community write only to who has written or allowed it');
    const from = { from_id: -this.vk.groupId, admin_author_id: ADMIN_ID };
    const message = this.vk.dialogs.add(peer, { ...content, ...from });
    this.line(chat, message, 'shop');
    return this.vk.happen('message_reply', peer, message, say);
  }

  private line(chat: LoggedChat, message: Message, kind: string | undefined, edits?: number): void {
    const image = firstImage(message.attachments);
    this.vk.log.add(chat.name, {
      // What a person of the shop writes is no word of the bot's, though VK shows both as the community.
      from: message.out === 1 ? 'baker' : 'customer',
      vendorId: String(message.id),
      text: message.text,
      buttons: [],
      ...(image !== undefined && { image }),
      ...(kind !== undefined && { kind }),
      ...(edits !== undefined && { edits }),
    });
  }
}
