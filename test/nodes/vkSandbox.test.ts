import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';

import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import { Vk } from '../../nodes/Vk/Vk.node';
import { VkTrigger } from '../../nodes/VkTrigger/VkTrigger.node';
import { plainPng } from '../../sandbox/telegram/media';
import { GROUP, TOKEN, VkBench } from '../sandbox/vkSupport';
import { runNode, type Credentials } from './harness';
import { cakeOrder, chatReply, emitted, type Rig, startRig } from './support/rig';
import { runHook, runWebhook, startTrigger, type TriggerUnderTest } from './webhooks';

/** The VK that the sandbox plays brings events over HTTP, and shows what came of them: trigger, step and reply together. */

jest.setTimeout(60_000);

let rig: Rig;
let vk: VkBench;
let server: http.Server;
let webhookBase: string;
let pictures: string;
let vkApi: Credentials[string];
/** What the workflow was started with. */
let started: IDataObject[] = [];

const picture = plainPng(442, 272, [200, 120, 90]);

beforeAll(async () => {
  [rig, vk] = await Promise.all([startRig(), new VkBench({ retryMs: [200, 200, 200] }).start()]);
  await rig.keeper.publishShop(DEFAULT_SHOP_DOCUMENT);
  vkApi = { accessToken: TOKEN, groupId: String(GROUP), baseUrl: vk.url, apiVersion: '5.199' };
  server = http.createServer((request, response) => {
    if (request.url === '/cake.png') return void response.end(picture);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const run = await runWebhook(trigger(), { body: JSON.parse(String(Buffer.concat(chunks))) as object });
      response.writeHead(run.status, { 'content-type': 'text/plain' }).end(String(run.body));
      started.push(...run.items);
      await step(run.items);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  webhookBase = `http://127.0.0.1:${port}/webhook`;
  pictures = `http://127.0.0.1:${port}/cake.png`;
});
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await vk?.close();
  await rig?.stop();
});
beforeEach(() => {
  started = [];
});

const credentials = (): Credentials => ({ vkApi, supabaseApi: rig.credentials.supabaseApi });
const trigger = (parameters: IDataObject = {}): TriggerUnderTest => ({
  type: new VkTrigger(),
  parameters: {
    mode: 'callback',
    events: ['message_new', 'message_edit', 'message_event', 'message_reply', 'message_allow', 'message_deny'],
    ...parameters,
  },
  credentials: credentials(),
  webhookBase,
});
/** The shipped workflow in short: an event, a step, its replies. */
async function step(items: IDataObject[]): Promise<void> {
  for (const item of items) {
    const replies = emitted(await cakeOrder(rig, 'handleMessage', {}, [item]));
    const { error } = await chatReply(rig, replies, credentials());
    if (error) throw error;
  }
}
async function until<T>(what: () => Promise<T | null | false>, ms = 20_000): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const value = await what();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
interface Shown {
  seq: number;
  from: string;
  text: string;
  buttons: string[];
  image?: string;
  link?: string;
  edits?: number;
  deleted?: true;
}
const heard = async (chat: string): Promise<Shown[]> =>
  ((await vk.listed(chat)) as Shown[]).filter(({ from }) => from === 'bot');
const hears = async (chat: string, count: number): Promise<Shown[]> =>
  until(async () => {
    const messages = await heard(chat);
    return messages.length >= count ? messages : null;
  });
const quiet = () => new Promise((resolve) => setTimeout(resolve, 1000));

