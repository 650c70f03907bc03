import type { IDataObject } from 'n8n-workflow';

import { questionKeyOf, say } from '../../lib/dialogue';
import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import { baker, BAKER_CHAT, Person, place, statusOf, Talk } from './support/people';
import { BAKER, cakeOrder, counts, emitted, failure, REPLY, type Rig, startRig } from './support/rig';

let rig: Rig;
const NOTHING = [0, 0, 0, 0, 0, 0];

beforeAll(async () => {
  rig = await startRig();
  await rig.keeper.publishShop(DEFAULT_SHOP_DOCUMENT);
});
afterAll(() => rig?.stop());
// All cards go to one chat, where an earlier one on its way makes the later ones wait.
beforeEach(() => rig.query(`update outbox set status = 'skipped' where status = 'pending'`));
afterEach(() => rig.sandbox.clearFaults());

interface Row {
  status: string;
  message: string | null;
  detail: string | null;
  attempts: number;
  wait: number;
}
/** An outbox row; `wait`: seconds until it may be handed out. */
const rowOf = async (key: string): Promise<Row> => {
  const sql = `select status, message, detail, attempts, extract(epoch from lease_until - now())::float as wait
    from outbox where key = $1`;
  return (await rig.query<Row>(sql, [key]))[0];
};
const expireLease = (key: string) =>
  rig.query(`update outbox set lease_until = now() - interval '1 second' where key = $1`, [key]);

describe('Handle Event', () => {
  const event = (order: number, action: string, eventKey: string, item: object = { from: 'crm' }, extra = {}) =>
    cakeOrder(rig, 'handleEvent', { order, action, eventKey }, [item], extra);

  it('moves the order on, tells the customer, and tells the baker’s chat', async () => {
    const { talk, number } = await place(rig);
    const run = await event(number, 'accept', 'crm-1');
    expect(counts(run)).toEqual([1, 0, 0, 1, 0, 0]);
    const [{ to, reply }] = emitted(run);
    expect(to.chat).toBe(String(talk.person.id));
    expect(questionKeyOf(reply!.text, 'ru')).toBe('accepted');
    const [{ card }] = emitted(run, BAKER);
    expect(card).toMatchObject({ kind: 'note', chat: String(BAKER_CHAT), message: null, buttons: [] });
    expect(card!.text).toContain(`№ ${number}`);
    expect(await statusOf(rig, number)).toBe('accepted');
  });

  it('changes nothing the second time that a key comes, one after another or side by side', async () => {
    const { number } = await place(rig);
    const runs = await Promise.all([1, 2, 3].map(() => event(number, 'accept', 'crm-2')));
    expect(runs.flatMap((run) => emitted(run, REPLY))).toHaveLength(1);
    expect(counts(await event(number, 'accept', 'crm-2'))).toEqual(NOTHING);
    // Even with another action: the key says that it is the same event.
    expect(counts(await event(number, 'bake', 'crm-2'))).toEqual(NOTHING);
    expect(await statusOf(rig, number)).toBe('accepted');
    await event(number, 'bake', 'crm-3');
    expect(await statusOf(rig, number)).toBe('baking');
  });

  it('does not let one order’s key count for another order', async () => {
    const [one, other] = [await place(rig), await place(rig)];
    await event(one.number, 'accept', 'same');
    await event(other.number, 'accept', 'same');
    expect([await statusOf(rig, one.number), await statusOf(rig, other.number)]).toEqual(['accepted', 'accepted']);
  });

  it('emits and changes nothing for what the order’s life does not allow', async () => {
    const { number } = await place(rig);
    expect(counts(await event(number, 'hand_over', 'too-early'))).toEqual(NOTHING);
    expect(await statusOf(rig, number)).toBe('awaiting_baker');
  });

  it('says that an order does not exist', async () => {
    const error = failure(await event(999_999, 'accept', 'crm-4'));
    expect(error.name).toBe('NodeOperationError');
    expect(error.message).toBe('Заказа № 999999 нет');
    expect(error.description).toMatch(/Проверьте номер/);
    const run = await event(999_999, 'accept', 'crm-4', {}, { onError: 'continueRegularOutput' });
    expect(run.outputs[0]).toEqual([{ error: 'Заказа № 999999 нет' }]);
  });

  it('asks for a key', async () => {
    const error = failure(await event(1001, 'accept', '={{ $json.id ?? "" }}'));
    expect(error.message).toBe('У события нет ключа');
    expect(error.description).toMatch(/Event Key/);
  });

  it('notes an effect of its own that comes back unplayed as skipped, and takes it for no event', async () => {
    const { number, card, told } = await place(rig);
    for (const own of [card, told]) {
      expect(counts(await event(number, 'accept', 'back', own))).toEqual(NOTHING);
      expect(await rowOf(own.key)).toMatchObject({ status: 'skipped', detail: 'not set up' });
    }
    expect(await statusOf(rig, number)).toBe('awaiting_baker');
    expect(await rig.query(`select from inbox where key = 'event:back'`)).toEqual([]);
    // Another program's item may have a key and a kind as well.
    await event(number, 'accept', 'lead-1', { key: card.key, kind: 'lead' });
    expect(await statusOf(rig, number)).toBe('accepted');
  });
});

