import fc from 'fast-check';

import { isVkEvent, parseVkEvent, VK_EVENTS } from '../../../lib/channels/vk/parse';

const ARRIVED = '2026-11-22T12:00:00.000Z';
/** 2026-11-22T11:59:00Z. */
const DATE = 1_795_348_740;
const GROUP_CHAT = 2_000_000_001;
const FROM = { id: '42', language: 'ru', profile: 'https://vk.com/id42' };
const ANNA = { id: '42', profile: 'https://vk.com/id42' };

const parse = (event: unknown) => parseVkEvent(event, ARRIVED);
const envelope = (type: string, object: object, more: object = {}) => ({
  type,
  group_id: 1,
  event_id: 'e1',
  v: '5.199',
  secret: 's',
  object,
  ...more,
});
const message = (content: object, more: object = {}) =>
  envelope(
    'message_new',
    {
      message: {
        id: 7,
        conversation_message_id: 3,
        from_id: 42,
        peer_id: 42,
        date: DATE,
        text: '',
        attachments: [],
        out: 0,
        ...content,
      },
      client_info: { lang_id: 0, inline_keyboard: true, carousel: true },
    },
    more,
  );
const press = (object: object, more: object = {}) =>
  envelope('message_event', { user_id: 42, peer_id: 42, event_id: 'abc', conversation_message_id: 9, ...object }, more);

it('reads who wrote what, where and when', () => {
  expect(parse(message({ text: 'Торт' }))).toEqual({
    key: 'vk:1:e1',
    address: { channel: 'vk', account: '1', chat: '42' },
    person: FROM,
    private: true,
    event: { type: 'text', text: 'Торт', from: FROM },
    at: '2026-11-22T11:59:00.000Z',
    order: 3,
  });
});

it('names her where the trigger has asked who she is', () => {
  const user = { first_name: 'Анна', last_name: 'Иванова' };
  expect(parse(message({ text: 'Торт' }, { user }))!.person).toEqual({ ...FROM, name: 'Анна Иванова' });
  expect(parse(message({ text: 'Торт' }, { user: { first_name: 'Анна' } }))!.person.name).toBe('Анна');
});

it.each([
  [0, 'ru'],
  [1, 'uk'],
  [2, 'be'],
  [3, 'en'],
  [97, undefined],
  ['3', undefined],
])('reads the language %p', (lang_id, language) => {
  const event = message({ text: 'Торт' });
  Object.assign(event.object, { client_info: { lang_id } });
  expect(parse(event)!.person.language).toBe(language);
});

describe('what a message carries', () => {
  const size = (url: string, width: number, height: number) => ({ type: 'x', url, width, height });
  const photo = (...sizes: object[]) => ({ type: 'photo', photo: { id: 1, owner_id: 42, sizes } });
  const one = photo(size('https://s/small', 75, 56), size('https://s/large', 1280, 960), size('https://s/m', 320, 240));
  const two = photo(size('https://s/two', 100, 100));

  it.each([
    ['the Start button', { text: 'Начать', payload: '{"command":"start"}' }, { type: 'text', text: '/start' }],
    ['a button of ours', { text: 'Медовик', payload: '{"d":"3:1"}' }, { type: 'press', data: '3:1' }],
    ['a button of ours, unwritten', { text: 'Медовик', payload: { d: '3:1' } }, { type: 'press', data: '3:1' }],
    ['somebody else’s button', { text: 'Меню', payload: '{"cmd":"menu"}' }, { type: 'text', text: 'Меню' }],
    ['a broken payload', { text: 'Меню', payload: '{"d":' }, { type: 'text', text: 'Меню' }],
    ['a payload that is a list', { text: 'Меню', payload: '["d"]' }, { type: 'text', text: 'Меню' }],
    ['the largest of a photo’s sizes', { attachments: [one] }, { type: 'photo', file: 'https://s/large' }],
    [
      'photos with words',
      { text: 'Такой', attachments: [one, { type: 'link', link: {} }, two] },
      { type: 'photo', file: 'https://s/large', more: ['https://s/two'], caption: 'Такой' },
    ],
    ['words beside a file', { text: 'Смотрите', attachments: [{ type: 'doc' }] }, { type: 'text', text: 'Смотрите' }],
    [
      'words with a preview of a link',
      { text: 'vk.com', attachments: [{ type: 'link' }] },
      { type: 'text', text: 'vk.com' },
    ],
    ['a voice message', { attachments: [{ type: 'audio_message' }] }, { type: 'other', kind: 'voice' }],
    ['a video', { attachments: [{ type: 'video' }] }, { type: 'other', kind: 'video' }],
    ['a sticker', { attachments: [{ type: 'sticker' }] }, { type: 'other', kind: 'sticker' }],
    ['a file', { attachments: [{ type: 'doc' }] }, { type: 'other', kind: 'file' }],
    ['a place', { geo: { coordinates: { latitude: 55.7, longitude: 37.6 } } }, { type: 'other', kind: 'location' }],
    ['a post', { attachments: [{ type: 'wall' }] }, { type: 'other', kind: 'unknown' }],
    ['nothing at all', {}, { type: 'other', kind: 'unknown' }],
    ['a photo without an address', { attachments: [photo()] }, { type: 'other', kind: 'unknown' }],
    [
      'what she passes on',
      { fwd_messages: [{ text: 'Хочу' }, { fwd_messages: [{ text: 'медовик' }] }] },
      { type: 'text', text: 'Хочу\nмедовик' },
    ],
    ['her own words before those', { text: 'Вот', fwd_messages: [{ text: 'Хочу' }] }, { type: 'text', text: 'Вот' }],
    [
      'a photo that she passes on',
      { text: 'Такой', fwd_messages: [{ attachments: [two] }] },
      { type: 'photo', file: 'https://s/two', caption: 'Такой' },
    ],
  ])('is %s', (_name, content, event) => {
    const inbound = parse(message(content))!;
    expect(inbound.event).toEqual({ ...event, from: FROM });
    expect(inbound.order).toBe(3);
  });

  it('never brings more than ten photos, however many are passed on', () => {
    const fwd_messages = Array.from({ length: 50 }, () => ({ attachments: [two, two] }));
    expect(parse(message({ fwd_messages }))!.event).toMatchObject({ more: Array(9).fill('https://s/two') });
  });

  it('is freed of what Postgres cannot keep', () => {
    expect(parse(message({ text: 'То\0рт \ud83d' }))!.event).toMatchObject({ text: 'Торт \ufffd' });
    expect(parse(message({ text: 'Торт 🎂' }))!.event).toMatchObject({ text: 'Торт 🎂' });
  });
});

