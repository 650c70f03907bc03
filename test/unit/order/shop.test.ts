import fc from 'fast-check';
import { DEFAULT_SHOP_DOCUMENT, defaultShop, parseShop, parseShopText } from '../../../lib/order';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests spoil the document in every way
type Loose = any;

const spoilt = (spoil: (document: Loose) => void): string[] => {
  const document = structuredClone(DEFAULT_SHOP_DOCUMENT);
  spoil(document);
  const result = parseShop(document);
  return result.ok ? [] : result.problems;
};

describe('the demo bakery', () => {
  it('is read in whole kopecks and grams', () => {
    const { menu, ...settings } = defaultShop();
    expect(settings).toMatchObject({
      zone: 'Europe/Moscow',
      language: 'ru',
      baker: { chats: ['500000001'], users: [] },
    });
    expect(menu.fillings.find(({ key }) => key === 'медовик')).toEqual({
      key: 'медовик',
      name: { ru: 'Медовик', en: 'Honey cake' },
      pricePerKg: 240_000,
      leadDays: 0,
      contains: ['gluten', 'eggs', 'milk', 'honey'],
    });
    expect(menu.weight).toEqual({ minG: 500, maxG: 12_000, stepG: 500, gramsPerServing: 150 });
    expect(menu.windows[0]).toEqual({ key: '10:00-13:00', from: '10:00', to: '13:00' });
    expect(menu.sizes.map(({ tiers }) => tiers)).toContain(2);
  });

  it('has the words of the understanding contract as keys', () => {
    const { menu } = defaultShop();
    expect(menu.fillings.map(({ key }) => key)).toEqual(
      ['шоколад', 'медовик', 'наполеон', 'красный бархат', 'морковный', 'сникерс', 'ягодный', 'тирамису', 'птичье молоко'], // prettier-ignore
    );
    expect(menu.coatings.map(({ key }) => key)).toEqual(
      ['крем-чиз', 'велюр', 'мастика', 'зеркальная глазурь', 'без покрытия'], // prettier-ignore
    );
    expect(menu.occasions.map(({ key }) => key).sort()).toEqual(
      ['anniversary', 'birthday', 'child_birthday', 'corporate', 'graduation', 'other', 'wedding'], // prettier-ignore
    );
  });

  it('is a fresh copy each time', () => {
    defaultShop().menu.fillings.pop();
    expect(defaultShop().menu.fillings).toHaveLength(9);
  });
});

describe('what the owner may leave out or write short', () => {
  it('takes a plain name, a key from the name, a number for a chat and 9:00', () => {
    const document: Loose = structuredClone(DEFAULT_SHOP_DOCUMENT);
    document.fillings = [{ name: ' Манго ', price_per_kg: 2400.5, contains: [] }];
    document.baker = { chats: [500000001] };
    document.windows = [{ from: '9:00', to: '12:30' }];
    document.pickup = null;
    document.language = undefined;
    delete document.decor;
    delete document.blackout;
    const result = parseShop(document);
    expect(result.ok && result.shop).toMatchObject({
      language: 'ru',
      baker: { approval: true, chats: ['500000001'], users: [], holdHours: 12, remindHours: 2 },
      menu: {
        fillings: [{ key: 'манго', name: { ru: 'Манго' }, pricePerKg: 240_050, leadDays: 0 }],
        windows: [{ key: '09:00-12:30', from: '09:00', to: '12:30' }],
        pickup: null,
        decor: [],
        blackout: [],
      },
    });
  });
});

