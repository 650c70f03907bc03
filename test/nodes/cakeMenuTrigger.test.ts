import type { IDataObject } from 'n8n-workflow';

import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import { CakeMenuTrigger } from '../../nodes/CakeMenu/CakeMenuTrigger.node';
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
  return runTrigger(mode, { shop }, { supabaseApi });
};
const publish = (shop: string | IDataObject) => start('trigger', shop);
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

describe('the test button', () => {
  it('checks and stores nothing', async () => {
    expect(await start('manual', menu())).toEqual([{ checked: true, stored: false }]);
    expect(await versions()).toEqual([]);
  });

  it('works without a database', async () => {
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'down', times: 1000 });
    expect(await start('manual', menu())).toEqual([{ checked: true, stored: false }]);
  });
});

describe('publishing', () => {
  it('stores the menu that the panel shows at first, letter by letter', async () => {
    const property = new CakeMenuTrigger().description.properties.find(({ name }) => name === 'shop')!;
    expect(await publish(property.default as string)).toEqual([{ checked: true, stored: true, version: 1 }]);
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
    expect(await publish(changed)).toEqual([{ checked: true, stored: true, version: 2 }]);
    const prices = (await versions()).map(({ version, document }) => [version, document.fillings[0].price_per_kg]);
    expect(prices).toEqual([
      [1, 2300],
      [2, 2350],
    ]);
  });

  it('stores one version when several n8n start side by side', async () => {
    const emitted = await Promise.all([1, 2, 3, 4].map(() => publish(menu())));
    expect(emitted.flat()).toEqual([{ checked: true, stored: true, version: 1 }]);
    expect(await versions()).toHaveLength(1);
  });

  it('stores one version although the answer was lost', async () => {
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'drop_reply', path: 'cake_publish_shop', times: 1 });
    await publish(menu());
    expect(await versions()).toHaveLength(1);
  });

  it('takes a menu that is kept as an object rather than as text', async () => {
    expect(await publish(DEFAULT_SHOP_DOCUMENT as IDataObject)).toEqual([{ checked: true, stored: true, version: 1 }]);
    expect(await versions()).toEqual([{ version: 1, document: DEFAULT_SHOP_DOCUMENT }]);
  });

  it('fails and says so when the database is down, without repeating the key', async () => {
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'down', times: 1000 });
    const error = await failureOf(publish(menu()));
    expect(error.message).toMatch(/database cannot be reached/);
    expect(allOf(error)).not.toContain(rig.keys.serviceRole);
  });
});
