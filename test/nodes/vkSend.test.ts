import nock from 'nock';
import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import type { Delivery } from '../../lib/channels/types';
import { randomId } from '../../lib/channels/vk/render';
import type { Reply } from '../../lib/dialogue/types';
import { openVkSender } from '../../nodes/ChatReply/senders/vk';
import { untoldTrouble } from '../../nodes/shared/troubles';
import { runNode, type Credentials } from './harness';
import {
  callsOf,
  closeTheNet,
  error,
  openTheNet,
  playUpload,
  playVk,
  PNG,
  TAKEN,
  TAKES_PICTURES,
  TOKEN,
  vkApi,
} from './support/vk';

jest.setTimeout(30_000);
beforeAll(closeTheNet);
afterEach(() => nock.cleanAll());
afterAll(openTheNet);

/** A node that does nothing but send its items, so that the sender runs in n8n's own executor. */
class Sending implements INodeType {
  description = {
    displayName: 'Sending',
    name: 'sending',
    group: [],
    version: 1,
    description: '',
    defaults: { name: 'Sending' },
    inputs: ['main' as const],
    outputs: ['main' as const],
    credentials: [{ name: 'vkApi', required: false }],
    properties: [],
  } as INodeType['description'];

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const send = await openVkSender(this);
    if (!send) return [[{ json: { sender: null } }]];
    const items: INodeExecutionData[] = [];
    for (const { json } of this.getInputData()) items.push({ json: { ...(await send(json as never)) } });
    return [items];
  }
}

const to = { channel: 'vk', account: '1', chat: '42' };
async function send(reply: Reply, more: object = {}, credentials: Credentials = { vkApi }): Promise<Delivery> {
  const item = { reply, to, key: 'k', again: false, ...more };
  const run = await runNode(new Sending(), {}, [item as never], credentials);
  if (run.error) throw run.error;
  expect(JSON.stringify(run.items)).not.toContain(TOKEN);
  return run.outputs[0][0] as unknown as Delivery;
}

it('sends the reply with the key in the header, and gives the message’s number', async () => {
  const calls = playVk({ 'messages.send': { response: 7 } });
  expect(await send({ text: 'Здравствуйте!', buttons: [[{ label: 'Торт', data: '1:0' }]] })).toEqual({
    outcome: 'sent',
    messages: ['7'],
  });
  expect(calls).toMatchObject([
    {
      method: 'messages.send',
      authorization: `Bearer ${TOKEN}`,
      params: {
        v: '5.199',
        peer_id: '42',
        message: 'Здравствуйте!',
        random_id: String(randomId('k', 0)),
        keyboard: expect.stringContaining('"inline":true'),
      },
    },
  ]);
  expect(JSON.stringify(calls[0].params)).not.toContain(TOKEN);
});

it('is nobody’s without a credential', async () => {
  expect(await send({ text: 'Да' }, {}, {})).toEqual({ sender: null });
});

it('repeats the message with the same number when the connection was cut after it was taken', async () => {
  const calls = playVk({ 'messages.send': ['cut', { response: 7 }] });
  expect(await send({ text: 'Да' })).toEqual({ outcome: 'sent', messages: ['7'] });
  const numbers = callsOf(calls, 'messages.send').map(({ random_id }) => random_id);
  expect(numbers).toEqual([numbers[0], numbers[0]]);
});

it.each([
  ['too many calls', error(6)],
  ['a fault inside', error(10)],
  ['a gateway', [502, '<html>'] as [number, string]],
  ['an answer of somebody else', [200, '<html>Hello</html>'] as [number, string]],
])('waits and asks again after %s', async (_name, first) => {
  const calls = playVk({ 'messages.send': [first, { response: 8 }] });
  expect(await send({ text: 'Да' })).toEqual({ outcome: 'sent', messages: ['8'] });
  expect(calls).toHaveLength(2);
});

it('leaves long waits to the sweeper', async () => {
  const minutes = async (answer: object) => {
    playVk({ 'messages.send': answer });
    const { outcome, at } = await send({ text: 'Да' });
    nock.cleanAll();
    expect(outcome).toBe('later');
    return Math.round((Date.parse(at!) - Date.now()) / 60_000);
  };
  expect(await minutes(error(9))).toBe(5);
  expect(await minutes(error(29))).toBe(60);
});

it('gives up on a server that stays down, for now', async () => {
  const calls = playVk({ 'messages.send': [503, 'down'] });
  expect(await send({ text: 'Да' })).toMatchObject({
    outcome: 'later',
    at: expect.any(String),
    detail: expect.stringMatching(/HTTP 503/),
  });
  expect(calls).toHaveLength(4);
});

it.each([
  [901, 'blocked', /не разрешил сообщения/],
  [900, 'blocked', /чёрном списке/],
  [912, 'refused', /Возможности ботов/],
  [7, 'refused', /Фотографии/],
  [914, 'refused', /длиннее/],
  [5, 'no_credential', /ключ/],
  [27, 'no_credential', /ключ/],
])('ends error %d as %s, in words for the owner', async (code, outcome, words) => {
  playVk({ 'messages.send': error(code) });
  const delivery = await send({ text: 'Да' });
  expect(delivery).toMatchObject({ outcome, messages: [], detail: expect.stringMatching(words) });
  expect(delivery.detail).toContain(`VK ${code}: words of VK`);
  expect(delivery.at !== undefined).toBe(outcome === 'no_credential');
});