describe('a press of a callback button', () => {
  it.each([
    ['an object', { d: '3:1' }],
    ['a string', '{"d":"3:1"}'],
  ])('has its data and what the answer needs, with a payload that is %s', (_name, payload) => {
    expect(parse(press({ payload }))).toEqual({
      key: 'vk:1:e1',
      address: { channel: 'vk', account: '1', chat: '42' },
      person: ANNA,
      private: true,
      event: { type: 'press', data: '3:1', callback: 'abc:42', from: ANNA },
      at: ARRIVED,
    });
  });

  it('of somebody else’s button concerns nobody here', () => {
    expect(parse(press({ payload: { cmd: 'menu' } }))).toBeNull();
    expect(parse(press({}))).toBeNull();
  });
});

describe('what is not a message', () => {
  const written = { id: 7, conversation_message_id: 3, from_id: 42, peer_id: 42, date: DATE, text: 'Исправлено' };
  const byShop = {
    id: 8,
    conversation_message_id: 4,
    from_id: -1,
    peer_id: 42,
    date: DATE,
    out: 1,
    text: 'Здравствуйте',
  };

  it('an edit is told as an edit, and says nothing about the order', () => {
    const inbound = parse(envelope('message_edit', written))!;
    expect(inbound).toMatchObject({ event: { type: 'other', kind: 'edit', from: ANNA }, at: ARRIVED });
    expect(inbound.order).toBeUndefined();
  });

  it('a message of the shop’s people means that a person speaks', () => {
    expect(parse(envelope('message_reply', { ...byShop, admin_author_id: 99 }))).toEqual({
      key: 'vk:1:e1',
      address: { channel: 'vk', account: '1', chat: '42' },
      person: { id: '99' },
      private: true,
      event: { type: 'shop', from: { id: '99' } },
      at: '2026-11-22T11:59:00.000Z',
      order: 4,
    });
  });

  it.each([
    ['message_allow', 'unblocked'],
    ['message_deny', 'blocked'],
  ])('%s means %s', (type, event) => {
    expect(parse(envelope(type, { user_id: 42, key: '' }))).toMatchObject({
      address: { chat: '42' },
      event: { type: event, from: ANNA },
    });
  });

  it.each([
    ['the bot’s own message as it comes back', envelope('message_reply', byShop)],
    ['the bot’s own edit', envelope('message_edit', { ...byShop, text: 'Иначе' })],
    ['a message marked as sent', message({ text: 'Торт', out: 1 })],
    ['a message of another community', message({ text: 'Реклама', from_id: -5 })],
    ['a message of nobody', message({ text: 'Торт', from_id: 0, peer_id: 0 })],
    ['somebody who joined', message({ action: { type: 'chat_invite_user' }, peer_id: GROUP_CHAT })],
    ['another type', envelope('group_join', { user_id: 42, join_type: 'join' })],
    ['the handshake', { type: 'confirmation', group_id: 1 }],
    ['a type that is the name of something else', envelope('constructor', written)],
    ['a Telegram update', { update_id: 1, message: { text: 'Торт' } }],
    ['nothing', undefined],
    ['a list', []],
    ['an event of no community', envelope('message_new', { message: written }, { group_id: 0 })],
  ])('%s concerns nobody here', (_name, event) => {
    expect(parse(event)).toBeNull();
  });

  it('a group chat is no private one', () => {
    expect(parse(message({ text: 'Торт', peer_id: GROUP_CHAT, id: 0 }))).toMatchObject({
      private: false,
      address: { chat: String(GROUP_CHAT) },
      person: { id: '42' },
    });
  });
});

