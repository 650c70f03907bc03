import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';

import { parseInbound } from '../../lib/channels';
import type { Inbound } from '../../lib/channels/types';
import type { Reply } from '../../lib/dialogue';
import { Avito } from '../../nodes/Avito/Avito.node';
import { AvitoTrigger } from '../../nodes/AvitoTrigger/AvitoTrigger.node';
import { ChatReply } from '../../nodes/ChatReply/ChatReply.node';
import { plainPng } from '../../sandbox/telegram/media';
import { AvitoBench, CLIENT, USER } from '../sandbox/avitoSupport';
import { runNode, type Credentials } from './harness';
import { openTheNet } from './support/vk';
import { withTokens } from './support/avito';
import { allOf } from './support/rig';
import { runHook, runWebhook, type TriggerUnderTest } from './webhooks';

const PNG = plainPng(40, 30, [200, 100, 50]);

/** The nodes against Avito as the sandbox plays it: its tokens, its echoes, its notices, its faults. */
const bench = new AvitoBench();
let credentials: Credentials;
let under: TriggerUnderTest;
let n8n: http.Server;
/** What the trigger has started the workflow with. */
const started: IDataObject[] = [];
const statuses: number[] = [];

beforeAll(async () => {
  await bench.start();
  const { client_id: clientId, client_secret: clientSecret } = CLIENT;
  credentials = { avitoApi: { host: bench.url, clientId, clientSecret, accessToken: '' } };
  n8n = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { searchParams } = new URL(request.url!, 'http://n8n');
    const { status, items } = await runWebhook(under, {
      body: JSON.parse(Buffer.concat(chunks).toString('utf8')),
      query: Object.fromEntries(searchParams),
      headers: request.headers as IDataObject,
    });
    started.push(...items);
    statuses.push(status);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => n8n.listen(0, '127.0.0.1', resolve));
  const webhookBase = `http://127.0.0.1:${(n8n.address() as AddressInfo).port}/webhook`;
  under = { type: withTokens(new AvitoTrigger(), credentials), credentials, webhookBase };
  await runHook(under, 'create');
});
afterEach(() => bench.plain('DELETE', '/api/faults'));
// The helpers bring nock along, which stays in the way of the next file of this process unless it is taken out.
afterAll(openTheNet);
afterAll(async () => {
  n8n.closeAllConnections();
  n8n.close();
  await bench.close();
});

/** Waits for the trigger to have started the workflow so many times since `from`. */
async function since(from: number, count: number): Promise<Inbound[]> {
  for (const until = Date.now() + 10_000; started.length < from + count && Date.now() < until;) await sleep(20);
  return started.slice(from).map((item) => parseInbound(item, 'main', '')!);
}

async function avito(parameters: IDataObject): Promise<IDataObject[]> {
  const { error, outputs } = await runNode(
    withTokens(new Avito(), credentials),
    { authentication: 'personal', ...parameters },
    [{}],
    credentials,
  );
  if (error) throw error;
  return outputs[0];
}

/** Chat Reply with an item of Cake Order. */
async function reply(chat: string, words: Reply, more: object = {}): Promise<IDataObject> {
  const to = { channel: 'avito', account: String(USER), chat: bench.id(chat) };
  const items = [{ to, reply: words, ...more }] as unknown as IDataObject[];
  const { error, outputs } = await runNode(
    withTokens(new ChatReply(), credentials),
    { source: 'item' },
    items,
    credentials,
  );
  if (error) throw error;
  return outputs[0][0];
}

const heard = async (chat: string) => (await bench.listed(chat)).filter(({ from }) => from === 'bot');

it('is registered, and answers whatever Avito brings with 200', async () => {
  expect(await runHook(under, 'checkExists')).toBe(true);
  expect(credentials.avitoApi.accessToken).not.toBe('');
  expect(statuses.every((status) => status === 200)).toBe(true);
});

