import { questionKeyOf, say } from '../../lib/dialogue';
import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import {
  baker,
  BAKER_CHAT,
  BOT,
  callbackOf,
  dataOf,
  Person,
  place,
  type RawUpdate,
  statusOf,
  STRANGER,
  Talk,
} from './support/people';
import { BAKER, cakeOrder, counts, emitted, HANDOFF, type Item, REPLY, type Rig, startRig } from './support/rig';

let rig: Rig;
const handle = (raw: RawUpdate) => cakeOrder(rig, 'handleMessage', {}, [raw]);
const replies = async (raw: RawUpdate): Promise<Item[]> => emitted(await handle(raw));
const eventsOf = async (number: number) => {
  const sql = `select e.from_status, e.to_status, e.by from events e join orders o on o.id = e.order_id
    where o.number = $1 order by e.id`;
  return (await rig.query(sql, [number])).map(({ from_status, to_status, by }) => [from_status, to_status, by]);
};
/** The card arrived as this message. */
const sent = ({ key }: Item, message: number) =>
  rig.keeper.confirm([{ key: key!, result: 'sent', message: String(message) }]);
const BAKERS_ADDRESS = { channel: 'telegram', account: 'main', chat: String(BAKER_CHAT) };
/** What has happened to an order that is only placed. */
const PLACED_ONLY = [
  [null, 'draft'],
  ['draft', 'awaiting_baker'],
];
const steps = async (number: number) => (await eventsOf(number)).map(([from, to]) => [from, to]);

beforeAll(async () => {
  rig = await startRig();
  await rig.keeper.publishShop(DEFAULT_SHOP_DOCUMENT);
});
afterAll(() => rig?.stop());

describe('a whole order', () => {
  it('goes from the first word to the summary, and the row has what was said', async () => {
    const talk = new Talk(rig);
    const summary = await talk.until('summary', { inscription: 'С днём рождения, Маша!', filling: 'Медовик' });
    expect(summary.text).toContain('С днём рождения, Маша!');
    expect(summary.buttons).toContain(say('ru', 'summary.confirm'));
    const rows = await rig.query(
      'select status, inscription, filling, name, phone, fulfilment from orders where chat = $1',
      [String(talk.person.id)],
    );
    expect(rows).toEqual([
      {
        status: 'draft',
        inscription: 'С днём рождения, Маша!',
        filling: 'медовик',
        name: 'Анна',
        phone: '+79161234567',
        fulfilment: 'delivery',
      },
    ]);
  });

  it('is confirmed with one answer to the customer and one new card for the baker with two buttons', async () => {
    const { talk, number, card, told } = await place(rig);
    expect(counts(talk.run)).toEqual([1, 0, 0, 1, 0, 0]);
    expect(questionKeyOf(told.reply!.text, 'ru')).toBe('placed');
    expect(await statusOf(rig, number)).toBe('awaiting_baker');
    expect(card).toMatchObject({
      kind: 'baker',
      key: expect.stringMatching(/^[0-9a-f]{40}$/),
      to: BAKERS_ADDRESS,
      card: { kind: 'new', chat: String(BAKER_CHAT), message: null },
    });
    expect(card.card.buttons).toEqual([
      { label: 'Принять', data: `b:accept:${number}` },
      { label: 'Отклонить', data: `b:decline:${number}` },
    ]);
    expect(card.card.text).toContain(`№ ${number}`);
    expect(card.key).not.toBe(told.key);
  });

  it('gives the card’s text as HTML in which every sign of a customer is only a sign', async () => {
    const wishes = '<b>Том & Джерри</b> <a href="x">&amp; </i> *_`[';
    const { card } = await place(rig, { wishes, inscription: 'Маша <3 & Ко' });
    expect(card.card.text).toContain(wishes);
    expect(card.card.html).toContain('&lt;b&gt;Том &amp; Джерри&lt;/b&gt;');
    // As the built-in Telegram node sends it.
    const sent = await rig.telegram<{ text: string; entities?: { type: string }[] }>('sendMessage', {
      chat_id: BAKER_CHAT,
      text: card.card.html,
      parse_mode: 'HTML',
    });
    expect(sent).toMatchObject({ text: card.card.text });
    // Telegram itself makes a command of every "/b"; nothing else may be marked up.
    expect(sent.entities?.filter(({ type }) => type !== 'bot_command') ?? []).toEqual([]);
  });

  it('takes the place on its day, and a decline gives it back', async () => {
    const { number, card } = await place(rig);
    const holds = () =>
      rig.query(
        'select h.points, h.until from capacity_holds h join orders o on o.id = h.order_id where o.number = $1',
        [number],
      );
    expect(await holds()).toEqual([{ points: expect.any(Number), until: expect.any(Date) }]);
    await replies(baker.presses(dataOf(card.card, 'Отклонить')));
    expect(await holds()).toEqual([]);
  });

  it('is confirmed once, however many presses come side by side', async () => {
    const talk = new Talk(rig);
    await talk.until('summary');
    const [{ data }] = emitted(talk.run)[0].reply!.buttons!.flat();
    const presses = [1, 2, 3, 4, 5].map(() => talk.person.presses(data));
    const runs = await Promise.all(presses.map(handle));
    expect(runs.flatMap((run) => emitted(run, BAKER))).toHaveLength(1);
    expect(runs.flatMap((run) => emitted(run, REPLY))).toHaveLength(5);
    const rows = await rig.query('select status from orders where chat = $1', [String(talk.person.id)]);
    expect(rows).toEqual([{ status: 'awaiting_baker' }]);
  });

  it('sends her photos after the card, by Telegram’s own file ids', async () => {
    const talk = new Talk(rig);
    await talk.until('wishes');
    const photo = [
      { file_id: 'small', width: 90, height: 90 },
      { file_id: 'large', width: 800, height: 800 },
    ];
    await talk.takes(talk.person.message({ photo, caption: 'Вот такой' }));
    await talk.asks({ press: 'Готово' });
    await talk.asks({ press: say('ru', 'allergens.none') });
    for (let asked = 0; asked < 10 && emitted(talk.run, BAKER).length === 0; asked++) {
      const [{ reply }] = emitted(talk.run);
      const question = questionKeyOf(reply!.text, 'ru');
      const typed = { address: 'ул. Лесная, д. 5', name: 'Анна', phone: '+7 916 123-45-67' }[question as 'name'];
      await talk.asks(typed ?? { press: 1 });
    }
    const cards = emitted(talk.run, BAKER).map(({ card }) => [card!.kind, card!.image, card!.buttons.length]);
    expect(cards).toEqual([
      ['new', undefined, 2],
      ['photo', 'large', 0],
    ]);
  });

  it('calls a person with her answers, on the output of its own', async () => {
    const talk = new Talk(rig, new Person(undefined, 'Анна <b> & Ко'));
    await talk.until('filling');
    const items = await talk.takes(talk.person.says('Позовите человека'));
    expect(counts(talk.run)).toEqual([1, 0, 0, 0, 1, 0]);
    expect(items[0].to.chat).toBe(String(talk.person.id));
    const [handoff] = emitted(talk.run, HANDOFF);
    expect(handoff).toMatchObject({ kind: 'handoff', to: BAKERS_ADDRESS });
    expect(handoff.text).toContain('Анна <b> & Ко');
    expect(handoff.html).toContain('Анна &lt;b&gt; &amp; Ко');
  });
});

