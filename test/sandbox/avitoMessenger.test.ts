import { plainPng, silentVoice, STICKER_WEBP } from '../../sandbox/telegram/media';
import { AvitoBench, Hook, USER } from './avitoSupport';
import { until } from './support';

let bench: AvitoBench;

beforeEach(async () => {
  bench = await new AvitoBench().start();
  await bench.login();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await bench.close();
});

const PNG = plainPng(40, 30, [200, 100, 50]);
const chats = async (query = ''): Promise<{ status: number; data: { chats: { id: string }[]; meta: object } }> =>
  bench.call('GET', `/messenger/v2/accounts/${USER}/chats${query}`);

test('chat ids need encoding', async () => {
  for (const chat of ['anna', 'boris', 'vera']) await bench.say(chat, { text: 'Здравствуйте' });
  for (const chat of ['anna', 'boris', 'vera']) {
    const id = bench.id(chat);
    expect(id).toMatch(/^u2i-[A-Za-z0-9+/=]+~[A-Za-z0-9+/=]+$/);
    expect((await bench.call('GET', `/messenger/v2/accounts/${USER}/chats/${id}`)).status).toBe(404);
    expect((await bench.call('GET', bench.path('v2', id))).data.id).toBe(id);
    expect(bench.avito.channel.chatName(id)).toBe(chat);
  }
});

