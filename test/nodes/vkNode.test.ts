import nock from 'nock';
import type { IDataObject, INode } from 'n8n-workflow';

import { Vk } from '../../nodes/Vk/Vk.node';
import { runNode, type Credentials, type NodeRun } from './harness';
import { allOf, failure } from './support/rig';
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

const vk = (
  operation: string,
  parameters: IDataObject,
  items: IDataObject[] = [{}],
  extra: Partial<INode> = {},
  credentials: Credentials = { vkApi },
): Promise<NodeRun> => {
  const resource = operation === 'upload' ? 'photo' : operation === 'get' ? 'user' : 'message';
  return runNode(new Vk(), { resource, operation, peer: '42', ...parameters }, items, credentials, extra);
};
const outputs = async (...run: Parameters<typeof vk>): Promise<IDataObject[]> => {
  const { error: fault, outputs: lists } = await vk(...run);
  if (fault) throw fault;
  return lists[0];
};
const row = (...button: IDataObject[]) => ({ buttons: { button } });
const lies = (...names: string[]) =>
  names.forEach((name) => nock('https://pictures.test').get(`/${name}`).reply(200, PNG));

describe('Send', () => {
  const sends = (parameters: IDataObject) => outputs('send', parameters);

  it('sends words to a person', async () => {
    const calls = playVk({ 'messages.send': { response: 7 } });
    expect(await sends({ text: ' Здравствуйте! ' })).toEqual([{ peerId: 42, messageId: 7, messageIds: [7] }]);
    expect(calls).toMatchObject([
      { method: 'messages.send', params: { peer_id: '42', message: 'Здравствуйте!', dont_parse_links: '1' } },
    ]);
    expect(Number(calls[0].params.random_id)).toBeGreaterThan(0);
    expect(calls[0].params.keyboard).toBeUndefined();
  });

  it('splits what is longer than VK allows, and puts the buttons under the last part', async () => {
    const calls = playVk({ 'messages.send': [{ response: 7 }, { response: 8 }] });
    const rows = { row: [row({ kind: 'text', label: 'Да' })] };
    expect(await sends({ text: 'слово '.repeat(1000), keyboard: 'inline', rows })).toEqual([
      { peerId: 42, messageId: 8, messageIds: [7, 8] },
    ]);
    expect(calls.map(({ params }) => params.keyboard !== undefined)).toEqual([false, true]);
  });

  it('builds keyboards of every kind of button', async () => {
    const calls = playVk({ 'messages.send': { response: 7 } });
    const rows = {
      row: [
        row(
          { kind: 'text', label: 'Меню', payload: '{"cmd": "menu"}', color: 'primary' },
          { kind: 'text', label: 'Торт', payload: '3:1' },
        ),
        row({ kind: 'callback', label: 'В корзину', payload: '', color: 'positive' }),
        row({ kind: 'link', label: 'Сайт', link: 'https://example.com' }),
      ],
    };
    await sends({ text: 'Что?', keyboard: 'inline', rows });
    await sends({ text: 'Что?', keyboard: 'persistent', rows, oneTime: false });
    await sends({ text: 'Что?', keyboard: 'remove' });
    const buttons = [
      [
        { action: { type: 'text', label: 'Меню', payload: '{"cmd":"menu"}' }, color: 'primary' },
        { action: { type: 'text', label: 'Торт', payload: '{"d":"3:1"}' }, color: 'secondary' },
      ],
      [{ action: { type: 'callback', label: 'В корзину' }, color: 'positive' }],
      [{ action: { type: 'open_link', link: 'https://example.com', label: 'Сайт' } }],
    ];
    expect(calls.map(({ params }) => JSON.parse(params.keyboard) as object)).toEqual([
      { inline: true, buttons },
      { one_time: false, inline: false, buttons },
      { buttons: [] },
    ]);
  });

  it('sends attachments, an answer to a message, previews', async () => {
    const calls = playVk({ 'messages.send': { response: 7 } });
    const options = { attachments: 'doc-1_2, photo-1_3', replyTo: 5, previews: true, muteMentions: true };
    await sends({ text: 'Да', options });
    expect(calls[0].params).toMatchObject({
      attachment: 'doc-1_2,photo-1_3',
      reply_to: '5',
      dont_parse_links: '0',
      disable_mentions: '1',
    });
  });

  it('sends a picture of an address, before other attachments', async () => {
    lies('cake.png');
    const calls = playVk({ ...TAKES_PICTURES, 'messages.send': { response: 7 } });
    playUpload(TAKEN);
    const options = { attachments: 'doc-1_2' };
    await sends({ text: '', picture: 'url', pictureUrl: 'https://pictures.test/cake.png', options });
    expect(callsOf(calls, 'messages.send')).toMatchObject([{ message: '', attachment: 'photo-1_77_k,doc-1_2' }]);
  });

  it('sends a carousel with the pictures of its cards', async () => {
    lies('a.png', 'b.png');
    const calls = playVk({ ...TAKES_PICTURES, 'messages.send': { response: 7 } });
    playUpload(TAKEN);
    const card = (title: string, picture: string) => ({
      title,
      text: 'От 3000 ₽',
      picture,
      ...row({ label: 'Выбрать', payload: title }),
    });
    const cards = {
      card: [card('Медовик', 'https://pictures.test/a.png'), card('Наполеон', 'https://pictures.test/b.png')],
    };
    await sends({ text: 'Выбирайте', carousel: cards });
    const [{ template, message }] = callsOf(calls, 'messages.send');
    expect(message).toBe('Выбирайте');
    expect(JSON.parse(template)).toMatchObject({
      type: 'carousel',
      elements: [
        { title: 'Медовик', description: 'От 3000 ₽', photo_id: '-1_77' },
        { title: 'Наполеон', buttons: [{ action: { payload: '{"d":"Наполеон"}' } }] },
      ],
    });
  });

  it('gives the same run of the same item the same number, and other items and texts others', async () => {
    const calls = playVk({ 'messages.send': { response: 7 } });
    await outputs('send', { text: 'Да' }, [{}, {}]);
    await outputs('send', { text: 'Да' }, [{}, {}]);
    await outputs('send', { text: 'Нет' });
    const numbers = calls.map(({ params }) => params.random_id);
    expect(numbers.slice(2, 4)).toEqual(numbers.slice(0, 2));
    expect(new Set(numbers).size).toBe(3);
  });

  it('repeats by itself what VK may not have taken, with the same number', async () => {
    const calls = playVk({ 'messages.send': ['cut', error(6), { response: 7 }] });
    expect(await sends({ text: 'Да' })).toMatchObject([{ messageId: 7 }]);
    expect(new Set(calls.map(({ params }) => params.random_id)).size).toBe(1);
    expect(calls).toHaveLength(3);
  });

  it.each([
    ['no peer', { peer: 'Анна' }, 'Не указано, кому'],
    ['nothing to send', { text: '' }, 'Сообщение пустое'],
    ['an empty keyboard', { keyboard: 'inline', rows: {} }, 'В клавиатуре нет кнопок'],
    ['a button without a label', { keyboard: 'inline', rows: { row: [row({ label: ' ' })] } }, 'Кнопка без подписи'],
    [
      'a link without an address',
      { keyboard: 'inline', rows: { row: [row({ label: 'Сайт', kind: 'link', link: 'example' })] } },
      'У кнопки «Сайт» нет адреса',
    ],
    [
      'too much data',
      { keyboard: 'inline', rows: { row: [row({ label: 'Да', payload: 'д'.repeat(300) })] } },
      'У кнопки «Да» слишком длинные данные',
    ],
    [
      'too many buttons',
      { keyboard: 'inline', rows: { row: Array(7).fill(row({ label: 'Да' })) } },
      'Кнопок слишком много',
    ],
    [
      'far too many',
      { keyboard: 'persistent', rows: { row: Array(11).fill(row({ label: 'Да' })) } },
      'Кнопок слишком много',
    ],
    ['a card without buttons', { carousel: { card: [{ title: 'Медовик' }] } }, 'Такую карусель VK не покажет'],
    [
      'a carousel without words',
      {
        text: '',
        options: { attachments: 'doc-1_2' },
        carousel: { card: [{ title: 'Медовик', ...row({ label: 'Да' }) }] },
      },
      'Карусели нужен текст',
    ],
    ['a picture without an address', { picture: 'url', pictureUrl: 'cake.png' }, 'У картинки нет адреса'],
  ])('says before it sends what is wrong: %s', async (_name, parameters, message) => {
    const calls = playVk({ 'messages.send': { response: 7 } });
    const fault = failure(await vk('send', { text: 'Да', ...parameters }));
    expect(fault).toMatchObject({ name: 'NodeOperationError', message, description: expect.stringMatching(/[а-яё]/) });
    expect(calls).toEqual([]);
  });
});

