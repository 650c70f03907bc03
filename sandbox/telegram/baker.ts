import { Baker, BakerPress, BakerSay, ListedMessage, Refusal } from '../api/channel';
import { findButton } from './buttons';
import { contentsOf } from './content';
import { pressUpdate } from './customers';
import type { TelegramStore } from './store';
import type { Telegram } from './telegram';
import { dispatch, newMessage, newUpdate } from './updates';
import type { Message, User } from './wire';

/** The confectioner at her chat with the pack's own bot, and strangers who got into it. */
export class BakerSide implements Baker {
  private readonly store: TelegramStore;

  constructor(private readonly telegram: Telegram) {
    this.store = telegram.store;
  }

  messages(after: number, own: boolean): ListedMessage[] {
    const all = this.telegram.listed(this.telegram.bakerChat.chat.id, after);
    return own ? all : all.filter((message) => message.from === 'bot');
  }

  say(say: BakerSay): { eventId: string } {
    if (say.text === undefined && !say.photo) throw new Refusal(400, 'nothing to say: text or photo is needed');
    const { bot, bakerChat: chat } = this.telegram;
    const replied = say.replyTo === undefined ? {} : { reply_to_message: this.repliedTo(say.replyTo) };
    const [content] = contentsOf(say, this.store.files, () => '');
    const message = newMessage(this.store, bot, chat, this.person(say.as), { ...replied, ...content.fields });
    this.store.saveMessage(bot, message);
    this.telegram.addLine(bot, chat.chat.id, {
      from: say.as ?? 'baker',
      messageId: message.message_id,
      text: say.text ?? '',
      image: content.image,
    });
    const updates = [newUpdate(this.store, bot, { message })];
    return { eventId: dispatch(this.store, this.telegram.delivery, bot, chat.chat.id, updates) };
  }

  press(seq: number, press: BakerPress): { eventId: string } {
    const { bot, bakerChat: chat } = this.telegram;
    const { entry, button } = findButton(this.store, bot, chat.chat.id, press.label, seq);
    const person = this.person(press.as);
    const from = press.as ?? 'baker';
    if (entry.markup && 'keyboard' in entry.markup) return this.say({ text: button.text, as: press.as });
    const update = pressUpdate(this.telegram, chat, person, entry, String(button.callback_data));
    const line = { from, messageId: entry.messageId, text: button.text, kind: 'press' };
    this.telegram.addLine(bot, chat.chat.id, line);
    const how = { repeat: press.repeat };
    return { eventId: dispatch(this.store, this.telegram.delivery, bot, chat.chat.id, [update], how) };
  }

  private person(as: 'baker' | 'stranger' | undefined): User {
    return as === 'stranger' ? this.telegram.stranger : this.telegram.baker;
  }

  /** The replied message whole, but without the message that it replies to itself: Telegram goes one step deep. */
  private repliedTo(seq: number): Message {
    const { bot, bakerChat: chat } = this.telegram;
    const entry = this.store.entriesOf(bot, chat.chat.id).find((each) => each.seq === seq);
    const message = entry && this.store.message(bot, chat.chat.id, entry.messageId);
    if (!message) throw new Refusal(400, `no message with seq ${seq} to reply to`);
    const { reply_to_message: _deeper, ...whole } = message;
    return whole as Message;
  }
}