it('never shows the key, even when VK repeats it', async () => {
  playVk({ 'messages.send': error(5, `invalid access_token ${TOKEN}`) });
  expect((await send({ text: 'Да' })).detail).toContain('invalid access_token ***');
});

it('tells what is missing when the credential is another community’s', async () => {
  const calls = playVk({ 'messages.send': { response: 7 } });
  const delivery = await send({ text: 'Да' }, { to: { ...to, account: '2' } });
  expect(delivery).toMatchObject({
    outcome: 'no_credential',
    detail: expect.stringMatching(/сообществу 1.*сообществу 2/),
  });
  expect(calls).toEqual([]);
});

it('sends "typing…" and the answer to a press beside it, and minds neither', async () => {
  const calls = playVk({
    'messages.send': { response: 7 },
    'messages.setActivity': error(10),
    'messages.sendMessageEventAnswer': 'cut',
  });
  const delivery = await send({ text: 'Да', typing: true, answers: 'ev:42', toast: 'Принято' });
  expect(delivery).toEqual({ outcome: 'sent', messages: ['7'] });
  expect(calls.map(({ method }) => method).sort()).toEqual([
    'messages.send',
    'messages.sendMessageEventAnswer',
    'messages.setActivity',
  ]);
  expect(callsOf(calls, 'messages.sendMessageEventAnswer')).toMatchObject([
    { event_id: 'ev', user_id: '42', peer_id: '42', event_data: '{"type":"show_snackbar","text":"Принято"}' },
  ]);
});

it('stops a long text where it was refused', async () => {
  const calls = playVk({ 'messages.send': [{ response: 7 }, error(901)] });
  const delivery = await send({ text: 'слово '.repeat(1500) });
  expect(delivery).toMatchObject({ outcome: 'blocked', messages: ['7'] });
  expect(calls).toHaveLength(2);
});

describe('a community that has buttons off', () => {
  const reply: Reply = { text: 'Какая начинка?', buttons: [[{ label: 'Ваниль', data: '1:0' }, { label: 'Мёд', data: '1:1' }]] }; // prettier-ignore
  const off = ({ keyboard }: Record<string, string>) => (keyboard ? error(912) : { response: 7 });
  beforeEach(async () => {
    playVk({ 'messages.send': { response: 1 } });
    await send(reply);
    nock.cleanAll();
    expect(untoldTrouble()).toBeNull();
  });

  it('gets the same reply with its options as a list, under the same number', async () => {
    const calls = playVk({ 'messages.send': off });
    const delivery = await send(reply);
    expect(delivery).toMatchObject({ outcome: 'sent', messages: ['7'] });
    expect(delivery.detail).toMatch(/^без кнопок: .*Возможности ботов/);
    const [refused, sent] = callsOf(calls, 'messages.send');
    const { keyboard: _keyboard, ...others } = refused;
    expect(sent).toEqual({ ...others, message: 'Какая начинка?\n\n1. Ваниль\n2. Мёд' });
    expect(calls).toHaveLength(2);
  });

  it('the owner is told once, and again only after buttons had gone out', async () => {
    playVk({ 'messages.send': off });
    await send(reply);
    await send({ text: 'Спасибо!' });
    const told = untoldTrouble();
    expect(told?.says).toMatch(/^ВКонтакте: варианты ответа приходят клиентам списком.*Включите: .*Возможности ботов/);
    expect(told?.after).toContain('Заказы принимаются дальше');
    await send(reply);
    expect(untoldTrouble()).toBeNull();
    nock.cleanAll();
    playVk({ 'messages.send': { response: 7 } });
    expect(await send(reply)).toEqual({ outcome: 'sent', messages: ['7'] });
    nock.cleanAll();
    playVk({ 'messages.send': off });
    await send(reply);
    expect(untoldTrouble()).not.toBeNull();
  });

  it('parts that went out before the buttons are not sent again', async () => {
    const calls = playVk({ 'messages.send': off });
    const words = ['слово '.repeat(600).trim(), 'Какая начинка?'.padEnd(600, '.')];
    expect((await send({ ...reply, text: words.join('\n\n') })).messages).toEqual(['7', '7']);
    expect(callsOf(calls, 'messages.send').map(({ message, random_id }) => [message, random_id])).toEqual([
      [words[0], String(randomId('k', 0))],
      [words[1], String(randomId('k', 1))],
      [`${words[1]}\n\n1. Ваниль\n2. Мёд`, String(randomId('k', 1))],
    ]);
  });

  it('gets a picture that is uploaded once', async () => {
    nock('https://pictures.test').get('/cake.png').reply(200, PNG);
    const calls = playVk({ ...TAKES_PICTURES, 'messages.send': off });
    playUpload(TAKEN);
    expect(await send({ ...reply, image: 'https://pictures.test/cake.png' })).toMatchObject({ outcome: 'sent' });
    expect(callsOf(calls, 'photos.saveMessagesPhoto')).toHaveLength(1);
    expect(callsOf(calls, 'messages.send').map(({ attachment }) => attachment)).toEqual(Array(2).fill('photo-1_77_k'));
  });

  it('gets the list when the picture cannot be had either, and both are told', async () => {
    nock('https://pictures.test').get('/cake.png').reply(404);
    playVk({ ...TAKES_PICTURES, 'messages.send': off });
    const delivery = await send({ ...reply, image: 'https://pictures.test/cake.png' });
    expect(delivery).toMatchObject({ outcome: 'sent', messages: ['7'] });
    expect(delivery.detail).toMatch(/^без картинки: .*; без кнопок: /);
  });

  it('and a customer who cannot be written to ends as such', async () => {
    playVk({ 'messages.send': ({ keyboard }) => error(keyboard ? 912 : 901) });
    expect(await send(reply)).toMatchObject({ outcome: 'blocked', messages: [] });
  });
});