describe('other operations', () => {
  it('edit a message, by its number or by its place in the conversation', async () => {
    const calls = playVk({ 'messages.edit': { response: 1 } });
    const rows = { row: [row({ label: 'Да' })] };
    const edited = await outputs('edit', { messageId: '7', text: 'Иначе', keyboard: 'inline', rows });
    expect(edited).toEqual([{ peerId: 42, messageId: 7, edited: true }]);
    await outputs('edit', { messageId: '3', text: 'Иначе', options: { byPlace: true, attachments: 'doc-1_2' } });
    expect(calls.map(({ params }) => params)).toMatchObject([
      { peer_id: '42', message_id: '7', message: 'Иначе', keyboard: expect.stringContaining('inline') },
      { conversation_message_id: '3', attachment: 'doc-1_2' },
    ]);
    expect(calls[1].params.message_id).toBeUndefined();
  });

  it.each([
    ['a map', { '7': 1, '8': 1 }],
    [
      'a list',
      [
        { message_id: 7, response: 1 },
        { message_id: 8, response: 1 },
      ],
    ],
  ])('delete messages, which VK confirms with %s', async (_name, response) => {
    const calls = playVk({ 'messages.delete': { response } });
    expect(await outputs('delete', { messageId: '7, 8' })).toEqual([{ peerId: 42, messageIds: [7, 8], deleted: true }]);
    await outputs('delete', { messageId: '7', options: { byPlace: true, onlyHere: true } });
    expect(calls.map(({ params }) => params)).toMatchObject([
      { message_ids: '7,8', delete_for_all: '1', peer_id: '42' },
      { cmids: '7', delete_for_all: '0' },
    ]);
  });

  it.each([
    ['a list', [{ message_id: 7, response: 0, error: { code: 924, description: 'no' } }], /не даёт/],
    ['a map', { '7': 0 }, /не удалил/],
  ])('say when VK deleted nothing, in %s', async (_name, response, message) => {
    playVk({ 'messages.delete': { response } });
    expect(failure(await vk('delete', { messageId: '7' })).message).toMatch(message);
  });

  it('want a message to be named', async () => {
    playVk({});
    expect(failure(await vk('edit', { messageId: 'последнее', text: 'Иначе' })).message).toBe(
      'Не указано, какое сообщение',
    );
  });

  it('show "typing…"', async () => {
    const calls = playVk({ 'messages.setActivity': { response: 1 } });
    expect(await outputs('sendTyping', {})).toEqual([{ peerId: 42, typing: true }]);
    expect(calls[0].params).toMatchObject({ peer_id: '42', type: 'typing' });
  });

  it('answer a press with nothing, words or an address', async () => {
    const calls = playVk({ 'messages.sendMessageEventAnswer': { response: 1 } });
    const event = { eventId: 'abc', userId: '42' };
    expect(await outputs('answerEvent', event)).toEqual([{ peerId: 42, userId: 42, eventId: 'abc', answered: true }]);
    await outputs('answerEvent', { ...event, then: 'words', words: 'Готово' });
    await outputs('answerEvent', { ...event, then: 'link', address: 'https://example.com' });
    expect(calls.map(({ params }) => [params.event_id, params.user_id, params.event_data])).toEqual([
      ['abc', '42', undefined],
      ['abc', '42', '{"type":"show_snackbar","text":"Готово"}'],
      ['abc', '42', '{"type":"open_link","link":"https://example.com"}'],
    ]);
    expect(failure(await vk('answerEvent', { eventId: ' ', userId: '42' })).message).toMatch(/на какое нажатие/);
  });

  it('upload a picture for later', async () => {
    lies('cake.png');
    playVk(TAKES_PICTURES);
    playUpload(TAKEN);
    const parameters = { picture: 'url', pictureUrl: 'https://pictures.test/cake.png' };
    expect(await outputs('upload', parameters)).toEqual([{ peerId: 42, attachment: 'photo-1_77_k', photoId: '-1_77' }]);
  });

  it('get people, one item each', async () => {
    const people = [
      { id: 42, first_name: 'Анна' },
      { id: 43, first_name: 'Борис' },
    ];
    const calls = playVk({ 'users.get': [{ response: people }, { response: [] }] });
    expect(await outputs('get', { users: '42, boris', fields: ['city', 'sex'] })).toEqual(people);
    expect(calls[0].params).toMatchObject({ user_ids: '42,boris', fields: 'city,sex' });
    expect(failure(await vk('get', { users: 'nobody' })).message).toBe('VK не знает такого человека');
    expect(failure(await vk('get', { users: ' ' })).message).toBe('Не указано, о ком узнать');
  });
});

