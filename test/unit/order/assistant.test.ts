import fc from 'fast-check';
import { DEFAULT_SHOP_DOCUMENT, defaultShop, parseShop } from '../../../lib/order';

const resultOf = (more: object) => parseShop({ ...DEFAULT_SHOP_DOCUMENT, ...more });
const read = (more: object) => {
  const result = resultOf(more);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.shop;
};
const problemsOf = (more: object): string[] => {
  const result = resultOf(more);
  return result.ok ? [] : result.problems;
};

describe('a document of an earlier release', () => {
  it('answers no question, shows no picture, and leaves free words to the model where it is set up', () => {
    const { faq: _faq, ai: _ai, preview: _preview, ...earlier } = DEFAULT_SHOP_DOCUMENT;
    const result = parseShop(earlier);
    expect(result.ok && result.shop).toMatchObject({
      faq: [],
      ai: { understanding: true, callsPerMonth: 2000 },
      preview: { enabled: false, style: '', perOrder: 3, perMonth: 200, bucket: null },
    });
  });

  it('reads null as absent', () => {
    const { faq, ai, preview } = read({ faq: null, ai: null, preview: null });
    expect({ faq, ai, preview }).toEqual({
      faq: [],
      ai: { understanding: true, callsPerMonth: 2000 },
      preview: { enabled: false, style: '', perOrder: 3, perMonth: 200, bucket: null },
    });
  });
});

describe('what the owner writes', () => {
  it('is read in the domain’s words', () => {
    const shop = read({
      faq: [{ question: ' Есть парковка? ', answer: { ru: 'Да,\nво дворе', en: 'Yes' } }],
      ai: { understanding: false, calls_per_month: 0 },
      preview: { enabled: true, style: ' пастель ', per_order: 0, per_month: 10, bucket: ' cake-pictures ' },
    });
    expect(shop.faq).toEqual([{ question: { ru: 'Есть парковка?' }, answer: { ru: 'Да,\nво дворе', en: 'Yes' } }]);
    expect(shop.ai).toEqual({ understanding: false, callsPerMonth: 0 });
    expect(shop.preview).toEqual({ enabled: true, style: 'пастель', perOrder: 0, perMonth: 10, bucket: 'cake-pictures' }); // prettier-ignore
  });

  it('may be empty where nothing is wanted', () => {
    expect(read({ preview: { style: '  ', bucket: '' } }).preview).toMatchObject({ style: '', bucket: null });
    expect(read({ faq: [], preview: { bucket: null } })).toMatchObject({ faq: [], preview: { bucket: null } });
  });

  it('shows no picture where no orders are taken', () => {
    const preview = { enabled: true, per_month: 10 };
    expect(read({ preview, take_orders: false }).preview).toMatchObject({ enabled: false, perMonth: 10 });
    expect(read({ preview, take_orders: true }).preview.enabled).toBe(true);
  });

  it('is taken up to its limits, and refused beyond them', () => {
    const entry = (question: number, answer: number) => ({
      question: 'в'.repeat(question),
      answer: 'о'.repeat(answer),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 260 }), fc.integer({ min: 1, max: 1300 }), (question, answer) => {
        const problems = problemsOf({ faq: [entry(question, answer)] });
        expect(problems).toHaveLength(Number(question > 200) + Number(answer > 1000));
      }),
    );
    expect(problemsOf({ faq: Array.from({ length: 50 }, () => entry(200, 1000)) })).toEqual([]);
    expect(problemsOf({ ai: { calls_per_month: 1_000_000 } })).toEqual([]);
    expect(problemsOf({ preview: { style: 'с'.repeat(300), per_order: 20, per_month: 100_000 } })).toEqual([]);
  });
});