describe('a problem names the line and says what to do', () => {
  it.each<[string, (document: Loose) => void]>([
    [
      'Начинка «Медовик»: цена за килограмм не указана. Добавьте price_per_kg',
      (d) => delete d.fillings[1].price_per_kg,
    ],
    [
      'Начинка «Медовик»: цена за килограмм — указано «2400», нужно число без кавычек',
      (d) => (d.fillings[1].price_per_kg = '2400'),
    ],
    [
      'Начинка «Медовик»: цена за килограмм — указано «дорого», нужно число',
      (d) => (d.fillings[1].price_per_kg = 'дорого'),
    ],
    ['Начинка «Медовик»: цена за килограмм — указано -5, нужно 0 или больше', (d) => (d.fillings[1].price_per_kg = -5)],
    [
      'Начинка «Медовик»: цена за килограмм — указано 10.125, нужно не больше 2 знаков после запятой',
      (d) => (d.fillings[1].price_per_kg = 10.125),
    ],
    [
      'Начинка «Медовик»: неизвестное поле «price_per_kilo» — возможно, имелось в виду price_per_kg',
      (d) => (d.fillings[1].price_per_kilo = 1),
    ],
    [
      'Начинка «Медовик»: неизвестное поле «pricePerKg» — возможно, имелось в виду price_per_kg',
      (d) => (d.fillings[1].pricePerKg = 1),
    ],
    ['Начинка «Медовик»: неизвестное поле «эмодзи», уберите его', (d) => (d.fillings[1].эмодзи = '🍯')],
    [
      'Начинка «Медовик»: аллергены не указаны; если их нет, напишите пустой список []',
      (d) => delete d.fillings[1].contains,
    ],
    [
      'Начинка «Медовик»: неизвестный аллерген «орех» — возможно, nuts. Можно указать: nuts (орехи), gluten (глютен), milk (молоко), eggs (яйца), honey (мёд)',
      (d) => (d.fillings[1].contains = ['орех']),
    ],
    [
      'Начинка «Медовик»: срок подготовки в днях — указано 1.5, нужно целое число',
      (d) => (d.fillings[1].lead_days = 1.5),
    ],
    [
      'Начинка «Медовик»: срок подготовки 100 дн. больше, чем запись вперёд (horizon_days: 90 дн.)',
      (d) => (d.fillings[1].lead_days = 100),
    ],
    [
      'Начинки: ключ «медовик» встречается дважды (строки №2 и №3), дайте им разные key',
      (d) => (d.fillings[2].key = 'медовик'),
    ],
    ['Начинки: список пуст, нужна хотя бы одна строка', (d) => (d.fillings = [])],
    ['Начинки: список не указан. Добавьте fillings', (d) => delete d.fillings],
    ['Начинки: указано «медовик», нужен список в квадратных скобках [ ]', (d) => (d.fillings = 'медовик')],
    ['Размер №2: нет названия. Добавьте name', (d) => delete d.sizes[1].name],
    ['Размер №2: название по-русски (ru) не указано. Добавьте ru', (d) => (d.sizes[1].name = { en: 'Mini' })],
    ['Размер №2: название по-русски (ru) не указано. Добавьте ru', (d) => (d.sizes[1].name = '  ')],
    ['Размер №2: указано «5», нужны поля в фигурных скобках { }', (d) => (d.sizes[1] = '5')],
    [
      `Размер ${`«${'Я'.repeat(40)}…»`}: название по-русски (ru) длиннее 40 знаков: «${'Я'.repeat(40)}…»`,
      (d) => (d.sizes[1].name = 'Я'.repeat(41)),
    ],
    [
      'Размер «Семейный»: вес 1 кг не больше, чем у предыдущего размера «Мини»; расположите размеры по возрастанию веса',
      (d) => (d.sizes[2].weight_kg = 1),
    ],
    ['Размер «Двухъярусный»: вес 15 кг вне пределов веса от 0,5 кг до 12 кг', (d) => (d.sizes[4].weight_kg = 15)],
    [
      'Размер «Двухъярусный»: нужно баллов работы: 21, а в самый свободный день их 20 — такой торт никто не сможет заказать',
      (d) => (d.sizes[4].work_points = 21),
    ],
    ['Рабочие дни: на субботу указано -3, нужно 0 или больше', (d) => (d.capacity.sat = -3)],
    ['Рабочие дни: на среду не указано, сколько баллов работы; 0 — выходной', (d) => delete d.capacity.wed],
    [
      'Рабочие дни: все дни выходные, принять заказ будет некуда; укажите баллы хотя бы на один день',
      (d) => Object.keys(d.capacity).forEach((day) => (d.capacity[day] = 0)),
    ],
    ['Окно выдачи 17:00–13:00: конец раньше начала', (d) => (d.windows[1] = { from: '17:00', to: '13:00' })],
    ['Окна выдачи: 10:00–13:00 и 12:00–17:00 накладываются, раздвиньте их', (d) => (d.windows[1].from = '12:00')],
    [
      'Окно выдачи 25:00–17:00: начало — указано «25:00», нужно время, например "10:00"',
      (d) => (d.windows[1].from = '25:00'),
    ],
    [
      'Нерабочая дата №1: указано «2027-02-31» — такой даты нет, нужна дата вида "2026-12-31"',
      (d) => (d.blackout = ['2027-02-31']),
    ],
    [
      'Общие настройки: часовой пояс «Москва» не существует, нужно название вида "Europe/Moscow"',
      (d) => (d.time_zone = 'Москва'),
    ],
    ['Общие настройки: язык — нужно "ru" или "en"', (d) => (d.language = 'de')],
    [
      'Общие настройки: срок подготовки 100 дн. больше, чем запись вперёд (horizon_days: 90 дн.)',
      (d) => (d.lead_days = 100),
    ],
    ['Общие настройки: процент предоплаты — указано 150, нужно не больше 100', (d) => (d.deposit_percent = 150)],
    [
      'Кондитер: не указан чат, куда присылать заказы (baker.chats). Напишите боту /id — он ответит номером чата',
      (d) => delete d.baker.chats,
    ],
    [
      'Кондитер: не указан чат, куда присылать заказы (baker.chats). Напишите боту /id — он ответит номером чата',
      (d) => (d.baker.chats = []),
    ],
    [
      'Кондитер: не указан чат, куда присылать заказы (baker.chats). Напишите боту /id — он ответит номером чата',
      (d) => delete d.baker,
    ],
    [
      'Кондитер: чат для заказов (baker.chats) — указано «@anna», нужен номер. Напишите боту /id — он ответит номером чата',
      (d) => (d.baker.chats = ['@anna']),
    ],
    [
      'Кондитер: заказы приходят в группу, но не указано, кто может их принимать (baker.users). Напишите боту /id в личном чате — он ответит номером',
      (d) => (d.baker.chats = ['-1001234567890']),
    ],
    [
      'Кондитер: напоминание придёт слишком поздно — через 12 ч, а заказ ждёт решения 12 ч; уменьшите remind_hours',
      (d) => (d.baker.remind_hours = 12),
    ],
    ['Оператор персональных данных: имя или название не указано. Добавьте name', (d) => delete d.operator.name],
    [
      'Оператор персональных данных: ссылка на политику обработки данных не указана. Добавьте policy_url',
      (d) => delete d.operator.policy_url,
    ],
    [
      'Оператор персональных данных: ссылка на политику обработки данных — указано «ftp://x», нужен адрес вида "https://…"',
      (d) => (d.operator.policy_url = 'ftp://x'),
    ],
    ['Пекарня: нет названия. Добавьте name', (d) => delete d.name],
    ['Самовывоз: адрес не указан. Добавьте address', (d) => (d.pickup = {})],
    [
      'Получение заказа: нет ни самовывоза, ни доставки; добавьте pickup или delivery_zones',
      (d) => ((d.pickup = null), (d.delivery_zones = [])),
    ],
    ['Вес: наименьший вес 13 кг больше наибольшего 12 кг, поменяйте их', (d) => (d.weight.min_kg = 13)],
    ['Вес: шаг веса — указано 0, нужно число больше нуля (в килограммах)', (d) => (d.weight.step_kg = 0)],
    [
      'Вес: наименьший вес 0,7 кг не делится на шаг 0,5 кг, подберите их друг к другу',
      (d) => ((d.weight.min_kg = 0.7), d.sizes.shift()),
    ],
    ['Меню: неизвестное поле «filings» — возможно, имелось в виду fillings', (d) => (d.filings = [])],
    ['Украшение «Живые цветы»: цена не указана. Добавьте price', (d) => (d.decor[1].price = null)],
  ])('%s', (problem, spoil) => expect(spoilt(spoil)).toEqual([problem]));

  it('reports all problems, not only the first', () => {
    const problems = spoilt((document) => {
      delete document.fillings[0].price_per_kg;
      document.fillings[0].lead_days = -1;
      document.sizes[1].servings = 0;
      document.windows[1].from = '12:00';
      document.operator.policy_url = 'нет';
      document.capacity.mon = 'много';
      document.fillings[3].key = document.fillings[4].key;
    });
    expect(problems).toHaveLength(7);
  });

  it.each([[null], [[]], ['меню'], [5], [undefined], [true]])('%p is no menu', (document) => {
    const result = parseShop(document);
    expect(result.ok ? [] : result.problems).toEqual([expect.stringMatching(/^Меню: указано .*фигурных скобках/)]);
  });

  it('finds every problem of an empty object and speaks Russian only', () => {
    const result = parseShop({});
    const problems = result.ok ? [] : result.problems;
    expect(problems.length).toBeGreaterThan(12);
    problems.forEach((problem) => expect(problem).toMatch(/^[А-Я№ а-яё«»\d:–-]+: /));
  });

  it('never throws and never speaks English on any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(DEFAULT_SHOP_DOCUMENT)), (value, key) => {
        parseShop(value);
        const result = parseShop({ ...DEFAULT_SHOP_DOCUMENT, [key]: value });
        if (!result.ok) result.problems.forEach((problem) => expect(problem).not.toMatch(/Invalid|expected|Required/));
      }),
      { numRuns: 150 },
    );
  });

  it('never throws when one value deep inside is anything', () => {
    const paths: (string | number)[][] = [];
    const walk = (value: unknown, path: (string | number)[]) => {
      if (path.length > 0) paths.push(path);
      if (typeof value === 'object' && value) {
        Object.entries(value).forEach(([key, inner]) => walk(inner, [...path, key]));
      }
    };
    walk(DEFAULT_SHOP_DOCUMENT, []);
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 2 }), (path, value) => {
        const problems = spoilt((document) => {
          const last = path[path.length - 1];
          path.slice(0, -1).reduce((inner: Loose, key) => inner[key], document)[last] = value;
        });
        problems.forEach((problem) => expect(problem).not.toMatch(/Invalid|expected|Required|undefined/));
      }),
      { numRuns: 300 },
    );
  });
});

