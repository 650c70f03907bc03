import { randomUUID } from 'node:crypto';
import nock from 'nock';
import { NodeConnectionTypes, type IDataObject, type IExecuteFunctions, type INodeType } from 'n8n-workflow';

import type { BakerCard, Reply } from '../../lib/dialogue';
import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import { pictureAddress, type Ledger } from '../../lib/sessions/ledger';
import { createSupabaseLedger } from '../../lib/sessions/supabaseLedger';
import { openDatabase } from '../../nodes/shared/database';
import { plainPng } from '../../sandbox/telegram/media';
import { runNode, type Credentials } from './harness';
import { ACCOUNT, AT, avito, CHAT, personal, sentAs } from './support/avito';
import { BAKER, cakeOrder, chatReply, type Rig, startRig } from './support/rig';
import { playUpload, playVk, TAKEN, TAKES_PICTURES, vkApi } from './support/vk';

let rig: Rig;
let ledger: Ledger;
let names = 0;

beforeAll(async () => {
  rig = await startRig();
  await rig.keeper.publishShop(DEFAULT_SHOP_DOCUMENT);
  const { host, serviceRole } = rig.credentials.supabaseApi as Record<string, string>;
  ledger = createSupabaseLedger({ url: host, serviceKey: serviceRole, fetch });
  nock.disableNetConnect();
  nock.enableNetConnect('127.0.0.1');
});
afterEach(async () => {
  nock.cleanAll();
  await rig.sandbox.clearFaults();
});
afterAll(async () => {
  nock.enableNetConnect();
  nock.restore();
  await rig?.stop();
});

const SMALL = plainPng(64, 48, [250, 240, 230]);
/** A megabyte and a half, as pictures of models are. */
const LARGE = Buffer.concat([SMALL, Buffer.alloc(1_500_000, 7)]);

async function drawn(shown = LARGE): Promise<string> {
  const chat = { channel: 'telegram' as const, account: 'main', chat: randomUUID() };
  const result = { model: null, brief: '', drawn: null, mimeType: 'image/png' as const, counted: false, bucket: null };
  const { id } = await ledger.endPicture({ key: randomUUID(), chat, shown, ...result });
  return id;
}

/** Somebody in Telegram who has written to the bot; `heard` gives what the bot has sent her. */
async function guest() {
  const customer = rig.sandbox.customer(`pictured-${(names += 1)}`);
  await customer.says('Привет');
  const [update] = (await rig.telegram<{ message: { chat: { id: number } } }[]>('getUpdates', { offset: -1 })).slice(
    -1,
  );
  const chat = String(update.message.chat.id);
  return { chat, heard: async () => (await customer.history()).filter(({ from }) => from === 'bot') };
}

const to = (chat: string, channel = 'telegram', account = 'main') => ({ channel, account, chat });
async function send(item: object, credentials: Credentials = rig.credentials): Promise<IDataObject> {
  const run = await chatReply(rig, [item], credentials);
  if (run.error) throw run.error;
  return run.outputs[0][0];
}
const reply = (id: string, more: Partial<Reply> = {}): Reply => ({
  text: 'Так выглядит ваш торт?',
  image: pictureAddress(id),
  buttons: [[{ label: 'Да', data: '1:0' }]],
  ...more,
});