describe('Confirm Sent', () => {
  const confirm = (effectKey: string, item: object, extra = {}) =>
    cakeOrder(rig, 'confirmSent', { effectKey }, [item], extra);

  it('notes the message that Telegram made of the card', async () => {
    const { card } = await place(rig);
    const body = { chat_id: card.card.chat, text: card.card.html, parse_mode: 'HTML' };
    const result = await rig.telegram<{ message_id: number }>('sendMessage', body);
    const run = await confirm(card.key, { ok: true, result });
    const message = String(result.message_id);
    expect(counts(run)).toEqual([1, 0, 0, 0, 0, 0]);
    expect(run.items[0]).toEqual([{ json: { key: card.key, result: 'sent', message }, pairedItem: { item: 0 } }]);
    expect(await rowOf(card.key)).toMatchObject({ status: 'sent', message, detail: null });
  });

  it('notes as sent what another service took', async () => {
    const { card } = await place(rig);
    await confirm(card.key, { accepted: ['baker@example.com'] });
    expect(await rowOf(card.key)).toMatchObject({ status: 'sent', message: null });
  });

  it('notes as skipped what a disabled node passed on', async () => {
    const { card } = await place(rig);
    expect(emitted(await confirm(card.key, card))).toEqual([expect.objectContaining({ result: 'skipped' })]);
    expect(await rowOf(card.key)).toMatchObject({ status: 'skipped', detail: expect.stringMatching(/disabled/) });
  });

  it.each([
    ['a sentence', 'Bad Request: chat not found'],
    ['an object', { message: 'Bad Request', description: 'chat not found' }],
  ])('fails on an error given as %s, says what to do, and leaves the card to be sent later', async (_name, error) => {
    const { card } = await place(rig);
    const fault = failure(await confirm(card.key, { error }));
    expect(fault.message).toBe('Карточка кондитеру не ушла');
    expect(fault.description).toMatch(/chat not found.*Проверьте чат кондитера/);
    const row = await rowOf(card.key);
    expect(row).toMatchObject({ status: 'pending', attempts: 1 });
    expect(row.wait).toBeGreaterThan(60);
    await expireLease(card.key);
    const again = emitted(await cakeOrder(rig, 'sendUnsent'), BAKER).filter(({ key }) => key === card.key);
    expect(again).toEqual([{ ...card, again: true }]);
  });

  it.each([
    ['a sentence', 'Bad Request: message is not modified: specified new message content is exactly the same'],
    ['an object', { message: 'Bad request', description: 'Bad Request: message is not modified' }],
  ])('takes an edit that was made before for sent, told as %s', async (_name, error) => {
    const { card } = await place(rig);
    emitted(await confirm(card.key, { error }));
    expect(await rowOf(card.key)).toMatchObject({ status: 'sent' });
  });

  it('leaves what is sent as sent, whatever a late twin says', async () => {
    const { card } = await place(rig);
    await confirm(card.key, { ok: true, result: { message_id: 5 } });
    failure(await confirm(card.key, { error: 'Too Many Requests' }));
    expect(await rowOf(card.key)).toMatchObject({ status: 'sent', message: '5' });
  });

  it('asks for the key', async () => {
    const error = failure(await confirm('={{ $json.key ?? "" }}', { ok: true }));
    expect(error.message).toMatch(/ключ пуст/);
    expect(error.description).toMatch(/Effect Key/);
  });

  it('notes what went out also when an earlier card of the same run did not', async () => {
    const chats = [String(BAKER_CHAT), '500000002'];
    const shop = { ...(DEFAULT_SHOP_DOCUMENT.baker as object), chats };
    await rig.keeper.publishShop({ ...DEFAULT_SHOP_DOCUMENT, baker: shop });
    try {
      const { talk } = await place(rig);
      const cards = emitted(talk.run, BAKER);
      expect(cards.map(({ to }) => to.chat)).toEqual(chats);
      const items = cards.map(({ key }, index) => ({
        key,
        ...(index ? { ok: true, result: { message_id: 9 } } : { error: 'gone' }),
      }));
      const run = await cakeOrder(rig, 'confirmSent', { effectKey: '={{ $json.key }}' }, items);
      expect(failure(run).message).toBe('Карточка кондитеру не ушла');
      expect(await rowOf(cards[0].key)).toMatchObject({ status: 'pending' });
      // Otherwise the sweeper would send this card again and again.
      expect(await rowOf(cards[1].key)).toMatchObject({ status: 'sent', message: '9' });
    } finally {
      await rig.keeper.publishShop(DEFAULT_SHOP_DOCUMENT);
    }
  });
});

