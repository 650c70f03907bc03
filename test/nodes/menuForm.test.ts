import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { parseShop, STEPS, TEXTS } from '../../lib/dialogue';
import { kitchen } from '../../lib/dialogue/texts/kitchen';
import { ALLERGENS, DEFAULT_SHOP_DOCUMENT, PAYMENT_PROVIDERS, WEEKDAYS } from '../../lib/order';
import { documentFromForm, type Form, type ShopDocument } from '../../nodes/CakeMenu/form/documentFromForm';
import { formFromDocument } from '../../nodes/CakeMenu/form/formFromDocument';
import { inPanelWords } from '../../nodes/CakeMenu/form/inWords';
import { MAY_BE_EMPTY } from '../../nodes/CakeMenu/form/lists';
import { demoForm, HERS, panel } from '../../nodes/CakeMenu/form/properties';

const properties = panel();
const named = (name: string) => properties.find((property) => property.name === name)!;

/** What n8n gives the node for stored parameters: defaults filled in, as the editor and the executor do it. */
const read = (stored: Form): Form =>
  NodeHelpers.getNodeParameters(properties, stored as INodeParameters, true, false, null, null) as Form;
/** What n8n stores of the panel's values when the owner saves. */
const save = (form: Form): Form =>
  NodeHelpers.getNodeParameters(properties, form as INodeParameters, false, false, null, null) as Form;

const parsed = (document: unknown) => {
  const result = parseShop(document);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.shop;
};

