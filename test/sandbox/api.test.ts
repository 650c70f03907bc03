import http from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import type { OrderEvent, OrderFilter, OrderView } from '../../sandbox/server';
import type { Update } from '../../sandbox/telegram/wire';
import { Bench, PIXEL, Receiver, until } from './support';

let bench: Bench;
let receiver: Receiver;
let postgrest: http.Server;
let asked: { url: string; authorization?: string; body: string }[];
const filters: OrderFilter[] = [];

const order = { id: 'o1', number: 17, channel: 'telegram', chat: '700000001', status: 'draft' } as OrderView;

const happened: OrderEvent[] = [
  { seq: 3, type: 'awaiting_baker', from: null, by: 'customer:700000001', at: '2030-01-01T10:00:00Z' },
  { seq: 9, type: 'accepted', from: 'awaiting_baker', by: 'baker:500000001', at: '2030-01-01T10:05:00Z' },
];

beforeEach(async () => {
  asked = [];
  postgrest = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      asked.push({ url: request.url!, authorization: request.headers.authorization, body });
      response
        .writeHead(201, { 'content-type': 'application/json', 'content-range': '0-0/1' })
        .end('[{"big":9007199254740993}]');
    });
  });
  await new Promise<void>((resolve) => postgrest.listen(0, '127.0.0.1', resolve));
  bench = await new Bench({
    postgrest: `http://127.0.0.1:${(postgrest.address() as AddressInfo).port}`,
    health: async () => ({ ok: true, missing: [], n8n: 'http://127.0.0.1:5678' }),
    orders: async (filter) => {
      filters.push(filter);
      return filter.id === 'none' ? [] : [order, { ...order, chat: '42' }];
    },
    orderEvents: async (id) => {
      if (id === 'broken') throw new Error('no such table');
      return happened;
    },
  }).start();
  receiver = await new Receiver().start();
});
afterEach(async () => {
  await bench.close();
  await receiver.close();
  postgrest.closeAllConnections();
  postgrest.close();
});

const last = (): Update => receiver.got.at(-1)!.update;
const rest = (
  path: string,
  headers: object = { apikey: 'key' },
  body: unknown = { a: 1 },
): Promise<{ status: number; data: unknown; headers: Record<string, unknown> }> =>
  axios.post(`${bench.sandbox.url}/rest/v1/${path}`, body, {
    headers: { ...headers },
    validateStatus: () => true,
    transformResponse: (text) => text,
    proxy: false,
  }) as never;

test('health waits for the registration', async () => {
  const starting = await bench.api('GET', '/api/health');
  expect([starting.status, starting.data]).toEqual([
    503,
    { status: 'starting', missing: ['telegram: nobody is registered'] },
  ]);
  await bench.hook(receiver);
  const ok = await bench.api('GET', '/api/health');
  expect([ok.status, ok.data]).toEqual([
    200,
    { status: 'ok', channels: { telegram: true }, n8n: 'http://127.0.0.1:5678' },
  ]);
});

test.each([
  ['/api/channels/icq/chats/anna/messages', { text: 'x' }, 404],
  ['/api/channels/telegram/chats/an%20na/messages', { text: 'x' }, 400],
  ['/api/channels/telegram/chats/anna/messages', {}, 400],
  ['/api/channels/telegram/chats/anna/messages', { text: 5 }, 400],
  ['/api/channels/telegram/chats/anna/messages', { text: 'x', as: 'shop' }, 400],
  ['/api/channels/telegram/chats/anna/messages', { kind: 'allow' }, 400],
  ['/api/channels/telegram/chats/anna/messages', { press: 'Да' }, 400],
  ['/api/channels/telegram/chats/anna/messages', { photo: { base64: '!!', mimeType: 'image/png' } }, 400],
  ['/api/baker/messages', { text: 'x', replyTo: 77 }, 400],
  ['/api/baker/messages/77/press', { label: 'Принять' }, 400],
  ['/api/faults', { vendor: 'telegram', kind: 'sulk' }, 400],
  ['/api/nothing', {}, 404],
])('POST %s %j is refused', async (url, body, status) => {
  const answer = await bench.api('POST', url, body);
  expect([answer.status, Object.keys(answer.data)]).toEqual([status, ['error']]);
});

