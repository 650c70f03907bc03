import fc from 'fast-check';

import { chatDetailsOf } from '../../../lib/channels/avito/chat';
import { isAvitoEvent, parseAvitoEvent } from '../../../lib/channels/avito/parse';

const ARRIVED = '2026-11-22T12:00:00.000Z';
/** 2026-11-22T11:59:00Z. */
const CREATED = 1_795_348_740;
const SHOP = 100;
const BUYER = 200;
const CHAT = 'u2i-aB~/cD';

const event = (value: object = {}, beside: object = {}) => ({
  id: 'n1',
  version: 'v3.0.0',
  timestamp: CREATED,
  payload: {
    type: 'message',
    value: {
      id: 'm1',
      chat_id: CHAT,
      user_id: SHOP,
      author_id: BUYER,
      created: CREATED,
      type: 'text',
      chat_type: 'u2i',
      item_id: 5,
      read: null,
      content: { text: 'Сколько стоит торт?' },
      ...value,
    },
  },
  ...beside,
});
const parse = (value?: object, beside?: object) => parseAvitoEvent(event(value, beside), ARRIVED);
const content = (type: string, inside: object) => ({ type, content: inside });
const FROM = { id: '200' };

it('reads who wrote what, where and when', () => {
  expect(parse()).toEqual({
    key: 'avito:100:m1',
    address: { channel: 'avito', account: '100', chat: CHAT },
    person: FROM,
    private: true,
    event: { type: 'text', text: 'Сколько стоит торт?', from: FROM },
    at: '2026-11-22T11:59:00.000Z',
    order: CREATED,
  });
});

it('tells the buyer and the advertisement, where the trigger has found them', () => {
  const chat = {
    title: 'Торт на заказ',
    price: '2 500 ₽',
    url: 'https://www.avito.ru/5',
    buyer: 'Анна',
    profile: 'https://www.avito.ru/user/a/profile',
  };
  const person = {
    id: '200',
    name: 'Анна',
    profile: 'https://www.avito.ru/user/a/profile',
    advert: 'Торт на заказ, 2 500 ₽',
  };
  expect(parse({}, { chat })).toMatchObject({ person, event: { from: person } });
  expect(parse({}, { chat: { price: '2 500 ₽' } })?.person).toEqual({ id: '200', advert: '2 500 ₽' });
  expect(parse({}, { chat: 'Торт' })?.person).toEqual(FROM);
});

describe('what a message carries', () => {
  const sizes = {
    '32x32': 'https://img/s.jpg',
    '1280x960': 'https://img/l.jpg',
    '640x480': 'https://img/m.jpg',
    '9999x9999': 7,
  };

  it.each([
    ['no words', content('text', { text: '' }), { type: 'text', text: '' }],
    [
      'the largest of a photo’s sizes',
      content('image', { image: { sizes } }),
      { type: 'photo', file: sizes['1280x960'], album: `at:${CREATED}` },
    ],
    [
      'a photo whose sizes have no numbers',
      content('image', { image: { sizes: { big: 'https://img/b.jpg' } } }),
      { type: 'photo', file: 'https://img/b.jpg' },
    ],
    [
      'a photo without an address',
      content('image', { image: { sizes: { '1x1': 'file:///etc/passwd' } } }),
      { type: 'other', kind: 'unknown' },
    ],
    [
      'the words of a link',
      content('link', { link: { text: 'Хочу как тут https://x.ru', url: 'https://x.ru' } }),
      { type: 'text', text: 'Хочу как тут https://x.ru' },
    ],
    [
      'a link without words',
      content('link', { link: { url: 'https://x.ru' } }),
      { type: 'text', text: 'https://x.ru' },
    ],
    ['a link without anything', content('link', {}), { type: 'other', kind: 'unknown' }],
    ['a voice message', content('voice', { voice: { voice_id: 'v' } }), { type: 'other', kind: 'voice' }],
    [
      'a point on the map',
      content('location', { location: { lat: 55, lon: 37 } }),
      { type: 'other', kind: 'location' },
    ],
    ['a file', content('file', {}), { type: 'other', kind: 'file' }],
    ['a video', content('video', {}), { type: 'other', kind: 'video' }],
    ['an advertisement', content('item', { item: { title: 'Торт' } }), { type: 'other', kind: 'unknown' }],
    ['a text without text', content('text', {}), { type: 'other', kind: 'unknown' }],
    ['a kind that Avito will invent', content('hologram', {}), { type: 'other', kind: 'unknown' }],
    ['a kind with the name of a property of objects', content('constructor', {}), { type: 'other', kind: 'unknown' }],
  ])('is %s', (_name, value, expected) => {
    expect(parse(value)?.event).toEqual({
      ...expected,
      ...(expected.type === 'photo' ? { album: `at:${CREATED}` } : {}),
      from: FROM,
    });
  });

  it.each([
    ['a message of Avito’s own kind', content('system', { text: 'Пользователь открыл чат', flow_id: 'f' })],
    ['one that pretends to be a text', content('text', { text: '[Системное сообщение] Пользователь открыл чат' })],
    ['one that is taken back', content('deleted', {})],
    ['a missed call', content('call', { call: { status: 'missed' } })],
    ['a call in the app', content('appCall', {})],
    ['a message of nobody', { author_id: 0 }],
    ['a message without an author', { author_id: undefined }],
    ['a chat with Avito', { chat_type: 'a2u' }],
    ['a chat that is with Avito by its name', { chat_id: 'a2u-1', chat_type: undefined }],
    ['a message without an id', { id: undefined }],
    ['a message without a chat', { chat_id: '' }],
    ['a message of no account', { user_id: '' }],
  ])('is nobody’s concern: %s', (_name, value) => {
    expect(parse(value)).toBeNull();
  });
});

