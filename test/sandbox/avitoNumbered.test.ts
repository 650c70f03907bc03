import { numberedOptions } from '../../sandbox/avito/numbered';

test.each<[string, string, string[]]>([
  ['dots', 'Какая начинка?\n1. Медовик\n2. Наполеон', ['Медовик', 'Наполеон']],
  ['brackets', 'Какая начинка?\n\n1) Медовик\n2) Наполеон\n\nОтветьте номером.', ['Медовик', 'Наполеон']],
  ['one option', 'Начнём?\n1. Да', ['Да']],
  ['windows line ends and spaces', '  1.  Да \r\n  2.  Нет \r\n', ['Да', 'Нет']],
  ['blank lines between options', '1. Да\n\n2. Нет', ['Да', 'Нет']],
  [
    'after other numbered text',
    'Как это будет:\n1. Выберем\n2. Испечём\n\nКогда?\n1. Сегодня\n2. Завтра',
    ['Сегодня', 'Завтра'],
  ],
  ['a list straight after another', '1. Выберем\n2. Испечём\n1. Сегодня\n2. Завтра', ['Сегодня', 'Завтра']],
  ['numbers out of turn after the list', '1. Да\n2. Нет\n5. Дом по улице Лесной', ['Да', 'Нет']],
  ['numbers within a line', 'Торт на 12. Весит 2.5 кг, 3) ярусов нет', []],
  ['weights are no numbers of a list', '1.5 кг хватит\n2.5 кг много', []],
  ['a list that does not begin with 1', '2. Наполеон\n3. Медовик', []],
  ['no list', 'Здравствуйте! Какой торт нужен?', []],
  ['nothing', '', []],
])('%s', (_name, text, expected) => {
  expect(numberedOptions(text)).toEqual(expected);
});

test('two-digit numbers, and a label with a number of its own', () => {
  const labels = Array.from({ length: 12 }, (_, index) => `${index + 5} декабря, 2) вечер`);
  const text = labels.map((label, index) => `${index + 1}. ${label}`).join('\n');
  expect(numberedOptions(`День?\n${text}`)).toEqual(labels);
});