describe('JSON text', () => {
  it('is read like the document', () =>
    expect(parseShopText(`\uFEFF${JSON.stringify(DEFAULT_SHOP_DOCUMENT)}`)).toEqual({ ok: true, shop: defaultShop() }));

  it.each([
    ['{\n  "a": 1\n  "b": 2\n}', 'строке 3, столбце 3 — перед этим местом не хватает запятой или скобки'],
    ['{"a": [1, 2,]}', 'строке 1, столбце 13 — перед закрывающей скобкой лишняя запятая или нет значения'],
    ['{"a": 1,}', 'строке 1, столбце 9 — перед закрывающей скобкой лишняя запятая или нет значения'],
    ['{"a": «б»}', 'строке 1, столбце 7 — нужны прямые двойные кавычки "'],
    ["{'a': 1}", 'строке 1, столбце 2 — нужны прямые двойные кавычки "'],
    ['{"a": 1', 'строке 1, столбце 8 — текст обрывается, не хватает закрывающей скобки'],
    ['{"a": "б}', 'строке 1, столбце 7 — у текста в кавычках нет закрывающей кавычки'],
    ['{"a" 1}', 'строке 1, столбце 6 — после названия поля нужно двоеточие'],
    ['{"a": 1} {', 'строке 1, столбце 10 — после меню остался лишний текст'],
    ['{ // меню\n"a": 1}', 'строке 1, столбце 3 — в JSON нельзя писать примечания, уберите это'],
    [
      '{"a": 2400 руб}',
      'строке 1, столбце 12 — здесь нужно значение: текст в двойных кавычках, число, список или true/false',
    ],
  ])('%j', (text, place) => expect(parseShopText(text)).toEqual({ ok: false, problems: [`Меню: ошибка в ${place}`] }));

  it('says that an empty text is empty', () =>
    expect(parseShopText(' \n')).toEqual({ ok: false, problems: ['Меню: текст пуст, вставьте меню в формате JSON'] }));

  it('never throws, and finds a place in whatever JSON.parse refuses', () => {
    const good = JSON.stringify(DEFAULT_SHOP_DOCUMENT, null, 1);
    fc.assert(
      fc.property(fc.nat(good.length), fc.string({ maxLength: 3 }), fc.nat(3), (at, extra, drop) => {
        const text = good.slice(0, at) + extra + good.slice(at + drop);
        const result = parseShopText(text);
        let broken = false;
        try {
          JSON.parse(text);
        } catch {
          broken = true;
        }
        if (broken) expect(result).toEqual({ ok: false, problems: [expect.stringMatching(/ошибка в строке \d+/)] });
      }),
      { numRuns: 150 },
    );
    expect(parseShopText('['.repeat(200_000)).ok).toBe(false);
  });
});
