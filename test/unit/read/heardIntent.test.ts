import type { Expecting, Intent, Slots } from '../../../lib/dialogue/read/heard';
import { heard } from './heardHarness';

it.each<[Intent, string[]]>([
  ['fill', ['хочу торт', 'можно заказать торт?', 'норм если медовик на 2 кг в среду?', 'не знаю', 'только не медовик']],
  ['correct', ['не, лучше медовик', 'ой, на воскресенье', 'поменяйте дату', 'не 12, а 15 человек', 'а нет, 3 кг']],
  ['back', ['назад', 'давай назад', 'к предыдущему вопросу']],
  ['cancel', ['отменить заказ', 'я передумала', 'не нужен торт']],
  ['restart', ['начать заново', 'давайте сначала']],
  ['human', ['дайте оператора', 'хочу поговорить с человеком', 'есть тут кто живой']],
  ['question', ['какие начинки есть?', 'до скольки вы работаете', 'есть без сахара?', 'можно картой?']],
  ['approve', ['да, всё правильно', 'супер, оформляйте', 'подтверждаю заказ']],
  ['reject', ['нет, не так', 'мне не нравится эскиз']],
  ['price', ['цена?', 'почём медовик за кг', 'сколько будет стоить 2 кг']],
  ['status', ['где мой тортик?', 'заказ 1234 готов?', 'когда привезете заказ?']],
  ['nonsense', ['???', 'асдфг', '🙏', 'спасибо', 'расскажи анекдот']],
  ['greeting', ['Здравствуйте!!!', 'добрый вечер']],
  ['optout', ['не присылайте больше сообщения', 'отпишите меня']],
  ['delete_data', ['удалите всю информацию обо мне', 'забудьте меня']],
  ['pay', ['как внести предоплату?', 'скинь реквизиты', 'я оплатила']],
])('%s', (intent, texts) => {
  for (const text of texts) expect([text, heard(text).intent]).toEqual([text, intent]);
});

it.each<[Intent, string[]]>([
  ['fill', ['could you make a red velvet cake for 10 people by Sunday?', 'no nuts, no eggs', 'can I order a cake?']],
  ['correct', ['no, Saturday instead', 'not Friday, Saturday', 'change the date']],
  ['question', ['do you deliver?', 'is the honey cake very sweet?']],
  ['status', ["where's my order", 'is it ready yet?']],
  ['human', ["I'd like to talk to someone"]],
  ['optout', ["don't text me again"]],
  ['pay', ["I've paid"]],
])('%s in English', (intent, texts) => {
  for (const text of texts) expect([text, heard(text, 'any', 'en').intent]).toEqual([text, intent]);
});

it.each<[string, Expecting, Intent]>([
  ['нет', 'allergens', 'reject'],
  ['нет', 'inscription', 'fill'],
  ['нет, но без орехов', 'allergens', 'fill'],
  ['👍', 'confirm', 'approve'],
  ['да, но дату поменяйте на 12 декабря', 'confirm', 'correct'],
  ['Назад в будущее', 'inscription', 'fill'],
])('%s under %s is %s', (text, expecting, intent) => expect(heard(text, expecting).intent).toBe(intent));

describe('what an intent leaves of the slots', () => {
  it.each<[string, Slots]>([
    ['есть ли в медовике орехи?', {}],
    ['у вас есть красный бархат?', {}],
    ['у нас 30 гостей и свадьба, какой торт взять?', { servings: 30, occasion: 'wedding' }],
    ['у сына аллергия на яйца, что посоветуете?', { allergens: ['eggs'] }],
    ['сколько стоит красный бархат 2 кг?', { filling: 'красный бархат', weight_g: 2000 }],
    ['сколько стоит доставка?', {}],
    ['перезвоните мне 89031234567', { phone: '+79031234567' }],
    ['курьер выехал?', {}],
  ])('%s', (text, slots) => expect(heard(text).slots).toEqual(slots));
});

describe('a slip within one text', () => {
  it.each<[string, Slots]>([
    ['торт на субботу, ой, то есть на воскресенье', { date: '2026-11-29' }],
    ['торт на 20 человек, ой, на 25', { servings: 25 }],
    ['2 кг медовика, нет, лучше наполеона', { weight_g: 2000, filling: 'наполеон' }],
  ])('%s', (text, slots) => expect(heard(text)).toMatchObject({ intent: 'correct', slots }));
});

describe('what is left to a model', () => {
  it.each(['медовик 2 кг на субботу', 'отмена', 'Здравствуйте, нужен торт на 12 человек', 'спасибо'])(
    '%s leaves nothing',
    (text) => expect(heard(text).open).toBe(false),
  );
  it.each(['торт с единорогом на облаке', 'как в прошлый раз', 'на масленицу'])('%s leaves something', (text) =>
    expect(heard(text).open).toBe(true),
  );
});
