import { plainPng } from '../../sandbox/telegram/media';
import { AvitoBench, Hook, Value } from './avitoSupport';
import { PIXEL, until } from './support';

let bench: AvitoBench;
let hook: Hook;

beforeEach(async () => {
  bench = await new AvitoBench({ retryMs: [50] }).start();
  await bench.login();
  hook = await new Hook().start();
  await bench.subscribe(hook);
});
afterEach(async () => {
  await bench.close();
  await hook.close();
});

const photo = { base64: PIXEL, mimeType: 'image/png' };
const MENU = 'Начинка?\n1. Медовик\n2. Наполеон\n3. Птичье молоко\n\nОтветьте номером.';

/** What comes of one call, in order. */
async function become(count: number, body: object): Promise<Value[]> {
  const before = hook.values.length;
  await bench.say('anna', body);
  await until(() => hook.values.length >= before + count);
  await new Promise((resolve) => setTimeout(resolve, 30));
  return hook.values.slice(before);
}

test('a photo is an image; the words beside it are a message of their own', async () => {
  const [image, text] = await become(2, { photo, text: 'вот такой' });
  expect([image.type, text.type, text.content]).toEqual(['image', 'text', { text: 'вот такой' }]);
  const { sizes } = image.content.image!;
  expect(Object.keys(sizes)).toContain('1280x960');
  const served = await fetch(sizes['1280x960']);
  expect(Buffer.from(await served.arrayBuffer()).toString('base64')).toBe(PIXEL);
  const lines = await bench.listed('anna');
  expect(lines.map(({ text: said }) => said)).toEqual(['', 'вот такой']);
  const shown = await fetch(lines[0].image as string);
  expect(Buffer.from(await shown.arrayBuffer()).toString('base64')).toBe(PIXEL);
});

test.each<[string, string, object]>([
  ['voice', 'voice', { voice: { voice_id: expect.any(String) } }],
  [
    'sticker',
    'item',
    {
      item: {
        title: 'Торт на заказ',
        price_string: 'от 2 500 ₽',
        item_url: expect.any(String),
        image_url: expect.any(String),
      },
    },
  ],
  [
    'location',
    'location',
    {
      location: {
        lat: expect.any(Number),
        lon: expect.any(Number),
        kind: expect.any(String),
        text: expect.any(String),
        title: expect.any(String),
      },
    },
  ],
  ['file', 'file', {}],
])('%s comes as %s', async (kind, type, content) => {
  expect(await become(1, { kind })).toEqual([expect.objectContaining({ type, content })]);
  expect(await bench.listed('anna')).toMatchObject([{ from: 'customer', kind, text: '' }]);
});

test('an album is five pictures one after the other', async () => {
  const values = await become(6, { kind: 'album', text: 'любой из них' });
  expect(values.map(({ type }) => type)).toEqual(['image', 'image', 'image', 'image', 'image', 'text']);
  expect(new Set(values.map(({ content }) => content.image?.sizes['32x32'])).size).toBe(6);
  expect(new Set(values.map(({ id }) => id)).size).toBe(6);
});

test('a text is delivered as given: empty, long, with spaces', async () => {
  for (const text of ['', 'я'.repeat(100_000), ' 2 \n'])
    expect((await become(1, { text }))[0].content).toEqual({ text });
});

test.each<[string, object, number]>([
  ['an edit', { kind: 'edit', text: 'x' }, 400],
  ['allow', { kind: 'allow' }, 400],
  ['deny', { kind: 'deny' }, 400],
  ['nothing', {}, 400],
  ['a press of nothing', { press: 1 }, 400],
  ['no base64', { photo: { base64: '!!', mimeType: 'image/png' } }, 400],
  ['no picture', { photo: { base64: 'aGVsbG8=', mimeType: 'image/png' } }, 400],
  ['a press by the shop', { press: 1, as: 'shop' }, 400],
  ['a block by the shop', { kind: 'block', as: 'shop' }, 400],
  ['an unknown event', { eventId: 'avito-77' }, 404],
])('%s is refused and leaves no trace', async (_name, body, status) => {
  const answer = await bench.people('anna', body);
  expect([answer.status, Object.keys(answer.data)]).toEqual([status, ['error']]);
  expect(await bench.listed('anna')).toEqual([]);
  expect(hook.got).toHaveLength(1);
});