test('broken JSON is a clear 400, a text of any length passes', async () => {
  const url = `${bench.sandbox.url}/api/channels/telegram/chats/anna/messages`;
  const options = { headers: { 'content-type': 'application/json' }, validateStatus: () => true };
  const broken = await axios.post(url, '{"text":', options);
  expect([broken.status, Object.keys(broken.data)]).toEqual([400, ['error']]);
  await bench.hook(receiver);
  for (const text of ['', 'я'.repeat(100_000)]) {
    await bench.say('anna', { text });
    await until(() => receiver.got.length > 0 && last().message?.text === text);
  }
});

test('each kind of message has Telegram’s shape', async () => {
  await bench.hook(receiver);
  const shape = async (body: object): Promise<Update> => {
    const before = receiver.got.length;
    await bench.say('anna', body);
    await until(() => receiver.got.length > before);
    return last();
  };
  const file = { file_id: expect.any(String), file_unique_id: expect.any(String), file_size: expect.any(Number) };
  expect((await shape({ kind: 'sticker' })).message).toMatchObject({
    sticker: { type: 'regular', emoji: '🎂', ...file },
  });
  expect((await shape({ kind: 'voice' })).message).toMatchObject({
    voice: { duration: 2, mime_type: 'audio/ogg', ...file },
  });
  expect((await shape({ kind: 'location' })).message).toMatchObject({
    location: { latitude: 55.751244, longitude: 37.618423 },
  });
  expect((await shape({ kind: 'file' })).message).toMatchObject({ document: { file_name: 'wishes.txt', ...file } });
  const photo = { base64: PIXEL, mimeType: 'image/png' };
  expect((await shape({ photo, text: 'как тут' })).message).toMatchObject({
    caption: 'как тут',
    photo: [{ width: 1, height: 1, ...file }],
  });
  await bench.say('anna', { text: 'раз' });
  expect(
    (await shape({ kind: 'edit', text: 'два' })).edited_message ?? (await until(() => last().edited_message)),
  ).toMatchObject({ text: 'два', edit_date: expect.any(Number) });
  const before = receiver.got.length;
  await bench.say('anna', { kind: 'album', text: 'оба' });
  await until(() => receiver.got.length === before + 2);
  const [one, two] = receiver.got.slice(before).map(({ update }) => update.message!);
  expect(one.media_group_id).toBe(two.media_group_id);
  expect([one.caption, two.caption, one.photo!.length]).toEqual(['оба', undefined, 3]);
  expect(two.message_id).toBe(one.message_id + 1);
});

test('the baker reads, replies and presses; a stranger presses too', async () => {
  await bench.hook(receiver);
  const reply_markup = {
    inline_keyboard: [
      [
        { text: 'Принять', callback_data: 'ok:17' },
        { text: 'Отклонить', callback_data: 'no:17' },
      ],
    ],
  };
  await bench.bot('sendMessage', { chat_id: 500000001, text: 'Заказ 17', reply_markup });
  const { data } = await bench.api('GET', '/api/baker/messages?after=0&wait=5000');
  expect(data.messages).toMatchObject([{ seq: 1, text: 'Заказ 17', buttons: ['Принять', 'Отклонить'] }]);
  await bench.api('POST', '/api/baker/messages', { text: 'вес 2,1', replyTo: 1 });
  await until(() => receiver.got.length === 1);
  expect(last().message).toMatchObject({
    text: 'вес 2,1',
    from: { id: 500000001 },
    reply_to_message: { text: 'Заказ 17', from: { is_bot: true }, reply_markup },
  });
  await bench.api('POST', '/api/baker/messages/1/press', { label: 'Принять', as: 'stranger' });
  await until(() => receiver.got.length === 2);
  expect(last().callback_query).toMatchObject({
    data: 'ok:17',
    from: { id: 600000001 },
    message: { chat: { id: 500000001 } },
  });
  await bench.api('POST', '/api/baker/messages/1/press', { label: 2, repeat: 3 });
  await until(() => receiver.got.length === 5);
  expect(new Set(receiver.got.slice(2).map(({ raw }) => raw)).size).toBe(1);
  expect((await bench.api('GET', '/api/baker/messages')).data.messages).toHaveLength(1);
});