describe('the baker', () => {
  it('takes an order through its whole life with the buttons of its card', async () => {
    const { talk, number, card } = await place(rig);
    const customer = String(talk.person.id);
    const message = 4711;
    const life = [
      ['Принять', 'accepted', 'accepted', ['Печём']],
      ['Печём', 'baking', 'baking', ['Готов']],
      ['Готов', 'ready', 'ready', ['Выдан']],
      ['Выдан', 'handed_over', 'handed_over', []],
    ] as const;
    let shown = card.card;
    for (const [label, status, question, buttons] of life) {
      const press = baker.presses(dataOf(shown, label), message);
      const run = await handle(press);
      expect(counts(run)).toEqual([2, 0, 0, 1, 0, 0]);
      const toBaker = emitted(run).find(({ to }) => to.chat !== customer)!;
      const toCustomer = emitted(run).find(({ to }) => to.chat === customer)!;
      expect(toBaker).toMatchObject({ to: BAKERS_ADDRESS, reply: { text: '', answers: callbackOf(press) } });
      expect(toBaker.reply!.toast).toBeTruthy();
      expect([status, questionKeyOf(toCustomer.reply!.text, 'ru')]).toEqual([status, question]);
      shown = emitted(run, BAKER)[0].card!;
      expect(shown).toMatchObject({ chat: String(BAKER_CHAT), message: String(message) });
      expect(shown.kind).toBe(buttons.length ? 'edit' : 'closed');
      expect(shown.buttons.map((button) => button.label)).toEqual(buttons);
      expect(shown.text).toContain(`№ ${number}`);
      expect(await statusOf(rig, number)).toBe(status);
    }
    expect(await eventsOf(number)).toEqual([
      [null, 'draft', `customer:${customer}`],
      ['draft', 'awaiting_baker', `customer:${customer}`],
      ['awaiting_baker', 'accepted', `baker:${BAKER_CHAT}`],
      ['accepted', 'baking', `baker:${BAKER_CHAT}`],
      ['baking', 'ready', `baker:${BAKER_CHAT}`],
      ['ready', 'handed_over', `baker:${BAKER_CHAT}`],
    ]);
  });

  it('declines, and the reason that she writes in reply to the card reaches the customer', async () => {
    const { talk, number, card } = await place(rig);
    const customer = String(talk.person.id);
    const run = await handle(baker.presses(dataOf(card.card, 'Отклонить'), 12));
    expect(await statusOf(rig, number)).toBe('declined');
    expect(emitted(run, BAKER)[0].card).toMatchObject({ kind: 'closed', message: '12', buttons: [] });
    const told = emitted(run).find(({ to }) => to.chat === customer);
    expect(questionKeyOf(told!.reply!.text, 'ru')).toBe('declined');
    await sent(card, 12);
    const reply_to_message = { message_id: 12, from: BOT, chat: baker.chat };
    const words = await replies(baker.message({ text: 'В этот день <не работаем>', reply_to_message }));
    expect(words.map(({ to, reply }) => [to.chat, reply!.text])).toEqual(
      expect.arrayContaining([
        [customer, expect.stringContaining('В этот день <не работаем>')],
        [String(BAKER_CHAT), expect.any(String)],
      ]),
    );
    expect(words).toHaveLength(2);
  });

  it('writes about an order by replying to its card, and is told when the message is none of ours', async () => {
    const { talk, card } = await place(rig);
    const reply = (message_id: number) => ({ message_id, from: BOT, chat: baker.chat });
    await sent(card, 21);
    const words = await replies(baker.message({ text: 'Свечи нужны?', reply_to_message: reply(21) }));
    expect(words.find(({ to }) => to.chat === String(talk.person.id))!.reply!.text).toContain('Свечи нужны?');
    const [lost] = await replies(baker.message({ text: 'Свечи?', reply_to_message: reply(987_654) }));
    expect([lost.to, lost.reply!.text]).toEqual([BAKERS_ADDRESS, expect.stringContaining('кому это передать')]);
  });

  it('is answered and changes nothing with a second press of the same button', async () => {
    const { number, card } = await place(rig);
    const data = dataOf(card.card, 'Принять');
    const press = baker.presses(data, 5);
    await replies(press);
    const again = baker.presses(data, 5);
    const run = await handle(again);
    expect(counts(run)).toEqual([1, 0, 0, 0, 0, 0]);
    expect(emitted(run)[0]).toMatchObject({ to: BAKERS_ADDRESS, reply: { text: '', answers: callbackOf(again) } });
    // The very same update once more, as Telegram repeats it.
    expect(counts(await handle(press))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await steps(number)).toEqual([...PLACED_ONLY, ['awaiting_baker', 'accepted']]);
  });

  it('can decide one way only, when both buttons are pressed at once', async () => {
    const { number, card } = await place(rig);
    const presses = ['Принять', 'Отклонить'].map((label) => baker.presses(dataOf(card.card, label), 5));
    const runs = await Promise.all(presses.map(handle));
    expect(runs.flatMap((run) => emitted(run, BAKER))).toHaveLength(1);
    const answered = runs.flatMap((run) => emitted(run).map(({ reply }) => reply!.answers)).filter(Boolean);
    expect(answered.sort()).toEqual(presses.map(callbackOf).sort());
    expect(await steps(number)).toHaveLength(3);
  });

  it.each([
    ['an order that does not exist', 'b:accept:999999'],
    ['an order beyond all numbers', 'b:accept:1000000000'],
    ['something that cannot be done', 'b:eat:1001'],
    ['nothing that the bot knows', '3:1'],
  ])('is answered when she presses a button for %s', async (_name, data) => {
    const press = baker.presses(data, 5);
    const run = await handle(press);
    expect(counts(run)).toEqual([1, 0, 0, 0, 0, 0]);
    const [{ to, reply }] = emitted(run);
    expect(to).toEqual(BAKERS_ADDRESS);
    expect(reply).toMatchObject({ text: '', answers: callbackOf(press), toast: expect.stringMatching(/[а-яё]{4}/i) });
  });

  it('is told how it works when she writes without a card, and the number of her chat', async () => {
    const [{ to, reply }] = await replies(baker.says('/id'));
    expect(to).toEqual(BAKERS_ADDRESS);
    expect(reply!.text).toContain(String(BAKER_CHAT));
    expect((await replies(baker.says('Кто тут?')))[0].reply!.text).toMatch(/карточк/);
  });
});