describe('form and document', () => {
  it('say the same of the demo bakery', () => {
    const document = documentFromForm(formFromDocument(DEFAULT_SHOP_DOCUMENT));
    expect(parsed(document)).toEqual(parsed(DEFAULT_SHOP_DOCUMENT));
    const { baker, ...rest } = document;
    expect({ ...DEFAULT_SHOP_DOCUMENT, take_orders: true, avito_links: true }).toMatchObject({
      ...rest,
      fillings: DEFAULT_SHOP_DOCUMENT.fillings,
    });
    expect(baker).toEqual({ ...(DEFAULT_SHOP_DOCUMENT.baker as object), silence_minutes: 60 });
  });

  const name = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() === text && text !== '');
  const both = fc.record({ ru: name, en: name }, { requiredKeys: ['ru'] });
  // No key is also a name: such a line would get another key.
  const key = name.map((text) => `№ ${text}`);
  const kopecks = fc.integer({ min: 0, max: 100_000_00 }).map((price) => price / 100);
  const lead = fc.integer({ min: 1, max: 60 });
  const contains = fc.uniqueArray(fc.constantFrom(...ALLERGENS));
  const points = fc.integer({ min: 1, max: 50 });
  const lines = (record: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[]) =>
    fc.array(fc.record(record, { requiredKeys }), { minLength: 1, maxLength: 4 });
  const sentences = (ours: object) =>
    fc.dictionary(fc.constantFrom(...Object.keys(ours)), name, { minKeys: 1, maxKeys: 4, noNullPrototype: true });
  const byWeight = lines({ key, name: both, price_per_kg: kopecks, lead_days: lead, contains }, ['name', 'price_per_kg', 'contains']); // prettier-ignore
  const document = fc.record(
    {
      take_orders: fc.boolean(),
      avito_links: fc.boolean(),
      name: both,
      time_zone: fc.constantFrom('Europe/Moscow', 'Asia/Omsk', 'Europe/Lisbon'),
      language: fc.constantFrom('ru', 'en'),
      operator: fc.record({ name, policy_url: fc.constant('https://example.com/policy') }),
      baker: fc.record({
        approval: fc.boolean(),
        chats: fc.array(fc.integer({ min: 1000, max: 10 ** 12 }).map(String), { minLength: 1, maxLength: 3 }),
        users: fc.array(fc.integer({ min: 1000, max: 10 ** 12 }).map(String), { maxLength: 3 }),
        hold_hours: points,
        remind_hours: points,
        silence_minutes: points,
      }),
      lead_days: points,
      horizon_days: points,
      deposit_percent: fc.integer({ min: 0, max: 100 }),
      weight: fc.record({ min_kg: kopecks, max_kg: kopecks, step_kg: kopecks, grams_per_serving: points }),
      inscription: fc.record({ price: kopecks, max_length: points }),
      pickup: fc.record({ address: both }),
      capacity: fc.record(Object.fromEntries(WEEKDAYS.map((day) => [day, points]))),
      fillings: byWeight,
      coatings: byWeight,
      decor: lines({ key, name: both, price: kopecks, lead_days: lead, work_points: points, contains }, ['name', 'price', 'contains']), // prettier-ignore
      sizes: lines({ key, name: both, weight_kg: kopecks, servings: points, tiers: fc.constantFrom(2, 3), work_points: points }, ['name', 'weight_kg', 'servings', 'work_points']), // prettier-ignore
      ready_cakes: lines({ key, name: both, text: both, picture: fc.constant('https://example.com/1.jpg'), filling: name, coating: name, decor: name, weight_kg: kopecks }, ['name', 'picture', 'filling', 'weight_kg']), // prettier-ignore
      delivery_zones: lines({ key, name: both, price: kopecks }, ['name', 'price']),
      windows: lines({ key, from: fc.constant('10:00'), to: fc.constant('12:00') }, ['from', 'to']),
      occasions: lines({ key, name: both }, ['name']),
      faq: lines({ question: both, answer: both }, ['question', 'answer']),
      // Only what differs from the defaults: those leave no trace.
      ai: fc.record({ understanding: fc.constant(false), calls_per_month: fc.integer({ min: 0, max: 1999 }) }),
      preview: fc.record({ enabled: fc.constant(true), style: name, per_order: fc.constantFrom(0, 20), per_month: points, bucket: fc.constant('cakes') }, { requiredKeys: ['enabled'] }), // prettier-ignore
      payment: fc
        .record(
          {
            providers: fc.shuffledSubarray([...PAYMENT_PROVIDERS], { minLength: 1 }),
            pay_minutes: fc.integer({ min: 10, max: 59 }),
            receipts: fc.oneof(
              fc.constant({ kind: 'self_employed' }),
              fc.record({ kind: fc.constant('54fz'), tax_system: fc.constantFrom(1, 2, 3, 5, 6), vat_code: fc.constantFrom(1, 2, 3, 7, 8, 11), email: fc.constant(true) }, { requiredKeys: ['kind'] }), // prettier-ignore
            ),
            tolerance_percent: fc.integer({ min: 0, max: 9 }),
            cancel_hours: fc.integer({ min: 0, max: 71 }),
            keep_percent: fc.integer({ min: 0, max: 99 }),
            return_url: fc.constant('https://t.me/bakery_bot'),
          },
          { requiredKeys: [] },
        )
        .filter((payment) => Object.keys(payment).length > 0),
      blackout: fc.array(fc.constantFrom('2027-01-01', '2027-12-31'), { maxLength: 2 }),
      questions: fc.shuffledSubarray(
        STEPS.map((step) => step.key),
        { minLength: 1, maxLength: STEPS.length - 1 },
      ),
      texts: fc.record(
        { ru: sentences(TEXTS.ru), en: sentences(TEXTS.en), kitchen: sentences(kitchen) },
        { requiredKeys: ['ru'] },
      ),
    },
    // prettier-ignore
    { requiredKeys: ['take_orders', 'avito_links', 'name', 'time_zone', 'language', 'operator', 'baker', 'lead_days', 'horizon_days', 'deposit_percent', 'weight', 'inscription', 'capacity', 'fillings', 'coatings', 'decor', 'sizes', 'delivery_zones', 'windows', 'occasions', 'blackout'] },
  );
  const without = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

  it('are the inverse of each other, whatever the document says', () => {
    fc.assert(
      fc.property(document, (given) => {
        expect(documentFromForm(formFromDocument(given as ShopDocument))).toEqual(without(given));
      }),
      { numRuns: 100 },
    );
  });

  it('stay so when n8n has stored the panel and shown it again', () => {
    fc.assert(
      fc.property(document, (given) => {
        const stored = save({ mode: 'form', ...formFromDocument(given as ShopDocument) });
        expect(documentFromForm(read(stored))).toEqual(without(given));
        // A second look at the panel changes nothing.
        expect(save(read(stored))).toEqual(stored);
      }),
      { numRuns: 50 },
    );
  });

  it('never break on a document that makes no sense', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(DEFAULT_SHOP_DOCUMENT), 'ready_cakes', 'texts', 'questions', 'ai', 'payment'), (value, field) => {
        documentFromForm(formFromDocument({ ...DEFAULT_SHOP_DOCUMENT, [field]: value }));
      }), // prettier-ignore
      { numRuns: 150 },
    );
  });
});