test('wait holds until the bot speaks', async () => {
  await bench.hook(receiver);
  const chat = await bench.chatId('anna', receiver);
  let done = false;
  const waiting = bench.messages('anna', '?after=1&wait=30000').then((messages) => ((done = true), messages));
  await bench.say('anna', { text: 'a customer’s message does not end it' });
  expect(done).toBe(false);
  await bench.bot('sendMessage', { chat_id: chat, text: 'this does' });
  expect((await waiting).map(({ from }) => from)).toEqual(['customer', 'bot']);
  expect(await bench.messages('nobody', '?after=0&wait=50')).toEqual([]);
});

test('faults of Telegram: rate limit, error, body, down, a lost reply; calls are listed', async () => {
  await bench.hook(receiver);
  const chat = await bench.chatId('anna', receiver);
  const send = (text: string): Promise<{ status: number; data: unknown; headers: Record<string, unknown> }> =>
    bench.bot('sendMessage', { chat_id: chat, text }) as never;
  const fault = (body: object): Promise<unknown> =>
    bench.api('POST', '/api/faults', { vendor: 'telegram', path: 'sendMessage', ...body });
  const since = new Date().toISOString();
  await fault({ kind: 'rate_limit' });
  expect((await bench.bot('getMe')).status).toBe(200);
  const limited = await send('limited');
  expect([limited.status, limited.data]).toEqual([
    429,
    { ok: false, error_code: 429, description: 'Too Many Requests: retry after 1', parameters: { retry_after: 1 } },
  ]);
  await fault({ kind: 'error', status: 502 });
  expect((await send('x')).data).toEqual({ ok: false, error_code: 502, description: 'Bad Gateway' });
  await fault({ kind: 'body', body: '<html>' });
  expect((await send('x')).data).toBe('<html>');
  await fault({ kind: 'down' });
  await expect(send('down')).rejects.toThrow();
  await fault({ kind: 'drop_reply' });
  await expect(send('sent, but nobody knows')).rejects.toThrow();
  await fault({ kind: 'down', times: 9 });
  await bench.api('DELETE', '/api/faults');
  await send('well');
  expect((await bench.messages('anna', '?after=1')).map(({ text }) => text)).toEqual([
    'sent, but nobody knows',
    'well',
  ]);
  const { calls } = (await bench.api('GET', `/api/calls?vendor=telegram&since=${since}`)).data;
  expect(calls.map(({ path, status }: { path: string; status: number }) => [path, status])).toEqual([
    ['/bot***/getMe', 200],
    ['/bot***/sendMessage', 429],
    ['/bot***/sendMessage', 502],
    ['/bot***/sendMessage', 200],
    ['/bot***/sendMessage', 0],
    ['/bot***/sendMessage', 0],
    ['/bot***/sendMessage', 200],
  ]);
  expect(calls.at(-1).body).toEqual({ chat_id: chat, text: 'well' });
});

test('Supabase: the key, the body untouched, faults, calls', async () => {
  expect((await rest('orders', {})).status).toBe(401);
  const through = await rest('rpc/commit_step?select=*');
  expect([through.status, through.data, through.headers['content-range']]).toEqual([
    201,
    '[{"big":9007199254740993}]',
    '0-0/1',
  ]);
  expect(asked).toEqual([{ url: '/rpc/commit_step?select=*', authorization: 'Bearer key', body: '{"a":1}' }]);
  await rest('orders', { apikey: 'key', authorization: 'Bearer user' });
  expect(asked[1].authorization).toBe('Bearer user');
  await bench.api('POST', '/api/faults', {
    vendor: 'supabase',
    kind: 'error',
    path: 'commit_step',
    status: 503,
    code: '57P03',
  });
  expect((await rest('orders')).status).toBe(201);
  const failed = await rest('rpc/commit_step');
  expect([failed.status, JSON.parse(String(failed.data)).code, asked.length]).toEqual([503, '57P03', 3]);
  await bench.api('POST', '/api/faults', { vendor: 'supabase', kind: 'drop_reply' });
  await expect(rest('orders')).rejects.toThrow();
  expect(asked).toHaveLength(4);
  await bench.api('POST', '/api/faults', { vendor: 'supabase', kind: 'down' });
  await expect(rest('orders')).rejects.toThrow();
  expect(asked).toHaveLength(4);
  const { calls } = (await bench.api('GET', '/api/calls?vendor=supabase')).data;
  expect(calls.map(({ status }: { status: number }) => status)).toEqual([401, 201, 201, 201, 503, 0, 0]);
  expect(calls[1]).toMatchObject({ method: 'POST', path: '/rest/v1/rpc/commit_step?select=*', body: { a: 1 } });
});

