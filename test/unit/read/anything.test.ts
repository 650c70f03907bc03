import fc from 'fast-check';
import {
  isThanks,
  moreThanGreeting,
  readAllergies,
  readChoice,
  readCommand,
  readDate,
  readEmail,
  readHours,
  readKeep,
  readName,
  readPhone,
  readQuantity,
} from '../../../lib/dialogue/read';

const OPTIONS = ['Медовик', '2 кг', 'Без покрытия', '🎂'].map((label) => ({ label, value: label }));
const NOW = '2026-11-22T12:00:00+03:00';
const READERS: Record<string, (text: string) => unknown> = {
  allergies: readAllergies,
  greeting: moreThanGreeting,
  hours: (text) => readHours(text, [{ key: 'a', from: '10:00', to: '13:00' }]),
  keep: readKeep,
  thanks: isThanks,
  choice: (text) => readChoice(text, OPTIONS),
  command: readCommand,
  dateRu: (text) => readDate(text, NOW, 'Europe/Moscow', 'ru'),
  dateEn: (text) => readDate(text, NOW, 'Europe/Moscow', 'en'),
  email: readEmail,
  name: readName,
  phone: readPhone,
  quantity: readQuantity,
};
const PIECES = [
  'на ',
  '12',
  ' человек',
  '-',
  'через ',
  'субботу',
  '25',
  '.',
  ',',
  ' кг',
  'два ',
  '+7',
  'не ',
  'a@',
  '½',
  'пол',
  '2️⃣',
];
const phrase = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((parts) => parts.join(''));
const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 2000 }), fc.string({ unit: 'grapheme' }), phrase);

describe.each(Object.entries(READERS))('%s', (_name, read) => {
  it('never throws', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        read(text);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['digits', '1'],
    ['dashes', '1-'],
    ['letters', 'а'],
    ['spaces', ' '],
    ['words', 'на 12 человек '],
    ['numbers', 'двадцать '],
    ['dates', '25.12 '],
    ['days', 'через субботу '],
    ['mails', 'a.'],
    ['emoji', '👩‍👩‍👧'],
    ['expanding', '\uFDFA'],
    ['marks', '\u0301'],
  ])('answers 100,000 characters of %s at once', (_what, piece) => {
    const text = piece.repeat(Math.ceil(100_000 / piece.length));
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      read(text);
      return performance.now() - start;
    });
    // The best of three: other work on the machine is not the reader's.
    expect(Math.min(...times)).toBeLessThan(50);
  });
});
