import { until } from './support';
import { CallbackHook, GROUP, pictureOf, VkBench, VkUpdate } from './vkSupport';

let bench: VkBench;
let hook: CallbackHook;
let peer_id: number;

const EVENTS = ['message_new', 'message_event', 'message_edit', 'message_reply', 'message_allow', 'message_deny'];

beforeEach(async () => {
  bench = await new VkBench({ pressMs: 4000 }).start();
  hook = await new CallbackHook().start();
  await bench.register(hook, EVENTS);
  peer_id = await bench.peer('anna');
  await until(() => hook.got.length === 1);
});
afterEach(async () => {
  await bench.close();
  await hook.close();
});

/** What a customer's doing becomes at the bot. */
const become = async (body: object): Promise<VkUpdate> => {
  const id = await bench.say('anna', body);
  const got = await until(() => hook.got.find(({ update }) => update.event_id === id));
  return got.update;
};
const send = (params: object): Promise<number> => bench.ok('messages.send', { peer_id, random_id: 0, ...params });
const text = (label: string, payload?: object): object => ({
  action: { type: 'text', label, ...(payload && { payload: JSON.stringify(payload) }) },
});
const callback = (label: string, payload: object): object => ({
  action: { type: 'callback', label, payload: JSON.stringify(payload) },
});
const keyboard = (inline: boolean, ...buttons: object[][]): string => JSON.stringify({ inline, buttons });

test('a text button says its label and carries its payload', async () => {
  await send({ message: 'Начинка?', keyboard: keyboard(false, [text('Медовик', { step: 'f1' })], [text('Своё')]) });
  expect((await bench.listed('anna', '?after=1'))[0]).toMatchObject({
    buttons: ['Медовик', 'Своё'],
    rows: [['Медовик'], ['Своё']],
  });
  const pressed = await become({ press: 'Медовик' });
  expect([pressed.type, pressed.object.message.text, pressed.object.message.payload]).toEqual([
    'message_new',
    'Медовик',
    '{"step":"f1"}',
  ]);
  const other = (await become({ press: 2 })).object.message;
  expect([other.text, 'payload' in other]).toEqual(['Своё', false]);
  expect((await bench.listed('anna', '?after=2')).map(({ from, kind }) => [from, kind])).toEqual([
    ['customer', 'press'],
    ['customer', 'press'],
  ]);
});

test('a callback button is an event of its own, which can be answered for a minute', async () => {
  await send({ message: 'В корзину?', keyboard: keyboard(true, [callback('Да', { cmd: 'add', sku: 5 })]) });
  const { type, event_id, object } = await become({ press: 1 });
  expect([type, object]).toEqual([
    'message_event',
    {
      user_id: peer_id,
      peer_id,
      event_id: expect.any(String),
      payload: { cmd: 'add', sku: 5 },
      conversation_message_id: 2,
    },
  ]);
  expect(object.event_id).not.toBe(event_id);
  const answer = { event_id: object.event_id, user_id: peer_id, peer_id };
  const shown = { ...answer, event_data: JSON.stringify({ type: 'show_snackbar', text: 'Добавлено' }) };
  expect(await bench.ok('messages.sendMessageEventAnswer', shown)).toBe(1);
  expect(bench.events).toContainEqual({ type: 'notice', list: 'vk:anna', text: 'Добавлено', alert: false });
  expect(await bench.ok('messages.sendMessageEventAnswer', answer)).toBe(1);
  for (const wrong of [{ event_data: '{"type":"dance"}' }, { event_data: '{' }, { event_id: 'x' }, { user_id: 1 }])
    expect((await bench.refused('messages.sendMessageEventAnswer', { ...answer, ...wrong }))[0]).toBe(100);
  await until(async () => (await bench.call('messages.sendMessageEventAnswer', answer)).error?.error_code === 100);
});

test('a callback button below the chat belongs to no message', async () => {
  await send({ message: 'Меню', keyboard: keyboard(false, [callback('Меню', {})]) });
  const { type, object } = await become({ press: 'Меню' });
  expect([type, 'conversation_message_id' in object]).toEqual(['message_event', false]);
});