describe('ready cakes', () => {
  const cloud = {
    name: 'Ягодное облако',
    picture: 'https://example.com/1.jpg',
    weight_kg: 2,
    filling: 'ягодный',
    coating: ' Велюр ',
    decor: '',
    text: 'Лёгкий, с малиной',
    text_en: 'Light, with raspberries',
  };

  it('are filled in by the names that stand in the other lists', () => {
    const document = documentFromForm({ ...demoForm(), ready_cakes: { items: [cloud] } });
    expect(document.ready_cakes).toEqual([
      {
        name: { ru: 'Ягодное облако' },
        picture: 'https://example.com/1.jpg',
        weight_kg: 2,
        filling: 'ягодный',
        coating: 'Велюр',
        text: { ru: 'Лёгкий, с малиной', en: 'Light, with raspberries' },
      },
    ]);
    const { menu } = parsed({ ...DEFAULT_SHOP_DOCUMENT, ready_cakes: document.ready_cakes });
    expect(menu.readyCakes).toMatchObject([{ filling: 'ягодный', coating: 'велюр', decor: null, weightG: 2000 }]);
  });

  it('are told in the panel’s words where something is missing or unknown', () => {
    const items = [{ ...cloud, filling: 'Ягодныи' }, { name: 'Пустой' }];
    const { ready_cakes } = documentFromForm({ ...demoForm(), ready_cakes: { items } });
    const result = parseShop({ ...DEFAULT_SHOP_DOCUMENT, ready_cakes });
    expect(result.ok ? [] : result.problems.map(inPanelWords)).toEqual([
      'Готовый торт «Пустой»: картинка не указана',
      'Готовый торт «Пустой»: начинка не указана',
      'Готовый торт «Пустой»: вес в килограммах не указан',
      'Готовый торт «Ягодное облако»: начинки «Ягодныи» в меню нет — возможно, имелось в виду «Ягодный»',
    ]);
  });

  it('leave no trace in a menu without them, so that an earlier one counts as unchanged', () => {
    expect(documentFromForm(demoForm())).not.toHaveProperty('ready_cakes');
    expect(documentFromForm(read(save({ mode: 'form', ...demoForm() })))).not.toHaveProperty('ready_cakes');
  });
});

describe('answers, free words and pictures', () => {
  const item = { question: 'Есть парковка?', answer: 'Да, во дворе\nДва места', question_en: '', answer_en: ' Yes ' };

  it('are read from their fields', () => {
    const own = {
      faq: { items: [item] },
      ai_understanding: false,
      ai_calls_per_month: 0,
      preview_enabled: true,
      preview_style: ' пастель ',
      preview_per_order: 0,
      preview_bucket: 'cakes',
    };
    const { faq, ai, preview } = documentFromForm(read(save({ mode: 'form', ...demoForm(), ...own })));
    expect({ faq, ai, preview }).toEqual({
      faq: [{ question: { ru: 'Есть парковка?' }, answer: { ru: 'Да, во дворе\nДва места', en: 'Yes' } }],
      ai: { understanding: false, calls_per_month: 0 },
      preview: { enabled: true, style: 'пастель', per_order: 0, bucket: 'cakes' },
    });
    expect(parsed({ ...DEFAULT_SHOP_DOCUMENT, faq, ai, preview })).toMatchObject({
      faq: [{ question: { ru: 'Есть парковка?' } }],
      ai: { understanding: false, callsPerMonth: 0 },
      preview: { enabled: true, style: 'пастель', perOrder: 0, perMonth: 200, bucket: 'cakes' },
    });
  });

  it('are told in the panel’s words where something is missing or too much', () => {
    const own = {
      faq: { items: [{ ...item, answer: '', answer_en: '' }] },
      preview_per_order: 21,
      preview_bucket: 'мой',
    };
    const { faq, preview } = documentFromForm({ ...demoForm(), ...own });
    const result = parseShop({ ...DEFAULT_SHOP_DOCUMENT, faq, preview });
    expect(result.ok ? [] : result.problems.map(inPanelWords)).toEqual([
      'Частый вопрос «Есть парковка?»: ответа нет; впишите его или уберите вопрос',
      'Эскиз торта: картинки на один заказ — указано 21, нужно не больше 20',
      expect.stringMatching(/^Эскиз торта: хранилище картинок — указано «мой», нужно имя из латинских букв/),
    ]);
  });

  it('leave no trace in a panel of an earlier release, and switch nothing on there', () => {
    const earlierSteps = STEPS.filter(({ key }) => key !== 'picture' && key !== 'email');
    const questions = { items: earlierSteps.map(({ key }) => ({ question: key })) };
    const later = Object.keys(demoForm()).filter((one) => /^(ai_|preview_|payment_|faq$|ready_cakes$)/.test(one));
    const earlier = Object.fromEntries(
      Object.entries({ ...demoForm(), questions }).filter(([one]) => !later.includes(one)),
    );
    expect(later).toHaveLength(15);
    const document = documentFromForm(read({ mode: 'form', ...earlier }));
    for (const key of ['faq', 'ai', 'preview', 'payment', 'questions']) expect(document).not.toHaveProperty(key);
    const { operator, baker } = DEFAULT_SHOP_DOCUMENT;
    const shop = parsed({ ...document, operator, baker });
    expect([shop.preview.enabled, shop.payment.providers, shop.questions]).toEqual([false, [], null]);
  });

  it('a list of questions without the picture is hers when pictures are on', () => {
    const questions = { items: STEPS.filter(({ key }) => key !== 'picture').map(({ key }) => ({ question: key })) };
    expect(documentFromForm({ ...demoForm(), preview_enabled: true }).questions).toBeUndefined();
    expect(documentFromForm({ ...demoForm(), questions, preview_enabled: true }).questions).not.toContain('picture');
  });
});

