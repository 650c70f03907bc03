import type { Browser, Locator } from 'playwright-core';
import { launchChromium } from '../support/chromium';
import { PageBench } from './pageBench';
import { until } from './support';

jest.setTimeout(60_000);

const WIDE = { width: 1600, height: 900 };

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
const more = async (side: Locator, name: string): Promise<void> => {
  await side.getByRole('button', { name: 'Ещё', exact: true }).click();
  await side.getByRole('menuitem', { name }).click();
};
const offered = async (side: Locator): Promise<string> => {
  await side.getByRole('button', { name: 'Ещё', exact: true }).click();
  const words = (await side.getByRole('menuitem').allInnerTexts()).join();
  await bench.page.keyboard.press('Escape');
  return words;
};

test('VK: what is typed and pressed goes to VK, its person of the shop is seen as one', async () => {
  const { vk, avito } = bench;
  await bench.open();
  await tab('ВКонтакте').click();
  const [side, log] = [bench.side('ВКонтакте'), bench.log('ВКонтакте')];
  await bench.field('ВКонтакте').fill('Хочу торт');
  await bench.field('ВКонтакте').press('Enter');
  expect(await until(() => vk.heard[0])).toEqual({
    chat: 'viktoria',
    text: 'Хочу торт',
    name: 'Виктория',
    language: 'ru',
  });

  const { seq } = vk.bot('viktoria', 'Начинка?', [['Мёд', 'Сыр'], ['Назад']]);
  vk.bot('viktoria', 'Можно и позвонить');
  await log.getByRole('button', { name: 'Назад' }).click();
  expect(await until(() => vk.heard[1])).toEqual({ chat: 'viktoria', press: 3, of: seq });
  await log.getByText('Нажата кнопка «Назад»').waitFor();

  await more(side, 'Запретить боту писать');
  await log.getByText('Покупатель запретил боту писать').waitFor();
  await more(side, 'Разрешить боту писать');
  await log.getByText('Покупатель разрешил боту писать').waitFor();
  expect(vk.heard.slice(2).map(({ kind }) => kind)).toEqual(['deny', 'allow']);

  await more(side, 'От имени пекарни');
  await side.getByText('От имени пекарни').waitFor();
  await bench.field('ВКонтакте').pressSequentially('Это Ольга');
  await bench.field('ВКонтакте').press('Enter');
  expect(await until(() => vk.heard[4])).toEqual({ chat: 'viktoria', text: 'Это Ольга', as: 'shop' });
  const human = log.getByRole('article').filter({ hasText: 'Это Ольга' });
  expect(await human.getByText('Человек из пекарни').isVisible()).toBe(true);
  // The next words are the customer's again.
  await side.getByText('От имени пекарни').waitFor({ state: 'detached' });
  await more(side, 'Исправить последнее');
  await bench.field('ВКонтакте').fill('Хочу два торта');
  await bench.field('ВКонтакте').press('Enter');
  expect(await until(() => vk.heard[5])).toMatchObject({ text: 'Хочу два торта', kind: 'edit', of: 1 });
  expect(avito.heard).toEqual([]);
});

test('Avito: a number is pressed or typed; only the newest list can be answered by a press', async () => {
  const { avito } = bench;
  await bench.open();
  await tab('Avito').click();
  const [side, log] = [bench.side('Avito'), bench.log('Avito')];
  const chips = log.getByRole('group', { name: 'Ответить числом' });
  avito.bot('artyom', 'Согласны?\n1. Да\n2. Нет', [['Да'], ['Нет']]);
  await chips.getByRole('button', { name: '2: Нет' }).waitFor();
  const { seq } = avito.bot('artyom', 'Начинка?\n1. Мёд\n2. Сыр\n3. Назад', [['Мёд'], ['Сыр'], ['Назад']]);
  await chips.getByRole('button', { name: '3: Назад' }).waitFor();
  expect(await chips.count()).toBe(1);
  expect(await chips.getByRole('button').allInnerTexts()).toEqual(['1', '2', '3']);
  await chips.getByRole('button', { name: '2: Сыр' }).click();
  expect(await until(() => avito.heard[0])).toEqual({ chat: 'artyom', press: 2, of: seq });
  await log.locator('.mine .text').getByText('2', { exact: true }).waitFor();
  expect(await log.getByText('Нажата кнопка').count()).toBe(0);

  await bench.field('Avito').fill('1');
  await bench.field('Avito').press('Enter');
  expect(await until(() => avito.heard[1])).toMatchObject({ chat: 'artyom', text: '1', name: 'Артём' });
  await more(side, 'От имени пекарни');
  await bench.field('Avito').fill('Здравствуйте, я Пётр');
  await bench.field('Avito').press('Enter');
  expect(await until(() => avito.heard[2])).toEqual({ chat: 'artyom', text: 'Здравствуйте, я Пётр', as: 'shop' });
  const human = log.getByRole('article').filter({ hasText: 'я Пётр' });
  expect(await human.getByText('Человек из пекарни').isVisible()).toBe(true);
  expect(await chips.count()).toBe(1);

  await bench.attach('Avito');
  await side.getByRole('button', { name: 'Отправить' }).click();
  expect((await until(() => avito.heard[3])).photo?.mimeType).toBe('image/png');
  await more(side, 'Заблокировать бота');
  await log.getByText('Покупатель запретил боту писать').waitFor();
});