test('a press finds the newest buttons, the keyboard below the chat by its label, and an old message by its number', async () => {
  await send({
    message: 'Меню?',
    keyboard: keyboard(false, [text('Меню', { id: 'menu' }), text('Назад', { id: 'back' })]),
  });
  await send({ message: 'Вес?', keyboard: keyboard(true, [text('2 кг', { id: 'w2' }), text('3 кг', { id: 'w3' })]) });
  await send({ message: 'Слушаю' });
  const payload = async (body: object): Promise<string> => JSON.parse((await become(body)).object.message.payload).id;
  expect(await payload({ press: 1 })).toBe('w2');
  expect(await payload({ press: '2' })).toBe('w3');
  expect(await payload({ press: 'Назад' })).toBe('back');
  expect(await payload({ press: 1, of: 2 })).toBe('menu');
  await send({ message: 'Убрано', keyboard: '{"buttons":[]}' });
  const refused = await bench.people('anna', { press: 'Меню' });
  expect([refused.status, refused.data.error]).toEqual([
    400,
    'no button "Меню" in the message with seq 3; its buttons: 1. 2 кг, 2. 3 кг',
  ]);
  expect((await bench.people('anna', { press: 3 })).status).toBe(400);
  expect((await bench.people('anna', { press: 1, of: 77 })).status).toBe(400);
  expect((await bench.people('boris', { press: 1 })).status).toBe(400);
});

test('links and places: one is shown, the other sent', async () => {
  const place = { action: { type: 'location', payload: '{"step":"zone"}' } };
  const link = { action: { type: 'open_link', label: 'Оплатить', link: 'https://pay.example/17' } };
  await send({ message: 'Куда?', keyboard: keyboard(true, [place], [link]) });
  expect((await bench.listed('anna', '?after=1'))[0]).toMatchObject({
    buttons: ['Отправить местоположение'],
    link: 'https://pay.example/17',
  });
  expect((await become({ press: 1 })).object.message).toMatchObject({
    text: '',
    payload: '{"step":"zone"}',
    geo: { type: 'point', coordinates: { latitude: 55.751244, longitude: 37.618423 } },
  });
});

test('each kind of message has VK’s shape, and its files are there', async () => {
  const attachment = async (body: object): Promise<VkUpdate['object']> =>
    (await become(body)).object.message.attachments[0];
  const bytes = async (url: string): Promise<string> => {
    const { status, headers } = await bench.request('GET', new URL(url).pathname);
    return `${status} ${headers['content-type']}`;
  };
  const { photo } = await attachment({
    photo: { base64: pictureOf(900, 600).toString('base64'), mimeType: 'image/png' },
    text: 'как тут',
  });
  expect(photo).toMatchObject({
    owner_id: peer_id,
    access_key: expect.any(String),
    orig_photo: { width: 900, height: 600 },
  });
  expect(photo.sizes.map(({ type, width, height }: Record<string, unknown>) => [type, width, height])).toEqual([
    ['s', 75, 50],
    ['m', 130, 87],
    ['x', 604, 403],
    ['y', 807, 538],
    ['z', 900, 600],
  ]);
  expect(await bytes(photo.sizes[0].url)).toBe('200 image/png');
  expect((await bench.listed('anna')).at(-1)).toMatchObject({
    text: 'как тут',
    image: expect.stringContaining('/vk/view/'),
  });
  const { sticker } = await attachment({ kind: 'sticker' });
  expect(await bytes(sticker.images[0].url)).toBe('200 image/webp');
  const { audio_message: voice } = await attachment({ kind: 'voice' });
  expect([voice.duration, await bytes(voice.link_ogg), await bytes(voice.link_mp3)]).toEqual([
    2,
    '200 audio/ogg',
    '200 audio/mpeg',
  ]);
  const { doc } = await attachment({ kind: 'file' });
  expect([doc.title, doc.ext, doc.type, await bytes(doc.url)]).toEqual([
    'wishes.txt',
    'txt',
    1,
    '200 application/octet-stream',
  ]);
  const album = (await become({ kind: 'album', text: 'все' })).object.message;
  expect([album.text, album.attachments.map(({ type }: { type: string }) => type)]).toEqual([
    'все',
    Array(5).fill('photo'),
  ]);
  expect((await become({ kind: 'location' })).object.message.geo.coordinates).toEqual({
    latitude: 55.751244,
    longitude: 37.618423,
  });
  expect((await become({ text: '' })).object.message.text).toBe('');
  expect((await become({ text: 'я'.repeat(100_000) })).object.message.text).toHaveLength(100_000);
});

test('an edit tells the message as it is now', async () => {
  const before = (await become({ text: 'два кило' })).object.message;
  const { type, object } = await become({ kind: 'edit', text: 'три кило' });
  expect([type, object]).toEqual(['message_edit', { ...before, text: 'три кило', update_time: expect.any(Number) }]);
  expect((await bench.listed('anna')).at(-1)).toMatchObject({ text: 'три кило', edits: 2, kind: 'edit' });
  expect((await become({ kind: 'edit', text: 'Привет', of: 1 })).object.id).toBe(1);
  expect((await bench.people('anna', { kind: 'edit' })).status).toBe(400);
});

test('the first word of VK’s own button carries its payload', async () => {
  await bench.say('vera', { text: 'Начать' });
  await bench.say('vera', { text: 'Начать' });
  const from = (): VkUpdate[] => hook.of('message_new').filter(({ object }) => object.message.peer_id !== peer_id);
  await until(() => from().length === 2);
  expect(from().map(({ object }) => object.message.payload)).toEqual(['{"command":"start"}', undefined]);
});