describe('a picture', () => {
  const image = 'https://pictures.test/cake.png';
  const lies = (answer: Buffer | string = PNG) => nock('https://pictures.test').get('/cake.png').reply(200, answer);

  it('is fetched, uploaded in three steps, and sent with the words', async () => {
    lies();
    const calls = playVk({ ...TAKES_PICTURES, 'messages.send': { response: 7 } });
    const bodies = playUpload(TAKEN);
    expect(await send({ text: 'Ваш торт', image })).toEqual({ outcome: 'sent', messages: ['7'] });
    expect(calls.map(({ method }) => method)).toEqual([
      'photos.getMessagesUploadServer',
      'photos.saveMessagesPhoto',
      'messages.send',
    ]);
    expect(callsOf(calls, 'photos.getMessagesUploadServer')).toMatchObject([{ peer_id: '42' }]);
    expect(callsOf(calls, 'photos.saveMessagesPhoto')).toMatchObject([
      { server: '5', photo: '[{"photo":"x"}]', hash: 'h' },
    ]);
    expect(callsOf(calls, 'messages.send')).toMatchObject([{ message: 'Ваш торт', attachment: 'photo-1_77_k' }]);
    const body = Buffer.from(bodies[0], /^[0-9a-f]+$/.test(bodies[0]) ? 'hex' : 'utf8').toString('latin1');
    expect(body).toMatch(/name="photo"; filename="photo\.png"/);
    expect(body).toMatch(/image\/png/);
  });

  it('that is uploaded is not uploaded again when the message has to be repeated', async () => {
    lies();
    const calls = playVk({ ...TAKES_PICTURES, 'messages.send': ['cut', { response: 7 }] });
    playUpload(TAKEN);
    expect(await send({ text: 'Ваш торт', image })).toMatchObject({ outcome: 'sent' });
    expect(callsOf(calls, 'photos.saveMessagesPhoto')).toHaveLength(1);
    expect(callsOf(calls, 'messages.send').map(({ attachment }) => attachment)).toEqual(Array(2).fill('photo-1_77_k'));
  });

  it.each([
    ['VK gives an empty one back', { server: 5, photo: '[]', hash: 'h' }, /не взял/],
    ['VK gives nothing back', { server: 5, photo: '', hash: 'h' }, /не взял/],
    ['the host of pictures is down', [502, '<html>'] as [number, string], /не отвечает/],
  ])('does not keep the words back when %s', async (_name, taken, why) => {
    lies();
    const calls = playVk({ ...TAKES_PICTURES, 'messages.send': { response: 7 } });
    playUpload(taken);
    const delivery = await send({ text: 'Ваш торт', image });
    expect(delivery).toMatchObject({ outcome: 'sent', messages: ['7'], detail: expect.stringMatching(/без картинки/) });
    expect(delivery.detail).toMatch(why);
    expect(callsOf(calls, 'messages.send')[0].attachment).toBeUndefined();
    expect(callsOf(calls, 'photos.saveMessagesPhoto')).toEqual([]);
  });

  it('comes after all when the host of pictures wakes up', async () => {
    lies();
    playVk({ ...TAKES_PICTURES, 'messages.send': { response: 7 } });
    playUpload([503, ''], TAKEN);
    expect(await send({ text: 'Ваш торт', image })).toEqual({ outcome: 'sent', messages: ['7'] });
  });

  it('that cannot be had and has no words is refused, and nothing is sent', async () => {
    lies('<html>no picture</html>');
    const calls = playVk({ ...TAKES_PICTURES, 'messages.send': { response: 7 } });
    expect(await send({ text: '', image })).toMatchObject({
      outcome: 'refused',
      detail: expect.stringMatching(/без картинки/),
    });
    expect(calls).toEqual([]);
  });

  it('may not be allowed to the key: the words go, and the owner reads why', async () => {
    lies();
    playVk({ ...TAKES_PICTURES, 'photos.getMessagesUploadServer': error(15), 'messages.send': { response: 7 } });
    expect(await send({ text: 'Ваш торт', image })).toMatchObject({
      outcome: 'sent',
      detail: 'без картинки: VK не даёт к этому доступа',
    });
  });
});