describe('payment', () => {
  // Without pictures, so that only the e-mail's question is at stake.
  const base = { mode: 'form', ...demoForm(), preview_enabled: false };
  const documentOf = (own: Form) => documentFromForm(read(save({ ...base, ...own })));
  const problemsOf = (own: Form) => {
    const { operator, baker } = DEFAULT_SHOP_DOCUMENT;
    const result = parseShop({ ...documentOf(own), operator, baker });
    return result.ok ? [] : result.problems.map(inPanelWords);
  };
  const till = { payment_receipts: '54fz', payment_tax_system: 2, payment_vat_code: 1 };
  const without = (...keys: string[]) => ({
    items: STEPS.filter(({ key }) => !keys.includes(key)).map(({ key }) => ({ question: key })),
  });

  it('is read from its fields', () => {
    const { payment } = documentOf({
      ...till,
      payment_providers: ['yookassa', 'manual'],
      payment_pay_minutes: 30,
      payment_email: true,
      payment_tolerance_percent: 0,
      payment_keep_percent: 50,
      payment_return_url: ' https://t.me/bakery_bot ',
    });
    expect(payment).toEqual({
      providers: ['yookassa', 'manual'],
      pay_minutes: 30,
      receipts: { kind: '54fz', tax_system: 2, vat_code: 1, email: true },
      tolerance_percent: 0,
      keep_percent: 50,
      return_url: 'https://t.me/bakery_bot',
    });
    expect(parsed({ ...DEFAULT_SHOP_DOCUMENT, payment }).payment).toEqual({
      providers: ['yookassa', 'manual'],
      payMinutes: 30,
      receipts: { kind: '54fz', taxSystem: 2, vatCode: 1, email: true },
      tolerancePercent: 0,
      cancelHours: 72,
      keepPercent: 50,
      returnUrl: 'https://t.me/bakery_bot',
    });
  });

  it('stands in the panel as it is when nothing is written', () => {
    const { payment } = parsed(DEFAULT_SHOP_DOCUMENT);
    expect(read({})).toMatchObject({
      payment_providers: payment.providers,
      payment_pay_minutes: payment.payMinutes,
      payment_receipts: payment.receipts.kind,
      payment_tolerance_percent: payment.tolerancePercent,
      payment_cancel_hours: payment.cancelHours,
      payment_keep_percent: payment.keepPercent,
      payment_return_url: '',
    });
    expect(documentFromForm(demoForm())).not.toHaveProperty('payment');
  });

  it('offers every way, and none is chosen in the shipped panel', () => {
    const { options } = named('payment_providers') as { options: { value: string }[] };
    expect(options.map(({ value }) => value)).toEqual([...PAYMENT_PROVIDERS]);
    expect(demoForm().payment_providers).toEqual([]);
  });

  it('asks for tax, VAT and e-mail only where the till makes receipts', () => {
    const hidden = ['payment_tax_system', 'payment_vat_code', 'payment_email'];
    const shown = (kind: string) => Object.keys(read({ payment_receipts: kind })).filter((one) => hidden.includes(one));
    expect([shown('none'), shown('self_employed'), shown('54fz')]).toEqual([[], [], hidden]);
    // Values of an earlier choice that somebody wrote past the editor are not in force either.
    const own = { ...till, payment_receipts: 'self_employed', payment_email: true };
    expect(documentFromForm({ ...demoForm(), ...own }).payment).toEqual({ receipts: { kind: 'self_employed' } });
  });

  it('is told in the panel’s words where something is missing or too much', () => {
    const problems = problemsOf({
      payment_providers: ['yookassa'],
      payment_receipts: '54fz',
      payment_pay_minutes: 5,
      payment_tolerance_percent: 101,
      payment_cancel_hours: -1,
      payment_keep_percent: 150,
      payment_return_url: 'спасибо',
    });
    expect(problems).toEqual([
      'Оплата: минуты на предоплату — указано 5, нужно 10 или больше',
      'Оплата: для чеков по 54-ФЗ нужны система налогообложения и код НДС; их знает ваш бухгалтер',
      'Оплата: допуск после взвешивания — указано 101, нужно не больше 100',
      'Оплата: часы до выдачи с полным возвратом — указано -1, нужно 0 или больше',
      'Оплата: удержание при поздней отмене — указано 150, нужно не больше 100',
      'Оплата: адрес возврата — указано «спасибо», нужен адрес вида "https://…"',
    ]);
  });

  it('wants the question for the e-mail where receipts need one', () => {
    const own = { ...till, payment_providers: ['yookassa'], payment_email: true };
    expect(problemsOf(own)).toEqual([]);
    expect(problemsOf({ ...own, questions: without('email') })).toEqual([
      'Вопросы: для чеков нужна почта клиента, но вопроса «Почта для чека» нет; добавьте его или выключите вопрос о почте в чеках',
    ]);
    expect(problemsOf({ ...own, payment_email: false, questions: without('email', 'picture') })).toEqual([]);
    expect(problemsOf({ ...own, payment_providers: ['manual'], questions: without('email') })).toEqual([]);
  });

  it('a list of questions without those that are silent is ours, another is hers', () => {
    const own = { ...till, payment_providers: ['yookassa'], payment_email: true };
    for (const silent of [['email'], ['picture'], ['email', 'picture']])
      expect(documentOf({ questions: without(...silent) })).not.toHaveProperty('questions');
    expect(documentOf(own)).not.toHaveProperty('questions');
    expect(documentOf({ ...own, questions: without('picture') })).not.toHaveProperty('questions');
    expect(documentOf({ ...own, questions: without('email') }).questions).not.toContain('email');
    expect(documentOf({ questions: without('wishes') }).questions).toContain('email');
  });
});