test('deny forbids messages, allow allows them, and so does writing again', async () => {
  const isAllowed = { group_id: GROUP, user_id: peer_id };
  expect(await bench.ok('messages.isMessagesFromGroupAllowed', isAllowed)).toEqual({ is_allowed: 1 });
  for (const kind of ['deny', 'block']) {
    const denied = await become({ kind });
    expect([denied.type, denied.object]).toEqual(['message_deny', { user_id: peer_id }]);
    expect((await bench.refused('messages.send', { peer_id, random_id: 0, message: 'Ау' }))[0]).toBe(901);
    expect(await bench.ok('messages.isMessagesFromGroupAllowed', isAllowed)).toEqual({ is_allowed: 0 });
    if (kind === 'deny') {
      const allowed = await become({ kind: 'allow' });
      expect([allowed.type, allowed.object]).toEqual(['message_allow', { user_id: peer_id, key: '' }]);
      await send({ message: 'Спасибо' });
    }
  }
  await become({ text: 'Передумала' });
  expect(hook.got.slice(-2).map(({ update }) => update.type)).toEqual(['message_allow', 'message_new']);
  await send({ message: 'Рады' });
  expect((await bench.people('anna', { kind: 'allow', as: 'shop' })).status).toBe(400);
});

test('what the community says is told back, and who of its people said it', async () => {
  await send({ message: 'Я бот', random_id: 11 });
  await until(() => hook.of('message_reply').length === 1);
  expect(hook.of('message_reply')[0].object).toMatchObject({ from_id: -GROUP, out: 1, random_id: 11, text: 'Я бот' });
  expect(hook.of('message_reply')[0].object).not.toHaveProperty('admin_author_id');
  const human = await become({ text: 'А я пекарь', as: 'shop' });
  expect([human.type, human.object]).toMatchObject([
    'message_reply',
    { from_id: -GROUP, peer_id, out: 1, text: 'А я пекарь', admin_author_id: expect.any(Number) },
  ]);
  expect(hook.of('message_new')).toHaveLength(1);
  expect((await bench.listed('anna', '?after=1')).map(({ from, kind }) => [from, kind])).toEqual([
    ['bot', undefined],
    ['baker', 'shop'],
  ]);
  expect((await bench.people('nobody', { text: 'Здравствуйте', as: 'shop' })).status).toBe(400);
});

test('repeat sends the same bytes side by side, eventId once more, in its own chat only', async () => {
  hook.auto = null;
  const eventId = await bench.say('anna', { text: 'пять раз', repeat: 5 });
  await until(() => hook.got.length === 6);
  const copies = hook.got.slice(1);
  expect(new Set(copies.map(({ raw }) => raw)).size).toBe(1);
  hook.auto = 'ok';
  for (const { answer } of copies) answer();
  expect(await bench.say('anna', { eventId })).toBe(eventId);
  await until(() => hook.got.length === 7);
  expect(hook.got[6].raw).toBe(copies[0].raw);
  for (const [chat, id] of [
    ['boris', eventId],
    ['anna', 'nonsense'],
  ])
    expect((await bench.people(chat, { eventId: id })).status).toBe(404);
  expect(await bench.listed('anna', '?after=1')).toHaveLength(1);
});

test('delayMs swaps the order, the message is there at once and is told as it was', async () => {
  const late = await bench.say('anna', { text: 'раньше', delayMs: 500 });
  expect((await bench.ok('messages.getHistory', { peer_id })).items[0].text).toBe('раньше');
  await bench.say('anna', { kind: 'edit', text: 'исправлено' });
  await bench.say('anna', { text: 'позже' });
  await until(() => hook.got.some(({ update }) => update.event_id === late));
  expect(hook.texts).toEqual(['Здравствуйте', 'позже', 'раньше']);
  const [, second, first] = hook.of('message_new').map(({ object }) => object.message.conversation_message_id);
  expect([first, second]).toEqual([2, 3]);
});

test('languages have VK’s numbers, and last', async () => {
  const language = async (body: object): Promise<number> => (await become(body)).object.client_info.lang_id;
  expect(await language({ text: '1' })).toBe(0);
  expect(await language({ text: '2', language: 'en-GB' })).toBe(3);
  expect(await language({ text: '3' })).toBe(3);
  expect(await language({ text: '4', language: 'uk' })).toBe(1);
});

test('nothing to say is refused', async () => {
  expect((await bench.people('anna', {})).status).toBe(400);
  expect((await bench.people('anna', { photo: { base64: 'AAAA', mimeType: 'image/png' } })).status).toBe(400);
  expect((await bench.people('anna', { press: 'Да', as: 'shop' })).status).toBe(400);
});
