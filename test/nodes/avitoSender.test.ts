import nock from 'nock';
import { NodeConnectionTypes, type IDataObject, type IExecuteFunctions, type INodeType } from 'n8n-workflow';

import type { Delivery } from '../../lib/channels/types';
import type { Reply } from '../../lib/dialogue/types';
import { outgoingKey } from '../../lib/sessions/outgoing';
import { openAvitoSender } from '../../nodes/ChatReply/senders/avito';
import { wasNoted } from '../../nodes/shared/avito';
import { runNode, type Credentials } from './harness';
import {
  ACCOUNT,
  AT,
  avito,
  BUYER,
  CHAT,
  mints,
  oAuth2,
  personal,
  png,
  refusal,
  SECRET,
  sentAs,
  withTokens,
} from './support/avito';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  expect(left).toEqual([]);
});
afterAll(() => nock.restore());

const to = { channel: 'avito' as const, account: String(ACCOUNT), chat: CHAT };
const KEY = 'c'.repeat(40);

/** Nothing but the sender, as Chat Reply opens it. */
const sending = (reply: Reply, key: string, again: boolean): INodeType => ({
  description: {
    displayName: 'Sender',
    name: 'node',
    group: [],
    version: 1,
    description: '',
    defaults: { name: 'Sender' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    properties: [],
    credentials: [{ name: 'avitoApi' }, { name: 'avitoOAuth2Api' }],
  },
  async execute(this: IExecuteFunctions) {
    const send = await openAvitoSender(this);
    const delivery = send ? await send({ reply, to, key, again }) : { outcome: null };
    return [[{ json: delivery as unknown as IDataObject, pairedItem: { item: 0 } }]];
  },
});

async function send(
  reply: Reply,
  {
    key = KEY,
    again = false,
    credentials = personal(),
  }: { key?: string; again?: boolean; credentials?: Credentials } = {},
): Promise<Delivery> {
  const { error, outputs } = await runNode(withTokens(sending(reply, key, again), credentials), {}, [{}], credentials);
  if (error) throw error;
  expect(JSON.stringify(outputs)).not.toMatch(new RegExp(`${SECRET}|token-`));
  return outputs[0][0] as unknown as Delivery;
}

const body = (text: string) => ({ type: 'text', message: { text } });
const now = () => Math.floor(Date.now() / 1000);
const past = (id: string, text: string, more: object = {}) => ({
  id,
  author_id: ACCOUNT,
  created: now(),
  type: 'text',
  content: { text },
  ...more,
});
const history = (messages: object[], headers: Record<string, string> = {}) =>
  avito().get(AT.messages).query({ limit: 50 }).reply(200, { messages }, headers);

describe('a reply', () => {
  it('goes out as a picture, then words with their numbered options', async () => {
    nock('https://img.test').get('/cake.png').reply(200, png());
    const order: string[] = [];
    const noting = (what: string, answer: object) => () => {
      order.push(what);
      return answer;
    };
    avito()
      .post(AT.upload)
      .reply(200, noting('upload', { 'img-1': {} }))
      .post(AT.sendImage, { image_id: 'img-1' })
      .reply(200, noting('image', sentAs('m1')))
      .post(AT.send, body('Ваш торт\n\nОплатить: https://pay/1\n\n1. Да\n2. Нет'))
      .reply(200, noting('words', sentAs('m2')));
    const reply = {
      text: 'Ваш торт',
      image: 'https://img.test/cake.png',
      link: { label: 'Оплатить', url: 'https://pay/1' },
      buttons: [[{ label: 'Да', data: '1:0' }], [{ label: 'Нет', data: '1:1' }]],
    };
    expect(await send(reply)).toEqual({ outcome: 'sent', messages: ['m1', 'm2'] });
    expect(order).toEqual(['upload', 'image', 'words']);
    expect(wasNoted(CHAT, 'Ваш торт Оплатить: https://pay/1 1. Да 2. Нет')).toBe(true);
  });

  it('is split when it is long', async () => {
    const [first, second] = ['а'.repeat(900), 'б'.repeat(900)];
    avito().post(AT.send, body(first)).reply(200, sentAs('m1')).post(AT.send, body(second)).reply(200, sentAs('m2'));
    expect(await send({ text: `${first}\n\n${second}` })).toEqual({ outcome: 'sent', messages: ['m1', 'm2'] });
  });

  it('with nothing in it is nothing to send', async () => {
    expect(await send({ text: '', answers: 'q' })).toEqual({ outcome: 'sent', messages: [] });
    expect(await send({ text: '', answers: 'q' }, { again: true })).toEqual({ outcome: 'sent', messages: [] });
  });

  it('goes by OAuth2 as well, and by nothing without a credential', async () => {
    avito().post(AT.send).reply(200, sentAs('m1'));
    expect(await send({ text: 'Привет' }, { credentials: oAuth2() })).toEqual({ outcome: 'sent', messages: ['m1'] });
    expect(await send({ text: 'Привет' }, { credentials: {} })).toEqual({ outcome: null });
  });
});

/** Connections that are really cut are in avitoSandbox.test.ts. */
describe('a message whose fate is unknown', () => {
  it('is not sent again when it arrived all the same', async () => {
    avito().post(AT.send, body('Привет')).reply(504, '<html>');
    history([past('m1', 'Привет'), past('q', 'Привет', { author_id: BUYER })]);
    expect(await send({ text: 'Привет' })).toEqual({ outcome: 'sent', messages: ['m1'] });
  });

  it.each([500, 502, 504])('is sent again when it did not arrive (%d)', async (status) => {
    avito().post(AT.send, body('Привет')).reply(status, refusal(status, 'fault'));
    // The same words stand there from half an hour ago.
    history([past('old', 'Привет', { created: now() - 1800 })]);
    avito().post(AT.send, body('Привет')).reply(200, sentAs('m1'));
    expect(await send({ text: 'Привет' })).toEqual({ outcome: 'sent', messages: ['m1'] });
  });

  it('is looked for by Avito’s clock, whatever ours says', async () => {
    const ahead = 3600;
    const date = new Date(Date.now() - ahead * 1000).toUTCString();
    avito().post(AT.send).reply(504, '<html>');
    history([past('m1', 'Привет', { created: now() - ahead })], { date });
    expect(await send({ text: 'Привет' })).toEqual({ outcome: 'sent', messages: ['m1'] });
  });

  it('waits when the chat cannot be looked at', async () => {
    avito().post(AT.send).reply(504, '<html>').get(AT.messages).query(true).reply(503, {});
    const delivery = await send({ text: 'Привет' });
    expect(delivery).toMatchObject({ outcome: 'later', messages: [], detail: 'HTTP 504' });
    expect(Date.parse(delivery.at!)).toBeGreaterThan(Date.now() + 20_000);
  });

  it('is a picture, too', async () => {
    nock('https://img.test').get('/cake.png').reply(200, png());
    avito().post(AT.upload).reply(200, { 'img-1': {} }).post(AT.sendImage).reply(504, '<html>');
    history([past('m1', '', { type: 'image', content: { image: {} } })]);
    expect(await send({ text: '', image: 'https://img.test/cake.png' })).toEqual({ outcome: 'sent', messages: ['m1'] });
  });
});

describe('a reply that another process may have sent', () => {
  const again = true;

  it('is not sent again when it is there', async () => {
    history([past('m1', 'Заказ принят', { created: now() - 3600 })]);
    expect(await send({ text: 'Заказ принят' }, { again })).toEqual({ outcome: 'sent', messages: ['m1'] });
  });

  it('is sent from where it broke off', async () => {
    const [first, second] = ['а'.repeat(900), 'б'.repeat(900)];
    history([past('m1', first, { created: now() - 60 })]);
    avito().post(AT.send, body(second)).reply(200, sentAs('m2'));
    expect(await send({ text: `${first}\n\n${second}` }, { again })).toEqual({
      outcome: 'sent',
      messages: ['m1', 'm2'],
    });
  });

  it('is sent when the same words are of an earlier reply', async () => {
    const key = outgoingKey(to, `avito:${ACCOUNT}:q2`, 0);
    const asked = { author_id: BUYER, content: { text: 'что' } };
    history([
      past('q2', '', { ...asked, created: now() - 30 }),
      past('m1', 'Какая начинка?', { created: now() - 59 }),
      past('q1', '', { ...asked, created: now() - 60 }),
    ]);
    avito().post(AT.send, body('Какая начинка?')).reply(200, sentAs('m2'));
    expect(await send({ text: 'Какая начинка?' }, { again, key })).toEqual({ outcome: 'sent', messages: ['m2'] });
  });

  it('does not fetch a picture that is there', async () => {
    history([past('m2', 'Ваш торт'), past('m1', '', { type: 'image', created: now() - 5 })]);
    const reply = { text: 'Ваш торт', image: 'https://img.test/gone.png' };
    expect(await send(reply, { again })).toEqual({ outcome: 'sent', messages: ['m1', 'm2'] });
  });

  it('waits when the chat cannot be looked at', async () => {
    avito().get(AT.messages).query(true).reply(502, '<html>');
    expect(await send({ text: 'Привет' }, { again })).toMatchObject({ outcome: 'later', messages: [] });
  });
});

describe('a picture that cannot be had', () => {
  const image = 'https://img.test/cake';
  const words = () => avito().post(AT.send, body('Ваш торт')).reply(200, sentAs('m1'));

  it.each([
    ['of a kind that Avito does not take', () => Buffer.from('RIFF\0\0\0\0WEBPVP8 '), /WEBP: нужен JPEG/],
    ['with too many pixels', () => png(9000, 9000), /75 мегапикселей/],
    ['that is no picture', () => Buffer.from('<html>'), /без картинки/],
  ])('%s does not stop the words', async (_name, data, detail) => {
    nock('https://img.test').get('/cake').reply(200, data());
    words();
    const delivery = await send({ text: 'Ваш торт', image });
    expect(delivery).toMatchObject({ outcome: 'sent', messages: ['m1'], detail: expect.stringMatching(detail) });
  });

  it('nor does one that is gone, or that Avito refuses', async () => {
    nock('https://img.test').get('/cake').reply(404).get('/cake').reply(200, png());
    words();
    expect(await send({ text: 'Ваш торт', image })).toMatchObject({
      outcome: 'sent',
      detail: expect.stringMatching(/404/),
    });
    avito().post(AT.upload).reply(400, refusal(400, 'bad image'));
    words();
    expect(await send({ text: 'Ваш торт', image })).toMatchObject({
      outcome: 'sent',
      detail: expect.stringMatching(/HTTP 400/),
    });
  });

  it('waits with the words while Avito asks for patience', async () => {
    nock('https://img.test').get('/cake').reply(200, png());
    avito().post(AT.upload).times(4).reply(429, {}, { 'retry-after': '0' });
    expect(await send({ text: 'Ваш торт', image })).toMatchObject({ outcome: 'later', messages: [] });
  });
});

describe('what Avito says no to', () => {
  it('waits as long as Avito asks', async () => {
    avito().post(AT.send).reply(429, {}, { 'retry-after': '1' }).post(AT.send).reply(200, sentAs('m1'));
    const began = Date.now();
    expect(await send({ text: 'Привет' })).toEqual({ outcome: 'sent', messages: ['m1'] });
    expect(Date.now() - began).toBeGreaterThanOrEqual(990);
  });

  it('leaves a longer wait to the sweeper', async () => {
    avito().post(AT.send).reply(429, refusal(429, 'slow down'), { 'retry-after': '120' });
    const delivery = await send({ text: 'Привет' });
    expect(delivery).toMatchObject({ outcome: 'later', detail: 'slow down' });
    expect(Date.parse(delivery.at!) - Date.now()).toBeGreaterThan(110_000);
  });

  it('keeps what waits for another tariff, and says which', async () => {
    avito().post(AT.send).reply(402, refusal(402, 'Payment required'));
    const delivery = await send({ text: 'Привет' });
    expect(delivery).toMatchObject({
      outcome: 'later',
      detail: expect.stringMatching(/«Максимальный».*«Расширенный»/),
    });
    expect(Date.parse(delivery.at!)).toBeGreaterThan(Date.now());
  });

  it('keeps what waits for keys', async () => {
    const credentials = personal({ accessToken: '' });
    avito().post('/token').reply(401, { error_description: 'Unknown client' });
    const delivery = await send({ text: 'Привет' }, { credentials });
    expect(delivery).toMatchObject({ outcome: 'no_credential', detail: 'Unknown client' });
    expect(delivery.at).toBeDefined();
  });

  it('tells a buyer who blocked the shop from a tariff and from a chat that is gone', async () => {
    const forbidden = (chat: number, self = 200) => {
      avito().post(AT.send).times(2).reply(403, refusal(403, 'forbidden')).get(AT.self).reply(self, { id: ACCOUNT });
      mints('token-1');
      if (self === 200) avito().get(AT.chat).reply(chat, {});
    };
    forbidden(200);
    expect(await send({ text: 'Привет' })).toEqual({ outcome: 'blocked', messages: [], detail: 'forbidden' });
    forbidden(403);
    expect(await send({ text: 'Привет' })).toMatchObject({
      outcome: 'later',
      detail: expect.stringMatching(/«Максимальный»/),
    });
    forbidden(404);
    expect(await send({ text: 'Привет' })).toEqual({ outcome: 'refused', messages: [], detail: 'forbidden' });
    forbidden(0, 403);
    expect(await send({ text: 'Привет' })).toMatchObject({ outcome: 'no_credential' });
  });

  it('gives up on a chat that does not exist, with what went out before', async () => {
    const [first, second] = ['а'.repeat(900), 'б'.repeat(900)];
    avito()
      .post(AT.send, body(first))
      .reply(200, sentAs('m1'))
      .post(AT.send, body(second))
      .reply(404, refusal(404, 'chat not found'));
    expect(await send({ text: `${first}\n\n${second}` })).toEqual({
      outcome: 'refused',
      messages: ['m1'],
      detail: 'chat not found',
    });
  });

  it('has an expired token renewed on the way', async () => {
    avito().post(AT.send).reply(403, {});
    mints('token-1');
    avito().post(AT.send).reply(200, sentAs('m1'));
    const credentials = personal();
    expect(await send({ text: 'Привет' }, { credentials })).toEqual({ outcome: 'sent', messages: ['m1'] });
    expect(credentials.avitoApi.accessToken).toBe('token-1');
  });
});