describe('everybody else', () => {
  it('is refused in the baker’s chat', async () => {
    const { number, card } = await place(rig);
    const stranger = new Person(STRANGER, 'Посторонний');
    const press = stranger.presses(dataOf(card.card, 'Принять'), 5, baker.chat);
    const run = await handle(press);
    expect(counts(run)).toEqual([1, 0, 0, 0, 0, 0]);
    expect(emitted(run)[0]).toMatchObject({ to: BAKERS_ADDRESS, reply: { answers: callbackOf(press), text: '' } });
    expect(emitted(run)[0].reply!.toast).toMatch(/кондитер/);
    expect(await steps(number)).toEqual(PLACED_ONLY);
  });

  it('cannot answer for the baker with words in reply to her card', async () => {
    const { number, card } = await place(rig);
    await replies(baker.presses(dataOf(card.card, 'Отклонить'), 5));
    await sent(card, 31);
    const reply_to_message = { message_id: 31, from: BOT, chat: baker.chat };
    const stranger = new Person(STRANGER, 'Посторонний');
    const words = await replies(stranger.message({ text: 'Потому что', reply_to_message }, baker.chat));
    expect(words.map(({ to }) => to.chat)).toEqual([String(BAKER_CHAT)]);
    const [order] = await rig.query('select decline_reason from orders where number = $1', [number]);
    expect(order).toEqual({ decline_reason: null });
  });

  it.each(['b:accept:', 'b:decline:', 'b:cancel:'])(
    'changes nothing with a forged %s in a chat of their own',
    async (data) => {
      const { talk, number } = await place(rig);
      const before = await rig.keeper.order(number);
      for (const person of [talk.person, new Person()]) {
        const press = person.presses(`${data}${number}`);
        const run = await handle(press);
        expect(counts(run)).toEqual([1, 0, 0, 0, 0, 0]);
        expect(emitted(run)[0].to.chat).toBe(String(person.id));
        expect(emitted(run)[0].reply!.answers).toBe(callbackOf(press));
      }
      expect(await rig.keeper.order(number)).toEqual(before);
      expect(await steps(number)).toEqual(PLACED_ONLY);
    },
  );

  it('changes nothing with a forged card that they reply to in a chat of their own', async () => {
    const { talk, number, card } = await place(rig);
    await sent(card, 41);
    const reply_to_message = { message_id: 41, from: BOT, chat: talk.person.chat, text: `🎂 Заказ № ${number}` };
    const items = await replies(talk.person.message({ text: 'Бесплатно', reply_to_message }));
    expect(items.map(({ to }) => to.chat)).toEqual([String(talk.person.id)]);
    expect(await steps(number)).toEqual(PLACED_ONLY);
  });
});

