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

describe('ready cakes', () => {
  const cloud = { name: 'Облако', picture: 'https://моя-пекарня.рф/1.jpg', filling: 'шоколад', weight_kg: 2 };
  const read = (...ready_cakes: object[]) => {
    const result = parseShop({ ...DEFAULT_SHOP_DOCUMENT, ready_cakes });
    if (!result.ok) throw new Error(result.problems.join('\n'));
    return result.shop.menu.readyCakes;
  };

  it('are none in a document that does not know them', () => {
    expect(DEFAULT_SHOP_DOCUMENT).not.toHaveProperty('ready_cakes');
    expect(defaultShop().menu.readyCakes).toEqual([]);
  });

  it('name their parts by key or by name, in whatever case and language', () => {
    const written = { filling: 'RED velvet', coating: 'ВЕЛЮР', decor: 'свежие  Ягоды' };
    expect(read({ ...cloud, ...written, text: { ru: 'Лёгкий', en: 'Light' } })).toEqual([
      {
        key: 'облако',
        name: { ru: 'Облако' },
        text: { ru: 'Лёгкий', en: 'Light' },
        // A domain as the web writes it.
        picture: 'https://xn----8sbouhkcjm8lh.xn--p1ai/1.jpg',
        filling: 'красный бархат',
        coating: 'велюр',
        decor: 'berries',
        weightG: 2000,
      },
    ]);
    expect(read({ ...cloud, decor: 'berries' })).toMatchObject([{ filling: 'шоколад', decor: 'berries' }]);
    expect(read({ ...cloud, decor: null, coating: null, text: null })).toEqual([
      expect.objectContaining({ decor: null }),
    ]);
    expect(read(cloud)[0]).not.toHaveProperty('coating');
  });

  it('mean the line of that name, even where an older line has that key', () => {
    const document: Loose = structuredClone(DEFAULT_SHOP_DOCUMENT);
    document.fillings[0].name.ru = 'Шоколад с вишней';
    document.fillings.push({ key: 'шоколад 2', name: 'Шоколад', price_per_kg: 2000, contains: [] });
    document.ready_cakes = [
      { ...cloud, filling: 'Шоколад' },
      { ...cloud, name: 'Туча', filling: 'шоколад' },
    ];
    const result = parseShop(document);
    expect(result.ok && result.shop.menu.readyCakes.map(({ filling }) => filling)).toEqual(['шоколад 2', 'шоколад']);
  });

  it('may have their pictures on this machine, for the sandbox', () => {
    for (const picture of ['http://127.0.0.1:8080/1.png', 'http://localhost:8080/a/1.png']) {
      expect(read({ ...cloud, picture })).toMatchObject([{ picture }]);
    }
  });

  it('may weigh what a size weighs, also between the steps', () => {
    const document: Loose = structuredClone(DEFAULT_SHOP_DOCUMENT);
    document.sizes[1].weight_kg = 1.2;
    document.ready_cakes = [{ ...cloud, weight_kg: 1.2 }];
    expect(parseShop(document)).toMatchObject({ ok: true });
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

  const cake = { name: 'Облако', picture: 'https://example.com/1.jpg', filling: 'ягодный', weight_kg: 2 };
  it.each<[string, (document: Loose) => void]>([
    [
      'Готовый торт «Облако»: начинки «Ягодныи» в меню нет — возможно, имелось в виду «Ягодный»',
      (d) => (d.ready_cakes[0].filling = 'Ягодныи'),
    ],
    [
      'Готовый торт «Облако»: начинки «berri» в меню нет — возможно, имелось в виду «Ягодный»',
      (d) => (d.ready_cakes[0].filling = 'berri'),
    ],
    [
      'Готовый торт «Облако»: покрытия «бетон» в меню нет. Есть: «Крем-чиз», «Велюр», «Мастика», «Зеркальная глазурь», «Без покрытия»',
      (d) => (d.ready_cakes[0].coating = 'бетон'),
    ],
    [
      'Готовый торт «Облако»: украшения «цветы из стали» в меню нет. Есть: «Свежие ягоды», «Живые цветы», «Макаруны», «Фигурка из мастики», «Шоколадный декор»',
      (d) => (d.ready_cakes[0].decor = 'цветы из стали'),
    ],
    [
      'Готовый торт «Облако»: украшения «розы» в меню нет; уберите его или добавьте в меню',
      (d) => ((d.ready_cakes[0].decor = 'розы'), (d.decor = [])),
    ],
    ['Готовый торт «Облако»: вес 15 кг вне пределов веса от 0,5 кг до 12 кг', (d) => (d.ready_cakes[0].weight_kg = 15)],
    [
      'Готовый торт «Облако»: вес 0,3 кг вне пределов веса от 0,5 кг до 12 кг',
      (d) => (d.ready_cakes[0].weight_kg = 0.3),
    ],
    [
      'Готовый торт «Облако»: вес 2,3 кг не делится на шаг 0,5 кг; подойдёт 2,5 кг',
      (d) => (d.ready_cakes[0].weight_kg = 2.3),
    ],
    [
      'Готовый торт «Облако»: нужно баллов работы: 22, а в самый свободный день их 20 — такой торт никто не сможет заказать',
      (d) => (Object.assign(d.ready_cakes[0], { weight_kg: 12, decor: 'flowers' }), (d.decor[1].work_points = 5)),
    ],
    [
      'Готовый торт «Облако»: картинка — указано «http://example.com/1.jpg», нужен адрес вида "https://…"',
      (d) => (d.ready_cakes[0].picture = 'http://example.com/1.jpg'),
    ],
    [
      'Готовый торт «Облако»: картинка — указано «oblako.jpg», нужен адрес вида "https://…"',
      (d) => (d.ready_cakes[0].picture = 'oblako.jpg'),
    ],
    ['Готовый торт «Облако»: картинка не указана. Добавьте picture', (d) => delete d.ready_cakes[0].picture],
    [
      `Готовый торт «Облако»: описание по-русски (ru) длиннее 80 знаков: «${'я'.repeat(40)}…»`,
      (d) => (d.ready_cakes[0].text = 'я'.repeat(81)),
    ],
    [
      'Готовый торт «Облако»: неизвестное поле «fillling» — возможно, имелось в виду filling',
      (d) => (d.ready_cakes[0].fillling = 'x'),
    ],
    [
      'Готовые торты: название «облако» встречается дважды (строки №1 и №2), дайте им разные названия',
      (d) => d.ready_cakes.push({ ...cake, key: 'other', name: 'облако' }),
    ],
    [
      'Готовые торты: ключ «облако» встречается дважды (строки №1 и №2), дайте им разные key',
      (d) => d.ready_cakes.push({ ...cake, key: 'облако', name: 'Туча' }),
    ],
    [
      'Готовые торты: строк в списке 11, нужно не больше 10: столько картинок показывают мессенджеры',
      (d) => (d.ready_cakes = Array.from({ length: 11 }, (_, place) => ({ ...cake, name: `Торт ${place}` }))),
    ],
    [
      'Начинка «Ягодный»: цена за килограмм не указана. Добавьте price_per_kg',
      (d) => delete d.fillings[6].price_per_kg,
    ],
    ['Начинки: список пуст, нужна хотя бы одна строка', (d) => (d.fillings = [])],
  ])('of a ready cake: %s', (problem, spoil) => {
    expect(spoilt((d) => ((d.ready_cakes = [{ ...cake }]), spoil(d)))).toEqual([problem]);
  });

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
      fc.property(
        fc.jsonValue(),
        fc.constantFrom(...Object.keys(DEFAULT_SHOP_DOCUMENT), 'ready_cakes', 'ai'),
        (value, key) => {
          parseShop(value);
          const result = parseShop({ ...DEFAULT_SHOP_DOCUMENT, [key]: value });
          if (!result.ok)
            result.problems.forEach((problem) => expect(problem).not.toMatch(/Invalid|expected|Required/));
        },
      ),
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
    const ready_cakes = [{ ...cake, coating: 'велюр', decor: 'berries', text: { ru: 'а', en: 'b' } }];
    walk({ ...DEFAULT_SHOP_DOCUMENT, ready_cakes }, []);
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 2 }), (path, value) => {
        const problems = spoilt((document) => {
          document.ready_cakes = structuredClone(ready_cakes);
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
