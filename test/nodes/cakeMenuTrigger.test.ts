import type { IDataObject } from 'n8n-workflow';

import { DEFAULT_SHOP_DOCUMENT, defaultShop, parseShop } from '../../lib/order';
import type { Form } from '../../nodes/CakeMenu/form/documentFromForm';
import { formFromDocument } from '../../nodes/CakeMenu/form/formFromDocument';
import { demoForm } from '../../nodes/CakeMenu/form/properties';
import { runTrigger } from './harness';
import { allOf, type Rig, startRig } from './support/rig';

let rig: Rig;
const menu = (change: (shop: Shop) => void = () => {}): string => {
  const shop = structuredClone(DEFAULT_SHOP_DOCUMENT) as unknown as Shop;
  change(shop);
  return JSON.stringify(shop, null, 2);
};
interface Shop {
  lead_days: unknown;
  fillings: { price_per_kg: unknown; contains?: unknown }[];
}

const start = (mode: 'trigger' | 'manual', shop: string | IDataObject) => {
  const { supabaseApi } = rig.credentials;
  return runTrigger(mode, { mode: 'json', shop }, { supabaseApi });
};
const publish = (shop: string | IDataObject) => start('trigger', shop);
/** The panel filled in field by field, as n8n stores it. */
const startForm = (mode: 'trigger' | 'manual', form: Form) => {
  const { supabaseApi } = rig.credentials;
  return runTrigger(mode, form as IDataObject, { supabaseApi });
};
const ownForm = () => formFromDocument(DEFAULT_SHOP_DOCUMENT);
const STORED = (version: number) => [
  {
    checked: true,
    stored: true,
    version,
    summary: expect.stringContaining('меню в порядке'),
    days: expect.any(Object),
  },
];
const versions = () =>
  rig.query<{ version: number; document: Shop }>('select version, document from shop_versions order by version');
const failureOf = (attempt: Promise<unknown>): Promise<Error & { description: string }> =>
  attempt.then(
    (emitted) => Promise.reject(new Error(`It did not fail; it emitted ${JSON.stringify(emitted)}`)),
    (error) => error,
  );

beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig?.stop());
afterEach(async () => {
  await rig.sandbox.clearFaults();
  await rig.query('delete from shop_versions');
});

const BAD = [
  [
    'two wrong lines',
    menu((shop) => {
      shop.fillings[1].price_per_kg = 'дорого';
      shop.lead_days = 2.5;
    }),
    [/Начинка «Медовик»: цена за килограмм.*дорого/, /Общие настройки: срок подготовки/],
  ],
  ['a comma too many', '{\n  "name": "Сладкая мастерская",\n}', [/ошибка в строке 3, столбце 1/]],
  ['an empty panel', '', [/пуст/]],
] as const;

describe.each(['trigger', 'manual'] as const)('a bad menu (%s)', (mode) => {
  it.each(BAD)(
    'with %s is refused with its line, every problem is told, and nothing is stored',
    async (_, shop, lines) => {
      const error = await failureOf(start(mode, shop || '={{ "" }}'));
      expect(error.name).toBe('NodeOperationError');
      expect(error.message).toMatch(/^Меню не опубликовано\. /);
      const problems = error.description.split('\n');
      expect(problems).toHaveLength(lines.length);
      for (const line of lines) expect(problems).toContainEqual(expect.stringMatching(line));
      expect(error.message).toContain(problems[0]);
      expect(await versions()).toEqual([]);
    },
  );
});

describe('the panel as it is shipped', () => {
  it.each(['trigger', 'manual'] as const)('is refused (%s) until the owner says who she is', async (mode) => {
    const error = await failureOf(startForm(mode, {}));
    expect(error.message).toMatch(/^Меню не опубликовано\. Оператор персональных данных: .*не указан/);
    const problems = error.description.split('\n');
    expect(problems).toHaveLength(2);
    expect(problems[1]).toMatch(/^Кондитер: не указан чат, куда присылать заказы\. Напишите боту \/id/);
    expect(await versions()).toEqual([]);
  });

  it('is in force once she has said it', async () => {
    const hers = { operator_name: 'ИП Иванова А. А.', policy_url: 'https://example.com/p', baker_chats: '777000' };
    expect(await startForm('trigger', { ...demoForm(), ...hers })).toEqual(STORED(1));
    const [{ document }] = await versions();
    const stored = parseShop(document);
    expect(stored.ok && stored.shop).toEqual({
      ...defaultShop(),
      operator: { name: hers.operator_name, policyUrl: hers.policy_url },
      baker: { ...defaultShop().baker, chats: ['777000'] },
    });
  });
});

