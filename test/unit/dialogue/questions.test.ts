import { parseShop, say, TEXTS } from '../../../lib/dialogue';
import { kitchen } from '../../../lib/dialogue/texts/kitchen';
import { DEFAULT_SHOP_DOCUMENT } from '../../../lib/order';
import { ANSWERS, Chat, chatAt, placed } from './harness';

const ALL = ANSWERS.map(([key]) => key);
const problemsOf = (more: object): string[] => {
  const result = parseShop({ ...DEFAULT_SHOP_DOCUMENT, preview: { enabled: false }, ...more });
  return result.ok ? [] : result.problems;
};
const withShop = (more: object): Chat => {
  const result = parseShop({ ...DEFAULT_SHOP_DOCUMENT, preview: { enabled: false }, ...more });
  if (!result.ok) throw new Error(result.problems.join());
  const chat = new Chat();
  chat.shop = result.shop;
  return chat;
};
/** Answers every question that comes, and gives their keys in order. */
function walk(chat: Chat): string[] {
  const asked: string[] = [];
  chat.say('/start');
  for (let n = 0; n < 20 && chat.state?.at !== 'summary'; n++) {
    const { at } = chat.state!;
    asked.push(at);
    ANSWERS.find(([key]) => key === at)![1](chat);
  }
  return asked;
}

describe('questions in the owner’s order', () => {
  it('are all asked in ours when she says nothing', () => expect(walk(withShop({}))).toEqual(ALL));

  it('are asked in hers', () => {
    const questions = ['consent', 'name', 'phone', 'filling', 'servings', 'coating', 'decor', 'allergens', 'wishes', 'inscription', 'fulfilment', 'zone', 'address', 'date', 'window', 'occasion']; // prettier-ignore
    const chat = withShop({ questions });
    expect(walk(chat)).toEqual(questions);
    chat.say('назад');
    expect(chat.state?.at).toBe('occasion');
    chat.press(/^Оставить/).press('Подтвердить');
    expect(chat.order(1001).status).toBe('awaiting_baker');
  });

  it('that are switched off are neither asked, nor priced, nor shown', () => {
    const questions = ALL.filter((key) => !['occasion', 'coating', 'decor', 'inscription', 'wishes'].includes(key));
    const chat = withShop({ questions });
    expect(walk(chat)).toEqual(questions);
    expect(chat.text).not.toMatch(/Покрытие|Декор|Надпись|Пожелания|Повод/);
    chat.press('Подтвердить');
    expect(chat.order(1001).lines.map(({ key }) => key)).toEqual(['cake', 'delivery']);
    expect(chat.cards[0].text).not.toMatch(/Покрытие|Декор|Надпись|Пожелания|Повод/);
  });

  it('a customer at a question that is switched off goes on with the next, and does not pay for an answer', () => {
    const chat = chatAt('inscription');
    chat.shop = withShop({ questions: ALL.filter((key) => key !== 'inscription' && key !== 'decor') }).shop;
    chat.say('С днём рождения');
    expect([chat.asked, chat.state?.draft.decor]).toEqual(['wishes', undefined]);
  });

  it.each<[string, string[], string]>([
    ['without a needed one', ALL.filter((key) => key !== 'date'), 'Вопросы: нет вопроса «День» — без дня заказ не записать; добавьте date'],
    ['without consent', ALL.slice(1), 'без согласия нельзя'],
    ['with consent later', [ALL[1], ALL[0], ...ALL.slice(2)], 'первым должно стоять «Согласие»'],
    ['with one twice', [...ALL, 'name'], '«Имя» стоит дважды'],
    ['with a typo', ALL.map((key) => (key === 'decor' ? 'decorr' : key)), 'вопроса «decorr» нет — возможно, имелось в виду decor'],
    ['with the day before the filling', ['consent', 'servings', 'date', ...ALL.filter((key) => !['consent', 'servings', 'date'].includes(key))], '«День» стоит раньше, чем «Начинка»'],
    ['with the picture before what it shows', ['consent', 'picture', ...ALL.slice(1)], '«Эскиз» стоит раньше, чем «Начинка» — на нём должно быть видно всё, что выбрано'],
    ['with the hours before the day', ALL.map((key) => (key === 'date' ? 'window' : key === 'window' ? 'date' : key)), '«Время» стоит раньше, чем «День»'],
  ])('are refused %s', (_name, questions, problem) => {
    expect(problemsOf({ questions }).join('\n')).toContain(problem);
  }); // prettier-ignore

  it('are refused when they are no list of words', () => {
    expect(problemsOf({ questions: 'name' })[0]).toContain('Вопросы: указано «name», нужен список');
    expect(problemsOf({ questions: [1] })[0]).toContain('Вопросы: ');
  });
});

describe('sentences of the owner', () => {
  it('are said in place of ours, in notes, questions, buttons and cards', () => {
    const chat = withShop({
      texts: {
        ru: {
          'occasion.ask': 'Что празднуете?',
          'nav.back': 'Вернуться',
          'order.accepted': 'Берёмся! № {number}, {day}',
        },
        kitchen: { 'button.accept': 'Беру' },
      },
    });
    const shop = chat.shop!;
    chat.say('/start').press(/согласие/);
    expect(chat.text).toContain('Что празднуете?');
    const accepted = placed();
    expect(accepted.cards[0].buttons[0].label).toBe('Принять');
    accepted.shop = shop;
    expect(accepted.bakerPress('b:accept:1001').told).toContain('Берёмся! № 1001');
    const card = chatAt('summary');
    card.shop = shop;
    expect(card.press('Подтвердить').cards[0].buttons[0].label).toBe('Беру');
  });

  it('every one of them can be replaced', () => {
    const marked = (texts: Record<string, string>) =>
      Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, `*${text}`.slice(0, 1500)]));
    const texts = { ru: marked(TEXTS.ru), en: marked(TEXTS.en), kitchen: marked(kitchen) };
    const problems = problemsOf({ texts }).filter((problem) => !problem.includes('длиннее 40'));
    expect(problems).toEqual([]);
    expect(say('ru', 'done.ask', {}, { ru: texts.ru, en: {}, kitchen: {} })).toBe('*Хотите заказать торт?');
  });

  it.each([
    ['a placeholder is missing', { ru: { 'consent.ask': 'Привет! Вы согласны? {shop}' } }, 'Текст consent.ask по-русски: пропало {operator} — без него'],
    ['a placeholder is unknown', { ru: { 'occasion.ask': 'Повод, {name}?' } }, 'лишнее {name} — сюда его подставить нечем. Уберите его'],
    ['the sentence is not ours', { ru: { 'ocasion.ask': 'Повод?' } }, 'такого текста нет — возможно, имелось в виду occasion.ask'],
    ['it is empty', { en: { 'occasion.ask': '  ' } }, 'Текст occasion.ask по-английски: пусто'],
    ['a button is too long', { ru: { 'nav.back': 'а'.repeat(41) } }, 'длиннее 40 знаков (41)'],
    ['it is too long', { ru: { 'done.ask': 'а'.repeat(1501) } }, 'длиннее 1500'],
    ['the language is unknown', { fr: {} }, 'неизвестное поле «fr»'],
    ['it is no text', { kitchen: { help: 5 } }, 'нужен текст в кавычках'],
  ])('are refused when %s', (_name, texts, problem) => {
    expect(problemsOf({ texts }).join('\n')).toContain(problem);
  }); // prettier-ignore
});