test('a chat tells its listing, its people and its last message', async () => {
  await bench.say('anna', { text: 'Сколько стоит торт?', name: 'Анна' });
  const { data } = await bench.call('GET', bench.path('v2', bench.id('anna')));
  const [buyer] = data.users;
  const image = { '140x105': expect.stringContaining(bench.url) };
  const profile = (id: number): object => ({
    user_id: id,
    item_id: data.context.value.id,
    url: expect.any(String),
    avatar: { default: image['140x105'], images: {} },
  });
  expect(data).toEqual({
    id: bench.id('anna'),
    created: expect.any(Number),
    updated: expect.any(Number),
    context: {
      type: 'item',
      value: {
        id: expect.any(Number),
        title: 'Торт на заказ',
        price_string: 'от 2 500 ₽',
        status_id: expect.any(Number),
        url: expect.stringMatching(/^https:\/\//),
        user_id: USER,
        images: { count: 1, main: image },
      },
    },
    users: [
      { id: expect.any(Number), name: 'Анна', public_user_profile: profile(buyer.id) },
      { id: USER, name: expect.any(String), public_user_profile: profile(USER) },
    ],
    last_message: {
      id: expect.any(String),
      author_id: buyer.id,
      created: expect.any(Number),
      direction: 'in',
      type: 'text',
      content: { text: 'Сколько стоит торт?' },
    },
  });
  const picture = await bench.plain('GET', data.context.value.images.main['140x105']);
  expect([picture.status, picture.headers['content-type']]).toEqual([200, 'image/png']);
  const resources = (await bench.call('GET', '/core/v1/items')).data.resources;
  expect(resources[0].id).toBe(data.context.value.id);
});

test('chats are listed newest activity first, in pages', async () => {
  for (const chat of ['anna', 'boris', 'vera']) {
    await bench.say(chat, { text: 'Здравствуйте' });
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await bench.say('anna', { text: 'Вы тут?' });
  const ids = async (query = ''): Promise<string[]> => (await chats(query)).data.chats.map(({ id }) => id);
  const all = ['anna', 'vera', 'boris'].map((chat) => bench.id(chat));
  expect(await ids()).toEqual(all);
  expect(await ids('?limit=2')).toEqual(all.slice(0, 2));
  expect((await chats('?limit=2')).data.meta).toEqual({ has_more: true });
  expect(await ids('?limit=2&offset=2')).toEqual(all.slice(2));
  expect((await chats('?limit=2&offset=2')).data.meta).toEqual({ has_more: false });
});

test('a chat that nobody has written in does not exist at Avito', async () => {
  await bench.listed('anna');
  expect((await chats()).data.chats).toEqual([]);
  expect((await bench.reply(bench.id('anna'), 'Здравствуйте')).status).toBe(404);
});

test('chats can be filtered by listing, kind and what is unread', async () => {
  await bench.say('anna', { text: 'Здравствуйте' });
  await bench.say('boris', { text: 'Здравствуйте' });
  const count = async (query: string): Promise<number> => (await chats(query)).data.chats.length;
  const item = (await bench.call('GET', '/core/v1/items')).data.resources[0].id;
  expect(await count(`?item_ids=5,${item}`)).toBe(2);
  expect(await count(`?item_ids=5&item_ids=${item}`)).toBe(2);
  expect(await count('?item_ids=5')).toBe(0);
  expect(await count('?chat_types=u2u')).toBe(0);
  expect(await count('?chat_types=u2u,u2i')).toBe(2);
  expect(await count('?unread_only=true')).toBe(2);
  expect((await bench.call('POST', bench.path('v1', bench.id('anna'), '/read'))).data).toEqual({ ok: true });
  expect(await count('?unread_only=true')).toBe(1);
  expect(await count('?unread_only=false')).toBe(2);
  await bench.reply(bench.id('boris'), 'Добрый день!');
  expect(await count('?unread_only=true')).toBe(1);
  await bench.say('anna', { text: 'Ещё вопрос' });
  expect(await count('?unread_only=true')).toBe(2);
});

test.each(['limit=0', 'limit=101', 'limit=x', 'offset=1001', 'offset=-1', 'chat_types=u2x', 'unread_only=maybe'])(
  'chats refuse ?%s',
  async (query) => {
    const { status, data } = await chats(`?${query}`);
    const field = query.split('=')[0];
    expect([status, data]).toMatchObject([
      400,
      { error: { code: 400, message: expect.any(String), fields: expect.anything() } },
    ]);
    expect(Object.keys((data as unknown as { error: { fields: object } }).error.fields)[0]).toMatch(field);
  },
);

test('history comes newest first, and reading it marks nothing', async () => {
  await bench.say('anna', { text: 'раз' });
  await bench.reply(bench.id('anna'), 'два');
  await bench.say('anna', { text: 'три' });
  const messages = await bench.history('anna');
  expect(messages.map(({ direction, type, content }) => [direction, type, (content as { text: string }).text])).toEqual(
    [
      ['in', 'text', 'три'],
      ['out', 'text', 'два'],
      ['in', 'text', 'раз'],
      ['in', 'system', expect.stringMatching(/^\[Системное сообщение\] /)],
    ],
  );
  expect(messages[0]).toEqual({
    id: expect.any(String),
    author_id: expect.any(Number),
    created: expect.any(Number),
    content: { text: 'три' },
    direction: 'in',
    type: 'text',
    is_read: false,
    read: null,
  });
  // Who writes has read what was written to her.
  expect(messages[1]).toMatchObject({ author_id: USER, is_read: true, read: expect.any(Number) });
  await bench.call('POST', bench.path('v1', bench.id('anna'), '/read'));
  expect((await bench.history('anna')).every(({ is_read }) => is_read)).toBe(true);
  expect((await bench.history('anna', '?limit=1&offset=1')).map(({ id }) => id)).toEqual([messages[1].id]);
  expect((await bench.call('GET', bench.path('v3', bench.id('anna'), '/messages'))).data.messages).toHaveLength(4);
  expect((await bench.call('GET', bench.path('v3', bench.id('anna'), '/messages/?limit=101'))).status).toBe(400);
});

test('a text is sent', async () => {
  await bench.say('anna', { text: 'Здравствуйте' });
  const { status, data } = await bench.reply(bench.id('anna'), 'Какой торт нужен?\n1. Бисквитный\n2) Мусс');
  expect(status).toBe(200);
  expect(data).toEqual({
    id: expect.any(String),
    created: expect.any(Number),
    direction: 'out',
    type: 'text',
    content: { text: 'Какой торт нужен?\n1. Бисквитный\n2) Мусс' },
  });
  const [, line] = await bench.listed('anna');
  expect(line).toMatchObject({ seq: 2, from: 'bot', text: data.content.text, buttons: ['Бисквитный', 'Мусс'] });
});

test('a text has 1 to 1000 characters', async () => {
  await bench.say('anna', { text: 'Здравствуйте' });
  const id = bench.id('anna');
  for (const text of ['я'.repeat(1000), '🎂'.repeat(1000), 'x']) expect((await bench.reply(id, text)).status).toBe(200);
  for (const text of ['', 'я'.repeat(1001)]) {
    const { status, data } = await bench.reply(id, text);
    expect([status, data]).toEqual([
      400,
      { error: { code: 400, message: expect.any(String), fields: { 'message.text': expect.any(String) } } },
    ]);
  }
  const url = bench.path('v1', id, '/messages');
  for (const body of [{}, { message: { text: 'x' } }, { type: 'image', message: { text: 'x' } }, { type: 'text' }])
    expect((await bench.call('POST', url, body)).status).toBe(400);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${bench.token}` };
  const broken = await bench.raw(url, '{"type":', headers);
  expect([broken.status, await broken.json()]).toEqual([400, { error: { code: 400, message: expect.any(String) } }]);
  expect((await bench.listed('anna')).filter(({ from }) => from === 'bot')).toHaveLength(3);
});

test('a picture is uploaded, sent, and really served', async () => {
  await bench.say('anna', { text: 'Покажите' });
  const upload = await bench.upload(PNG);
  expect(upload.status).toBe(200);
  const [[image_id, sizes]] = Object.entries<Record<string, string>>(upload.data);
  expect(Object.keys(sizes)).toEqual(['1280x960', '640x480', '140x105', '32x32']);
  const sent = await bench.call('POST', bench.path('v1', bench.id('anna'), '/messages/image'), { image_id });
  expect(sent.data).toEqual({
    id: expect.any(String),
    author_id: USER,
    created: expect.any(Number),
    direction: 'out',
    type: 'image',
    content: { image: { sizes } },
  });
  const line = (await bench.listed('anna'))[1];
  expect(line).toMatchObject({ from: 'bot', text: '', buttons: [] });
  await bench.restart();
  for (const url of [...Object.values(sizes), line.image as string]) {
    const response = await fetch(url);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG);
  }
  expect((await fetch(`${bench.url}/avito-files/images/32x32/7.unknown`)).status).toBe(404);
});

const jpeg = Buffer.from('ffd8ffc0001108001e002803012200021101031101ffd9', 'hex');
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const bmp = Buffer.concat([
  Buffer.from('BM'),
  Buffer.alloc(16),
  Buffer.from('28000000e2ffffff', 'hex'),
  Buffer.alloc(4),
]);
const heic = Buffer.concat([
  Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x14ispe\0\0\0\0', 'latin1'),
  Buffer.from('000000280000001e', 'hex'),
]);

test.each(Object.entries({ jpeg, gif, bmp, heic, png: PNG }))('%s is taken', async (_name, data) => {
  expect((await bench.upload(data)).status).toBe(200);
});

test.each<[string, () => Buffer]>([
  ['WebP', () => STICKER_WEBP],
  ['a sound', () => silentVoice(1)],
  ['nothing', () => Buffer.alloc(0)],
  ['more than 24 MB', () => Buffer.concat([PNG, Buffer.alloc(24 * 1024 * 1024)])],
  ['more than 75 megapixels', () => Buffer.concat([gif.subarray(0, 6), Buffer.from('ffffffff', 'hex'), gif])],
])('%s is no picture for Avito', async (_name, data) => {
  const { status, data: answer } = await bench.upload(data());
  expect([status, answer.error.code, Object.keys(answer.error.fields)]).toEqual([400, 400, ['uploadfile[]']]);
});

test('24 MB are not too many', async () => {
  const padded = Buffer.concat([PNG, Buffer.alloc(24 * 1024 * 1024 - PNG.length)]);
  expect((await bench.upload(padded)).status).toBe(200);
});

test('an upload has one file, in its own field', async () => {
  expect((await bench.upload(PNG, 'x.png', 'uploadfile')).status).toBe(400);
  const form = new FormData();
  for (const name of ['a.png', 'b.png']) form.append('uploadfile[]', new Blob([new Uint8Array(PNG)]), name);
  expect((await bench.call('POST', `/messenger/v1/accounts/${USER}/uploadImages`, form)).status).toBe(400);
  await bench.say('anna', { text: 'Здравствуйте' });
  const url = bench.path('v1', bench.id('anna'), '/messages/image');
  for (const body of [{ image_id: 'made-up' }, {}]) expect((await bench.call('POST', url, body)).status).toBe(400);
});

test('own messages can be deleted within an hour and stay as deleted', async () => {
  await bench.say('anna', { text: 'Здравствуйте' });
  const id = bench.id('anna');
  const sent = (await bench.reply(id, 'Ошибся')).data.id;
  const later = (await bench.reply(id, 'Позже')).data.id;
  const theirs = (await bench.history('anna')).find(({ direction, type }) => direction === 'in' && type === 'text')!.id;
  const remove = (message: unknown): Promise<{ status: number; data: unknown }> =>
    bench.call('POST', bench.path('v1', id, `/messages/${message}`));
  expect((await remove('made-up')).status).toBe(404);
  expect((await remove(theirs)).status).toBe(403);
  expect((await bench.call('DELETE', bench.path('v1', id, `/messages/${sent}`))).status).toBe(404);
  const done = await remove(sent);
  expect([done.status, done.data]).toEqual([200, {}]);
  expect((await bench.history('anna')).find((message) => message.id === sent)).toMatchObject({
    type: 'deleted',
    content: {},
  });
  expect((await bench.listed('anna'))[1]).toMatchObject({ text: 'Ошибся', deleted: true });
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + 60 * 60_000);
  expect((await remove(later)).status).toBe(400);
});

test('voices are found by their ids', async () => {
  await bench.say('anna', { kind: 'voice' });
  const { voice_id } = ((await bench.history('anna'))[0].content as { voice: { voice_id: string } }).voice;
  const url = `/messenger/v1/accounts/${USER}/getVoiceFiles`;
  const { data } = await bench.call('GET', `${url}?voice_ids=${voice_id},made-up`);
  expect(Object.keys(data.voices_urls)).toEqual([voice_id]);
  const sound = await fetch(data.voices_urls[voice_id]);
  expect([sound.status, sound.headers.get('content-type')]).toEqual([200, 'audio/ogg']);
  expect(Buffer.from(await sound.arrayBuffer()).toString('latin1', 0, 4)).toBe('OggS');
  expect((await bench.call('GET', url)).status).toBe(400);
});

test('a buyer on the blacklist cannot write any more', async () => {
  await bench.say('anna', { text: 'Здравствуйте' });
  await bench.say('boris', { text: 'Здравствуйте' });
  const buyer = (await bench.history('anna'))[0].author_id as number;
  const url = `/messenger/v2/accounts/${USER}/blacklist`;
  for (const body of [{}, { users: [] }, { users: [{ user_id: buyer, context: { item_id: 5, reason_id: 9 } }] }])
    expect((await bench.call('POST', url, body)).status).toBe(400);
  await bench.say('anna', { text: 'ещё можно' });
  const users = [{ user_id: buyer, context: { item_id: 5, reason_id: 1 } }];
  expect((await bench.call('POST', url, { users })).status).toBe(200);
  expect((await bench.people('anna', { text: 'уже нельзя' })).status).toBe(409);
  await bench.say('boris', { text: 'можно' });
});

test('another account’s number in the path is 403, an unknown chat 404', async () => {
  await bench.say('anna', { text: 'Здравствуйте' });
  const foreign = bench.path('v2', bench.id('anna')).replace(String(USER), '111');
  const answer = await bench.call('GET', foreign);
  expect([answer.status, answer.data]).toEqual([403, { error: { code: 403, message: expect.any(String) } }]);
  expect((await bench.reply('u2i-made~up', 'x')).status).toBe(404);
  expect((await bench.call('GET', bench.path('v3', 'u2i-made~up', '/messages/'))).status).toBe(404);
});

test('what Avito has not is 404 in its shape', async () => {
  for (const [method, url] of [
    ['GET', '/messenger/v1/subscriptions'],
    ['POST', '/messenger/v1/webhook'],
    ['GET', `/messenger/v2/accounts/${USER}/blacklist`],
  ]) {
    const { status, data } = await bench.call(method, url);
    expect([status, data]).toEqual([404, { error: { code: 404, message: 'route not found' } }]);
  }
});

test('a restart keeps chats, history and numbers', async () => {
  await bench.say('anna', { text: 'Здравствуйте', name: 'Анна' });
  await bench.reply(bench.id('anna'), 'Добрый день');
  const id = bench.id('anna');
  const before = {
    chats: (await chats()).data,
    history: await bench.history('anna'),
    listed: await bench.listed('anna'),
  };
  await bench.restart();
  const after = {
    chats: (await chats()).data,
    history: await bench.history('anna'),
    listed: await bench.listed('anna'),
  };
  expect(after).toEqual(before);
  expect(bench.id('anna')).toBe(id);
  const hook = await new Hook().start();
  await bench.subscribe(hook);
  await bench.say('anna', { text: 'Я снова тут' });
  await until(() => hook.texts.length === 1);
  // The system text began the chat before the restart.
  expect(hook.got.filter(({ value }) => value).map(({ value }) => value!.type)).toEqual(['text']);
  expect((await bench.listed('anna')).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  await bench.say('boris', { text: 'Здравствуйте' });
  await until(() => hook.texts.length === 2);
  expect(hook.values[1].author_id).toBe(hook.values[0].author_id + 1);
  await hook.close();
});
