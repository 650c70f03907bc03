import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/chromium';
import { BAKER, DESK, keys, ORDER, PageBench, PHONE } from './pageBench';
import { until } from './support';

jest.setTimeout(60_000);

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
let browser: Browser;
let bench: PageBench;
let anna: number;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  bench = await new PageBench(browser).start();
  anna = await bench.bench.chatId('anna', bench.receiver);
});
afterEach(() => bench.close());

/** What axe-core finds wrong with the page as it stands. */
async function wrong(): Promise<string[]> {
  const found = await bench.page.evaluate(`axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html + ' ' + failureSummary)))`);
  return found as string[];
}

describe.each([
  ['light', 'a phone', PHONE],
  ['light', 'a desk', DESK],
  ['dark', 'a phone', PHONE],
  ['dark', 'a desk', DESK],
] as const)('%s, on %s', (colorScheme, _name, size) => {
  test('axe finds nothing wrong in a conversation, its menu, a notice and an order', async () => {
    bench.order = { ...ORDER, status: 'declined', paid: 100 };
    bench.events = [{ seq: 1, type: 'declined', from: null, by: 'baker:1', at: new Date().toISOString() }];
    await bench.bench.say('anna', { kind: 'voice' });
    await bench.bench.say('anna', { kind: 'location' });
    await bench.bot('sendMessage', { chat_id: anna, text: 'Начинка?', reply_markup: keys('Мёд', 'Сыр') });
    await bench.bench.say('anna', { press: 'Мёд' });
    await bench.sendPicture(anna, 'Ваш торт');
    await bench.bot('sendMessage', { chat_id: BAKER, text: 'Заказ № 17', reply_markup: keys('Принять') });
    await bench.bench.api('POST', '/api/baker/messages', { text: 'Мне тоже', as: 'stranger' });
    // axe is let in by the test itself; the page's own policy lets nothing in.
    const page = await bench.open(size, { colorScheme, reducedMotion: 'reduce', bypassCSP: true });
    await page.addScriptTag({ content: axe });
    const show = async (name: 'Покупатель' | 'Кондитер' | 'Заказ'): Promise<void> => {
      const tab = page.getByRole('tab', { name });
      if (await tab.isVisible()) await tab.click();
      await bench.side(name).waitFor();
    };
    await bench.log('Покупатель').getByText('Ваш торт').waitFor();
    expect(await wrong()).toEqual([]);
    await bench.side('Покупатель').getByRole('button', { name: 'Ещё' }).click();
    await page.getByRole('menu').waitFor();
    expect(await wrong()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.route('**/chats/anna/messages', (route) => route.fulfill({ status: 500, json: { error: 'нельзя' } }));
    await bench.field('Покупатель').fill('Можно?');
    await bench.field('Покупатель').press('Enter');
    await page.getByText('нельзя').waitFor();
    expect(await wrong()).toEqual([]);

    await show('Кондитер');
    await bench.side('Кондитер').getByRole('button', { name: 'Ответить' }).click();
    await bench.side('Кондитер').getByLabel('Кто пишет').selectOption('посторонний');
    await bench.log('Кондитер').getByText('Мне тоже').waitFor();
    expect(await wrong()).toEqual([]);
    await show('Заказ');
    await bench.side('Заказ').getByText('Кондитер не смог').waitFor();
    expect(await wrong()).toEqual([]);
    await page.route('**/api/events', (route) => route.abort());
    await bench.bench.restart();
    await page.getByText('Связь с песочницей потеряна').waitFor();
    expect(await wrong()).toEqual([]);
  });

  test('axe finds nothing wrong in VK and Avito, alone and beside each other', async () => {
    bench.order = { ...ORDER, channel: 'vk' };
    bench.vk.bot('viktoria', 'Начинка?', [['Мёд', 'Сыр'], ['Назад']], { link: 'https://example.org/' });
    bench.vk.say('viktoria', { press: 'Мёд' });
    bench.vk.say('viktoria', { kind: 'allow' });
    bench.vk.say('viktoria', { text: 'Это Ольга', as: 'shop' });
    bench.avito.bot('artyom', 'Начинка?\n1. Мёд\n2. Сыр', [['Мёд'], ['Сыр']]);
    bench.avito.say('artyom', { text: 'Я Пётр из пекарни', as: 'shop' });
    const page = await bench.open(size, { colorScheme, reducedMotion: 'reduce', bypassCSP: true });
    await page.addScriptTag({ content: axe });
    bench.avito.bot('artyom', 'Вы ещё здесь?');
    await page.getByRole('tab', { name: 'Avito новое' }).waitFor();
    await page.getByRole('tab', { name: 'ВКонтакте' }).click();
    await bench.log('ВКонтакте').getByText('Человек из пекарни').waitFor();
    await bench.side('ВКонтакте').getByRole('button', { name: 'Ещё', exact: true }).click();
    await page.getByRole('menuitem', { name: 'От имени пекарни' }).click();
    expect(await wrong()).toEqual([]);
    await page.getByRole('tab', { name: 'Avito' }).click();
    await bench.log('Avito').getByText('Человек из пекарни').waitFor();
    expect(await wrong()).toEqual([]);
    const beside = page.getByRole('tab', { name: 'Все рядом' });
    if (await beside.isVisible()) await beside.click();
    bench.vk.bot('ольга', 'Новая');
    const side = bench.side(size === DESK ? 'ВКонтакте' : 'Avito');
    await side.getByRole('button', { name: 'Чаты', exact: true }).click();
    await page.getByRole('navigation').waitFor();
    expect(await wrong()).toEqual([]);
    await page.getByRole('tab', { name: 'Заказ' }).click();
    await bench.side('Заказ').getByText('№ 1001').waitFor();
    expect(await wrong()).toEqual([]);
  });

  test('what is pressed is 40 pixels tall and wide at least, and seen when it has the focus', async () => {
    await bench.bot('sendMessage', { chat_id: anna, text: 'Начинка?', reply_markup: keys('Мёд', 'Сыр') });
    await bench.bot('sendMessage', { chat_id: BAKER, text: 'Заказ № 17', reply_markup: keys('Принять') });
    bench.avito.bot('artyom', 'Начинка?\n1. Мёд\n2. Сыр', [['Мёд'], ['Сыр']]);
    const page = await bench.open(size, { colorScheme });
    await bench.log('Покупатель').getByText('Начинка?').waitFor();
    const shown = ['Покупатель', 'Кондитер', 'Заказ', 'Покупатель', 'Avito', size === DESK && 'Все рядом'] as const;
    for (const name of shown) {
      if (!name) continue;
      const tab = page.getByRole('tab', { name });
      if (await tab.isVisible()) await tab.click();
      await bench.side(name === 'Все рядом' ? 'ВКонтакте' : name).waitFor();
      const controls = await page
        .locator('button:visible, input:visible, select:visible, textarea:visible, a:visible')
        .all();
      expect(controls.length).toBeGreaterThan(3);
      for (const control of controls) {
        const { width, height } = (await control.boundingBox())!;
        const words = await control.evaluate('(one) => one.outerHTML.slice(0, 80)');
        expect({ words, width: width >= 40, height: height >= 40 }).toEqual({ words, width: true, height: true });
      }
    }
    await page.keyboard.press('Tab');
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
    expect(outline).toBe('solid');
  });
});

test('an order is confirmed and accepted by the keyboard alone', async () => {
  await bench.bot('sendMessage', { chat_id: anna, text: 'Всё верно?', reply_markup: keys('Да', 'Нет') });
  const page = await bench.open(PHONE);
  await bench.log('Покупатель').getByText('Всё верно?').waitFor();
  const active = (): Promise<string> =>
    page.evaluate('(document.activeElement.ariaLabel ?? document.activeElement.innerText).trim()');
  /** Goes on with Tab until the focus is there; not for ever. */
  const tabTo = async (name: string): Promise<void> => {
    for (let steps = 0; (await active()) !== name; steps += 1) {
      if (steps > 40) throw new Error(`Tab never comes to «${name}»`);
      await page.keyboard.press('Tab');
    }
  };
  await tabTo('Да');
  await page.keyboard.press('Enter');
  await bench.came(({ callback_query }) => callback_query?.data === 'do:Да');
  await tabTo('Ещё');
  await page.keyboard.press('Enter');
  await until(async () => (await active()).includes('Стикер'));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await bench.came(({ message }) => message?.voice);
  expect(await active()).toBe('Ещё');
  await tabTo('Сообщение: покупатель, Telegram');
  await page.keyboard.type('Спасибо');
  await page.keyboard.press('Enter');
  await bench.came(({ message }) => message?.text === 'Спасибо');
  expect(await active()).toBe('Сообщение: покупатель, Telegram');

  await bench.bot('sendMessage', { chat_id: BAKER, text: 'Заказ № 21', reply_markup: keys('Принять') });
  await page.getByRole('tab', { name: 'Кондитер новое' }).waitFor();
  await page.getByRole('tab', { name: 'Покупатель' }).focus();
  await page.keyboard.press('ArrowRight');
  await bench.log('Кондитер').getByText('Заказ № 21').waitFor();
  expect(await page.getByRole('tab', { name: 'Кондитер', exact: true }).getAttribute('aria-selected')).toBe('true');
  await tabTo('Принять');
  await page.keyboard.press('Space');
  await bench.came(({ callback_query }) => callback_query?.data === 'do:Принять');
});
