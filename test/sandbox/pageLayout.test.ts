import type { Browser, Locator } from 'playwright-core';
import { launchChromium } from '../support/chromium';
import { BAKER, keys, ORDER, PageBench, PHONE } from './pageBench';
import { FakeChannel } from './pageFakes';
import { until } from './support';

jest.setTimeout(60_000);

const WIDE = { width: 1600, height: 900 };
const WIDEST = { width: 1920, height: 1080 };
const MESSENGERS = ['Покупатель', 'ВКонтакте', 'Avito'] as const;

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

const tab = (name: string): Locator => bench.page.getByRole('tab', { name });
/** Which of the page's parts are to be seen. */
const seen = async (): Promise<string[]> => {
  const parts = [...MESSENGERS, 'Кондитер', 'Заказ'] as const;
  const visible = await Promise.all(parts.map((part) => bench.side(part).isVisible()));
  return parts.filter((_part, index) => visible[index]);
};

test('one messenger at 1280, all of them beside each other on demand and at 1600; the choice is kept', async () => {
  const page = await bench.open();
  expect(await seen()).toEqual(['Покупатель', 'Кондитер', 'Заказ']);
  await tab('Avito').click();
  expect(await seen()).toEqual(['Avito', 'Кондитер', 'Заказ']);
  await page.reload();
  await bench.side('Avito').waitFor();
  expect(await seen()).toEqual(['Avito', 'Кондитер', 'Заказ']);
  await tab('Все рядом').click();
  expect(await seen()).toEqual([...MESSENGERS, 'Кондитер']);
  await bench.bot('sendMessage', { chat_id: BAKER, text: 'Заказ № 17', reply_markup: keys('Принять') });
  await bench.log('Кондитер').getByText('Заказ № 17').waitFor();
  await tab('Заказ').click();
  expect(await seen()).toEqual([...MESSENGERS, 'Заказ']);
  await bench.bot('sendMessage', { chat_id: BAKER, text: 'Заказ № 18' });
  await tab('Кондитер новое').click();
  await bench.log('Кондитер').getByText('Заказ № 18').waitFor();
  for (const name of [...MESSENGERS, 'Кондитер'] as const) {
    const { width, height } = (await bench.side(name).boundingBox())!;
    expect({ name, wide: width >= 300, tall: height >= 600 }).toEqual({ name, wide: true, tall: true });
  }
  await page.reload();
  await bench.side('ВКонтакте').waitFor();
  expect(await seen()).toEqual([...MESSENGERS, 'Кондитер']);
  await page.setViewportSize({ width: 1200, height: 800 });
  await until(async () => (await seen()).join() === 'Avito,Кондитер,Заказ');
  await bench.open(WIDE);
  expect(await seen()).toEqual([...MESSENGERS, 'Кондитер']);
  await bench.open(WIDEST);
  expect(await seen()).toEqual([...MESSENGERS, 'Кондитер', 'Заказ']);
});

test('the order is that of the messenger that is used', async () => {
  bench.order = { ...ORDER, channel: 'vk' };
  bench.vk.bot('viktoria', 'Ваш заказ принят');
  await bench.open(WIDEST);
  const side = bench.side('Заказ');
  await side.getByText('Telegram: Анна').waitFor();
  await bench.field('ВКонтакте').click();
  await side.getByText('ВКонтакте: Виктория').waitFor();
  await until(() => bench.asked.some(({ channel, chat }) => channel === 'vk' && chat === 'vk-1'));
  await side.getByText('№ 1001').waitFor();
  bench.order = { ...ORDER, channel: 'avito', number: 1002 };
  await bench.log('Avito').click();
  await side.getByText('Avito: Артём').waitFor();
  await side.getByText('№ 1002').waitFor();
});

test('on a phone the messengers are tabs, and the keyboard goes through them', async () => {
  const { vk, avito } = bench;
  const page = await bench.open(PHONE);
  expect(await seen()).toEqual(['Покупатель']);
  expect(await tab('Все рядом').count()).toBe(0);
  await tab('Telegram').focus();
  await page.keyboard.press('ArrowRight');
  expect(await seen()).toEqual(['ВКонтакте']);
  await page.keyboard.press('ArrowRight');
  expect(await seen()).toEqual(['Avito']);
  expect(await tab('Avito').getAttribute('aria-selected')).toBe('true');
  await tab('Кондитер').click();
  vk.bot('viktoria', 'Ау');
  await tab('Покупатель новое').click();
  await tab('ВКонтакте новое').click();
  await bench.log('ВКонтакте').getByText('Ау').waitFor();
  expect(await page.getByText('новое').count()).toBe(0);

  vk.bot('oleg', 'Олег, вы здесь?');
  await bench.side('ВКонтакте').getByRole('button', { name: 'Чаты', exact: true }).press('Enter');
  const list = page.getByRole('navigation', { name: 'Чаты покупателей' });
  await until(() => page.evaluate('document.activeElement.innerText.includes("Виктория")'));
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'hidden' });
  expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Чаты');
  await page.keyboard.press('Enter');
  await list.getByRole('button', { name: 'Новый чат' }).click();
  await bench.log('ВКонтакте').getByText('Здесь пока тихо').waitFor();
  await bench.side('ВКонтакте').getByLabel('Имя покупателя').fill('Kate');
  await bench.side('ВКонтакте').getByLabel('Язык покупателя').selectOption('English');
  await bench.log('ВКонтакте').getByRole('button', { name: 'Поздороваться' }).click();
  expect(await until(() => vk.heard[0])).toMatchObject({ text: 'Здравствуйте!', name: 'Kate', language: 'en' });
  expect(avito.heard).toEqual([]);
});

