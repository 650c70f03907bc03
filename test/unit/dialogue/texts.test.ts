import { say, TEXTS, type TextKey } from '../../../lib/dialogue';
import { count, cut, longDay, money, phoneText, shortDay, weight } from '../../../lib/dialogue/format';

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, word]) => word).sort();

it.each(Object.keys(TEXTS.ru) as TextKey[])('%s is there in both languages with the same placeholders', (key) => {
  expect(TEXTS.en[key]).toEqual(expect.any(String));
  expect(placeholders(TEXTS.en[key])).toEqual(placeholders(TEXTS.ru[key]));
});

it('has no text in one language only', () => {
  expect(Object.keys(TEXTS.en).sort()).toEqual(Object.keys(TEXTS.ru).sort());
});

it('writes phones as they are read out, and leaves what is no phone', () => {
  expect(['+79161234567', '+4915112345678', '103', ''].map(phoneText)).toEqual([
    '+7 916 123-45-67',
    '+49 1511 2345678',
    '103',
    '',
  ]);
});

it('refuses a text without its words', () => {
  expect(() => say('ru', 'order.baking')).toThrow('{number}');
});

it('writes money, weights, days and counts as people do', () => {
  expect([money(480000, 'ru'), money(480050, 'ru'), money(480000, 'en')]).toEqual([
    '4\u00a0800\u00a0₽',
    '4\u00a0800,50\u00a0₽',
    '4,800\u00a0₽',
  ]);
  expect([weight(2500, 'ru'), weight(2500, 'en')]).toEqual(['2,5\u00a0кг', '2.5\u00a0kg']);
  expect([longDay('2026-11-28', 'ru'), longDay('2026-11-28', 'en')]).toEqual([
    'суббота, 28 ноября',
    'Saturday 28 November',
  ]);
  expect([longDay('2027-01-05', 'ru', '2026-11-22'), shortDay('2026-11-28', 'ru')]).toEqual([
    'вторник, 5 января 2027',
    'сб, 28 ноября',
  ]);
  expect([1, 3, 5, 21].map((n) => count(n, 'guests', 'ru'))).toEqual([
    '1\u00a0гость',
    '3\u00a0гостя',
    '5\u00a0гостей',
    '21\u00a0гость',
  ]);
  expect(cut('🎂🎂🎂', 2)).toBe('🎂…');
});