describe('a picture of the database in Telegram', () => {
  const photos = async (since: string) =>
    (await rig.sandbox.calls('telegram', since))
      .filter(({ path }) => path.endsWith('sendPhoto'))
      .map(({ body }) => body);

  it('is sent as bytes, with words and buttons under it', async () => {
    const { chat, heard } = await guest();
    const since = new Date().toISOString();
    expect(await send({ to: to(chat), reply: reply(await drawn()) })).toMatchObject({ outcome: 'sent', messages: [expect.any(String)] }); // prettier-ignore
    expect(await heard()).toMatchObject([{ text: 'Так выглядит ваш торт?', buttons: ['Да'] }]);
    expect(await photos(since)).toEqual([
      expect.objectContaining({
        chat_id: chat,
        photo: { file: 'cake.png', mimeType: 'image/png', size: LARGE.length },
      }),
    ]);
  });

  it('stands before a text that is too long for it, and the buttons under the text', async () => {
    const { chat, heard } = await guest();
    const text = 'торт '.repeat(250).trim();
    await send({ to: to(chat), reply: reply(await drawn(), { text }) });
    expect(await heard()).toMatchObject([
      { text: '', buttons: [] },
      { text, buttons: ['Да'] },
    ]);
  });

  it.each([
    ['is gone', async () => randomUUID(), 'без картинки: в базе её больше нет'],
    ['is none', () => drawn(Buffer.from('no picture')), 'без картинки: в базе её больше нет'],
  ])('that %s leaves the words with their buttons', async (_name, idOf, detail) => {
    const { chat, heard } = await guest();
    expect(await send({ to: to(chat), reply: reply(await idOf()) })).toMatchObject({ outcome: 'sent', detail });
    expect(await heard()).toMatchObject([{ text: 'Так выглядит ваш торт?', buttons: ['Да'] }]);
  });

  it('that Telegram does not take leaves the words too', async () => {
    const { chat, heard } = await guest();
    const description = 'Bad Request: PHOTO_INVALID_DIMENSIONS';
    const body = { ok: false, error_code: 400, description };
    await rig.sandbox.fault({ vendor: 'telegram', path: 'sendPhoto', kind: 'error', status: 400, body });
    const delivery = await send({ to: to(chat), reply: reply(await drawn()) });
    expect(delivery).toMatchObject({ outcome: 'sent', detail: expect.stringContaining('PHOTO_INVALID_DIMENSIONS') });
    expect(await heard()).toMatchObject([{ text: 'Так выглядит ваш торт?' }]);
  });

  it('waits with its reply while the database does not answer', async () => {
    const { chat, heard } = await guest();
    const id = await drawn();
    await rig.sandbox.fault({ vendor: 'supabase', path: 'cake_picture', kind: 'down', times: 50 });
    const delivery = await send({ to: to(chat), reply: reply(id) });
    expect(delivery).toMatchObject({ outcome: 'later', messages: [], at: expect.any(String) });
    expect(await heard()).toEqual([]);
  });

  it('needs the node’s access to the database', async () => {
    const { chat } = await guest();
    const { telegramApi } = rig.credentials;
    expect(await send({ to: to(chat), reply: reply(await drawn()) }, { telegramApi })).toMatchObject({
      outcome: 'sent',
      detail: 'без картинки: Не выбрано, где хранить заказы и разговоры',
    });
  });
});

describe('a picture of the database in other messengers', () => {
  it('is uploaded to VK', async () => {
    const calls = playVk({ ...TAKES_PICTURES, 'messages.send': { response: 7 } });
    const bodies = playUpload(TAKEN);
    const { supabaseApi } = rig.credentials;
    const item = { to: to('42', 'vk', '1'), reply: reply(await drawn()) };
    expect(await send(item, { supabaseApi, vkApi })).toMatchObject({ outcome: 'sent', messages: ['7'] });
    const [body] = bodies.map((hex) => Buffer.from(hex, 'hex'));
    expect([body.includes('filename="cake.png"'), body.includes(LARGE)]).toEqual([true, true]);
    expect(calls.at(-1)).toMatchObject({ params: { attachment: 'photo-1_77_k', message: 'Так выглядит ваш торт?' } });
  });

  it('is uploaded to Avito, before the words', async () => {
    const { supabaseApi } = rig.credentials;
    avito()
      .post(AT.upload, (body) => Buffer.from(String(body), 'hex').includes(LARGE))
      .reply(200, { img: {} })
      .post(AT.sendImage, { image_id: 'img' })
      .reply(200, sentAs('m1'))
      .post(AT.send)
      .reply(200, sentAs('m2'));
    const item = { to: to(CHAT, 'avito', String(ACCOUNT)), reply: reply(await drawn()) };
    const delivery = await send(item, { supabaseApi, ...personal() });
    expect(delivery).toMatchObject({ outcome: 'sent', messages: ['m1', 'm2'] });
  });

  it.each([
    ['vk', to('42', 'vk', '1'), () => playVk({ 'messages.send': { response: 7 } })],
    ['avito', to(CHAT, 'avito', String(ACCOUNT)), () => avito().post(AT.send).reply(200, sentAs('m2'))],
  ])('that is gone leaves the words: %s', async (_name, address, play) => {
    play();
    const { supabaseApi } = rig.credentials;
    const delivery = await send({ to: address, reply: reply(randomUUID()) }, { supabaseApi, vkApi, ...personal() });
    expect(delivery).toMatchObject({ outcome: 'sent', detail: 'без картинки: в базе её больше нет' });
  });
});

