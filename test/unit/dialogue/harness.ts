import { DateTime } from 'luxon';
import { defaultShop } from '../../../lib/order/defaultShop';
import type { Availability, Shop } from '../../../lib/order/types';
import { createTransition, questionKeyOf, routeInbound } from '../../../lib/dialogue';
import type {
  BakerCard,
  ConversationState,
  CustomerEvent,
  DialogueEvent,
  Effect,
  Hold,
  KnownOrder,
  Move,
  Outcome,
  Person,
  Reply,
  World,
} from '../../../lib/dialogue';

/** Random letters, as they are drawn when an event is recorded. */
export const NONCE = '00000000deadbeef';

export const BAKER: Person = { id: '500000001', name: 'Кондитер' };

/** A shop that asks no model, draws nothing and is paid by hand: what tests are about is switched on by them. */
const byRules = (shop: Shop): Shop => ({
  ...structuredClone(shop),
  ai: { understanding: false, callsPerMonth: 0 },
  preview: { ...shop.preview, enabled: false },
  payment: { ...shop.payment, providers: [] },
});

/** One chat with a world around it: order effects are applied as the database would, numbers from 1001. */
export class Chat {
  state: ConversationState | null = null;
  shop: Shop | null = byRules(defaultShop());
  availability: Availability = { booked: {}, closed: [], extra: {} };
  orders: KnownOrder[] = [];
  holds: Record<number, Hold | null> = {};
  replies: Reply[] = [];
  effects: Effect[] = [];
  now = '2026-11-22T12:00:00+03:00';
  /** Where it takes place; Telegram when absent. */
  place: Pick<World, 'channel' | 'choices'> = {};
  /** What a code would bring here. */
  move: Move | null = null;
  person: Person;
  private callbacks = 0;

  constructor(language = 'ru') {
    this.person = { id: '7', name: 'Анна', language };
  }

  /** Takes a step, checks what holds for every step, and applies its effects. */
  step(event: DialogueEvent): Outcome {
    const before = JSON.stringify([this.state, this.orders, this.availability]);
    const { shop, availability, orders, move } = this;
    const world = { shop, shopVersion: 1, availability, orders, move, ...this.place };
    const outcome = createTransition(world)(this.state, event, this.now);
    expect(JSON.stringify([this.state, this.orders, this.availability])).toBe(before);
    expect(createTransition(world)(this.state, event, this.now)).toEqual(outcome);
    expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
    for (const { buttons = [], text } of outcome.replies) {
      expect(text.length).toBeLessThanOrEqual(4096);
      for (const { data, label } of buttons.flat()) {
        expect(data).toMatch(/^[\x20-\x7e]{1,60}$/);
        expect(label).not.toBe('');
      }
    }
    this.state = outcome.state;
    this.replies = outcome.replies;
    this.effects = outcome.effects;
    for (const effect of outcome.effects) {
      if (effect.kind === 'order') this.apply(effect);
      if (effect.kind === 'payment_row') this.applyPayment(effect);
      if (effect.kind === 'baker') checkCard(effect.card);
      if (effect.kind === 'day') this.changeDay(effect);
      if (effect.kind === 'forget') this.state = null;
      if (effect.kind === 'move') this.orders = [...this.orders, ...(this.move?.orders ?? [])];
    }
    return outcome;
  }

  say(text: string): this {
    return this.event({ type: 'text', text, from: this.person, nonce: NONCE });
  }

  event(event: CustomerEvent): this {
    this.step(event);
    return this;
  }

  /** Presses the button of the newest question whose label begins so (or matches). */
  press(label: string | RegExp): this {
    const button = this.labels.find(([name]) =>
      typeof label === 'string' ? name.startsWith(label) : label.test(name),
    );
    if (!button)
      throw new Error(`No button ${label} under: ${this.text}\n${this.labels.map(([name]) => name).join('|')}`);
    return this.data(button[1]);
  }

  data(data: string): this {
    this.callbacks += 1;
    const callback = `c${this.callbacks}`;
    this.event({ type: 'press', data, callback, from: this.person, nonce: NONCE });
    expect(this.replies[0]?.answers).toBe(callback);
    return this;
  }

  copy(): Chat {
    return Object.assign(new Chat(this.person.language), structuredClone({ ...this }));
  }

  private shown: [string, string][] = [];

  get labels(): [string, string][] {
    const buttons = this.replies.flatMap((reply) => reply.buttons ?? []).flat();
    if (buttons.length > 0) this.shown = buttons.map(({ label, data }) => [label, data]);
    return this.shown;
  }

  get text(): string {
    return this.replies.map(({ text }) => text).join('\n---\n');
  }

  get asked() {
    return questionKeyOf(this.text, this.state?.language ?? 'ru');
  }

  /** The baker presses a button of a card, through the router. */
  bakerPress(data: string, from: Person = BAKER, chat = '500000001'): this {
    this.callbacks += 1;
    const press: CustomerEvent = { type: 'press', data, callback: `b${this.callbacks}`, from };
    const route = routeInbound({ chat, event: press, message: '77', private: true }, this.shop);
    this.step(route.event);
    return this;
  }

  /** Time passes, minutes. */
  pass(minutes: number): this {
    this.now =
      DateTime.fromISO(this.now, { setZone: true }).plus({ minutes }).toISO({ suppressMilliseconds: true }) ?? '';
    return this;
  }

