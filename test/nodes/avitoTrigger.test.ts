import { setTimeout as sleep } from 'node:timers/promises';
import nock from 'nock';
import type { IDataObject } from 'n8n-workflow';

import { parseAvitoEvent } from '../../lib/channels/avito/parse';
import { AvitoTrigger } from '../../nodes/AvitoTrigger/AvitoTrigger.node';
import { noteSent } from '../../nodes/shared/avito';
import type { Credentials } from './harness';
import { ACCOUNT, AT, avito, BUYER, CHAT, oAuth2, personal, refusal, SECRET, withTokens } from './support/avito';
import { allOf } from './support/rig';
import { runHook, runWebhook, type TriggerUnderTest, type WebhookRun } from './webhooks';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  nock.abortPendingRequests();
  nock.cleanAll();
});
afterAll(() => nock.restore());

const BASE = 'https://n8n.example/webhook';

const trigger = (credentials: Credentials = personal(), more: Partial<TriggerUnderTest> = {}): TriggerUnderTest => ({
  type: withTokens(new AvitoTrigger(), credentials),
  credentials,
  webhookBase: BASE,
  ...more,
});

const subscribed = (...urls: string[]) =>
  avito()
    .post(AT.subscriptions)
    .reply(200, { subscriptions: urls.map((url) => ({ url, version: '3' })) });

/** Registers, and gives the address that Avito was told. */
async function addressOf(
  under: TriggerUnderTest,
  mode: 'trigger' | 'manual' = 'trigger',
  ...before: string[]
): Promise<string> {
  let url = '';
  subscribed(...before);
  avito()
    .post(AT.subscribe, (body) => Object.keys(body).join() === 'url' && (url = body.url) !== '')
    .reply(200, { ok: true });
  expect(await runHook(under, 'create', mode)).toBe(true);
  return url;
}

describe('registration', () => {
  it('asks Avito for its very own address', async () => {
    const under = trigger();
    const url = await addressOf(under);
    expect(url).toMatch(/^https:\/\/n8n\.example\/webhook\/hook-1\/avito\?s=[0-9a-f]{64}$/);
    expect(url).not.toContain(SECRET);
    subscribed('https://crm.example/in', url);
    expect(await runHook(under, 'checkExists')).toBe(true);
    subscribed('https://crm.example/in', url.slice(0, -1));
    expect(await runHook(under, 'checkExists')).toBe(false);
  });

  it('draws another secret for another node and another credential', async () => {
    const urls = [
      await addressOf(trigger()),
      await addressOf(trigger(personal(), { webhookId: 'hook-2' })),
      await addressOf(trigger(personal({ clientSecret: 'another' }))),
      await addressOf(trigger(oAuth2())),
    ];
    const secrets = urls.map((url) => new URL(url).searchParams.get('s'));
    // The same secret key makes the same secret, whichever way into the account.
    expect(secrets[3]).toBe(secrets[0]);
    expect(new Set(secrets.slice(0, 3)).size).toBe(3);
  });

  it('leaves others alone, and takes down what this node left behind', async () => {
    const others = [
      'https://crm.example/in',
      'https://n8n.example/webhook/hook-2/avito?s=1',
      'https://old.example/webhook-test/hook-1/avito?s=1',
    ];
    const left = [
      'https://n8n.example/webhook/hook-1/avito?s=1',
      'https://n8n.example/webhook-test/hook-1/avito?s=1',
      // Where n8n was before its public address changed.
      'https://old.example/webhook/hook-1/avito?s=1',
    ];
    const taken: string[] = [];
    avito()
      .post(AT.unsubscribe, ({ url }) => taken.push(url) > 0)
      .times(5)
      .reply(200, { ok: true });
    await addressOf(trigger(), 'trigger', ...others, ...left);
    expect(taken).toEqual(left);
  });

  it('does not take the published address down for a test', async () => {
    const taken: string[] = [];
    avito()
      .post(AT.unsubscribe, ({ url }) => taken.push(url) > 0)
      .reply(200, { ok: true });
    await addressOf(
      trigger(personal(), { webhookBase: 'https://n8n.example/webhook-test' }),
      'manual',
      'https://n8n.example/webhook/hook-1/avito?s=1',
    );
    expect(taken).toEqual([]);
  });

  it('says what to do when Avito does not take the address, without its secret', async () => {
    let url = '';
    subscribed();
    avito()
      .post(AT.subscribe, (body) => (url = body.url) !== '')
      .reply(400, () => refusal(400, `url ${url} is not reachable`));
    const error = await runHook(trigger(), 'create').then(
      () => undefined,
      (thrown) => thrown as Error & { description: string },
    );
    expect(error?.message).toMatch(/не принял адрес/);
    expect(error?.description).toMatch(/https:\/\/n8n\.example\..*WEBHOOK_URL.*is not reachable/);
    expect(allOf(error!)).not.toContain(new URL(url).searchParams.get('s'));
  });

  it('says which tariff is missing', async () => {
    avito().post(AT.subscriptions).reply(402, refusal(402, 'Payment required'));
    await expect(runHook(trigger(), 'checkExists')).rejects.toThrow(/другой тариф/);
  });

  it('is taken down by its address, and never stands in the way of unpublishing', async () => {
    const under = trigger();
    const url = await addressOf(under);
    avito().post(AT.unsubscribe, { url }).reply(200, { ok: true }).post(AT.unsubscribe).reply(503, {});
    expect(await runHook(under, 'delete')).toBe(true);
    expect(await runHook(under, 'delete')).toBe(false);
  });

  it('needs one of the two credentials', async () => {
    await expect(runHook(trigger({}), 'checkExists')).rejects.toThrow(/Не выбран доступ к Авито/);
  });
});

