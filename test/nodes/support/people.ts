import { questionKeyOf, type QuestionKey, type Reply } from '../../../lib/dialogue';
import type { ChatMessage, Customer, Said } from '../../../sandbox/client';
import { confirm, talkUntil, usualWishes, type Wanted } from '../../../sandbox/customerScript';
import type { NodeRun } from '../harness';
import { BAKER, cakeOrder, emitted, type Item, REPLY, type Rig } from './rig';

/** The confectioner of lib/order/default-shop.json: her chat with the bot, and herself. */
export const BAKER_CHAT = 500_000_001;
export const STRANGER = 600_000_001;

let counter = 710_000_000;
const next = () => (counter += 1);

/** A Bot API update as the Telegram Trigger emits it. */
export interface RawUpdate {
  update_id: number;
  [kind: string]: unknown;
}

export const update = (content: object): RawUpdate => ({ update_id: next(), ...content });

/** Somebody with a private chat of their own. */
export class Person {
  readonly user: { id: number; is_bot: false; first_name: string; language_code: string };

  constructor(
    readonly id = next(),
    name = 'Анна',
    language = 'ru',
  ) {
    this.user = { id, is_bot: false, first_name: name, language_code: language };
  }

  get chat(): { id: number; type: string; first_name?: string; title?: string } {
    return { id: this.id, type: 'private', first_name: this.user.first_name };
  }

  /** A message with this content, in her own chat or another one. */
  message(content: object, chat: object = this.chat): RawUpdate {
    return update({ message: { message_id: next(), from: this.user, chat, date: unixNow(), ...content } });
  }

  says(text: string, chat?: object): RawUpdate {
    return this.message({ text }, chat);
  }

  /** A press of a button under the message `message_id` of a chat. */
  presses(data: string, message_id = next(), chat: object = this.chat): RawUpdate {
    const message = { message_id, chat, date: unixNow(), from: BOT, text: 'карточка' };
    return update({ callback_query: { id: `query-${next()}`, from: this.user, message, chat_instance: '1', data } });
  }
}

export const BOT = { id: 987_654_321, is_bot: true, first_name: 'Кондитерская', username: 'cake_bot' };

export const baker = new Person(BAKER_CHAT, 'Кондитер');
export const callbackOf = (press: RawUpdate): string => (press.callback_query as { id: string }).id;

const unixNow = () => Math.floor(Date.now() / 1000);

/** A conversation through Cake Order: every word is one execution. */
export class Talk {
  /** What the last execution emitted. */
  run!: NodeRun;
  private shown: { label: string; data: string }[] = [];

  constructor(
    private readonly rig: Rig,
    readonly person = new Person(),
  ) {}

  async takes(raw: RawUpdate): Promise<Item[]> {
    this.run = await cakeOrder(this.rig, 'handleMessage', {}, [raw]);
    const items = emitted(this.run);
    const buttons = items.flatMap(({ reply }) => reply?.buttons ?? []).flat();
    if (buttons.length > 0) this.shown = buttons;
    return items;
  }

  /** Says something or presses a button (by label or 1-based number) of the newest question; gives the one answer. */
  async asks(said: Said | string): Promise<ChatMessage> {
    const { text, press } = typeof said === 'string' ? { text: said, press: undefined } : said;
    const items = await this.takes(
      press === undefined ? this.person.says(text!) : this.person.presses(this.data(press)),
    );
    if (items.length !== 1) throw new Error(`Not one answer to ${JSON.stringify(said)}: ${JSON.stringify(items)}`);
    const { text: answer, buttons = [], link } = items[0].reply as Reply;
    const labels = buttons.flat().map(({ label }) => label);
    return { seq: 0, from: 'bot', text: answer, buttons: labels, link: link?.url, at: '' };
  }

  private data(press: string | number): string {
    const found = typeof press === 'number' ? this.shown[press - 1] : this.shown.find(({ label }) => label === press);
    if (!found) throw new Error(`No button ${press}; there are: ${this.shown.map(({ label }) => label).join(', ')}`);
    return found.data;
  }

  /** Talks from the first word to a question; `wishes` are said where the script would pass on. */
  async until(question: QuestionKey, more: Partial<Wanted> & { wishes?: string } = {}): Promise<ChatMessage> {
    const { wishes, ...wanted } = more;
    const asks = async (said: Said | string): Promise<ChatMessage> => {
      const message = await this.asks(said);
      // Nothing draws here, so she goes on without a picture.
      if (questionKeyOf(message.text, 'ru') === 'picture_wait') return this.asks({ press: 'Без эскиза' });
      if (wishes === undefined || questionKeyOf(message.text, 'ru') !== 'wishes') return message;
      await this.asks(wishes);
      return this.asks({ press: 'Готово' });
    };
    return talkUntil(question, { asks } as unknown as Customer, usualWishes('ru', wanted));
  }

  async confirms(): Promise<ChatMessage> {
    return confirm({ asks: (said: Said) => this.asks(said) } as unknown as Customer, 'ru');
  }
}

/** An order that waits for the baker, and its card. */
export interface Placed {
  talk: Talk;
  number: number;
  card: Item & { card: NonNullable<Item['card']> };
  /** What the customer was told. */
  told: Item;
}

/** A whole order through Cake Order, up to the confirmation. */
export async function place(rig: Rig, more: Partial<Wanted> & { wishes?: string } = {}): Promise<Placed> {
  const talk = new Talk(rig);
  await talk.until('summary', more);
  await talk.confirms();
  const [told] = emitted(talk.run, REPLY);
  const [card] = emitted(talk.run, BAKER) as Placed['card'][];
  const number = Number(/№ (\d+)/.exec(told.reply!.text)?.[1]);
  return { talk, number, card, told };
}

export const statusOf = async (rig: Rig, number: number): Promise<string> => {
  const [row] = await rig.query<{ status: string }>('select status from orders where number = $1', [number]);
  return row.status;
};

/** The data behind a card's button of that label. */
export function dataOf(card: NonNullable<Item['card']>, label: string): string {
  const found = card.buttons.find((button) => button.label === label);
  if (!found) throw new Error(`No button ${label} on the card: ${JSON.stringify(card.buttons)}`);
  return found.data;
}