test('orders: a chat is named both ways', async () => {
  await bench.messages('anna');
  const { data } = await bench.api('GET', '/api/orders?channel=telegram&chat=anna&number=17');
  expect(filters.at(-1)).toEqual({ channel: 'telegram', chat: '700000001', number: '17' });
  expect(data.orders.map(({ chat }: OrderView) => chat)).toEqual(['anna', '42']);
  expect((await bench.api('GET', '/api/orders/o1')).data.orders[0].chat).toBe('anna');
  expect(filters.at(-1)).toEqual({ id: 'o1' });
});

test('live events reach the page, and the page is there', async () => {
  await bench.hook(receiver);
  const chat = await bench.chatId('anna', receiver);
  const { data: stream } = await axios.get(`${bench.sandbox.url}/api/events`, { responseType: 'stream' });
  let seen = '';
  stream.on('data', (chunk: Buffer) => (seen += chunk.toString('utf8')));
  stream.on('error', () => undefined);
  await until(() => seen.includes('retry'));
  await bench.bot('sendChatAction', { chat_id: chat, action: 'typing' });
  await bench.bot('sendMessage', { chat_id: chat, text: 'Здравствуйте' });
  await until(() => seen.includes('"type":"typing","list":"telegram:anna"') && seen.includes('Здравствуйте'));
  expect((await bench.api('GET', '/')).data).toContain('<!doctype html>');
});

test('an order tells what happened to it', async () => {
  const events = async (id: string): Promise<[number, unknown]> => {
    const { status, data } = await bench.api('GET', `/api/orders/${id}/events`);
    return [status, data];
  };
  expect(await events('o1')).toEqual([200, { events: happened }]);
  expect(filters.at(-1)).toEqual({ id: 'o1' });
  expect(await events('none')).toEqual([404, { error: 'no order none' }]);
  expect(await events('broken')).toEqual([502, { error: 'reading the events failed: no such table' }]);
  const without = await new Bench().start();
  expect((await without.api('GET', '/api/orders/o1/events')).status).toBe(503);
  await without.close();
});

test('a commit that is done is told to who listens, whatever becomes of its answer', async () => {
  const { data: stream } = await axios.get(`${bench.sandbox.url}/api/events`, { responseType: 'stream' });
  let seen = '';
  stream.on('data', (chunk: Buffer) => (seen += chunk.toString('utf8')));
  stream.on('error', () => undefined);
  const told = (): number => seen.split('"type":"orders"').length - 1;
  await until(() => seen.includes('retry'));
  await rest('rpc/cake_commit');
  await until(() => told() === 1);
  await rest('rpc/cake_step?select=*');
  await until(() => told() === 2);
  await bench.api('POST', '/api/faults', { vendor: 'supabase', kind: 'drop_reply' });
  await expect(rest('rpc/cake_commit')).rejects.toThrow();
  await until(() => told() === 3);

  // Nothing was committed by these; the last one shows that they had their time.
  await rest('rpc/cake_load');
  await rest('orders');
  await rest('rpc/cake_commit', {});
  await bench.api('POST', '/api/faults', { vendor: 'supabase', kind: 'error' });
  await rest('rpc/cake_commit');
  await rest('rpc/cake_commit');
  await until(() => told() >= 4);
  expect(told()).toBe(4);
});

test('a call without a body may still name JSON as its type', async () => {
  await bench.api('POST', '/api/faults', { vendor: 'vk', kind: 'down' });
  const headers = { 'content-type': 'application/json' };
  const { status } = await fetch(`${bench.sandbox.url}/api/faults`, { method: 'DELETE', headers });
  expect(status).toBe(200);
  const broken = await fetch(`${bench.sandbox.url}/api/faults`, { method: 'POST', headers, body: '{"vendor":' });
  expect([broken.status, await broken.json()]).toEqual([400, { error: expect.any(String) }]);
});