describe('Send Unsent', () => {
  const sweep = (parameters: IDataObject = {}) => cakeOrder(rig, 'sendUnsent', parameters);
  const swept = async (chat: number, output = REPLY) =>
    emitted(await sweep(), output).filter(({ to }) => to.chat === String(chat));

  it('emits a reply that was never confirmed again, with its key, after its lease and once per lease', async () => {
    const talk = new Talk(rig);
    const [item] = await talk.takes(talk.person.says('Привет'));
    expect(await swept(talk.person.id)).toEqual([]);
    await expireLease(item.key);
    expect(await swept(talk.person.id)).toEqual([{ ...item, again: true }]);
    expect(await swept(talk.person.id)).toEqual([]);
    expect(await rowOf(item.key)).toMatchObject({ status: 'pending', attempts: 1 });
  });

  it('never emits again what was confirmed', async () => {
    const talk = new Talk(rig);
    const [item] = await talk.takes(talk.person.says('Привет'));
    await rig.keeper.confirm([{ key: item.key, result: 'sent', message: '1' }]);
    await expireLease(item.key);
    expect(await swept(talk.person.id)).toEqual([]);
  });

  it('emits cards on the baker’s output, with the HTML that the next node needs', async () => {
    const { card } = await place(rig, { inscription: 'Маша & Ко' });
    await expireLease(card.key);
    const again = (await swept(BAKER_CHAT, BAKER)).filter(({ key }) => key === card.key);
    expect(again).toEqual([{ ...card, again: true }]);
    expect(again[0].card!.html).toContain('Маша &amp; Ко');
  });

  it('emits several replies of one chat in the order in which they were made', async () => {
    const talk = new Talk(rig);
    const keys: string[] = [];
    for (const words of ['Привет', 'Что?', 'Ещё раз']) keys.push((await talk.takes(talk.person.says(words)))[0].key);
    for (const key of [...keys].reverse()) await expireLease(key);
    expect((await swept(talk.person.id)).map(({ key }) => key)).toEqual(keys);
  });

  it('emits what an execution lost because a later item of it was bad', async () => {
    const anna = new Person();
    failure(await cakeOrder(rig, 'handleMessage', {}, [anna.says('Привет'), { no: 'update' }]));
    const [{ key }] = await rig.query<{ key: string }>('select key from outbox where to_chat = $1', [String(anna.id)]);
    await expireLease(key);
    const [item] = await swept(anna.id);
    expect(item.key).toBe(key);
    expect(questionKeyOf(item.reply!.text, 'ru')).toBe('consent');
  });

  it('steps an event that was recorded by an execution that died, once it is old enough', async () => {
    const chat = { channel: 'telegram' as const, account: 'main', chat: String(new Person().id) };
    const body = { type: 'text' as const, text: 'Привет', from: { id: chat.chat, name: 'Анна', language: 'ru' } };
    const event = { key: `telegram:main:${chat.chat}`, at: new Date().toISOString(), body };
    await rig.keeper.load({ chat, event });
    expect(await swept(Number(chat.chat))).toEqual([]);
    await rig.query(`update inbox set recorded_at = recorded_at - interval '20 seconds' where key = $1`, [event.key]);
    expect(emitted(await sweep({ olderThan: 600 })).filter(({ to }) => to.chat === chat.chat)).toEqual([]);
    const [item, ...more] = await swept(Number(chat.chat));
    expect(more).toEqual([]);
    expect(item.to).toEqual(chat);
    expect(questionKeyOf(item.reply!.text, 'ru')).toBe('consent');
    expect(await swept(Number(chat.chat))).toEqual([]);
  });

  it('emits nothing while another sweep of the same rows is under way', async () => {
    const talk = new Talk(rig);
    const [item] = await talk.takes(talk.person.says('Привет'));
    await expireLease(item.key);
    const runs = await Promise.all([1, 2, 3, 4].map(() => sweep()));
    expect(runs.flatMap((run) => emitted(run)).filter(({ key }) => key === item.key)).toHaveLength(1);
  });

  it('reminds the baker and gives an order up when their times have come', async () => {
    const { talk, number } = await place(rig);
    const come = (timer: string) =>
      rig.query(
        `update timers t set at = now() - interval '1 second' from orders o
         where o.id = t.order_id and o.number = $1 and t.timer = $2`,
        [number, timer],
      );
    const notes = async () =>
      (await swept(BAKER_CHAT, BAKER)).map(({ card }) => card!).filter(({ text }) => text.includes(`№ ${number} `));
    await come('remind_baker');
    expect(await notes()).toEqual([expect.objectContaining({ kind: 'note', chat: String(BAKER_CHAT) })]);
    expect(await statusOf(rig, number)).toBe('awaiting_baker');
    await come('hold_over');
    const told = (await swept(talk.person.id)).map(({ reply }) => questionKeyOf(reply!.text, 'ru'));
    expect(told).toEqual(['expired']);
    expect(await statusOf(rig, number)).toBe('cancelled');
  });

  it('fails loudly while the database is down', async () => {
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'error', status: 503, times: 1000 });
    expect(failure(await sweep()).message).toMatch(/refused cake_sweep/);
  });
});