test('500 messages in each messenger beside each other: one more draws one more, in its own column', async () => {
  for (let count = 1; count <= 500; count += 1) {
    bench.vk.bot('viktoria', `сообщение ${count}`, count % 10 ? [] : [['Да', 'Нет']]);
    bench.avito.bot('artyom', `сообщение ${count}`, count % 10 ? [] : [['Да'], ['Нет']]);
  }
  const page = await bench.open(WIDE);
  for (const name of ['ВКонтакте', 'Avito'] as const)
    await bench.log(name).getByText('сообщение 500', { exact: true }).waitFor();
  await page.evaluate(`
    window.changes = { telegram: 0, vk: 0, avito: 0 };
    for (const name in changes) new MutationObserver((records) => (changes[name] += records.length)).observe(
      document.querySelector('.' + name + ' .log'), { childList: true, subtree: true, attributes: true, characterData: true });
  `);
  bench.vk.bot('viktoria', 'пятьсот первое');
  await bench.log('ВКонтакте').getByText('пятьсот первое').waitFor();
  expect(await bench.log('ВКонтакте').getByRole('article').count()).toBe(501);
  expect(await page.evaluate('window.changes')).toEqual({ telegram: 0, vk: 1, avito: 0 });
});

test.each([
  ['a phone', PHONE],
  ['a desk', { width: 1280, height: 800 }],
  ['the narrowest desk that has room for all', { width: 1240, height: 700 }],
  ['a wide desk', WIDE],
  ['the widest desk', WIDEST],
])('no messenger is moved sideways on %s', async (_name, size) => {
  const long = 'оченьдлинноесловобезпробелов'.repeat(8);
  const rows = [[long, long, 'да'], [long]];
  bench.vk.bot('viktoria', long, rows, { link: 'https://example.org/' });
  bench.vk.say('viktoria', { text: long, as: 'shop' });
  bench.avito.bot(
    'artyom',
    long,
    Array.from({ length: 30 }, () => [long]),
  );
  const page = await bench.open(size);
  const wide = (): Promise<number> =>
    page.evaluate(`Math.max(...[document.documentElement, ...document.querySelectorAll('.log, .body, .card')]
      .filter((each) => each.clientWidth).map((each) => each.scrollWidth - each.clientWidth))`);
  const beside = tab('Все рядом');
  if (await beside.isVisible()) await beside.click();
  for (const [name, title] of [
    ['ВКонтакте', 'ВКонтакте'],
    ['Avito', 'Avito'],
  ] as const) {
    if (!(await bench.side(name).isVisible())) await tab(title).click();
    await bench.side(name).getByLabel('Имя покупателя').fill(long.slice(0, 64));
    await bench.log(name).getByText(long).first().waitFor();
    expect(await wide()).toBe(0);
  }
});

test('a sandbox that plays Telegram alone, or does not tell what it plays, shows Telegram alone', async () => {
  await bench.close();
  bench = await new PageBench(browser).start([]);
  const page = await bench.open(WIDE);
  const only = async (): Promise<void> => {
    await bench.side('Покупатель').waitFor();
    expect(await seen()).toEqual(['Покупатель', 'Кондитер', 'Заказ']);
    expect(await page.getByRole('tab').count()).toBe(0);
  };
  await only();
  await page.route('**/api/channels', (route) => route.fulfill({ status: 404, json: { error: 'nothing there' } }));
  await page.reload();
  await only();
});

test('a messenger that the page does not know is shown with what all have', async () => {
  const max = new FakeChannel('max');
  await bench.close();
  bench = await new PageBench(browser).start([max]);
  const page = await bench.open();
  await tab('max').click();
  const side = page.getByRole('region', { name: 'Покупатель: max' });
  await side.getByRole('textbox', { name: /^Сообщение/ }).fill('Привет');
  await page.keyboard.press('Enter');
  expect(await until(() => max.heard[0])).toMatchObject({ chat: 'anna', text: 'Привет' });
  max.bot('anna', 'Начинка?', [['Мёд']]);
  await side.getByRole('log').getByRole('button', { name: 'Мёд' }).click();
  expect(await until(() => max.heard[1])).toMatchObject({ press: 1 });
  max.close();
});
