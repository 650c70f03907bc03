import fc from 'fast-check';

import { parseTelegramUpdate } from '../../../lib/channels/telegram/parse';

const ANNA = { id: 7, is_bot: false, first_name: 'Анна', last_name: 'Иванова', language_code: 'ru' };
const BOT = { id: 99, is_bot: true, first_name: 'Кондитерская' };
const CHAT = { id: 7, type: 'private', first_name: 'Анна' };
const FROM = { id: '7', name: 'Анна Иванова', language: 'ru' };
const ARRIVED = '2026-11-22T12:00:00.000Z';
/** 2026-11-22T11:59:00Z. */
const DATE = 1_795_348_740;

const parse = (update: unknown) => parseTelegramUpdate(update, 'main', ARRIVED);
const message = (content: object) => ({
  update_id: 1,
  message: { message_id: 5, from: ANNA, chat: CHAT, date: DATE, ...content },
});
const FILE = { file_id: 'F', file_unique_id: 'U' };

it('reads who wrote what, where and when', () => {
  expect(parse(message({ text: 'Привет' }))).toEqual({
    key: 'telegram:main:1',
    address: { channel: 'telegram', account: 'main', chat: '7' },
    person: FROM,
    private: true,
    event: { type: 'text', text: 'Привет', from: FROM },
    at: '2026-11-22T11:59:00.000Z',
    order: 1,
  });
});

it('gives two bots different keys for the same number', () => {
  const update = message({ text: 'Привет' });
  expect(parseTelegramUpdate(update, 'second', ARRIVED)).toMatchObject({
    key: 'telegram:second:1',
    address: { account: 'second' },
  });
});

describe('what a message carries', () => {
  const small = { ...FILE, file_id: 'S', width: 90, height: 67, file_size: 9_000_000 };
  const large = { ...FILE, file_id: 'L', width: 1280, height: 960 };
  const medium = { ...FILE, file_id: 'M', width: 320, height: 240 };

  it.each([
    ['words', { text: '/start ref' }, { type: 'text', text: '/start ref' }],
    ['words that look like a button', { text: 'b:accept:1001' }, { type: 'text', text: 'b:accept:1001' }],
    ['no words', { text: '' }, { type: 'text', text: '' }],
    ['the largest of a photo’s sizes', { photo: [small, large, medium] }, { type: 'photo', file: 'L' }],
    ['a photo of one size', { photo: [small] }, { type: 'photo', file: 'S' }],
    [
      'a photo with words, of an album',
      { photo: [small, large], caption: 'Такой', media_group_id: 'A' },
      { type: 'photo', file: 'L', caption: 'Такой', album: 'A' },
    ],
    [
      'a contact',
      { contact: { phone_number: '+79161234567', first_name: 'Анна', user_id: 7 } },
      { type: 'contact', phone: '+79161234567' },
    ],
    ['a sticker', { sticker: { ...FILE, emoji: '🎂' } }, { type: 'other', kind: 'sticker' }],
    ['a voice message', { voice: { ...FILE, duration: 3 } }, { type: 'other', kind: 'voice' }],
    ['music', { audio: FILE }, { type: 'other', kind: 'voice' }],
    ['a video', { video: FILE, caption: 'Смотрите' }, { type: 'other', kind: 'video' }],
    ['a round video', { video_note: FILE }, { type: 'other', kind: 'video' }],
    [
      'a GIF, which Telegram gives as a file as well',
      { animation: FILE, document: FILE },
      { type: 'other', kind: 'video' },
    ],
    ['a point on the map', { location: { latitude: 55.7, longitude: 37.6 } }, { type: 'other', kind: 'location' }],
    [
      'a place, which Telegram gives as a point as well',
      { venue: { title: 'Кафе' }, location: { latitude: 55.7, longitude: 37.6 } },
      { type: 'other', kind: 'location' },
    ],
    ['a file', { document: FILE }, { type: 'other', kind: 'file' }],
    ['a dice', { dice: { emoji: '🎲', value: 3 } }, { type: 'other', kind: 'unknown' }],
    ['a kind that Telegram will invent', { hologram: {} }, { type: 'other', kind: 'unknown' }],
    ['a contact without a number', { contact: { first_name: 'Анна' } }, { type: 'other', kind: 'unknown' }],
  ])('is %s', (_name, content, event) => {
    expect(parse(message(content))!.event).toEqual({ ...event, from: FROM });
  });
});

describe('what is not a message', () => {
  const edited = { message_id: 5, from: ANNA, chat: CHAT, date: DATE, edit_date: DATE + 60, text: 'Исправлено' };
  const member = (status: string) => ({
    update_id: 1,
    my_chat_member: { chat: CHAT, from: ANNA, date: DATE, new_chat_member: { user: BOT, status } },
  });

  it('an edit is told as an edit, never as its new words, at the time when it arrived', () => {
    expect(parse({ update_id: 1, edited_message: edited })).toMatchObject({
      event: { type: 'other', kind: 'edit', from: FROM },
      at: ARRIVED,
    });
  });

  it.each([
    ['kicked', 'blocked'],
    ['left', 'blocked'],
    ['member', 'unblocked'],
    ['administrator', 'unblocked'],
  ])('the bot’s membership "%s" means %s', (status, type) => {
    expect(parse(member(status))).toMatchObject({ event: { type, from: FROM }, address: { chat: '7' } });
  });

  it('a press has its data, its callback and its message', () => {
    const press = { id: '438', from: ANNA, message: { message_id: 31, chat: CHAT, from: BOT }, data: '3:1' };
    expect(parse({ update_id: 1, callback_query: press })).toEqual({
      key: 'telegram:main:1',
      address: { channel: 'telegram', account: 'main', chat: '7' },
      person: FROM,
      private: true,
      message: '31',
      event: { type: 'press', data: '3:1', callback: '438', from: FROM },
      at: ARRIVED,
      order: 1,
    });
  });

  it('a press of a stranger counts as the stranger’s, in the chat of the message', () => {
    const stranger = { id: 8, is_bot: false, first_name: 'Борис' };
    const press = {
      id: '1',
      from: stranger,
      message: { message_id: 31, chat: CHAT, from: BOT },
      data: 'b:accept:1001',
    };
    expect(parse({ update_id: 1, callback_query: press })).toMatchObject({
      person: { id: '8', name: 'Борис' },
      address: { chat: '7' },
      event: { from: { id: '8' } },
    });
  });

  it('a press of a button without data has empty data', () => {
    const press = { id: '1', from: ANNA, message: { message_id: 31, chat: CHAT }, game_short_name: 'cake' };
    expect(parse({ update_id: 1, callback_query: press })!.event).toMatchObject({ type: 'press', data: '' });
  });
});

