import { setTimeout as sleep } from 'node:timers/promises';
import nock from 'nock';

import type { Reply } from '../../lib/dialogue';
import { outgoingKey } from '../../lib/sessions/outgoing';
import type { ChatAddress } from '../../lib/sessions/types';
import { AvitoTrigger } from '../../nodes/AvitoTrigger/AvitoTrigger.node';
import { ACCOUNT, AT, avito, BUYER, personal, withTokens } from './support/avito';
import { startRig, type Rig } from './support/rig';
import { runHook, runWebhook, type TriggerUnderTest, type WebhookRun } from './webhooks';

/** The trigger with a real database behind PostgREST; only Avito is nock's. */
let rig: Rig;
let call: (body: unknown) => Promise<WebhookRun>;

beforeAll(async () => {
  rig = await startRig();
  nock.enableNetConnect('127.0.0.1');
  const credentials = { ...personal(), supabaseApi: rig.credentials.supabaseApi };
  const under: TriggerUnderTest = { type: withTokens(new AvitoTrigger(), credentials), credentials };
  let url = '';
  avito()
    .post(AT.subscriptions)
    .reply(200, { subscriptions: [] })
    .post(AT.subscribe, (body) => (url = body.url) !== '')
    .reply(200, { ok: true });
  await runHook(under, 'create');
  const query = { s: new URL(url).searchParams.get('s') };
  call = (body) => runWebhook(under, { body, query });
  avito().persist().get(AT.self).reply(200, { id: ACCOUNT });
  // No chat tells what it is about.
  avito()
    .persist()
    .get(/\/messenger\/v2\//)
    .reply(404, {});
});
afterEach(() => rig.sandbox.clearFaults());
afterAll(async () => {
  // What was recorded too late goes on beside the answer; it must not reach into the next test file.
  await sleep(4000);
  nock.cleanAll();
  nock.restore();
  await rig?.stop();
});

let numbers = 0;
const newChat = (): ChatAddress => ({
  channel: 'avito',
  account: String(ACCOUNT),
  chat: `u2i-intake-${(numbers += 1)}`,
});

const event = ({ chat }: ChatAddress, value: object = {}) => ({
  id: `n${(numbers += 1)}`,
  payload: {
    type: 'message',
    value: {
      id: `m${numbers}`,
      chat_id: chat,
      user_id: ACCOUNT,
      author_id: BUYER,
      created: Math.floor(Date.now() / 1000),
      type: 'text',
      chat_type: 'u2i',
      content: { text: 'Привет' },
      ...value,
    },
  },
});
const NOTHING = { status: 200, body: 'ok', items: [] };
const keyOf = (body: ReturnType<typeof event>) => `avito:${ACCOUNT}:${body.payload.value.id}`;
const waiting = async (chat: ChatAddress) => (await rig.keeper.load({ chat })).pending.map(({ key }) => key);

/** Steps what waits in a chat with this reply, as Cake Order does before Chat Reply sends. */
async function replied(chat: ChatAddress, reply: Reply): Promise<void> {
  const { version, pending } = await rig.keeper.load({ chat });
  const event = pending[0].key;
  const committed = await rig.keeper.commit({
    chat,
    event,
    version,
    state: {
      schema: 1,
      language: 'ru',
      at: 'consent',
      draft: {},
      history: [],
      prompt: null,
      order: null,
      shopVersion: 0,
    } as never,
    outgoing: [{ key: outgoingKey(chat, event, 0), to: chat, kind: 'reply', payload: reply }],
    inside: [],
    now: new Date().toISOString(),
    step: `step-${(numbers += 1)}`,
  });
  expect(committed).toBe('committed');
}

it('records a message before it answers, with its place in the chat', async () => {
  const chat = newChat();
  const [first, second] = [event(chat), event(chat)];
  expect((await call(first)).items).toHaveLength(1);
  expect((await call(second)).items).toHaveLength(1);
  expect(await waiting(chat)).toEqual([keyOf(first), keyOf(second)]);
});

it('starts nothing for a message that had its step', async () => {
  const chat = newChat();
  const body = event(chat);
  await call(body);
  // Not stepped yet: the repeat is passed on, and Cake Order knows it by its key.
  expect((await call(body)).items).toHaveLength(1);
  await replied(chat, { text: 'Здравствуйте!' });
  expect(await call(body)).toEqual(NOTHING);
});

it('knows what another process of the pack has sent by the outbox', async () => {
  const chat = newChat();
  await call(event(chat));
  const own = (value: object) => event(chat, { author_id: ACCOUNT, ...value });
  const photo = { type: 'image', content: { image: { sizes: { '1x1': 'https://i/1' } } } };
  const buttons = [[{ label: 'Ваниль', data: '1:0' }]];
  await replied(chat, { text: 'Какая начинка?', buttons });
  expect(await call(own({ content: { text: 'Какая начинка?\n\n1. Ваниль' } }))).toEqual(NOTHING);
  const byHand = [own({ content: { text: 'Какая начинка?' } }), own(photo), own({ type: 'voice', content: {} })];
  for (const body of byHand) {
    expect((await call(body)).items).toMatchObject([{ person: true }]);
    expect(await waiting(chat)).toContain(keyOf(body));
  }
  await replied(chat, { text: 'Ваш торт', image: 'https://img/1.jpg' });
  expect(await call(own(photo))).toEqual(NOTHING);
});

describe('a database in trouble', () => {
  const fault = (kind: string, more: object = {}) =>
    rig.sandbox.fault({ vendor: 'supabase', kind, times: 20, ...more });

  it('costs no message: it is passed on, and answered with 200', async () => {
    await fault('down');
    const began = Date.now();
    const { status, items } = await call(event(newChat()));
    expect({ status, items: items.length }).toEqual({ status: 200, items: 1 });
    expect(Date.now() - began).toBeLessThan(2000);
  });

  it('that is slow does not keep Avito waiting', async () => {
    await fault('slow', { delayMs: 2500 });
    const began = Date.now();
    expect((await call(event(newChat()))).items).toHaveLength(1);
    expect(Date.now() - began).toBeLessThan(1950);
  });

  it('makes the bot take no echo for a person', async () => {
    await fault('down');
    expect(await call(event(newChat(), { author_id: ACCOUNT }))).toEqual(NOTHING);
  });
});