describe('a change of the baker', () => {
  const withUsers = (chats: string[], users: string[]) => {
    const baker = { ...(DEFAULT_SHOP_DOCUMENT.baker as object), chats, users };
    return rig.keeper.publishShop({ ...DEFAULT_SHOP_DOCUMENT, baker });
  };
  afterEach(() => rig.keeper.publishShop(DEFAULT_SHOP_DOCUMENT));

  it('holds at once: who is off the list can no longer decide', async () => {
    const { number, card } = await place(rig);
    const other = new Person();
    await withUsers([String(other.id)], []);
    await replies(baker.presses(dataOf(card.card, 'Принять'), 5));
    expect(await statusOf(rig, number)).toBe('awaiting_baker');
    await replies(other.presses(dataOf(card.card, 'Принять'), 5));
    expect(await statusOf(rig, number)).toBe('accepted');
  });

  it('holds at once for words as well: who is off the list can no longer write to a customer', async () => {
    const { talk, number, card } = await place(rig);
    await replies(baker.presses(dataOf(card.card, 'Отклонить'), 5));
    await withUsers(['500000002'], []);
    await sent(card, 51);
    const reply_to_message = { message_id: 51, from: BOT, chat: baker.chat };
    const items = await replies(baker.message({ text: 'Ищите другую пекарню', reply_to_message }));
    expect(items.map(({ to }) => to.chat)).not.toContain(String(talk.person.id));
    const [order] = await rig.query('select decline_reason from orders where number = $1', [number]);
    expect(order).toEqual({ decline_reason: null });
  });

  it('to a group of bakers brings the card into the group, and only those on the list decide there', async () => {
    const group = { id: -1_004_005_006_007, type: 'supergroup', title: 'Кондитерская' };
    const [olga, guest] = [new Person(), new Person()];
    await withUsers([String(group.id)], [String(olga.id)]);
    const { number, card } = await place(rig);
    expect(card.to.chat).toBe(String(group.id));
    expect((await replies(guest.presses(dataOf(card.card, 'Принять'), 5, group)))[0].reply!.toast).toMatch(/кондитер/);
    expect(await statusOf(rig, number)).toBe('awaiting_baker');
    const run = await handle(olga.presses(dataOf(card.card, 'Принять'), 5, group));
    expect(emitted(run, BAKER)[0].card).toMatchObject({ kind: 'edit', chat: String(group.id), message: '5' });
    expect(await statusOf(rig, number)).toBe('accepted');
  });
});
