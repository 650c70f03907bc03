import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { parseShop, STEPS, TEXTS } from '../../lib/dialogue';
import { kitchen } from '../../lib/dialogue/texts/kitchen';
import { ALLERGENS, DEFAULT_SHOP_DOCUMENT, WEEKDAYS } from '../../lib/order';
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
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(DEFAULT_SHOP_DOCUMENT), 'ready_cakes', 'texts', 'questions'), (value, field) => {
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