describe('the panel', () => {
  const listsOf = properties.filter(({ type }) => type === 'fixedCollection');

  it('shows the demo bakery at once, but nothing that only the owner can know', () => {
    const shown = read({});
    expect(HERS.map((name) => shown[name])).toEqual(['', '', '', '']);
    const result = parseShop(documentFromForm(shown));
    expect(result.ok ? [] : result.problems.map(inPanelWords)).toEqual([
      expect.stringMatching(/^Оператор персональных данных: .*не указан/),
      expect.stringMatching(/^Кондитер: не указан чат, куда присылать заказы\. Напишите боту \/id/),
    ]);
  });

  it('is what the shipped workflow holds, so that a new release never changes a bakery’s menu', () => {
    const file = join(__dirname, '..', '..', 'workflows', '20-menu.json');
    const { nodes } = JSON.parse(readFileSync(file, 'utf8')) as { nodes: { name: string; parameters: Form }[] };
    const { parameters } = nodes.find(({ name }) => name === 'Меню')!;
    expect(parameters).toEqual({ mode: 'form', ...demoForm() });
    for (const name of HERS) expect(parameters[name]).toBe('');
  });

  it.each(MAY_BE_EMPTY)('%s stays empty when the owner removes its last line', (name) => {
    const emptied = { mode: 'form', ...demoForm(), [name]: {} };
    expect(read(save(emptied))[name]).toEqual({});
  });

  it('keeps the form while the document is given as text', () => {
    const form = { ...demoForm(), operator_name: 'ИП Иванова А. А.' };
    const asText = read(save({ mode: 'json', shop: '{}', ...form }));
    expect(documentFromForm(asText)).toEqual(documentFromForm(form));
  });

  it('speaks Russian in every label, hint and button', () => {
    const words = (property: INodeProperties): (string | undefined)[] => [
      property.displayName,
      property.description,
      property.hint,
    ];
    for (const property of properties) {
      for (const text of words(property)) if (text) expect(text).toMatch(/[а-яё]/i);
    }
    for (const { options, placeholder } of listsOf) {
      expect(placeholder).toMatch(/^[А-ЯЁ]/);
      const [{ displayName, values }] = options as { displayName: string; values: INodeProperties[] }[];
      for (const text of [displayName, ...values.flatMap(words)]) if (text) expect(text).toMatch(/[а-яё]/i);
    }
  });

  it('names each parameter once', () => {
    const names = properties.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('offers every question and every sentence of the bot', () => {
    const choices = (list: string, field: string) => {
      const [{ values }] = named(list).options as { values: INodeProperties[] }[];
      return values.find((value) => value.name === field)!.options as { name: string; value: string }[];
    };
    expect(choices('questions', 'question').map(({ value }) => value)).toEqual(STEPS.map((step) => step.key));
    const offered = choices('texts', 'sentence').map(({ value }) => value);
    expect(offered).toEqual([...Object.keys(TEXTS.ru), ...Object.keys(kitchen).map((one) => `kitchen:${one}`)]);
  });
});

describe('a renamed line', () => {
  it('keeps the key by which conversations and orders know it', () => {
    const form = structuredClone(demoForm()) as { fillings: { items: { name: string; key: string }[] } };
    form.fillings.items[1].name = 'Медовик бабушкин';
    const { fillings } = documentFromForm(form) as { fillings: { key: string; name: object }[] };
    expect(fillings[1]).toMatchObject({ key: 'медовик', name: { ru: 'Медовик бабушкин' } });
  });

  it('that has no key is known by its name', () => {
    const form = { ...demoForm(), fillings: { items: [{ name: 'Манго', price_per_kg: 2400, contains: [] }] } };
    expect(parsed({ ...DEFAULT_SHOP_DOCUMENT, fillings: documentFromForm(form).fillings }).menu.fillings[0].key).toBe('манго'); // prettier-ignore
  });
});

it('a new line may have the name that a renamed one had', () => {
  const form = structuredClone(demoForm()) as unknown as { fillings: { items: object[] } };
  Object.assign(form.fillings.items[0], { name: 'Шоколад с вишней' });
  form.fillings.items.push({ name: 'Шоколад', price_per_kg: 2000, contains: ['milk'] });
  const { fillings } = documentFromForm(form as unknown as Form);
  const { menu } = parsed({ ...DEFAULT_SHOP_DOCUMENT, fillings });
  expect(menu.fillings.map(({ key }) => key)).toEqual(expect.arrayContaining(['шоколад', 'шоколад 2']));
  // Two lines of one name are still a mistake, told in words that fit the panel.
  form.fillings.items.push({ name: 'Медовик', price_per_kg: 1, contains: [] });
  const result = parseShop({ ...DEFAULT_SHOP_DOCUMENT, fillings: documentFromForm(form as unknown as Form).fillings });
  expect(result.ok ? [] : result.problems.map(inPanelWords)).toEqual([
    'Начинки: название «медовик» встречается дважды (строки №2 и №11), дайте им разные названия',
  ]);
});

test('the calendar’s time of day is no part of a day off', () => {
  const form = { ...demoForm(), blackout: { items: [{ date: '2027-01-07T00:00:00' }, { date: '2027-01-08' }] } };
  expect(documentFromForm(form).blackout).toEqual(['2027-01-07', '2027-01-08']);
});

test('problems are told in the panel’s words, not in the document’s', () => {
  const broken = structuredClone(DEFAULT_SHOP_DOCUMENT) as Record<string, never> & {
    baker: object;
    fillings: object[];
  };
  const spoilt = {
    ...broken,
    lead_days: 100,
    name: undefined,
    pickup: null,
    delivery_zones: [],
    baker: { chats: ['-1001234567890'], remind_hours: 12 },
    weight: { ...(broken.weight as object), max_kg: 100 },
  };
  const result = parseShop(spoilt);
  const problems = result.ok ? [] : result.problems.map(inPanelWords);
  expect(problems.length).toBeGreaterThan(5);
  for (const problem of problems) expect(problem.replace('/id', '')).not.toMatch(/[a-z]+_[a-z]+|baker\.|\bkey\b|\bname\b/); // prettier-ignore
});