it('reads chats between people as well, and ids written as strings', () => {
  expect(parse({ chat_type: 'u2u', author_id: 'hash-7', user_id: '100' })).toMatchObject({
    address: { account: '100' },
    person: { id: 'hash-7' },
  });
});

describe('a message of the shop’s own account', () => {
  it('is the bot’s echo, unless the trigger says that a person wrote it', () => {
    expect(parse({ author_id: SHOP })).toBeNull();
    expect(parse({ author_id: SHOP }, { person: 'yes' })).toBeNull();
    expect(parse({ author_id: SHOP }, { person: true })?.event).toEqual({ type: 'shop', from: { id: '100' } });
    expect(parse({ author_id: SHOP, ...content('voice', {}) }, { person: true })?.event.type).toBe('shop');
  });

  it('is no sign of a person when it is Avito’s doing, and a buyer is never the shop', () => {
    expect(parse({ author_id: SHOP, type: 'deleted' }, { person: true })).toBeNull();
    expect(parse({}, { person: true })?.event.type).toBe('text');
  });
});

it('takes the time of arrival where the message has none that a calendar can show', () => {
  for (const created of [undefined, 0, -1, 1e300, 'today']) {
    const inbound = parse({ created, ...content('image', { image: { sizes: { '1x1': 'https://i/1' } } }) });
    expect(inbound).toMatchObject({ at: ARRIVED, event: { type: 'photo' } });
    expect(inbound).not.toHaveProperty('order');
    expect(inbound?.event).not.toHaveProperty('album');
  }
});

it('never throws, whatever came', () => {
  const anything = fc.anything({ withNullPrototype: true });
  const near = fc.record(
    {
      id: fc.anything(),
      chat_id: fc.anything(),
      user_id: fc.oneof(fc.constant(SHOP), fc.anything()),
      author_id: fc.oneof(fc.constant(SHOP), fc.constant(BUYER), fc.anything()),
      created: fc.oneof(fc.double(), fc.anything()),
      type: fc.oneof(fc.constantFrom('text', 'image', 'link', 'voice', '__proto__'), fc.anything()),
      content: fc.oneof(
        fc.record({ text: fc.anything(), image: fc.record({ sizes: anything }), link: anything }),
        anything,
      ),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(anything, near), anything, (value, chat) => {
      for (const one of [value, { payload: { value }, chat, person: true }, { payload: value }]) {
        isAvitoEvent(one);
        chatDetailsOf(one, '100');
        const inbound = parseAvitoEvent(one, ARRIVED);
        if (inbound) expect(inbound.key.startsWith('avito:')).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

it('is known by its form', () => {
  expect(isAvitoEvent(event())).toBe(true);
  expect([{}, { payload: {} }, { update_id: 1, message: {} }, null].map(isAvitoEvent)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

it('reads a chat’s advertisement and buyer', () => {
  const chat = {
    id: CHAT,
    context: { type: 'item', value: { id: 5, title: 'Торт', price_string: '2 500 ₽', url: 'https://www.avito.ru/5' } },
    users: [
      { id: SHOP, name: 'Пекарня' },
      { id: BUYER, name: 'Анна', public_user_profile: { url: 'https://www.avito.ru/user/a' } },
    ],
  };
  expect(chatDetailsOf(chat, '100')).toEqual({
    title: 'Торт',
    price: '2 500 ₽',
    url: 'https://www.avito.ru/5',
    buyer: 'Анна',
    profile: 'https://www.avito.ru/user/a',
  });
  expect(chatDetailsOf({ users: null }, '100')).toEqual({});
});