  /** The baker answers a message of hers, as the database would fill it in; by default the card of order 1001. */
  bakerReply(
    said: { text?: string; photo?: string },
    { order = 1001 as number | null, kind = 'new' as BakerCard['kind'], from = BAKER, chat = BAKER.id } = {},
  ): this {
    const { text = '', photo } = said;
    const event: CustomerEvent = photo
      ? { type: 'photo', file: photo, caption: text, from }
      : { type: 'text', text, from };
    const route = routeInbound({ chat, event, replyTo: { fromBot: true, message: '77' }, private: true }, this.shop);
    if (route.kind === 'card' && route.event.type === 'baker_words') {
      this.step({ ...route.event, order, card: { ...route.card, kind: order === null ? null : kind } });
    } else this.step(route.event);
    return this;
  }

  /** What the customer is told in this step, without what goes to the baker. */
  get told(): string {
    return this.replies
      .filter(({ to }) => !to)
      .map(({ text }) => text)
      .join('\n---\n');
  }

  /** What the baker is answered in this step. */
  get answered(): string {
    return this.replies
      .filter(({ to }) => to)
      .map(({ text, toast }) => toast ?? text)
      .join('\n---\n');
  }

  order(number: number): KnownOrder {
    const found = this.orders.find((order) => order.number === number);
    if (!found) throw new Error(`No order ${number}`);
    return found;
  }

  get cards(): BakerCard[] {
    return this.effects.flatMap((effect) => (effect.kind === 'baker' ? [effect.card] : []));
  }

  private changeDay({ day, closed, extra }: Extract<Effect, { kind: 'day' }>): void {
    const others = this.availability.closed.filter((one) => one !== day);
    this.availability = {
      ...this.availability,
      closed: closed ? [...others, day] : others,
      extra: { ...this.availability.extra, [day]: extra },
    };
  }

  private applyPayment({ order: number, row }: Extract<Effect, { kind: 'payment_row' }>): void {
    this.orders = this.orders.map((order) => {
      if (order.number !== number) return order;
      const rows = order.payments ?? [];
      const known = rows.some(({ id }) => id === row.id);
      return { ...order, payments: known ? rows.map((one) => (one.id === row.id ? row : one)) : [...rows, row] };
    });
  }

  private apply({ order, hold }: Extract<Effect, { kind: 'order' }>): void {
    const number = order.number ?? 1001 + this.orders.length;
    const payments = this.orders.find((one) => one.number === number)?.payments;
    const known: KnownOrder = { ...order, number, channel: 'telegram', chat: '7', ...(payments ? { payments } : {}) };
    this.orders = [...this.orders.filter((one) => one.number !== number), known];
    if (hold === undefined) return;
    const old = this.holds[number];
    const booked = { ...this.availability.booked };
    if (old) booked[old.day] -= old.points;
    if (hold) booked[hold.day] = (booked[hold.day] ?? 0) + hold.points;
    this.holds[number] = hold;
    this.availability = { ...this.availability, booked };
  }
}

function checkCard(card: BakerCard): void {
  expect(card.buttons).toHaveLength(card.kind === 'new' || card.kind === 'edit2' ? 2 : card.kind === 'edit' ? 1 : 0);
  for (const { data } of card.buttons) expect(data).toMatch(/^[\x20-\x7e]{1,60}$/);
}

/** One answer for each question, by buttons where there are any. */
export const ANSWERS: [string, (chat: Chat) => void][] = [
  ['consent', (chat) => chat.press(/согласие даю|I agree/)],
  ['occasion', (chat) => chat.press(/День рождения|Birthday/)],
  ['servings', (chat) => chat.press(/Семейный|Family/)],
  ['filling', (chat) => chat.press(/Медовик|Honey/)],
  ['coating', (chat) => chat.press(/Крем-чиз|Cream/)],
  ['decor', (chat) => chat.press(/ягоды|berries/)],
  ['inscription', (chat) => chat.say('С днём рождения, Ёлка!').press(/всё верно|right/)],
  ['wishes', (chat) => chat.press(/всё просто|simple/)],
  ['allergens', (chat) => chat.press(/Аллергии нет|No allergies/)],
  ['date', (chat) => chat.data(chat.labels[0][1])],
  ['window', (chat) => chat.press('13:00')],
  ['fulfilment', (chat) => chat.press(/^(Доставка|Delivery)/)],
  ['zone', (chat) => chat.press(/МКАД|MKAD/)],
  ['address', (chat) => chat.say('ул. Ленина, 5, кв. 7')],
  ['name', (chat) => chat.say('Анна')],
  ['phone', (chat) => chat.say('+7 999 123-45-67')],
];

const made = new Map<string, Chat>();

/** A chat that stands before the question (or at the summary when it is none of them). */
export function chatAt(key: string, language = 'ru'): Chat {
  const name = `${key} ${language}`;
  const chat = made.get(name) ?? walkTo(key, language);
  // Made once and copied after: hundreds of tests begin at the same places.
  made.set(name, chat);
  return chat.copy();
}

function walkTo(key: string, language: string): Chat {
  const chat = new Chat(language).say('/start');
  for (const [step, answer] of ANSWERS) {
    if (step === key) break;
    answer(chat);
  }
  expect(chat.state?.at).toBe(key);
  return chat;
}

/** A chat whose order was just confirmed. */
export function placed(language = 'ru'): Chat {
  return chatAt('summary', language).press(/Подтвердить|Confirm/);
}
