import { readEmail, readName, readPhone } from '../../../lib/dialogue/read';

describe('phones', () => {
  it.each([
    ['+79161234567', '+79161234567'],
    ['8 916 123-45-67', '+79161234567'],
    ['8(916)1234567', '+79161234567'],
    ['9161234567', '+79161234567'],
    ['+7 (916) 123‑45‑67', '+79161234567'],
    ['Анна, 8-916-123-45-67', '+79161234567'],
    ['мой номер 89161234567, звоните', '+79161234567'],
    ['(495) 123-45-67', '+74951234567'],
    ['+44 20 7946 0958', '+442079460958'],
    ['+375 29 123-45-67', '+375291234567'],
  ])('%s', (text, phone) => expect(readPhone(text)).toBe(phone));
  it.each(['123', '8 916 123 45', '8916123456789', '25.12.2026', 'нет телефона', '', '89161234567 или 89167654321'])(
    '%s is none',
    (text) => expect(readPhone(text)).toBeNull(),
  );
});

describe('e-mail', () => {
  it.each([
    ['Anna@Example.com', 'anna@example.com'],
    ['чек на anna.p+cake@mail.example.ru, спасибо', 'anna.p+cake@mail.example.ru'],
  ])('%s', (text, email) => expect(readEmail(text)).toBe(email));
  it.each(['anna@', '@anna', 'a@b', 'a@b.com c@d.com', ''])('%s is none', (text) => expect(readEmail(text)).toBeNull());
});

describe('names', () => {
  it.each([
    ['Анна', 'Анна'],
    ['анна', 'анна'],
    ['Меня зовут Анна Петрова', 'Анна Петрова'],
    ['Я Пётр.', 'Пётр'],
    ['Анна-Мария', 'Анна-Мария'],
    ["O'Brien", "O'Brien"],
    ['My name is John Smith', 'John Smith'],
    ['Ян', 'Ян'],
    ['Нелли', 'Нелли'],
    ['Яна', 'Яна'],
    ['Никита', 'Никита'],
  ])('%s', (text, name) => expect(readName(text)).toBe(name));
  it.each([
    'да',
    'назад',
    'не скажу',
    'привет',
    'хочу торт',
    '12',
    'Анна 89161234567',
    'ааааа',
    'ъъ',
    'а зачем?',
    '🎂',
    'x',
    '',
  ])('%s is none', (text) => expect(readName(text)).toBeNull());
});