let numbers = 0;
const event = (value: object = {}) => ({
  id: 'n1',
  version: 'v3.0.0',
  timestamp: 1_795_348_740,
  payload: {
    type: 'message',
    value: {
      id: `m${(numbers += 1)}`,
      chat_id: CHAT,
      user_id: ACCOUNT,
      author_id: BUYER,
      created: 1_795_348_740,
      type: 'text',
      chat_type: 'u2i',
      item_id: 5,
      content: { text: 'Сколько стоит торт?' },
      ...value,
    },
  },
});

const chatOf = (id: string) => ({
  id,
  context: { type: 'item', value: { title: 'Торт', price_string: '2 500 ₽', url: 'https://www.avito.ru/5' } },
  users: [{ id: ACCOUNT }, { id: BUYER, name: 'Анна' }],
});

/** Chats that Avito tells about when it is asked for them, after so many milliseconds; each once. */
const told = new Map<string, number>();
async function answerAbout(path: string): Promise<[number, object]> {
  const chat = decodeURIComponent(path.split('/').at(-1)!);
  const after = told.get(chat);
  if (after === undefined) return [404, {}];
  told.delete(chat);
  await sleep(after);
  return [200, chatOf(chat)];
}

/** A listening trigger. Every test has a chat of its own, because what is known of one is kept for an hour. */
async function listening(credentials: Credentials = personal(), parameters: IDataObject = {}) {
  const under = trigger(credentials, { parameters });
  const query = { s: new URL(await addressOf(under)).searchParams.get('s') };
  avito()
    .persist()
    .get(AT.self)
    .reply(200, { id: ACCOUNT })
    .get(/\/messenger\/v2\//)
    .reply((path) => answerAbout(path));
  return (body: unknown, more: object = {}): Promise<WebhookRun> => runWebhook(under, { body, query, ...more });
}
let chats = 0;
const newChat = () => `u2i-trigger-${(chats += 1)}`;
const NOTHING = { status: 200, body: 'ok', items: [] };

describe('a call', () => {
  it.each(
    [{}, [], [1], 'text', null, 7, { payload: null }, { payload: { type: 'message', value: {} } }].map((body) => [
      JSON.stringify(body),
      body,
    ]),
  )('with %s is answered with 200 and starts nothing', async (_name, body) => {
    const call = await listening();
    expect(await call(body)).toEqual(NOTHING);
  });

  it.each([
    ['no secret', {}],
    ['a wrong one', { s: '0'.repeat(64) }],
    ['a short one', { s: '0' }],
    ['a list', { s: ['a', 'b'] }],
  ])('with %s is turned away', async (_name, query) => {
    const call = await listening();
    const { status, items } = await call(event(), { query });
    expect({ status, items }).toEqual({ status: 403, items: [] });
  });

  it('gives the message as it came, with what the chat is about', async () => {
    const call = await listening();
    const chat_id = newChat();
    told.set(chat_id, 0);
    const body = event({ chat_id });
    const { status, body: answer, items } = await call(body);
    expect({ status, answer }).toEqual({ status: 200, answer: 'ok' });
    const chat = { title: 'Торт', price: '2 500 ₽', url: 'https://www.avito.ru/5', buyer: 'Анна' };
    expect(items).toEqual([{ ...body, chat }]);
    expect(parseAvitoEvent(items[0], '')?.person).toEqual({ id: String(BUYER), name: 'Анна', advert: 'Торт, 2 500 ₽' });
    // Asked once: a second question would find nothing.
    expect((await call(event({ chat_id }))).items[0].chat).toEqual(chat);
  });

  it('does without the chat when Avito does not tell in time, and asks again later', async () => {
    const call = await listening();
    const chat_id = newChat();
    told.set(chat_id, 1500);
    const began = Date.now();
    const { items } = await call(event({ chat_id }));
    expect(Date.now() - began).toBeLessThan(1900);
    expect(items).toHaveLength(1);
    expect(items[0]).not.toHaveProperty('chat');
    told.set(chat_id, 0);
    expect((await call(event({ chat_id }))).items[0].chat).toMatchObject({ buyer: 'Анна' });
  });

  it('takes nobody’s word for what is ours to add', async () => {
    const call = await listening();
    const chat_id = newChat();
    const { items } = await call({ ...event({ chat_id }), chat: { buyer: 'Мошенник' }, person: true });
    expect(items[0]).not.toHaveProperty('chat');
    expect(items[0]).not.toHaveProperty('person');
  });

  it('shows Avito’s signature if it is asked to', async () => {
    const headers = { 'x-avito-messenger-signature': 'ab'.repeat(32) };
    const plain = await listening();
    expect((await plain(event({ chat_id: newChat() }), { headers })).items[0]).not.toHaveProperty('signature');
    const call = await listening(personal(), { options: { signature: true } });
    expect((await call(event({ chat_id: newChat() }), { headers })).items[0].signature).toBe('ab'.repeat(32));
    expect((await call(event({ chat_id: newChat() }))).items[0]).not.toHaveProperty('signature');
  });

  it.each([
    ['Avito’s own kind', { type: 'system', content: { text: 'Пользователь открыл чат' } }],
    ['Avito’s own words', { content: { text: '[Системное сообщение] Пользователь открыл чат' } }],
    ['a chat with Avito', { chat_type: 'a2u' }],
    ['nobody', { author_id: 0 }],
  ])('of %s starts nothing', async (_name, value) => {
    const call = await listening();
    expect(await call(event(value))).toEqual(NOTHING);
  });

  it('for another account starts nothing', async () => {
    const call = await listening();
    expect(await call(event({ user_id: 777, chat_id: newChat() }))).toEqual(NOTHING);
  });

  it('that is repeated starts nothing the second time', async () => {
    const call = await listening();
    const body = event({ chat_id: newChat() });
    expect((await call(body)).items).toHaveLength(1);
    expect(await call(body)).toEqual(NOTHING);
  });
});

describe('a message of the shop’s own account', () => {
  const own = (chat_id: string, text: string) => event({ chat_id, author_id: ACCOUNT, content: { text } });
  const picture = (chat_id: string) =>
    event({ chat_id, author_id: ACCOUNT, type: 'image', content: { image: { sizes: { '1x1': 'https://i/1' } } } });

  it('is dropped when this process sent it', async () => {
    const call = await listening();
    const chat_id = newChat();
    noteSent(chat_id, 'Какая начинка?\n\n1. Ваниль');
    expect(await call(own(chat_id, 'Какая начинка?\n\n1. Ваниль'))).toEqual(NOTHING);
  });

  it('is a person’s otherwise', async () => {
    const call = await listening();
    const chat_id = newChat();
    const { items } = await call(own(chat_id, 'Здравствуйте, это Ольга'));
    expect(items).toMatchObject([{ person: true }]);
    expect(parseAvitoEvent(items[0], '')?.event.type).toBe('shop');
    const [sent] = (await call(picture(chat_id))).items;
    expect(parseAvitoEvent(sent, '')?.event.type).toBe('shop');
  });

  it('that was taken back starts nothing', async () => {
    const call = await listening();
    expect(await call(event({ author_id: ACCOUNT, type: 'deleted', content: {} }))).toEqual(NOTHING);
  });
});
