import { slotsOf } from './heardHarness';
import type { Expecting, Slots } from '../../../lib/dialogue/read/heard';

describe('fillings', () => {
  it.each<[string, Slots]>([
    ['два кг медового', { filling: 'медовик', weight_g: 2000 }],
    ['хочется чего-то ягодного', { filling: 'ягодный' }],
    ['сникерсный тортик', { filling: 'сникерс' }],
    ['тиромису давайте', { filling: 'тирамису' }],
    ['торт "Наполеон"', { filling: 'наполеон' }],
    ['торт с малиной, покрытый белым шоколадом', { filling: 'шоколад' }],
    ['торт шоколадный с карамелью', { filling: 'шоколад' }],
    ['шоколадный медовик', { filling: 'медовик' }],
    ['крем-чиз сверху, внутри морковный', { filling: 'морковный', coating: 'крем-чиз' }],
    ['замените шоколад на наполеон', { filling: 'наполеон' }],
    ['наполеон вместо медовика', { filling: 'наполеон' }],
    ['не шоколадный, а медовик', { filling: 'медовик' }],
    ['что угодно, но не медовик', { filling_not: 'медовик' }],
    ['шоколад не люблю, давайте ягодный', { filling: 'ягодный', filling_not: 'шоколад' }],
    ['медовик или наполеон', {}],
    ['торт с клубникой и бананом', {}],
    ['верхний ярус ванильный, нижний шоколадный', {}],
    ['шоколадные фигурки сверху', {}],
    ['украсьте ягодами', {}],
    ['аллергия на шоколад', {}],
  ])('%s', (text, slots) => expect(slotsOf(text)).toEqual(slots));

  it.each([
    ['торт с клубникой', 'клубника'],
    ['начинка дыня', 'дыня'],
    ['начинка: солёная карамель', 'солёная карамель'],
    ['с фисташковой начинкой', 'фисташковый'],
    ['хотелось бы вишнёвый', 'вишнёвый'],
    ['торт чёрный лес 2 кг', 'чёрный лес'],
    ['фисташка-малина, на 10 человек', 'фисташка-малина'],
    ['шоколад-вишня, 2 кг', 'шоколад-вишня'],
    ['торт прага', 'прага'],
  ])('the menu lacks it: %s', (text, filling) => expect(slotsOf(text)).toMatchObject({ filling }));

  it.each<[string, Expecting, Slots]>([
    ['клубника', 'filling', { filling: 'клубника' }],
    ['клубника', 'allergens', {}],
    ['с машинками', 'filling', {}],
    ['на ваш вкус', 'filling', {}],
    ['любую', 'filling', {}],
    ['не медовик', 'filling', { filling_not: 'медовик' }],
  ])('%s under %s', (text, expecting, slots) => expect(slotsOf(text, expecting)).toEqual(slots));

  it.each<[string, Slots]>([
    ['anything but chocolate please', { filling_not: 'шоколад' }],
    ["I don't like honey cake", { filling_not: 'медовик' }],
    ['strawberry filling', { filling: 'strawberry' }],
    ['a lemon cake', { filling: 'lemon' }],
    ["something like bird's milk", { filling: 'птичье молоко' }],
    ['red velvet with velvet spray', { filling: 'красный бархат', coating: 'велюр' }],
  ])('%s', (text, slots) => expect(slotsOf(text, 'any', 'en')).toEqual(slots));
});

describe('coating and colour', () => {
  it.each<[string, Slots]>([
    ['без мастики пожалуйста, лучше крем-чиз', { coating: 'крем-чиз' }],
    ['мастику не люблю, велюр хочу', { coating: 'велюр' }],
    ['велюр или крем-чиз', {}],
    ['фигурка из мастики', {}],
    ['красный велюр', { coating: 'велюр', colour: 'красный' }],
    ['покрытие из мастики белого цвета', { coating: 'мастика', colour: 'белого' }],
    ['зеркалка', { coating: 'зеркальная глазурь' }],
    ['голый торт', { coating: 'без покрытия' }],
    ['цвет — мятный', { colour: 'мятный' }],
    ['белый торт с красными розами', { colour: 'белый' }],
    ['торт в чёрно-белом стиле', { colour: 'чёрно-белом' }],
    ['темно-синий торт', { colour: 'темно-синий' }],
    ['не розовый', {}],
    ['с красными сердечками', {}],
  ])('%s', (text, slots) => expect(slotsOf(text)).toEqual(slots));
});

describe('occasion', () => {
  it.each([
    ['день рожденья мужа, 35 лет', 'birthday'],
    ['праздник у ребёнка, 6 лет', 'child_birthday'],
    ['день рождения дочки, 5 лет', 'child_birthday'],
    ['племяннику исполняется 12', 'child_birthday'],
    ['маме исполняется 50', 'birthday'],
    ['бабуле на 80-летие', 'anniversary'],
    ['у нас серебряная свадьба', 'anniversary'],
    ['сестре на свадьбу', 'wedding'],
    ['юбилей компании', 'corporate'],
    ['выпускной 4 класс', 'graduation'],
    ['на гендер-пати', 'other'],
  ])('%s is %s', (text, occasion) => expect(slotsOf(text)).toEqual({ occasion }));

  it.each(['С днём рождения!', 'на 8 человек', 'сыну с машинками', 'будет 5 детей'])('%s is none', (text) =>
    expect(slotsOf(text)).not.toHaveProperty('occasion'),
  );
});

describe('diet', () => {
  it.each<[string, Slots]>([
    ['без молока, яиц и мёда', { allergens: ['milk', 'eggs', 'honey'] }],
    ['ребенок аллергик - нельзя арахис и фундук', { allergens: ['nuts'] }],
    ['муж не ест орехи', { allergens: ['nuts'] }],
    ['у меня целиакия', { allergens: ['gluten'] }],
    ['безглютеновый', { allergens: ['gluten'] }],
    ['аллергия на мёд, орехи можно', { allergens: ['honey'] }],
    ['аллергии ни у кого нет, орехи можно', {}],
    ['птичье молоко без мёда', { filling: 'птичье молоко', allergens: ['honey'] }],
    ['веганский без сахара', { vegan: true, sugar_free: true }],
    ['не веганский', {}],
    ['сахара не надо', { sugar_free: true }],
    ['поменьше сахара', {}],
  ])('%s', (text, slots) => expect(slotsOf(text)).toEqual(slots));

  it.each<[string, Slots]>([
    ['nut free please', { allergens: ['nuts'] }],
    ['lactose intolerant', { allergens: ['milk'] }],
    ['no nuts, no eggs', { allergens: ['nuts', 'eggs'] }],
    ['plant-based and sugar-free', { vegan: true, sugar_free: true }],
  ])('%s', (text, slots) => expect(slotsOf(text, 'any', 'en')).toEqual(slots));
});