describe('the key', () => {
  const key = (event: object) => parse(event)?.key;
  const no = { event_id: undefined };

  it('differs by community and by event, and never by the attempt of delivery', () => {
    expect(key(message({ text: 'a' }))).toBe(key(message({ text: 'a' }, { secret: 'other', v: '5.131' })));
    expect(key(message({ text: 'a' }, { event_id: 'e2' }))).toBe('vk:1:e2');
    expect(key(message({ text: 'a' }, { group_id: 2 }))).toBe('vk:2:e1');
  });

  it('is made of the message where VK gives none, differently for each kind', () => {
    const keys = [
      key(message({ text: 'a' }, no)),
      key(envelope('message_edit', { from_id: 42, peer_id: 42, conversation_message_id: 3, update_time: 5 }, no)),
      key(press({ payload: { d: '3:1' } }, no)),
    ];
    expect(keys).toEqual(['vk:1:42:3', 'vk:1:42:3:edit:5', 'vk:1:42:abc']);
  });

  it('is never invented: an event without any identity is left', () => {
    expect(key(envelope('message_allow', { user_id: 42 }, no))).toBeUndefined();
    expect(key(message({ text: 'a', conversation_message_id: undefined }, no))).toBeUndefined();
  });
});

it('reads a message of an API version that had no envelope around it', () => {
  expect(parse(envelope('message_new', { from_id: 42, peer_id: 42, text: 'Торт', date: DATE }))).toMatchObject({
    event: { type: 'text', text: 'Торт' },
  });
});

it('tells its events from those of others', () => {
  expect(isVkEvent(message({ text: 'Торт' }))).toBe(true);
  expect(isVkEvent({ type: 'group_join', group_id: 1, object: {} })).toBe(true);
  expect(isVkEvent({ update_id: 1 })).toBe(false);
  expect(isVkEvent({ key: 'k', kind: 'reply', to: {} })).toBe(false);
});

describe('anything at all', () => {
  const fields = ['message', 'payload', 'attachments', 'fwd_messages', 'from_id', 'peer_id', 'user_id', 'geo', 'photo'];
  const keys = fc.constantFrom(...fields, 'sizes', 'url', 'type', 'text', 'd', 'out');
  const leaf = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.integer({ min: -3, max: GROUP_CHAT + 3 }), fc.string());
  const below = (value: fc.Arbitrary<unknown>) => {
    const node = fc.dictionary(keys, value, { maxKeys: 6 });
    return fc.oneof(leaf, node, fc.array(node, { maxLength: 3 }));
  };
  const object = fc.dictionary(keys, below(below(below(leaf))));

  it('is read or left, and never thrown at', () => {
    const event = fc.record({
      type: fc.oneof(fc.constantFrom(...VK_EVENTS), fc.jsonValue()),
      group_id: fc.oneof(fc.constant(1), fc.jsonValue()),
      event_id: fc.oneof(fc.string(), fc.jsonValue()),
      object: fc.oneof(object, fc.jsonValue()),
      user: fc.jsonValue(),
    });
    fc.assert(
      fc.property(fc.oneof(event, fc.jsonValue(), fc.anything()), (anything) => {
        const inbound = parse(anything);
        if (!inbound) return;
        expect(inbound.key).toMatch(/^vk:\d+:./s);
        expect(Number(inbound.address.chat)).toBeGreaterThan(0);
        expect(inbound.person.id).toMatch(/^[1-9]\d*$/);
        expect(new Date(inbound.at).toISOString()).toBe(inbound.at);
      }),
      { numRuns: 2000 },
    );
  });
});