describe('the form', () => {
  it('tells every problem by the names of its lines and labels', async () => {
    const form = ownForm() as { fillings: { items: IDataObject[] }; lead_days: number; operator_name: string };
    form.fillings.items[1].price_per_kg = '';
    form.lead_days = 2.5;
    form.operator_name = ' ';
    const error = await failureOf(startForm('trigger', form));
    expect(error.description.split('\n')).toEqual([
      'Оператор персональных данных: имя или название не указано',
      'Начинка «Медовик»: цена за килограмм не указана',
      'Общие настройки: срок подготовки в днях — указано 2.5, нужно целое число',
    ]);
  });

  it('stores a changed price, question and sentence as the next version', async () => {
    await startForm('trigger', ownForm());
    const form = ownForm() as unknown as Record<'fillings' | 'questions', { items: IDataObject[] }>;
    form.fillings.items[0].price_per_kg = 2350;
    form.questions.items = form.questions.items.filter(({ question }) => question !== 'wishes');
    const texts = { items: [{ sentence: 'kitchen:button.accept', language: 'ru', words: 'Беру' }] };
    expect(await startForm('trigger', { ...form, texts })).toEqual(STORED(2));
    const [, { document }] = await versions();
    expect(document.fillings[0].price_per_kg).toBe(2350);
    expect(document).toMatchObject({ texts: { kitchen: { 'button.accept': 'Беру' } } });
    expect((document as unknown as { questions: string[] }).questions).not.toContain('wishes');
    expect(await startForm('trigger', { ...form, texts })).toEqual([]);
  });
});

describe('payment', () => {
  const paying = { payment_providers: ['yookassa', 'manual'], payment_pay_minutes: 30 };
  const payments = async () =>
    (await versions()).map(({ document }) => (document as unknown as { payment?: object }).payment);

  it('leaves an earlier menu as it was, and is the next version once it is switched on', async () => {
    const { payment_providers, payment_pay_minutes, payment_receipts, ...earlier } = ownForm();
    expect([payment_providers, payment_pay_minutes, payment_receipts]).toEqual([[], 60, 'none']);
    await startForm('trigger', earlier);
    expect(await startForm('trigger', ownForm())).toEqual([]);
    expect(await startForm('trigger', { ...ownForm(), ...paying })).toEqual(STORED(2));
    expect(await payments()).toEqual([undefined, { providers: ['yookassa', 'manual'], pay_minutes: 30 }]);
  });

  it('keeps what the till needs only while the panel shows it', async () => {
    const till = { payment_receipts: '54fz', payment_tax_system: 6, payment_vat_code: 1 };
    await startForm('trigger', { ...ownForm(), ...paying, ...till });
    await startForm('trigger', { ...ownForm(), ...paying, ...till, payment_receipts: 'none' });
    expect(await payments()).toEqual([
      expect.objectContaining({ receipts: { kind: '54fz', tax_system: 6, vat_code: 1 } }),
      { providers: ['yookassa', 'manual'], pay_minutes: 30 },
    ]);
  });

  it('says the same as text', async () => {
    const till = { payment_receipts: '54fz', payment_tax_system: 6, payment_vat_code: 1 };
    const [seen] = await startForm('manual', { ...ownForm(), ...paying, ...till });
    const [again] = await start('manual', JSON.stringify(seen.menu));
    expect(again).toEqual(seen);
    const bad = { ...(seen.menu as IDataObject), payment: { receipts: { kind: '54fz' } } };
    expect((await failureOf(start('trigger', JSON.stringify(bad)))).message).toContain('(tax_system)');
  });

  it('without tax system and VAT is not published', async () => {
    const error = await failureOf(startForm('trigger', { ...ownForm(), ...paying, payment_receipts: '54fz' }));
    expect(error.message).toBe(
      'Меню не опубликовано. Оплата: для чеков по 54-ФЗ нужны система налогообложения и код НДС; их знает ваш бухгалтер',
    );
    expect(await versions()).toEqual([]);
  });

  it.each([
    [50, 'предоплата 50 %'],
    [0, 'без предоплаты'],
  ])('is told by the test button (%i %%)', async (deposit_percent, words) => {
    const [{ summary }] = await startForm('manual', { ...ownForm(), ...paying, deposit_percent });
    expect(summary).toContain(` Оплата через бота: ЮKassa, наличные или перевод; ${words}. `);
  });
});