describe('a picture for the baker', () => {
  /** A card as the sweeper hands it out; gives the items of the baker's output. */
  async function handedOut(card: Partial<BakerCard>) {
    const key = randomUUID();
    const payload = { kind: 'baker', card: { kind: 'picture', order: 1001, chat: '-100', message: null, text: 'Медовик <2 кг>', buttons: [], ...card } }; // prettier-ignore
    await rig.query(
      `with place as (insert into chats (channel, account, chat) values ('telegram', 'main', $1) returning id)
       insert into outbox (key, chat_id, event_key, to_channel, to_account, to_chat, kind, payload, lease_until, created_at)
       select $1, id, 'e', 'telegram', 'main', $1, 'baker', $2, now() - interval '1 minute', now() from place`,
      [key, payload],
    );
    const run = await cakeOrder(rig, 'sendUnsent', { olderThan: 1 });
    if (run.error) throw run.error;
    return { key, items: run.items[BAKER].filter(({ json }) => json.key === key) };
  }

  it('comes with its bytes, as the built-in Telegram node sends them', async () => {
    const image = pictureAddress(await drawn());
    const { items } = await handedOut({ image });
    expect(items).toMatchObject([
      { json: { kind: 'baker', card: { kind: 'picture', image, html: 'Медовик &lt;2 кг&gt;' } } },
    ]);
    const { picture } = items[0].binary!;
    expect(picture).toMatchObject({ mimeType: 'image/png', fileName: 'cake.png', fileExtension: 'png' });
    expect(Buffer.from(picture.data, 'base64').equals(LARGE)).toBe(true);
  });

  it.each([
    ['is gone', () => pictureAddress(randomUUID())],
    ['was never named', () => undefined],
  ])('that %s is a note', async (_name, image) => {
    const { items } = await handedOut({ image: image() });
    expect(items).toMatchObject([{ json: { card: { kind: 'note', text: 'Медовик <2 кг>' } } }]);
    expect(items[0].json.card).not.toHaveProperty('image');
    expect(items[0].binary).toBeUndefined();
  });

  it('is left to the sweeper while the database does not give it', async () => {
    const image = pictureAddress(await drawn());
    await rig.sandbox.fault({ vendor: 'supabase', path: 'cake_picture', kind: 'error', status: 400, code: 'XX000' });
    const { key, items } = await handedOut({ image });
    expect(items).toEqual([]);
    const [row] = await rig.query<{ status: string }>('select status from outbox where key = $1', [key]);
    expect(row.status).toBe('pending');
  });
});

describe('a picture with a bucket', () => {
  /** Keeps a picture and reads it back, in n8n's own executor. */
  const keeping = (bucket: string): INodeType => ({
    description: {
      displayName: 'Node',
      name: 'node',
      group: [],
      version: 1,
      description: '',
      defaults: { name: 'Node' },
      inputs: [NodeConnectionTypes.Main],
      outputs: [NodeConnectionTypes.Main],
      properties: [],
      credentials: [{ name: 'supabaseApi' }],
    },
    async execute(this: IExecuteFunctions) {
      const own = (await openDatabase(this)).ledger!;
      const chat = { channel: 'vk' as const, account: '1', chat: randomUUID() };
      const result = { model: null, brief: '', drawn: null, mimeType: 'image/png' as const, counted: false };
      const { id } = await own.endPicture({ key: randomUUID(), chat, shown: SMALL, bucket, ...result });
      return [[{ json: { id, same: (await own.picture(id))!.data.equals(SMALL) } }]];
    },
  });
  async function kept(bucket: string, supabaseApi: IDataObject) {
    const { error, outputs } = await runNode(keeping(bucket), {}, [{}], { supabaseApi });
    if (error) throw error;
    const [{ id, same }] = outputs[0];
    const [{ here }] = await rig.query<{ here: boolean }>('select shown is not null as here from pictures where id = $1', [id]); // prettier-ignore
    return { id, same, here };
  }

  it('goes there and comes back through n8n, byte for byte', async () => {
    const { host, serviceRole } = rig.credentials.supabaseApi as Record<string, string>;
    const files = new Map<string, Buffer>();
    nock('https://project.supabase.test')
      .persist()
      .post(/^\/rest\/v1\//)
      .reply(async (uri, body) => {
        const headers = { apikey: serviceRole, 'content-type': 'application/json' };
        const answer = await fetch(host + uri, { method: 'POST', headers, body: JSON.stringify(body) });
        return [answer.status, await answer.text()];
      })
      .post(/^\/storage\/v1\/object\/cakes\//)
      .reply((uri, body) => {
        files.set(uri, Buffer.from(String(body), 'hex'));
        return [200, { Key: uri, Id: '1' }];
      })
      .get(/^\/storage\/v1\/object\/cakes\//)
      .reply((uri) => [200, files.get(uri), { 'content-type': 'image/png' }]);
    const { id, ...found } = await kept('cakes', { host: 'https://project.supabase.test', serviceRole });
    expect(found).toEqual({ same: true, here: false });
    expect([...files]).toEqual([[`/storage/v1/object/cakes/${id}/shown`, SMALL]]);
  });

  it('that takes none stays in the database, and the owner is told once', async () => {
    expect(await kept('nowhere', rig.credentials.supabaseApi)).toMatchObject({ same: true, here: true });
    await rig.query(`update outbox set status = 'sent'`);
    const sweeps = [await cakeOrder(rig, 'sendUnsent', { olderThan: 1 }), await cakeOrder(rig, 'sendUnsent', { olderThan: 1 })]; // prettier-ignore
    expect(sweeps[0].error?.message).toContain('Supabase Storage: картинки туда не ложатся, их хранит база.');
    expect(sweeps[1].error).toBeUndefined();
  });
});