describe('a problem says what to do', () => {
  const faq = (line: unknown) => ({ faq: [{ question: 'Есть парковка?', answer: 'Да' }, line] });
  it.each<[string, object]>([
    ['Частый вопрос «Без сахара?»: ответа нет; впишите его (answer) или уберите вопрос', faq({ question: 'Без сахара?' })],
    ['Частый вопрос «Без сахара?»: ответа нет; впишите его (answer) или уберите вопрос', faq({ question: { ru: 'Без сахара?' }, answer: ' ' })],
    ['Частый вопрос «Без сахара?»: ответ по-русски (ru) не указан. Добавьте ru', faq({ question: 'Без сахара?', answer: { en: 'No' } })],
    ['Частый вопрос №2: вопроса нет; впишите его (question) или уберите строку', faq({ answer: 'Нет' })],
    ['Частый вопрос №2: вопрос по-русски (ru) не указан. Добавьте ru', faq({ question: { en: 'No sugar?' }, answer: 'Нет' })],
    ['Частый вопрос №2: указано «Нет», нужны поля в фигурных скобках { }', faq('Нет')],
    ['Частый вопрос «Без сахара?»: неизвестное поле «anser» — возможно, имелось в виду answer', faq({ question: 'Без сахара?', answer: 'Нет', anser: 1 })],
    [`Частый вопрос «Без сахара?»: ответ по-русски (ru) длиннее 1000 знаков: «${'а'.repeat(40)}…»`, faq({ question: 'Без сахара?', answer: 'а'.repeat(1001) })],
    ['Частые вопросы: указано «Да», нужен список в квадратных скобках [ ]', { faq: 'Да' }],
    ['Частые вопросы: строк в списке 51, нужно не больше 50: из большего числа нужный ответ трудно выбрать', { faq: Array.from({ length: 51 }, () => ({ question: 'а', answer: 'б' })) }],
    ['Языковая модель: обращения к модели в месяц (calls_per_month) — указано 2.5, нужно целое число', { ai: { calls_per_month: 2.5 } }],
    ['Языковая модель: обращения к модели в месяц (calls_per_month) — указано 1000001, нужно не больше 1000000', { ai: { calls_per_month: 1_000_001 } }],
    ['Языковая модель: понимание свободного текста (understanding) — указано «да», нужно true (да) или false (нет)', { ai: { understanding: 'да' } }],
    ['Языковая модель: указано «gpt», нужны поля в фигурных скобках { }', { ai: 'gpt' }],
    ['Эскиз торта: картинки на один заказ (per_order) — указано 21, нужно не больше 20', { preview: { per_order: 21 } }],
    ['Эскиз торта: картинки в месяц (per_month) — указано -1, нужно 0 или больше', { preview: { per_month: -1 } }],
    ['Эскиз торта: картинки в месяц (per_month) — указано «200», нужно число без кавычек', { preview: { per_month: '200' } }],
    [`Эскиз торта: стиль (style) длиннее 300 знаков: «${'с'.repeat(40)}…»`, { preview: { style: 'с'.repeat(301) } }],
    ['Эскиз торта: стиль (style) — указано 5, нужно текст в кавычках', { preview: { style: 5 } }],
    ['Эскиз торта: хранилище картинок (bucket) — указано «мои торты», нужно имя из латинских букв, цифр, точек, дефисов и подчёркиваний, например "cake-pictures"', { preview: { bucket: 'мои торты' } }],
    ['Эскиз торта: хранилище картинок (bucket) — указано «../secret», нужно имя из латинских букв, цифр, точек, дефисов и подчёркиваний, например "cake-pictures"', { preview: { bucket: '../secret' } }],
    ['Эскиз торта: показывать эскиз торта (enabled) — указано «yes», нужно true (да) или false (нет)', { preview: { enabled: 'yes' } }],
    ['Эскиз торта: неизвестное поле «perorder» — возможно, имелось в виду per_order', { preview: { perorder: 3 } }],
    ['Меню: неизвестное поле «previw» — возможно, имелось в виду preview', { previw: {} }],
  ])('%s', (problem, more) => expect(problemsOf(more)).toEqual([problem])); // prettier-ignore

  it('and never throws or speaks English, whatever is written', () => {
    const keys = ['question', 'answer', 'ru', 'en', 'understanding', 'calls_per_month', 'enabled', 'style', 'per_order', 'per_month', 'bucket']; // prettier-ignore
    const fields = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true });
    const value = fc.oneof(fields, fc.array(fields, { maxLength: 3 }), fc.jsonValue());
    fc.assert(
      fc.property(fc.constantFrom('faq', 'ai', 'preview'), value, (key, written) => {
        for (const problem of problemsOf({ [key]: written })) {
          expect(problem).not.toMatch(/Invalid|expected|Required|undefined/);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the demo bakery', () => {
  it('answers in both languages with what its menu gives', () => {
    const { faq, menu, preview } = defaultShop();
    expect(faq).toHaveLength(5);
    for (const { question, answer } of faq) {
      for (const words of [question, answer]) expect(words).toEqual({ ru: expect.any(String), en: expect.any(String) });
      // Prices and hours have their home in the menu: repeated here they would one day differ.
      expect(answer.ru.replace('15 км', '')).not.toMatch(/\d/);
    }
    // What the answers say of the menu is so.
    for (const { contains } of menu.fillings)
      expect(contains).toEqual(expect.arrayContaining(['gluten', 'milk', 'eggs']));
    expect(menu.zones.some(({ name }) => name.ru.includes('15 км от МКАД'))).toBe(true);
    expect(menu.pickup).not.toBeNull();
    expect(menu.depositPercent).toBeGreaterThan(0);
    expect(preview.style).not.toBe('');
  });
});
