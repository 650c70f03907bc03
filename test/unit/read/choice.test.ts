import { defaultShop } from '../../../lib/order';
import { readChoice } from '../../../lib/dialogue/read';

const shop = defaultShop();
const options = (list: { key: string; name: { ru: string; en?: string } }[], language: 'ru' | 'en' = 'ru') =>
  list.map((one) => ({ label: one.name[language] ?? one.name.ru, value: one.key, synonyms: [one.name.ru] }));
const fillings = options(shop.menu.fillings);
const coatings = options(shop.menu.coatings);
const decor = options(shop.menu.decor);

describe('a typed choice', () => {
  it.each([
    ['Медовик', 'медовик'],
    ['медовик!', 'медовик'],
    ['🍯 МЕДОВИК', 'медовик'],
    ['Медовик, пожалуйста', 'медовик'],
    ['давайте медовик', 'медовик'],
    ['хочу медовика', 'медовик'],
    ['медовый', 'медовик'],
    ['шоколадный', 'шоколад'],
    ['шоколадная начинка', 'шоколад'],
    ['с шоколадной начинкой', 'шоколад'],
    ['красный бархат', 'красный бархат'],
    ['бархат', 'красный бархат'],
    ['Красного бархата', 'красный бархат'],
    ['птичье', 'птичье молоко'],
    ['тирамису', 'тирамису'],
    ['тирамиссу', 'тирамису'],
    ['сникирс', 'сникерс'],
    ['наполион', 'наполеон'],
    ['морковка', 'морковный'],
    ['ягодная', 'ягодный'],
    ['1', 'шоколад'],
    ['2.', 'медовик'],
    ['2)', 'медовик'],
    ['2️⃣', 'медовик'],
    ['вариант 2', 'медовик'],
    ['Вариант два', 'медовик'],
    ['№3', 'наполеон'],
    ['номер 3', 'наполеон'],
    ['второй', 'медовик'],
    ['вторую', 'медовик'],
    ['третий вариант', 'наполеон'],
  ])('%s is %s', (text, value) => expect(readChoice(text, fillings)?.value).toBe(value));

  it.each([
    ['медовик или наполеон'],
    ['не медовик'],
    ['без медовика'],
    ['только не шоколад'],
    ['а есть медовик без мёда?'],
    ['сколько стоит медовик'],
    ['хочу медовик на субботу'],
    ['фисташка'],
    ['10'],
    ['0'],
    ['-1'],
    ['мед'],
    ['да'],
    ['торт'],
    ['🎂'],
    [''],
    ['   '],
  ])('%s is none of the fillings', (text) => expect(readChoice(text, fillings)).toBeNull());

  it.each([
    ['крем чиз', 'крем-чиз'],
    ['кремчиз', 'крем-чиз'],
    ['Без покрытия', 'без покрытия'],
    ['велюровое', 'велюр'],
    ['мастикой', 'мастика'],
    ['глазурь', 'зеркальная глазурь'],
    ['зеркальная', 'зеркальная глазурь'],
    ['покрытие велюр', 'велюр'],
  ])('coating %s is %s', (text, value) => expect(readChoice(text, coatings)?.value).toBe(value));

  it.each(['без начинки', 'без', 'покрытие', 'без мастики', 'не мастика'])('coating %s is not clear', (text) =>
    expect(readChoice(text, coatings)).toBeNull(),
  );

  it.each([
    ['ягодами', 'berries'],
    ['живые цветы', 'flowers'],
    ['цветами', 'flowers'],
    ['фигурка', 'figurine'],
    ['шоколадный', 'chocolate'],
  ])('decor %s is %s', (text, value) => expect(readChoice(text, decor)?.value).toBe(value));

  it('reads English labels, and the Russian name as well', () => {
    const english = options(shop.menu.fillings, 'en');
    expect(readChoice("I'd like the red velvet, please", english)?.value).toBe('красный бархат');
    expect(readChoice('chocolate', english)?.value).toBe('шоколад');
    expect(readChoice('choclate', english)?.value).toBe('шоколад');
    expect(readChoice('the second one', english)?.value).toBe('медовик');
    expect(readChoice('наполеон', english)?.value).toBe('наполеон');
  });

  const sizes = ['0,5 кг', '1 кг', '2 кг', '3 кг'].map((label) => ({ label, value: label }));
  it.each([
    ['2 кг', '2 кг'],
    ['0.5 кг', '0,5 кг'],
    ['2.', '1 кг'],
  ])('size %s is %s', (text, value) => expect(readChoice(text, sizes)?.value).toBe(value));

  it('does not take a bare number for a place when another label has that number', () => {
    expect(readChoice('2', sizes)).toBeNull();
    expect(readChoice('2', sizes, { numbered: true })?.value).toBe('1 кг');
    expect(readChoice('5 кг', sizes)).toBeNull();
  });

  it('keeps a number with what it counts', () => {
    const labels = ['Бенто · 0,5 кг · до 3 гостей', 'Праздничный · 3 кг · до 20 гостей'];
    const list = labels.map((label) => ({ label, value: label }));
    expect(readChoice('3 кг', list)?.value).toBe(labels[1]);
    expect(readChoice('до 3 гостей', list)?.value).toBe(labels[0]);
    expect(readChoice('20 кг', list)).toBeNull();
  });

  it('prefers the whole name to a part, and takes no part that two names have', () => {
    const list = ['Шоколад', 'Шоколад с вишней', 'Белый шоколад'].map((label) => ({ label, value: label }));
    expect(readChoice('шоколадный', list)?.value).toBe('Шоколад');
    expect(readChoice('вишня', list)?.value).toBe('Шоколад с вишней');
    expect(readChoice('шоколад', list.slice(1))).toBeNull();
  });
});