test('a press writes the number, by label or number, of the newest list or an older one', async () => {
  await bench.say('anna', { text: 'Здравствуйте' });
  await bench.reply(bench.id('anna'), MENU);
  await bench.reply(bench.id('anna'), 'Когда?\n1) Сегодня\n2) Завтра');
  await bench.reply(bench.id('anna'), 'Жду ответа');
  const lines = await bench.listed('anna');
  expect(lines.map(({ buttons }) => buttons)).toEqual([
    [],
    ['Медовик', 'Наполеон', 'Птичье молоко'],
    ['Сегодня', 'Завтра'],
    [],
  ]);
  expect(lines[1]).toMatchObject({ text: MENU, rows: [['Медовик'], ['Наполеон'], ['Птичье молоко']] });
  await until(() => hook.texts.length === 4);
  const pressed = async (body: object): Promise<unknown> => (await become(1, body))[0].content;
  expect(await pressed({ press: 'Завтра' })).toEqual({ text: '2' });
  expect(await pressed({ press: 1 })).toEqual({ text: '1' });
  expect(await pressed({ press: '2' })).toEqual({ text: '2' });
  expect(await pressed({ press: 'Птичье молоко', of: 2 })).toEqual({ text: '3' });
  expect((await bench.listed('anna')).at(-1)).toMatchObject({
    from: 'customer',
    text: '3',
    kind: 'press',
    buttons: [],
  });
  for (const body of [{ press: 3 }, { press: 'Медовик' }, { press: 1, of: 4 }, { press: 1, of: 99 }])
    expect((await bench.people('anna', body)).status).toBe(400);
});

test('a list that a customer or the shop’s person writes has no buttons to press for the customer', async () => {
  await bench.say('anna', { text: '1. раз\n2. два' });
  await bench.reply(bench.id('anna'), MENU);
  await bench.say('anna', { text: '1. наше\n2. всё', as: 'shop' });
  await until(() => hook.texts.length === 3);
  expect((await bench.listed('anna'))[0].buttons).toEqual([]);
  expect((await become(1, { press: 'Наполеон' }))[0].content).toEqual({ text: '2' });
});

test('a buyer blocks the shop: nothing is told, and the next message is refused until she writes again', async () => {
  await bench.say('anna', { text: 'Здравствуйте' });
  await until(() => hook.texts.length === 1);
  const eventId = await bench.say('anna', { kind: 'block' });
  expect(await bench.say('anna', { eventId })).toBe(eventId);
  const { status, data } = await bench.reply(bench.id('anna'), 'Ау');
  expect([status, data]).toEqual([403, { error: { code: 403, message: expect.any(String) } }]);
  const image_id = Object.keys((await bench.upload(plainPng(4, 4, [1, 2, 3]))).data)[0];
  const url = bench.path('v1', bench.id('anna'), '/messages/image');
  expect((await bench.call('POST', url, { image_id })).status).toBe(403);
  expect((await bench.people('anna', { text: 'Ау', as: 'shop' })).status).toBe(409);
  await bench.restart();
  expect((await bench.reply(bench.id('anna'), 'Ау')).status).toBe(403);
  expect((await bench.listed('anna')).map(({ kind }) => kind)).toEqual([undefined, 'block']);
  expect(hook.texts).toEqual(['Здравствуйте']);
  await bench.say('anna', { text: 'Я передумала' });
  expect((await bench.reply(bench.id('anna'), 'Рады!')).status).toBe(200);
});

