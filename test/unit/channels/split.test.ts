import fc from 'fast-check';

import { splitText } from '../../../lib/channels/split';

const pieces = fc.constantFrom(
  'слово',
  ' ',
  '\n',
  '\n\n',
  '🎂',
  '👩‍👩‍👧',
  'а',
  '\t',
  '<b>',
  '\u00a0',
  'длинноеслово'.repeat(4),
);
const texts = fc.oneof(
  fc.array(pieces, { maxLength: 80 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
);
const limits = fc.integer({ min: 2, max: 60 });
const bare = (text: string) => text.replace(/\s+/gu, '');
const LONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

it('loses nothing but white space', () => {
  fc.assert(
    fc.property(texts, limits, (text, limit) => {
      expect(bare(splitText(text, limit).join(''))).toBe(bare(text));
    }),
  );
});

it('loses white space only where it cuts', () => {
  fc.assert(
    fc.property(texts, limits, (text, limit) => {
      const parts = splitText(text, limit);
      let at = 0;
      for (const part of parts) {
        const found = text.indexOf(part, at);
        expect(found).toBeGreaterThanOrEqual(at);
        expect(text.slice(at, found).trim()).toBe('');
        at = found + part.length;
      }
      expect(text.slice(at).trim()).toBe('');
    }),
  );
});

it('makes no part longer than the limit, and none that is empty', () => {
  fc.assert(
    fc.property(texts, limits, (text, limit) => {
      for (const part of splitText(text, limit)) {
        expect(part.length).toBeLessThanOrEqual(limit);
        expect(part.trim()).not.toBe('');
      }
    }),
  );
});

it('never cuts a sign of two units in two', () => {
  const whole = texts.filter((text) => !LONE.test(text));
  fc.assert(
    fc.property(whole, limits, (text, limit) => {
      for (const part of splitText(text, limit)) expect(part).not.toMatch(LONE);
    }),
  );
  expect(splitText('🎂'.repeat(4), 3)).toEqual(['🎂', '🎂', '🎂', '🎂']);
});

it.each([
  ['nothing', '', 10, []],
  ['white space', ' \n ', 10, []],
  ['what fits', 'Торт готов', 10, ['Торт готов']],
  ['a paragraph rather than a line or a word', 'раз два\n\nтри\nчетыре пять', 20, ['раз два\n\nтри', 'четыре пять']],
  ['a word where there is no line', 'раз два три четыре', 10, ['раз два', 'три четыре']],
  ['a word that ends at the limit', 'раздватри1 четыре', 10, ['раздватри1', 'четыре']],
  ['letters where there is no word', 'абвгдежзик', 4, ['абвг', 'дежз', 'ик']],
  ['letters rather than a word near the begin', 'а бвгдежзик', 8, ['а бвгдеж', 'зик']],
])('cuts at %s', (_name, text, limit, parts) => {
  expect(splitText(text, limit)).toEqual(parts);
});