it('starts with a buyer’s words, what they are about, and nothing of Avito’s own', async () => {
  const from = started.length;
  await bench.say('anna', { text: 'Сколько стоит торт?', name: 'Анна' });
  const [inbound, ...rest] = await since(from, 1);
  expect(rest).toEqual([]);
  expect(inbound).toMatchObject({
    address: { channel: 'avito', account: String(USER), chat: bench.id('anna') },
    person: { name: 'Анна', advert: expect.stringMatching(/.+/) },
    event: { type: 'text', text: 'Сколько стоит торт?' },
  });
});

it('starts with photos and all other kinds', async () => {
  const from = started.length;
  await bench.say('kinds', { photo: { base64: PNG.toString('base64'), mimeType: 'image/png' } });
  for (const kind of ['voice', 'location', 'file']) await bench.say('kinds', { kind });
  const events = (await since(from, 4)).map(({ event }) => event);
  expect(events.map((event) => ('kind' in event ? event.kind : event.type)).sort()).toEqual([
    'file',
    'location',
    'photo',
    'voice',
  ]);
});

it('hears no echo of what the nodes send, but a person of the shop', async () => {
  const from = started.length;
  await bench.say('echo', { text: 'Здравствуйте' });
  await since(from, 1);
  await avito({ resource: 'message', operation: 'sendText', chat: bench.id('echo'), text: 'Из узла' });
  expect(await reply('echo', { text: 'Из ответа', buttons: [[{ label: 'Да', data: '1:0' }]] })).toMatchObject({
    outcome: 'sent',
  });
  await bench.say('echo', { text: 'Я сама отвечу', as: 'shop' });
  const events = (await since(from, 2)).map(({ event }) => event.type);
  await sleep(300);
  expect(started.length).toBe(from + 2);
  expect(events).toEqual(['text', 'shop']);
});

it('goes on with an expired token, which is renewed and kept', async () => {
  const before = credentials.avitoApi.accessToken;
  bench.avito.expireTokens();
  expect(await avito({ resource: 'account', operation: 'get' })).toMatchObject([{ id: USER }]);
  const renewed = credentials.avitoApi.accessToken;
  expect(renewed).not.toBe(before);
  await avito({ resource: 'account', operation: 'get' });
  expect(credentials.avitoApi.accessToken).toBe(renewed);
});

describe('Chat Reply', () => {
  const BUTTONS = [[{ label: 'Ваниль', data: '1:0' }], [{ label: 'Шоколад', data: '1:1' }]];

  it('shows choices as a numbered list that is answered with a number', async () => {
    const from = started.length;
    await bench.say('choice', { text: 'Хочу торт' });
    await since(from, 1);
    await reply('choice', { text: 'Какая начинка?', buttons: BUTTONS });
    expect((await heard('choice')).at(-1)).toMatchObject({ buttons: ['Ваниль', 'Шоколад'] });
    await bench.say('choice', { press: 'Шоколад' });
    expect((await since(from, 2))[1].event).toMatchObject({ type: 'text', text: '2' });
  });

  it('sends a picture, also with a token that has just expired', async () => {
    await bench.say('picture', { text: 'Хочу торт' });
    bench.avito.expireTokens();
    const address = await pictureAddress();
    expect(await reply('picture', { text: 'Ваш торт', image: address.url })).toMatchObject({
      outcome: 'sent',
      messages: [expect.any(String), expect.any(String)],
    });
    address.close();
    const [image, words] = await heard('picture');
    expect(image.image).toMatch(/^http/);
    expect(words.text).toBe('Ваш торт');
  });

  it.each([
    ['the answer is lost', { kind: 'drop_reply' }],
    ['Avito is gone for a moment', { kind: 'down' }],
    ['Avito has a fault', { kind: 'error', status: 503 }],
    ['Avito asks for patience', { kind: 'rate_limit' }],
  ])('sends once when %s', async (name, fault) => {
    const chat = `once-${name.replace(/\W/g, '')}`;
    await bench.say(chat, { text: 'Хочу торт' });
    await reply(chat, { text: 'Здравствуйте!' });
    await bench.fault({ ...fault, path: '/messages', times: 1 });
    expect(await reply(chat, { text: 'Какая начинка?', buttons: BUTTONS })).toMatchObject({ outcome: 'sent' });
    expect((await heard(chat)).map(({ text }) => text)).toEqual([
      'Здравствуйте!',
      'Какая начинка?\n\n1. Ваниль\n2. Шоколад',
    ]);
  });

  it('does not repeat what another process had sent', async () => {
    await bench.say('again', { text: 'Хочу торт' });
    const sent = await reply('again', { text: 'Какая начинка?', buttons: BUTTONS });
    const again = await reply(
      'again',
      { text: 'Какая начинка?', buttons: BUTTONS },
      { key: 'f'.repeat(40), again: true },
    );
    expect(again).toMatchObject({ outcome: 'sent', messages: sent.messages });
    expect(await heard('again')).toHaveLength(1);
  });

  it('knows a buyer who blocked the shop, and a missing tariff', async () => {
    await bench.say('blocked', { text: 'Хочу торт' });
    await bench.say('blocked', { kind: 'block' });
    expect(await reply('blocked', { text: 'Здравствуйте!' })).toMatchObject({ outcome: 'blocked' });
    await bench.say('tariff', { text: 'Хочу торт' });
    await bench.fault({ kind: 'error', status: 402, path: '/messages', times: 1 });
    expect(await reply('tariff', { text: 'Здравствуйте!' })).toMatchObject({
      outcome: 'later',
      detail: expect.stringMatching(/«Максимальный»/),
    });
  });
});