describe('by the Callback API', () => {
  beforeAll(async () => {
    if (!(await runHook(trigger(), 'checkExists'))) await runHook(trigger(), 'create');
  });
  afterAll(() => runHook(trigger(), 'delete'));

  it('the trigger is registered, confirmed, and finds that again', async () => {
    expect(vk.vk.channel.registered()).toBe(true);
    expect(await runHook(trigger(), 'checkExists')).toBe(true);
  });

  it('a customer writes, hears the bot, presses its button, and hears more', async () => {
    await vk.say('anna', { text: 'Здравствуйте' });
    const [greeting] = await hears('anna', 1);
    expect(greeting.buttons.length).toBeGreaterThan(1);
    // The policy is a button as well, which opens an address.
    const yes = greeting.buttons.find((label) => /^Да/.test(label))!;
    await vk.say('anna', { press: yes });
    const [, question] = await hears('anna', 2);
    expect(question.text).not.toBe(greeting.text);
    expect(question.buttons.length).toBeGreaterThan(1);
    expect(started).toHaveLength(2);
    expect(JSON.stringify(started)).not.toContain('secret');
  });

  it('the same event five times at once is one step and one answer', async () => {
    await vk.say('boris', { text: 'Здравствуйте', repeat: 5 });
    await hears('boris', 1);
    await quiet();
    expect(await heard('boris')).toHaveLength(1);
  });

  it('a message whose answer was cut off stands in the chat once', async () => {
    await vk.fault({ kind: 'drop_reply', path: 'messages.send', times: 1 });
    await vk.say('vera', { text: 'Здравствуйте' });
    await hears('vera', 1);
    await quiet();
    expect(await heard('vera')).toHaveLength(1);
  });

  it('an event that could not be recorded comes again, and is answered', async () => {
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'error', status: 403, path: 'cake_load', times: 1 });
    await vk.say('gleb', { text: 'Здравствуйте' });
    await hears('gleb', 1);
    expect(await heard('gleb')).toHaveLength(1);
  });

  it('a sticker, a voice message, a place, a file, an edit, a photo: each is answered', async () => {
    await vk.say('dina', { text: 'Здравствуйте' });
    let answers = (await hears('dina', 1)).length;
    for (const said of [
      { kind: 'sticker' },
      { kind: 'voice' },
      { kind: 'location' },
      { kind: 'file' },
      { kind: 'album' },
    ]) {
      await vk.say('dina', said);
      answers = (await hears('dina', answers + 1)).length;
    }
    const kinds = await rig.query<{ kind: string }>(
      `select coalesce(body ->> 'kind', body ->> 'type') as kind from inbox join chats on chats.id = chat_id
       where channel = 'vk' and chat = $1 order by arrival`,
      [vk.vk.channel.vendorId('dina')],
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(['text', 'sticker', 'voice', 'location', 'file', 'photo']);
  });

  it('a community with its buttons off: lists are answered by number and in words, and the owner is told once', async () => {
    const told = async () => (await cakeOrder(rig, 'sendUnsent', { olderThan: 15 })).error?.message ?? null;
    const buttons = (bots_capabilities: 0 | 1) => vk.ok('groups.setSettings', { group_id: GROUP, bots_capabilities });
    let answers = 0;
    const says = async (text: string): Promise<Shown> => {
      await vk.say('yulia', { text });
      answers += 1;
      return (await hears('yulia', answers)).at(-1)!;
    };
    await buttons(0);
    const greeting = await says('Здравствуйте');
    expect([greeting.buttons, greeting.text]).toEqual([[], expect.stringMatching(/\n1\. Да.*\n2\. /)]);
    expect((await says('1')).text).toMatch(/повод.*\n\n1\. /i);
    const sizes = await says('2');
    // A number here is a number of guests.
    expect(sizes.text).toContain('кг');
    expect(sizes.text).not.toMatch(/^\d+\. /m);
    const fillings = await says('на 12 гостей');
    const [, third] = /^3\. (\S+)/m.exec(fillings.text)!;
    const after = await says('3');
    expect(after.text).toMatch(/\n1\. /);
    expect(await until(told)).toContain('ВКонтакте: варианты ответа приходят клиентам списком');
    expect(await told()).toBeNull();
    await buttons(1);
    const again = await says('назад');
    expect(again.buttons.length).toBeGreaterThan(3);
    expect(again.buttons.at(-3)).toContain(third);
  });

  it('is taken away when the workflow is unpublished', async () => {
    await runHook(trigger(), 'delete');
    expect(vk.vk.channel.registered()).toBe(false);
    await runHook(trigger(), 'create');
    expect(vk.vk.channel.registered()).toBe(true);
  });
});

