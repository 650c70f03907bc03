import type { Browser } from 'playwright-core';
import type { OrderEvent } from '../../sandbox/server';
import { launchChromium } from '../support/chromium';
import { ORDER, PageBench } from './pageBench';

jest.setTimeout(60_000);

let browser: Browser;
let bench: PageBench;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  bench = await new PageBench(browser).start();
});
afterEach(() => bench.close());

/** What happened to an order that came to these statuses. */
const came = (...types: string[]): OrderEvent[] =>
  types.map((type, index) => ({
    seq: index + 1,
    type,
    from: types[index - 1] ?? null,
    by: index === 0 ? 'customer:700000001' : type === 'cancelled' ? 'timer:decide' : 'baker:500000001',
    at: '2030-11-20T09:30:00Z',
  }));

const nbsp = (text: string): string => text.replace(/~/g, '\u00a0');

test('an order appears when it is committed, and goes its way before the eyes', async () => {
  await bench.open();
  const side = bench.side('Заказ');
  await side.getByText('ещё не оформлен').waitFor();
  expect(await side.getByRole('table').count()).toBe(0);

  bench.order = ORDER;
  bench.events = came('awaiting_baker');
  await bench.commit();
  await side.getByText('№ 1001').waitFor();
  const now = side.locator('[aria-current=step]');
  expect(await now.innerText()).toContain('Решение кондитера');
  expect(await side.getByRole('status').innerText()).toBe('Ждёт кондитера');
  expect((await side.getByRole('row').allInnerTexts()).map((row) => row.replace(/\s+/g, ' '))).toEqual([
    'Медовик, 2,5 кг 6 000 ₽',
    'Свечи, 3 шт. 151,50 ₽',
    'Итого 6 151,50 ₽',
  ]);
  expect(await side.getByText(nbsp('6~151,50~₽')).count()).toBe(1);
  for (const fact of ['суббота, 23 ноября, 10:00', 'ул. Лесная, д. 5', '«С днём рождения!»', 'Анна, +79161234567'])
    expect(await side.getByText(fact).count()).toBe(1);

  bench.order = { ...ORDER, status: 'baking' };
  bench.events = came('awaiting_baker', 'accepted', 'baking');
  await bench.commit();
  await side.getByText('начали печь').waitFor();
  expect(await now.innerText()).toContain('Печётся');
  expect(await side.getByRole('log').getByRole('listitem').allInnerTexts()).toEqual([
    expect.stringMatching(/Кондитер: начали печь$/),
    expect.stringMatching(/Кондитер: заказ принят$/),
    expect.stringMatching(/Покупатель: заказ отправлен кондитеру$/),
  ]);

  bench.order = { ...ORDER, status: 'handed_over', paid: 615_150 };
  bench.events = came('awaiting_baker', 'accepted', 'baking', 'ready', 'handed_over');
  await bench.commit();
  await side.getByText('торт выдан').waitFor();
  expect(await now.count()).toBe(0);
  expect(await side.getByText('пройдено').count()).toBe(6);
  await side.getByRole('row', { name: 'Оплачено' }).waitFor();
});

test.each([
  ['declined', 'Отклонён', 'Кондитер не смог взять этот заказ.'],
  ['cancelled', 'Отменён', 'Печь не нужно, место в этот день снова свободно.'],
  ['refunded', 'Деньги возвращены', 'Заказ закрыт, деньги вернулись покупателю.'],
  ['awaiting_payment', 'Ждёт оплаты', 'Как только покупатель оплатит, заказ пойдёт дальше.'],
])('an order that is %s is told plainly', async (status, title, why) => {
  bench.order = { ...ORDER, status };
  bench.events = came('awaiting_baker', status);
  await bench.open();
  const side = bench.side('Заказ');
  await side.getByText(why).waitFor();
  expect(await side.getByRole('status').innerText()).toBe(title);
  expect(await side.getByText('пройдено').count()).toBe(2);
  expect(await side.locator('[aria-current=step]').count()).toBe(0);
});

test('each customer has an order of her own; an order that cannot be read is told', async () => {
  bench.order = ORDER;
  const page = await bench.open();
  const side = bench.side('Заказ');
  await side.getByText('№ 1001').waitFor();
  await bench.field('Покупатель').fill('Здравствуйте');
  await bench.field('Покупатель').press('Enter');
  await bench.log('Покупатель').getByText('Здравствуйте', { exact: true }).waitFor();
  bench.order = undefined;
  await page.getByRole('button', { name: 'Новый чат' }).locator('visible=true').click();
  await side.getByText('ещё не оформлен').waitFor();
  await page.route('**/api/orders?*', (route) => route.fulfill({ status: 502, json: { error: 'база молчит' } }));
  await bench.commit();
  await side.getByRole('alert').getByText('база молчит').waitFor();
  await page.unroute('**/api/orders?*');
  bench.order = { ...ORDER, number: 1002 };
  await bench.commit();
  await side.getByText('№ 1002').waitFor();
  expect(await side.getByRole('alert').count()).toBe(0);
});