describe('a reply to another message', () => {
  const replied = (reply_to_message: object) => parse(message({ text: 'Потому что', reply_to_message }))!.replyTo;

  it.each([
    ['a card', { message_id: 4, from: BOT, text: '🎂 Заказ № 1001' }, { message: '4', fromBot: true }],
    ['a photo’s words', { message_id: 4, from: BOT, caption: 'Фото' }, { message: '4', fromBot: true }],
    ['words of a person', { message_id: 4, from: ANNA, text: 'Заказ № 1' }, { message: '4', fromBot: false }],
    ['a post of a channel', { message_id: 4 }, { message: '4', fromBot: false }],
  ])('tells %s', (_name, given, expected) => {
    expect(replied(given)).toEqual(expected);
  });

  it('is absent without one', () => {
    expect(parse(message({ text: 'Привет' }))).not.toHaveProperty('replyTo');
  });
});

describe('the chat', () => {
  it.each([
    ['private', true],
    ['group', false],
    ['supergroup', false],
  ])('of the kind "%s" is private: %s', (type, isPrivate) => {
    expect(parse(message({ text: 'Привет', chat: { id: -1001234567890, type } }))).toMatchObject({
      private: isPrivate,
      address: { chat: '-1001234567890' },
    });
  });

  it('has a person whose name may be missing', () => {
    const from = { id: 7, is_bot: false };
    expect(parse(message({ text: 'Привет', from }))!.person).toEqual({ id: '7', name: undefined, language: undefined });
  });
});

describe('what concerns nobody', () => {
  const post = { message_id: 1, chat: { id: -100, type: 'channel' }, date: DATE, text: 'Новости' };
  it.each([
    ['a post of a channel', { update_id: 1, channel_post: post }],
    ['an edited post', { update_id: 1, edited_channel_post: post }],
    ['a poll', { update_id: 1, poll: { id: '1' } }],
    ['an inline query', { update_id: 1, inline_query: { id: '1', from: ANNA, query: 'торт' } }],
    ['a reaction', { update_id: 1, message_reaction: { chat: CHAT, user: ANNA } }],
    ['an update of a future kind', { update_id: 1, hologram: {} }],
    ['an empty update', { update_id: 1 }],
    ['an update without a number', { message: message({ text: 'Привет' }).message }],
    ['a number that is a text', { ...message({ text: 'Привет' }), update_id: '1' }],
    ['somebody who joined', message({ new_chat_members: [ANNA] })],
    ['somebody who left', message({ left_chat_member: ANNA })],
    ['a new title', message({ new_chat_title: 'Торты' })],
    ['a pinned message', message({ pinned_message: { message_id: 1 } })],
    ['another bot', message({ text: 'Привет', from: BOT })],
    [
      'another bot’s press',
      { update_id: 1, callback_query: { id: '1', from: BOT, message: { message_id: 1, chat: CHAT } } },
    ],
    ['nobody', message({ text: 'Привет', from: undefined })],
    [
      'a press of an inline message',
      { update_id: 1, callback_query: { id: '1', from: ANNA, inline_message_id: 'x', data: '1:0' } },
    ],
  ])('%s gives nothing', (_name, update) => {
    expect(parse(update)).toBeNull();
  });

  it.each([null, undefined, 5, 'Привет', true, [], {}, [[1]]])('%p gives nothing', (garbage) => {
    expect(parse(garbage)).toBeNull();
  });
});

describe('garbage', () => {
  const never = (update: unknown) => {
    const inbound = parse(update);
    if (inbound === null) return;
    expect(inbound.key).toBe(`telegram:main:${(update as { update_id: number }).update_id}`);
    expect(Number.isNaN(Date.parse(inbound.at))).toBe(false);
  };

  it('of any form never throws', () => {
    fc.assert(fc.property(fc.anything(), never), { numRuns: 1000 });
  });

  it('in the place of an update’s parts never throws', () => {
    const part = fc.oneof(
      { maxDepth: 2 },
      fc.anything(),
      fc.constant(message({ text: 'а' }).message),
      fc.constant(CHAT),
    );
    const kinds = ['message', 'edited_message', 'callback_query', 'my_chat_member', 'channel_post'];
    const update = fc.record(
      { update_id: fc.integer(), ...Object.fromEntries(kinds.map((kind) => [kind, part])) },
      { requiredKeys: ['update_id'] },
    );
    fc.assert(fc.property(update, never), { numRuns: 1000 });
  });

  it.each([
    'text',
    'caption',
    'photo',
    'contact',
    'sticker',
    'date',
    'media_group_id',
    'message_id',
    'reply_to_message',
    'new_chat_members',
  ])('in the place of a message’s %s never throws', (field) => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => never(message({ text: undefined, [field]: value }))),
      { numRuns: 300 },
    );
  });
});