describe('the test button', () => {
  it('checks, stores nothing, and shows what was understood', async () => {
    const [seen, ...others] = await start('manual', menu());
    expect(others).toEqual([]);
    expect(seen).toMatchObject({ checked: true, stored: false, menu: DEFAULT_SHOP_DOCUMENT });
    expect(seen.summary).toContain(
      defaultShop().preview.enabled ? ' Эскиз торта показываем' : ' Эскиз торта не показываем',
    );
    expect(seen.summary).toMatch(
      /Начинок: 9, размеров: 5, ответов на вопросы: 5\. Эскиз .*\. Оплаты через бота нет\. Например, «Шоколад» на 2.кг: 4.600.₽\.$/,
    );
    const days = Object.entries(seen.days as Record<string, string>);
    expect(days).toHaveLength(7);
    expect(days).toContainEqual([expect.stringMatching(/^воскресенье, /), 'выходной']);
    expect(days).toContainEqual([expect.stringMatching(/^понедельник, /), 'баллов работы: 8']);
    expect(await versions()).toEqual([]);
  });

  it('gives the form’s menu as text, which says the same', async () => {
    const [seen] = await startForm('manual', ownForm());
    const [again] = await start('manual', JSON.stringify(seen.menu));
    expect(again.menu).toEqual(seen.menu);
  });

  it('works without a database', async () => {
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'down', times: 1000 });
    expect(await start('manual', menu())).toMatchObject([{ checked: true, stored: false }]);
  });
});

describe('publishing', () => {
  it('stores the menu letter by letter', async () => {
    expect(await publish(menu())).toEqual(STORED(1));
    expect(await versions()).toEqual([{ version: 1, document: DEFAULT_SHOP_DOCUMENT }]);
  });

  it('stores a version once, and not again when n8n starts with the same menu', async () => {
    await publish(menu());
    expect(await publish(menu())).toEqual([]);
    // Another order of fields or other spaces change nothing either.
    expect(await publish(JSON.stringify(JSON.parse(menu())))).toEqual([]);
    expect(await versions()).toHaveLength(1);
  });

  it('stores a changed menu as the next version and keeps the one before', async () => {
    await publish(menu());
    const changed = menu((shop) => (shop.fillings[0].price_per_kg = 2350));
    expect(await publish(changed)).toEqual(STORED(2));
    const prices = (await versions()).map(({ version, document }) => [version, document.fillings[0].price_per_kg]);
    expect(prices).toEqual([
      [1, 2300],
      [2, 2350],
    ]);
  });

  it('stores one version when several n8n start side by side', async () => {
    const emitted = await Promise.all([1, 2, 3, 4].map(() => publish(menu())));
    expect(emitted.flat()).toEqual(STORED(1));
    expect(await versions()).toHaveLength(1);
  });

  it('stores one version although the answer was lost', async () => {
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'drop_reply', path: 'cake_publish_shop', times: 1 });
    await publish(menu());
    expect(await versions()).toHaveLength(1);
  });

  it('takes a menu that is kept as an object rather than as text', async () => {
    expect(await publish(DEFAULT_SHOP_DOCUMENT as IDataObject)).toEqual(STORED(1));
    expect(await versions()).toEqual([{ version: 1, document: DEFAULT_SHOP_DOCUMENT }]);
  });

  it('fails and says so when the database is down, without repeating the key', async () => {
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'down', times: 1000 });
    const error = await failureOf(publish(menu()));
    expect(error.message).toMatch(/database cannot be reached/);
    expect(allOf(error)).not.toContain(rig.keys.serviceRole);
  });
});
