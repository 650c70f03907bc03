import { randomBytes, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { createTransition, type Reply } from '../../lib/dialogue';
import { defaultShop } from '../../lib/order';
import { step, type Stepper } from '../../lib/sessions/step';
import { createSupabaseKeeper } from '../../lib/sessions/supabase';
import type { ChatAddress, Keeper } from '../../lib/sessions/types';
import { type TestDatabase, startDatabase } from './support/database';
import { aChat } from './support/toy';

let database: TestDatabase;
let keeper: Keeper;
let sql: Client;

beforeAll(async () => {
  database = await startDatabase();
  keeper = createSupabaseKeeper({ url: database.rest, serviceKey: database.keys.serviceRole, fetch: database.fetch });
  sql = new Client({ connectionString: database.connectionString });
  await sql.connect();
}, 60_000);
afterAll(async () => {
  await sql.end();
  await database.stop();
});

const { preview, ...shop } = defaultShop();
/** Nothing draws or reads here. */
const SHOP = { ...shop, preview: { ...preview, enabled: false }, ai: { understanding: false, callsPerMonth: 0 } };

/** The real conversation over the real database. */
const stepper: Stepper = {
  transitionFor: async ({ chat, shopVersion, availability, orders, move }) =>
    createTransition({ shop: SHOP, shopVersion, availability, orders, move, channel: chat.channel }),
  onThrow: (error) => {
    throw error;
  },
  clock: () => new Date().toISOString(),
  newStepId: () => randomUUID(),
};

const from = { id: '7', name: 'Анна', language: 'ru' };

/** What she is answered; `elsewhere`: what is said to other chats. */
async function says(chat: ChatAddress, text: string, key: string = randomUUID()) {
  const body = { type: 'text' as const, text, from, nonce: randomBytes(8).toString('hex') };
  const event = { key, at: new Date().toISOString(), body };
  const { outgoing } = await step(keeper, { chat, event, person: from }, stepper);
  const replies = outgoing.filter(({ kind }) => kind === 'reply');
  const textIn = (here: boolean) =>
    replies
      .filter(({ to }) => (to.chat === chat.chat) === here)
      .map(({ payload }) => (payload as Reply).text)
      .join('\n');
  return { text: textIn(true), elsewhere: textIn(false), outgoing };
}

const TO_SUMMARY = ['привет', 'да', 'день рождения', '2 кг', 'медовик', 'крем-чиз', 'без декора', 'без надписи', 'нет', 'нет', '1', '1', 'самовывоз', 'Анна', '+7 999 123-45-67']; // prettier-ignore

async function talk(chat: ChatAddress, until = TO_SUMMARY.length) {
  for (const words of TO_SUMMARY.slice(0, until)) await says(chat, words);
}

async function codeOf(chat: ChatAddress): Promise<string> {
  const [, code] = /(\d{4} \d{4})/.exec((await says(chat, 'код')).text) ?? [];
  expect(code).toBeDefined();
  return code;
}

const draftOf = async (chat: ChatAddress) => (await keeper.load({ chat })).state?.draft;

it('moves a draft from one messenger to another, and the first one begins anew', async () => {
  const [telegram, vk] = [aChat(), aChat('vk')];
  await talk(telegram, 7);
  const draft = await draftOf(telegram);
  const { text, elsewhere } = await says(vk, `код ${await codeOf(telegram)}`);
  expect(text).toContain('Нашли ваш заказ');
  expect(elsewhere).toContain('в другом мессенджере');
  expect(await draftOf(vk)).toEqual(draft);
  expect((await keeper.load({ chat: telegram })).state).toBeNull();
  expect((await says(vk, 'Ура!')).text).toContain('«Ура!»');
});

it('moves a placed order with its place, its timers and its cards; the baker’s answers find it', async () => {
  const [telegram, avito] = [aChat(), aChat('avito')];
  await talk(telegram);
  const { outgoing } = await says(telegram, 'подтвердить');
  const card = outgoing.find(({ kind }) => kind === 'baker');
  expect(card).toBeDefined();
  await keeper.confirm(outgoing.map(({ key }) => ({ key, result: 'sent' as const, message: key.slice(0, 8) })));
  const [{ number }] = (await keeper.load({ chat: telegram })).orders;
  await says(avito, await codeOf(telegram));
  expect((await keeper.load({ chat: avito })).orders).toMatchObject([
    { number, status: 'awaiting_baker', channel: 'avito', chat: avito.chat },
  ]);
  expect((await keeper.load({ chat: telegram })).orders).toEqual([]);
  const { rows } = await sql.query(
    `select (select count(*)::int from capacity_holds h where h.order_id = o.id) as holds,
            (select array_agg(distinct c.channel) from timers t join chats c on c.id = t.chat_id where t.order_id = o.id) as timers
       from orders o where o.number = $1`,
    [number],
  );
  expect(rows).toEqual([{ holds: 1, timers: ['avito'] }]);
  const about = { channel: 'telegram' as const, account: telegram.account, chat: card!.to.chat };
  const answered = await keeper.load({
    card: { ...about, message: card!.key.slice(0, 8) },
    event: {
      key: randomUUID(),
      at: new Date().toISOString(),
      body: {
        type: 'baker_words',
        order: null,
        text: 'ау',
        from: { id: '9' },
        card: { chat: card!.to.chat, message: '1' },
      },
    },
  });
  expect(answered.chat).toEqual(avito);
  expect(answered.pending[0].body).toMatchObject({ order: number });
});

it('takes a code once, from one of two who write it at the same time', async () => {
  const chats = [aChat('vk'), aChat('avito')];
  const telegram = aChat();
  await talk(telegram, 5);
  const code = await codeOf(telegram);
  const answers = await Promise.all(chats.map((chat) => says(chat, `код ${code}`)));
  const moved = answers.map(({ text }) => text.includes('Нашли ваш заказ'));
  expect(moved.filter(Boolean)).toHaveLength(1);
  expect(answers[moved.indexOf(false)].text).toContain('не подошёл');
  expect((await says(aChat('vk'), `код ${code}`)).text).toContain('не подошёл');
});

it('knows neither an old code, nor one of this very chat, nor a replaced one', async () => {
  const telegram = aChat();
  await talk(telegram, 5);
  const first = await codeOf(telegram);
  const code = await codeOf(telegram);
  expect((await says(telegram, `код ${code}`)).text).toContain('не подошёл');
  expect((await says(aChat('vk'), `код ${first}`)).text).toContain('не подошёл');
  await sql.query(`update move_codes set until = now() - interval '1 second' where code = $1`, [code.replace(' ', '')]);
  expect((await says(aChat('vk'), `код ${code}`)).text).toContain('не подошёл');
  expect((await draftOf(telegram))?.filling).toBe('медовик');
});

it('brings what was said there last, also while it is being moved', async () => {
  const [telegram, vk] = [aChat(), aChat('vk')];
  await talk(telegram, 4);
  const code = await codeOf(telegram);
  await Promise.all([says(vk, `код ${code}`), says(telegram, 'медовик')]);
  const [there, here] = [await draftOf(telegram), await draftOf(vk)];
  // Either the answer came first and moved along, or the chat had been left and began anew.
  expect(here?.weightG).toBe(2000);
  expect(here?.filling === 'медовик' || there?.weightG === undefined).toBe(true);
});

it('a repeated message with a code changes nothing more', async () => {
  const [telegram, vk] = [aChat(), aChat('vk')];
  await talk(telegram, 5);
  const code = await codeOf(telegram);
  const key = randomUUID();
  expect((await says(vk, code, key)).text).toContain('Нашли ваш заказ');
  expect((await says(vk, code, key)).outgoing).toEqual([]);
});
