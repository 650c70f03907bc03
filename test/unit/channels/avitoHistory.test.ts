import { findPart, findReply, pastMessagesOf, type PastMessage } from '../../../lib/channels/avito/history';
import type { AvitoPart } from '../../../lib/channels/avito/render';
import { noteSent, wasNoted } from '../../../lib/channels/avito/sentNotes';
import { outgoingKey } from '../../../lib/sessions/outgoing';

const to = { channel: 'avito' as const, account: '100', chat: 'u2i-1' };
const NOW = 1_795_348_740;
const HOUR = 3600;

const message = (id: string, author: string, ago: number, what: string): PastMessage => ({
  id,
  author,
  created: NOW - ago,
  ...(what === '[image]' ? { type: 'image' } : { type: 'text', text: what }),
});
const ours = (id: string, ago: number, what: string) => message(id, '100', ago, what);
const hers = (id: string, ago: number, what = 'Привет') => message(id, '200', ago, what);
const text = (words: string): AvitoPart => ({ kind: 'text', text: words });
const IMAGE: AvitoPart = { kind: 'image', image: 'https://x/1.jpg' };
const answering = (id: string, place = 0) => outgoingKey(to, `avito:100:${id}`, place);
const OTHER_KEY = 'f'.repeat(40);
const find = (parts: AvitoPart[], history: PastMessage[], key = OTHER_KEY) =>
  findReply(parts, history, { to, key, now: NOW });

it('reads both forms of a history, and leaves out what it cannot use', () => {
  const raw = [
    { id: 'm1', author_id: 100, created: NOW, direction: 'out', type: 'text', content: { text: 'Да' } },
    { id: 'm2', author_id: 200, created: NOW, type: 'image', content: { image: {} } },
    { id: 'm3', author_id: 0, created: NOW, type: 'system' },
    null,
  ];
  const read = [
    { id: 'm1', author: '100', created: NOW, type: 'text', text: 'Да' },
    { id: 'm2', author: '200', created: NOW, type: 'image' },
  ];
  expect(pastMessagesOf(raw)).toEqual(read);
  expect(pastMessagesOf({ messages: raw })).toEqual(read);
  expect(pastMessagesOf('<html>')).toEqual([]);
});

it('finds a part among the own messages since a moment', () => {
  const history = [
    ours('new', 5, 'Какая начинка?'),
    hers('q', 8, 'Какая начинка?'),
    ours('old', 100, 'Какая начинка?'),
  ];
  const since = NOW - 10;
  expect(findPart(text('Какая  начинка? '), history, { account: '100', since })).toBe('new');
  expect(findPart(text('Какая начинка?'), history, { account: '100', since, taken: ['new'] })).toBeUndefined();
  expect(findPart(text('Другое'), history, { account: '100', since })).toBeUndefined();
  expect(findPart(IMAGE, [...history, ours('pic', 3, '[image]')], { account: '100', since })).toBe('pic');
});

describe('a reply that may have been sent', () => {
  it('is found after the message that it answers, though the same words stand before it', () => {
    const before = [hers('q1', 100), ours('a1', 99, 'Какая начинка?'), hers('q2', 50)];
    expect(find([text('Какая начинка?')], before, answering('q2'))).toEqual([undefined]);
    expect(find([text('Какая начинка?')], before, answering('q1'))).toEqual(['a1']);
    const after = [...before, ours('a2', 49, 'Какая начинка?'), hers('q3', 10), ours('a3', 9, 'Дальше')];
    expect(find([text('Какая начинка?')], after, answering('q2', 3))).toEqual(['a2']);
  });

  it('is found by its words alone when it answers no message, not beyond a day', () => {
    expect(find([text('Заказ принят')], [ours('a', 2 * HOUR, 'Заказ принят')])).toEqual(['a']);
    expect(find([text('Заказ принят')], [ours('a', 27 * HOUR, 'Заказ принят')])).toEqual([undefined]);
    expect(find([text('Заказ принят')], [hers('a', HOUR, 'Заказ принят')])).toEqual([undefined]);
  });

  it('may be there in part', () => {
    expect(find([text('Раз'), text('Два')], [ours('a', 5, 'Раз')])).toEqual(['a', undefined]);
  });

  it('takes no message twice', () => {
    expect(find([text('Раз'), text('Раз')], [ours('a', 5, 'Раз')])).toEqual(['a', undefined]);
    expect(find([text('Раз'), text('Раз')], [ours('b', 4, 'Раз'), ours('a', 5, 'Раз')])).toEqual(['a', 'b']);
  });

  it('has its picture just before its words', () => {
    const history = [ours('t', 5, 'Ваш торт'), ours('p', 8, '[image]'), ours('old', HOUR, '[image]')];
    expect(find([IMAGE, text('Ваш торт')], history)).toEqual(['p', 't']);
    expect(find([IMAGE, text('Ваш торт')], [ours('t', 5, 'Ваш торт'), ours('old', HOUR, '[image]')])).toEqual([
      undefined,
      't',
    ]);
  });

  it('may have several pictures before its words', () => {
    const parts = [IMAGE, IMAGE, text('Два торта')];
    const whole = [ours('t', 5, 'Два торта'), ours('p2', 7, '[image]'), ours('p1', 8, '[image]')];
    expect(find(parts, whole)).toEqual(['p1', 'p2', 't']);
    expect(find(parts, [hers('q', 20), ours('p1', 8, '[image]')], answering('q'))).toEqual([
      'p1',
      undefined,
      undefined,
    ]);
  });

  it('has a picture without its words only if that was the last thing sent', () => {
    const parts = [IMAGE, text('Ваш торт')];
    expect(find(parts, [ours('p', 8, '[image]'), ours('x', 20, 'Раньше')])).toEqual(['p', undefined]);
    expect(find(parts, [ours('x', 7, 'Позже'), ours('p', 8, '[image]')])).toEqual([undefined, undefined]);
    expect(find(parts, [ours('p', 8, '[image]'), hers('q', 20), ours('x', 30, 'Раньше')], answering('q'))).toEqual([
      'p',
      undefined,
    ]);
    expect(find(parts, [hers('q', 5), ours('p', 8, '[image]')], answering('q'))).toEqual([undefined, undefined]);
  });

  it('is not there in an empty chat', () => {
    expect(find([IMAGE, text('Ваш торт')], [])).toEqual([undefined, undefined]);
  });
});

describe('what this process has sent', () => {
  afterEach(() => jest.useRealTimers());

  it('is known for ten minutes, by chat and words', () => {
    jest.useFakeTimers();
    noteSent('chat-a', 'Здравствуйте!\n\n1. Да');
    expect(wasNoted('chat-a', 'Здравствуйте! 1. Да')).toBe(true);
    expect(wasNoted('chat-b', 'Здравствуйте! 1. Да')).toBe(false);
    expect(wasNoted('chat-a', 'Здравствуйте')).toBe(false);
    jest.advanceTimersByTime(599_000);
    expect(wasNoted('chat-a', 'Здравствуйте!\n\n1. Да')).toBe(true);
    noteSent('chat-a', 'Ещё');
    jest.advanceTimersByTime(2000);
    expect([wasNoted('chat-a', 'Здравствуйте!\n\n1. Да'), wasNoted('chat-a', 'Ещё')]).toEqual([false, true]);
  });
});