describe('no secret stands in what is said', () => {
  const hidden = () => new RegExp(`${CLIENT.client_secret}|${String(credentials.avitoApi.accessToken) || 'none'}`);

  it('when the connection is cut', async () => {
    await bench.fault({ kind: 'down', path: '/core/', times: 1 });
    const error = await avito({ resource: 'account', operation: 'get' }).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ message: 'Авито не отвечает' });
    expect(allOf(error as Error)).not.toMatch(hidden());
    await bench.say('secret', { text: 'Хочу торт' });
    await bench.fault({ kind: 'down', times: 10 });
    const delivery = await reply('secret', { text: 'Здравствуйте!' });
    expect(delivery).toMatchObject({ outcome: 'later', at: expect.any(String) });
    expect(JSON.stringify(delivery)).not.toMatch(hidden());
  });

  it('when nobody listens where tokens are made', async () => {
    const kept = { ...credentials.avitoApi };
    Object.assign(credentials.avitoApi, { host: 'http://127.0.0.1:1', accessToken: '' });
    const error = await avito({ resource: 'account', operation: 'get' }).catch((thrown: Error) => thrown);
    Object.assign(credentials.avitoApi, kept);
    expect(error).toMatchObject({ message: 'Авито не отвечает' });
    expect(allOf(error as Error)).not.toContain(CLIENT.client_secret);
  });
});

it('finds what never arrived among the unread', async () => {
  const from = started.length;
  await bench.say('unread', { text: 'Вы тут?', name: 'Ольга' });
  const [arrived] = await since(from, 1);
  const events = await avito({ resource: 'chat', operation: 'getUnread', hours: 24, markRead: true });
  const found = events.map((event) => parseInbound(event, 'main', '')!);
  const same = found.find(({ key }) => key === arrived.key);
  expect(same).toEqual(arrived);
  expect(await avito({ resource: 'chat', operation: 'getUnread', hours: 24, markRead: false })).toEqual([]);
});

it('is taken down again', async () => {
  expect(await runHook(under, 'delete')).toBe(true);
  expect(await runHook(under, 'checkExists')).toBe(false);
  expect(await avito({ resource: 'subscription', operation: 'getAll' })).toEqual([]);
});

/** A picture somewhere on the web. */
async function pictureAddress(): Promise<{ url: string; close: () => void }> {
  const server = http.createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'image/png' }).end(PNG),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cake.png`, close };
}