describe('Get Order', () => {
  it('gives the order as it stands', async () => {
    const { talk, number } = await place(rig, { inscription: 'Ура' });
    const run = await cakeOrder(rig, 'getOrder', { order: number }, [{ any: 'item' }]);
    expect(counts(run)).toEqual([1, 0, 0, 0, 0, 0]);
    expect(run.outputs[0][0]).toMatchObject({
      number,
      status: 'awaiting_baker',
      chat: String(talk.person.id),
      draft: { inscription: 'Ура', phone: '+79161234567' },
      lines: expect.arrayContaining([expect.objectContaining({ key: 'cake', total: expect.any(Number) })]),
    });
    expect(run.items[0][0].pairedItem).toEqual({ item: 0 });
  });

  it('says that an order does not exist', async () => {
    const error = failure(await cakeOrder(rig, 'getOrder', { order: 999_999 }));
    expect(error.message).toBe('Заказа № 999999 нет');
    expect(error.description).toMatch(/Проверьте номер/);
  });
});

describe('Reset Chat', () => {
  it('lets a conversation begin anew and keeps its orders', async () => {
    const { talk, number } = await place(rig);
    const chat = String(talk.person.id);
    const run = await cakeOrder(rig, 'resetChat', { chat });
    expect(run.outputs[0]).toEqual([{ chat, reset: true }]);
    expect(questionKeyOf((await talk.asks('Привет')).text, 'ru')).toBe('consent');
    expect(await statusOf(rig, number)).toBe('awaiting_baker');
    // The order that stayed is still hers to hear about.
    const told = await talk.takes(baker.presses(`b:accept:${number}`, 5));
    expect(told.map(({ to }) => to.chat)).toContain(chat);
  });

  it('touches the chat of its own bot alone', async () => {
    const talk = new Talk(rig);
    await talk.asks('Привет');
    await talk.asks({ press: say('ru', 'consent.agree') });
    await cakeOrder(rig, 'resetChat', { chat: String(talk.person.id), account: 'second' });
    const chat = { channel: 'telegram' as const, account: 'main', chat: String(talk.person.id) };
    expect((await rig.keeper.load({ chat })).state).toMatchObject({ at: 'occasion' });
  });

  it('makes old buttons ask anew instead of answering', async () => {
    const { talk } = await place(rig);
    await cakeOrder(rig, 'resetChat', { chat: String(talk.person.id) });
    const [{ reply }] = await talk.takes(talk.person.presses('7:0'));
    expect(questionKeyOf(reply!.text, 'ru')).toBe('consent');
  });

  it('does not mind a chat that never wrote', async () => {
    const run = await cakeOrder(rig, 'resetChat', { chat: '1' });
    expect(run.outputs[0]).toEqual([{ chat: '1', reset: true }]);
    expect(await rig.query(`select from chats where chat = '1'`)).toEqual([]);
  });
});