test('each messenger offers what it has', async () => {
  await bench.open(WIDE);
  const [telegram, vk, avito] = [
    await offered(bench.side('Покупатель')),
    await offered(bench.side('ВКонтакте')),
    await offered(bench.side('Avito')),
  ];
  for (const words of [telegram, vk, avito]) for (const all of ['Голосовое', 'Файл']) expect(words).toContain(all);
  expect([telegram, vk, avito].map((words) => /Исправить/.test(words))).toEqual([true, true, false]);
  expect([telegram, vk, avito].map((words) => /Стикер/.test(words))).toEqual([true, true, false]);
  expect([telegram, vk, avito].map((words) => /От имени пекарни/.test(words))).toEqual([false, true, true]);
  expect([telegram, vk, avito].map((words) => /Разрешить/.test(words))).toEqual([false, true, false]);
});

test('what happens reaches its own column, and a messenger that nobody looks at says that it has news', async () => {
  const { vk, avito } = bench;
  const anna = await bench.bench.chatId('anna', bench.receiver);
  const page = await bench.open();
  avito.bot('artyom', 'Ваш торт готов');
  await tab('Avito новое').waitFor();
  await bench.bot('sendMessage', { chat_id: anna, text: 'Анне от бота' });
  await bench.log('Покупатель').getByText('Анне от бота').waitFor();
  expect(await tab('новое').count()).toBe(1);

  await tab('Все рядом').click();
  await bench.log('Avito').getByText('Ваш торт готов').waitFor();
  expect(await tab('Avito новое').count()).toBe(0);
  vk.bot('viktoria', 'Виктории от бота');
  await bench.log('ВКонтакте').getByText('Виктории от бота').waitFor();
  for (const [side, words] of [
    ['Покупатель', 'Виктории от бота'],
    ['Avito', 'Виктории от бота'],
    ['ВКонтакте', 'Ваш торт готов'],
    ['ВКонтакте', 'Анне от бота'],
  ] as const)
    expect(await bench.log(side).getByText(words).count()).toBe(0);

  // The same name is another chat in another messenger.
  vk.bot('artyom', 'Другому Артёму');
  const list = page.getByRole('navigation', { name: 'Чаты покупателей: ВКонтакте' });
  await bench.side('ВКонтакте').getByRole('button', { name: 'Чаты', exact: true }).click();
  await list.getByRole('button', { name: /artyom.*новое/ }).click();
  await bench.log('ВКонтакте').getByText('Другому Артёму').waitFor();
  expect(await list.isVisible()).toBe(false);
  expect(await bench.log('Avito').getByText('Другому Артёму').count()).toBe(0);

  await page.route('**/api/events', (route) => route.abort());
  await bench.bench.restart();
  await page.getByText('Связь с песочницей потеряна').waitFor();
  avito.bot('artyom', 'пока вас не было');
  await page.unroute('**/api/events');
  await bench.log('Avito').getByText('пока вас не было').waitFor();
});

test('a draft stays where it was written', async () => {
  await bench.open();
  await bench.field('Покупатель').fill('для Telegram');
  await tab('ВКонтакте').click();
  expect(await bench.field('ВКонтакте').inputValue()).toBe('');
  await more(bench.side('ВКонтакте'), 'От имени пекарни');
  await bench.attach('ВКонтакте');
  await bench.field('ВКонтакте').fill('для ВК');
  await tab('Avito').click();
  await bench.field('Avito').fill('для Avito');
  await tab('ВКонтакте').click();
  expect(await bench.field('ВКонтакте').inputValue()).toBe('для ВК');
  for (const words of ['От имени пекарни', 'cake.png'])
    expect(await bench.side('ВКонтакте').getByText(words).isVisible()).toBe(true);
  await tab('Все рядом').click();
  for (const [name, words] of [
    ['Покупатель', 'для Telegram'],
    ['ВКонтакте', 'для ВК'],
    ['Avito', 'для Avito'],
  ] as const)
    expect(await bench.field(name).inputValue()).toBe(words);
  await bench.field('ВКонтакте').press('Enter');
  expect(await until(() => bench.vk.heard[0])).toMatchObject({ as: 'shop', text: 'для ВК' });
  expect(bench.avito.heard).toEqual([]);
  expect(await bench.field('Avito').inputValue()).toBe('для Avito');
});