describe('a refusal', () => {
  it.each([
    [901, /не разрешил сообщения/, /сам напишет/],
    [912, /Возможности ботов/, /Настройки для бота/],
    [15, /доступа/, /Фотографии/],
    [5, /ключ/, /Ключи доступа/],
    [9, /слишком частыми/, /Подождите/],
    [29, /предел/, /часа/],
    [100, /одно из полей/, /words of VK/],
  ])('%d is said in words for the owner, with what to do', async (code, message, advice) => {
    const calls = playVk({ 'messages.send': error(code) });
    const fault = failure(await vk('send', { text: 'Да' }));
    expect(fault).toMatchObject({ name: 'NodeOperationError', message: expect.stringMatching(message) });
    expect(fault.description).toMatch(advice);
    expect(fault.description).toContain(`VK ${code}`);
    expect((fault as unknown as { context: { itemIndex: number } }).context.itemIndex).toBe(0);
    expect(calls).toHaveLength(1);
  });

  it('of the second part tells that the first one went out', async () => {
    playVk({ 'messages.send': [{ response: 7 }, error(901)] });
    const fault = failure(await vk('send', { text: 'слово '.repeat(1000) }));
    expect(fault.message).toMatch(/ушла только часть/);
    expect(fault.description).toMatch(/1 из 2/);
  });

  it.each([
    ['VK repeats it', error(5, `invalid token ${TOKEN}`), {}],
    ['a gateway repeats it', [500, `Authorization: Bearer ${TOKEN}`] as [number, string], {}],
    ['nobody listens', {}, { baseUrl: 'http://127.0.0.1:9' }],
    ['the address is nonsense', {}, { baseUrl: 'nonsense' }],
    ['the address leads on', [302, TOKEN] as [number, string], {}],
  ])('never shows the key when %s', async (_name, answer, changes) => {
    playVk({ 'messages.send': answer });
    const fault = failure(await vk('send', { text: 'Да' }, [{}], {}, { vkApi: { ...vkApi, ...changes } }));
    expect(fault.message).toMatch(/[а-яё]/i);
    expect(allOf(fault)).not.toContain(TOKEN);
  });

  it('of one item is passed over where the node continues, and the results keep their items', async () => {
    playVk({ 'messages.send': [{ response: 7 }, error(901), { response: 9 }] });
    const run = await vk('send', { text: '={{ $json.text }}' }, [{ text: 'а' }, { text: 'б' }, { text: 'в' }], {
      onError: 'continueRegularOutput',
    });
    expect(run.error).toBeUndefined();
    expect(run.items[0].map(({ json, pairedItem }) => [json.messageId ?? json.error, pairedItem])).toEqual([
      [7, { item: 0 }],
      ['Этот человек не разрешил сообщения от сообщества', { item: 1 }],
      [9, { item: 2 }],
    ]);
  });

  it.each([
    ['without a number of the community', { groupId: '' }],
    ['without a key', { accessToken: '' }],
  ])('comes before any call for a credential %s', async (_name, changes) => {
    const calls = playVk({});
    const fault = failure(await vk('send', { text: 'Да' }, [{}], {}, { vkApi: { ...vkApi, ...changes } }));
    expect(fault.message).toBe('В доступе VK нет ключа или номера сообщества');
    expect(calls).toEqual([]);
  });
});