test('the shop’s person sends pictures too, and has read the chat when she writes', async () => {
  await bench.say('anna', { text: 'Покажите' });
  const [image, text] = (await become(2, { photo, text: 'Наш торт', as: 'shop' })).slice(-2);
  expect([image.type, image.author_id, text.author_id]).toEqual(['image', image.user_id, image.user_id]);
  expect(await bench.listed('anna')).toMatchObject([
    { from: 'customer' },
    { from: 'baker', image: expect.any(String) },
    { from: 'baker', text: 'Наш торт' },
  ]);
  const chats = await bench.call('GET', `/messenger/v2/accounts/${image.user_id}/chats?unread_only=true`);
  expect(chats.data.chats).toEqual([]);
});

test('repeat delivers the same bytes side by side; Avito’s own text comes once all the same', async () => {
  hook.auto = (value) => (value?.type === 'system' ? 200 : null);
  await bench.say('anna', { text: 'пять раз', repeat: 5 });
  await until(() => hook.values.length === 5);
  const repeated = hook.got.filter(({ value }) => value?.type === 'text');
  expect(new Set(repeated.map(({ raw }) => raw)).size).toBe(1);
  expect(hook.got.filter(({ value }) => value?.type === 'system')).toHaveLength(1);
  for (const { answer } of repeated) answer();
  expect(await bench.listed('anna')).toHaveLength(1);
});

test('of copies side by side only those that were not taken come again', async () => {
  let failures = 1;
  hook.auto = (value) => (value?.type === 'text' && failures-- > 0 ? 500 : 200);
  await bench.say('anna', { text: 'три раза', repeat: 3 });
  await bench.say('anna', { text: 'потом' });
  await until(() => hook.texts.includes('потом'));
  expect(hook.texts).toEqual([...Array(4).fill('три раза'), 'потом']);
});

test('an event can be delivered again, in its own chat only, after a restart too', async () => {
  const eventId = await bench.say('anna', { text: 'ещё раз' });
  await until(() => hook.texts.length === 1);
  await bench.restart();
  expect(await bench.say('anna', { eventId })).toBe(eventId);
  await until(() => hook.texts.length === 2);
  const [one, two] = hook.got.filter(({ value }) => value?.type === 'text');
  expect(two.raw).toBe(one.raw);
  expect((await bench.people('boris', { eventId })).status).toBe(404);
  expect(await bench.listed('anna')).toHaveLength(1);
});

test('delayMs swaps the order; the message is there before it is told', async () => {
  await bench.say('anna', { text: 'начало' });
  await bench.say('anna', { text: 'раньше', delayMs: 1000 });
  await bench.say('anna', { text: 'позже' });
  expect((await bench.history('anna'))[1].content).toEqual({ text: 'раньше' });
  await until(() => hook.texts.length === 3);
  expect(hook.texts).toEqual(['начало', 'позже', 'раньше']);
  expect(hook.values[2].published_at <= hook.values[1].published_at).toBe(true);
});

test('a delayed message survives a restart', async () => {
  await bench.say('anna', { text: 'начало' });
  await until(() => hook.texts.length === 1);
  await bench.say('anna', { text: 'потом', delayMs: 2000 });
  await bench.restart();
  expect(hook.texts).toEqual(['начало']);
  await until(() => hook.texts.length === 2);
  expect(hook.texts[1]).toBe('потом');
});

test('wait holds until the bot answers; the shop’s person does not end it', async () => {
  await bench.say('anna', { text: 'Здравствуйте', language: 'en' });
  let done = false;
  const waiting = bench.listed('anna', '?after=1&wait=30000').then((messages) => ((done = true), messages));
  await bench.say('anna', { text: 'сейчас отвечу', as: 'shop' });
  expect(done).toBe(false);
  await bench.reply(bench.id('anna'), 'Я бот');
  expect((await waiting).map(({ from }) => from)).toEqual(['baker', 'bot']);
  expect((await bench.plain('GET', '/api/channels/avito/chats')).data).toEqual({ chats: ['anna'] });
});
