import { isThanks, moreThanGreeting, readAllergies, readHours, readKeep, readName } from '../../../lib/dialogue/read';

describe('allergies', () => {
  it.each([
    ['на орехи', ['nuts'], false],
    ['без орехов', ['nuts'], false],
    ['нет, аллергия на мёд', ['honey'], false],
    ['нет аллергии на орехи', [], false],
    ['аллергии на орехи нет', [], false],
    ['нет аллергии на орехи, но есть на мёд', ['honey'], false],
    ['аллергии на мёд нет, на орехи есть', ['nuts'], false],
    ['нет аллергии, кроме орехов', ['nuts'], false],
    ['не знаю, нет ли аллергии на орехи', ['nuts'], false],
    ['no nut allergy', [], false],
    ['not allergic to nuts', [], false],
    ['no nut allergy but milk', ['milk'], false],
    ['no milk please', ['milk'], false],
    ['без аллергии', [], true],
    ['аллергии нет', [], true],
    ['у нас нет аллергии', [], true],
    ['Нет, аллергий нет ни у кого', [], true],
    ['no allergies at all, thanks', [], true],
    ['клубника', [], false],
  ])('%s', (text, named, denied) => expect(readAllergies(text)).toEqual({ named, denied }));
});

describe('hours', () => {
  const windows = ['10:00-13:00', '13:00-17:00', '17:00-21:00'].map((key) => ({
    key,
    from: key.slice(0, 5),
    to: key.slice(6),
  }));
  it.each([
    ['утром', 0],
    ['до обеда', 0],
    ['в первой половине дня', 0],
    ['днём', 1],
    ['в обед', 1],
    ['после обеда', 1],
    ['afternoon', 1],
    ['in the morning', 0],
    ['вечером', 2],
    ['evening please', 2],
    ['любое', 0],
    ['всё равно', 0],
    ['any', 0],
    ['попозже', 2],
    ['15', 1],
    ['к 3', 1],
    ['в три', 1],
    ['10', 0],
    ['13', 1],
    ['около 14:30', 1],
    ['к 7 вечера', 2],
    ['at 3 pm', 1],
    ['21', 2],
    ['до 13', 0],
    ['с 13 до 17', 1],
    ['13:00-17:00', 1],
    ['с 14 до 16', 1],
    ['вторая', 1],
  ])('%s', (text, place) => expect(readHours(text, windows)?.key).toBe(windows[place].key));
  it.each(['99', '25', '23', '4-99', '2 кг', 'ночью', 'хм', ''])('%s is none', (text) =>
    expect(readHours(text, windows)).toBeNull(),
  );
  it('knows no time without windows', () => expect(readHours('утром', [])).toBeNull());
  it('an evening that is not on offer is none', () => expect(readHours('вечером', windows.slice(0, 1))).toBeNull());
});

describe('thanks and greetings', () => {
  it.each(['спасибо', 'Спасибо вам большое!', 'ок', 'OK, thank you so much', '👍', '❤️', 'понятно, жду'])(
    '%s',
    (text) => expect(isThanks(text)).toBe(true),
  );
  it.each(['спасибо, а можно без сахара?', 'нет', '', '12', '?', 'торт'])('%s is no thanks', (text) =>
    expect(isThanks(text)).toBe(false),
  );
  it.each([
    ['привет', false],
    ['Добрый день!', false],
    ['/start promo code', false],
    ['Здравствуйте, нужен торт на субботу', true],
    ['hello, a cake for 12 please', true],
  ])('%s', (text, more) => expect(moreThanGreeting(text)).toBe(more));
});

describe('keeping', () => {
  it.each(['оставьте так', 'понимаю', 'да', 'не меняйте', 'нет, оставьте', 'leave it as it is', "don't change it"])(
    '%s keeps',
    (text) => expect(readKeep(text)).toBe(true),
  );
  it.each(['нет', 'да нет', 'не оставляйте', 'не понимаю', 'не согласна', 'меняйте', 'change it', "don't leave it", 'так', ''])(
    '%s does not',
    (text) => expect(readKeep(text)).toBe(false),
  ); // prettier-ignore
});

it.each([
  ['Марк и Анна', 'Марк и Анна'],
  ['Mark and Anna', 'Mark and Anna'],
  ['и Анна', null],
  ['Марк и торт', null],
])('name %s', (text, name) => expect(readName(text)).toBe(name));
