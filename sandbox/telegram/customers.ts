import { Channel, ListedMessage, Refusal, Say } from '../api/channel';
import { findButton } from './buttons';
import { contentsOf } from './content';
import type { Bot, ChatRecord, Entry, TelegramStore } from './store';
import type { Telegram } from './telegram';
import { dispatch, newMembership, newMessage, newPress, newUpdate, send, unixNow } from './updates';
import type { Message, Update, User } from './wire';

/** The customers of the pack's own bot. */
export class Customers implements Channel {
  readonly name = 'telegram';
  private readonly store: TelegramStore;

  constructor(private readonly telegram: Telegram) {
    this.store = telegram.store;
  }

  registered(): boolean {
    return this.bot.webhook !== undefined || this.telegram.polls.alive(this.bot);
  }

  chats(): string[] {
    return this.store.chatNames(this.bot);
  }

  vendorId(chat: string): string | undefined {
    return this.store.idOf(this.bot, chat)?.toString();
  }

  chatName(vendorId: string): string | undefined {
    const record = this.store.chat(this.bot, Number(vendorId));
    return record && this.vendorId(record.name) === vendorId ? record.name : undefined;
  }

  messages(chat: string, after: number): ListedMessage[] {
    return this.telegram.listed(this.store.chatNamed(this.bot, chat).chat.id, after);
  }

  say(name: string, say: Say): { eventId: string } {
    if (say.as === 'shop') throw new Refusal(400, 'as "shop": on Telegram the shop has no account of its own');
    if (say.kind === 'allow' || say.kind === 'deny') throw new Refusal(400, `kind "${say.kind}" exists on VK only`);
    const chat = this.store.chatNamed(this.bot, name);
    if (say.eventId !== undefined) return this.again(chat, say.eventId, say);
    introduce(chat, say);
    const updates = this.updatesOf(chat, say);
    return { eventId: dispatch(this.store, this.telegram.delivery, this.bot, chat.chat.id, updates, say) };
  }

  private get bot(): Bot {
    return this.telegram.bot;
  }

  private again(chat: ChatRecord, eventId: string, say: Say): { eventId: string } {
    const event = this.store.event(eventId);
    if (!event || event.chat !== chat.chat.id) throw new Refusal(404, `no event ${eventId} in this chat`);
    send(this.telegram.delivery, this.bot, event.chat, event.updates, say);
    return { eventId };
  }

  private updatesOf(chat: ChatRecord, say: Say): Update[] {
    if (say.kind === 'block') return this.block(chat);
    if (say.kind === 'edit') return this.edit(chat, say);
    if (say.press !== undefined) return this.press(chat, say.press, say.of);
    if (say.text === undefined && !say.photo && !say.kind)
      throw new Refusal(400, 'nothing to say: text, press, photo, kind or eventId is needed');
    return this.write(chat, say);
  }

  private write(chat: ChatRecord, say: Say): Update[] {
    const group = (): string => String(13_500_000_000_000_000n + BigInt(this.store.journal.next('albums')));
    const contents = contentsOf(say, this.store.files, group);
    const back = this.unblock(chat);
    const updates = contents.map(({ fields, image }, index) => {
      const text = fields.text ?? fields.caption ?? (index === 0 ? (say.text ?? '') : '');
      const message = this.keep(chat, fields, { text, image, kind: say.kind });
      return newUpdate(this.store, this.bot, { message });
    });
    return [...back, ...updates];
  }

  private press(chat: ChatRecord, wanted: string | number, of: number | undefined): Update[] {
    const { entry, button } = findButton(this.store, this.bot, chat.chat.id, wanted, of);
    const back = this.unblock(chat);
    const { text } = button;
    if (entry.markup && 'keyboard' in entry.markup) {
      const contact = {
        contact: { phone_number: '+79161234567', first_name: chat.user.first_name, user_id: chat.user.id },
      };
      const fields = 'request_contact' in button && button.request_contact ? contact : { text };
      return [...back, newUpdate(this.store, this.bot, { message: this.keep(chat, fields, { text, kind: 'press' }) })];
    }
    const line = { from: 'customer' as const, messageId: entry.messageId, text, kind: 'press' };
    const update = pressUpdate(this.telegram, chat, chat.user, entry, String(button.callback_data));
    this.telegram.addLine(this.bot, chat.chat.id, line);
    return [...back, update];
  }

  private edit(chat: ChatRecord, say: Say): Update[] {
    const written = this.store
      .entriesOf(this.bot, chat.chat.id)
      .filter((entry) => entry.from === 'customer' && entry.kind !== 'press' && entry.messageId > 0);
    const edited = say.of === undefined ? written[written.length - 1] : written.find((entry) => entry.seq === say.of);
    const before = edited && this.store.message(this.bot, chat.chat.id, edited.messageId);
    if (!edited || !before) throw new Refusal(400, 'there is no message of the customer to edit');
    if (say.text === undefined) throw new Refusal(400, 'an edit needs the new text');
    const field = before.text === undefined ? 'caption' : 'text';
    const message: Message = { ...before, [field]: say.text, edit_date: unixNow() };
    this.store.saveMessage(this.bot, message);
    const edits = edited.edits ?? edited.seq;
    this.telegram.addLine(this.bot, chat.chat.id, { ...lineOf(edited), text: say.text, edits, kind: 'edit' });
    return [newUpdate(this.store, this.bot, { edited_message: message })];
  }

  private block(chat: ChatRecord): Update[] {
    chat.blocked = true;
    this.store.saveChat(this.bot, chat);
    this.telegram.addLine(this.bot, chat.chat.id, { from: 'customer', messageId: 0, text: '', kind: 'block' });
    return [newMembership(this.store, this.bot, chat, true)];
  }

  /** Who writes again has taken the bot back; Telegram tells that first. */
  private unblock(chat: ChatRecord): Update[] {
    const was = chat.blocked;
    chat.blocked = false;
    chat.started = true;
    this.store.saveChat(this.bot, chat);
    return was ? [newMembership(this.store, this.bot, chat, false)] : [];
  }

  private keep(
    chat: ChatRecord,
    fields: Partial<Message>,
    line: { text: string; image?: string; kind?: string },
  ): Message {
    const message = newMessage(this.store, this.bot, chat, { ...chat.user }, fields);
    message.chat = { ...chat.chat };
    this.store.saveMessage(this.bot, message);
    this.telegram.addLine(this.bot, chat.chat.id, { from: 'customer', messageId: message.message_id, ...line });
    return message;
  }
}

/** A press of a line's inline button by anybody in its chat. */
export function pressUpdate(telegram: Telegram, chat: ChatRecord, from: User, entry: Entry, data: string): Update {
  const message = telegram.store.message(telegram.bot, chat.chat.id, entry.messageId);
  if (!message) throw new Refusal(400, `the message with seq ${entry.seq} is too old or was deleted`);
  return newPress(telegram.store, telegram.bot, { ...from }, message, data, telegram.listName(chat.chat.id));
}

/** Remembers what she is called and which language she speaks. */
function introduce(chat: ChatRecord, say: Say): void {
  chat.user.first_name = chat.chat.first_name = say.name ?? chat.user.first_name;
  chat.user.language_code = say.language ?? chat.user.language_code;
}

function lineOf(entry: Entry): Omit<Entry, 'seq' | 'at'> {
  const { seq: _seq, at: _at, ...line } = entry;
  return line;
}