describe('by Long Poll', () => {
  it('a customer writes and hears the bot; what she wrote meanwhile is not lost', async () => {
    const first = await startTrigger(trigger({ mode: 'longPoll' }));
    // VK's queue keeps what happens once it was opened, which is when a place is noted.
    await until(async () => (await rig.query(`select from readers where position is not null`)).length > 0);
    await vk.say('elena', { text: 'Здравствуйте' });
    await until(async () => first.emitted.length === 1);
    await step(first.emitted);
    await hears('elena', 1);
    await first.stop();

    await vk.say('elena', { text: 'Пока вас не было' });
    const second = await startTrigger(trigger({ mode: 'longPoll' }));
    await until(async () => second.emitted.length === 1);
    expect(second.emitted).toMatchObject([{ object: { message: { text: 'Пока вас не было' } } }]);
    await second.stop();
  });
});

describe('the VK node', () => {
  let peer: string;
  beforeAll(async () => {
    peer = String(await vk.peer('zoya'));
  });
  const does = async (operation: string, parameters: IDataObject): Promise<IDataObject[]> => {
    const resource = operation === 'upload' ? 'photo' : operation === 'get' ? 'user' : 'message';
    const run = await runNode(new Vk(), { resource, operation, peer, ...parameters }, [{}], { vkApi });
    if (run.error) throw run.error;
    return run.outputs[0];
  };
  const row = (...button: IDataObject[]) => ({ buttons: { button } });

  it('sends words, buttons and a picture, edits and deletes them', async () => {
    const rows = {
      row: [
        row(
          { kind: 'text', label: 'Медовик', payload: '3:1' },
          { kind: 'link', label: 'Сайт', link: 'https://example.com' },
        ),
      ],
    };
    const [sent] = await does('send', { text: 'Что?', keyboard: 'inline', rows, picture: 'url', pictureUrl: pictures });
    const [message] = (await heard('zoya')).slice(-1);
    expect(message).toMatchObject({ text: 'Что?', image: expect.any(String) });
    expect(message.buttons).toContain('Медовик');
    await does('edit', { messageId: String(sent.messageId), text: 'Иначе' });
    expect((await heard('zoya')).at(-1)).toMatchObject({ text: 'Иначе', edits: message.seq });
    await does('delete', { messageId: String(sent.messageId) });
    expect((await heard('zoya')).some(({ deleted }) => deleted)).toBe(true);
  });

  it('sends a carousel that VK takes', async () => {
    const card = (title: string) => ({
      title,
      text: 'От 3000 ₽',
      picture: pictures,
      ...row({ kind: 'text', label: `Хочу ${title}` }),
    });
    await does('send', { text: 'Выбирайте', carousel: { card: [card('Медовик'), card('Наполеон')] } });
    const shown = JSON.stringify((await heard('zoya')).at(-1));
    expect(shown).toContain('Хочу Медовик');
    expect(shown).toContain('Хочу Наполеон');
  });

  it('fills a persistent keyboard, and takes it away', async () => {
    const rows = { row: Array.from({ length: 10 }, (_, index) => row({ kind: 'text', label: `Ряд ${index}` })) };
    await does('send', { text: 'Какой ряд?', keyboard: 'persistent', rows });
    expect((await heard('zoya')).at(-1)!.buttons).toHaveLength(10);
    expect(await does('send', { text: 'Всё', keyboard: 'remove' })).toHaveLength(1);
  });

  it('uploads a picture, shows "typing…", and knows who writes', async () => {
    expect(await does('upload', { picture: 'url', pictureUrl: pictures })).toMatchObject([
      { attachment: expect.stringMatching(/^photo-\d+_\d+/), photoId: expect.stringMatching(/^-\d+_\d+$/) },
    ]);
    expect(await does('sendTyping', {})).toHaveLength(1);
    expect(await does('get', { users: peer })).toMatchObject([{ id: Number(peer) }]);
  });
});
