import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/chromium';
import { BAKER, DESK, keys, PageBench, PHONE, PICTURE } from './pageBench';
import { until } from './support';

jest.setTimeout(60_000);

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

test('what is typed goes to the bot by Enter, Shift+Enter begins a new line', async () => {
  await bench.open();
  const field = bench.field('Покупатель');
  await field.pressSequentially('Здравствуйте!');
  await field.press('Shift+Enter');
  await field.pressSequentially('Хочу торт');
  await field.press('Enter');
  const { message } = await bench.came(({ message }) => message?.text?.includes('торт'));
  expect([message!.text, message!.from.first_name, message!.from.language_code]).toEqual([
    'Здравствуйте!\nХочу торт',
    'Анна',
    'ru',
  ]);
  await bench.log('Покупатель').getByText('Хочу торт').waitFor();
  expect(await field.inputValue()).toBe('');
});

test('what the bot sends, changes and deletes is seen; a press says which button of which message', async () => {
  const page = await bench.open();
  const log = bench.log('Покупатель');
  await bench.bot('sendChatAction', { chat_id: anna, action: 'typing' });
  await bench.side('Покупатель').getByText('бот печатает').waitFor();
  const asked = await bench.bot('sendMessage', { chat_id: anna, text: 'Начинка?', reply_markup: keys('Мёд', 'Сыр') });
  await log.getByRole('button', { name: 'Сыр' }).click();
  const { callback_query: press } = await bench.came(({ callback_query }) => callback_query);
  expect([press!.data, press!.message.message_id]).toEqual(['do:Сыр', asked.message_id]);
  await bench.bot('answerCallbackQuery', { callback_query_id: press!.id, text: 'Записали' });
  await bench.side('Покупатель').getByRole('alert').getByText('Записали').waitFor();
  await log.getByText('Нажата кнопка «Сыр»').waitFor();

  await bench.bot('editMessageText', { chat_id: anna, message_id: asked.message_id, text: 'Начинка: сыр' });
  const edited = log.getByRole('article').filter({ hasText: 'Начинка: сыр' });
  await edited.getByText('изменено').waitFor();
  expect(await log.getByText('Начинка?').count()).toBe(0);
  expect(await log.getByRole('button', { name: 'Сыр' }).count()).toBe(0);

  await bench.bot('deleteMessage', { chat_id: anna, message_id: asked.message_id });
  await log.getByText('Сообщение удалено').waitFor();
  expect(await edited.count()).toBe(0);

  await bench.sendPicture(anna, 'Ваш торт');
  await log.getByRole('button', { name: 'Открыть картинку' }).click();
  const large = page.getByRole('dialog', { name: 'Картинка' });
  await large.getByRole('img').waitFor();
  await page.keyboard.press('Escape');
  await large.waitFor({ state: 'detached' });
});

test('words are never markup', async () => {
  const page = await bench.open();
  const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script><b>жирно</b>';
  await bench.bot('sendMessage', { chat_id: anna, text: evil, reply_markup: keys('<i>кнопка</i>') });
  await bench.field('Покупатель').fill(evil);
  await bench.field('Покупатель').press('Enter');
  await bench.side('Покупатель').getByRole('textbox', { name: 'Имя покупателя' }).fill(evil);
  await bench.bot('sendMessage', { chat_id: BAKER, text: evil, reply_markup: keys(evil) });
  await until(async () => (await page.getByText(evil, { exact: true }).count()) >= 4);
  expect(await page.locator('.text img, .text b, .text script, .keys i, .name img, .notice img').count()).toBe(0);
  expect(await page.evaluate('window.hacked')).toBeUndefined();
  const { headers } = await bench.bench.api('GET', '/');
  expect(headers['content-security-policy']).toBe(
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'",
  );
});

test('the baker answers a card with a photo, and presses as a stranger', async () => {
  await bench.open();
  const side = bench.side('Кондитер');
  const card = await bench.bot('sendMessage', { chat_id: BAKER, text: 'Заказ № 17', reply_markup: keys('Принять') });
  await bench.bot('sendMessage', { chat_id: BAKER, text: 'Заказ № 18' });
  await side.getByText('Заказ № 18').waitFor();
  await side.getByRole('button', { name: 'Ответить' }).first().click();
  await side.getByText('Ответ на: Заказ № 17').waitFor();
  await bench.attach('Кондитер');
  await side.getByRole('button', { name: 'Отправить' }).click();
  const { message } = await bench.came(({ message }) => message?.photo);
  expect([message!.reply_to_message?.message_id, message!.from.id]).toEqual([card.message_id, BAKER]);
  await side.getByText('Ответ на: Заказ № 17').waitFor({ state: 'detached' });

  await side.getByLabel('Кто пишет').selectOption('посторонний');
  await bench.field('Кондитер').fill('Я тоже хочу');
  await bench.field('Кондитер').press('Enter');
  await side.getByRole('button', { name: 'Принять' }).click();
  const strange = await bench.came(({ message }) => message?.text === 'Я тоже хочу');
  const { callback_query: press } = await bench.came(({ callback_query }) => callback_query);
  expect([strange.message!.from.id, press!.from.id]).toEqual([600_000_001, 600_000_001]);
  await side.getByText('Посторонний нажал «Принять»').waitFor();
});

test('a customer sends what is not text, and puts her words right', async () => {
  const page = await bench.open();
  const side = bench.side('Покупатель');
  const more = async (name: string): Promise<void> => {
    await side.getByRole('button', { name: 'Ещё' }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  await more('Стикер');
  await bench.came(({ message }) => message?.sticker);
  await more('Голосовое');
  await bench.came(({ message }) => message?.voice);
  await more('Место на карте');
  await bench.came(({ message }) => message?.location);
  await more('Альбом');
  await until(() => bench.receiver.got.filter(({ update }) => update.message?.media_group_id).length === 2);
  await more('Файл');
  await bench.came(({ message }) => message?.document);
  await bench.field('Покупатель').fill('На тори кило');
  await bench.field('Покупатель').press('Enter');
  await side.getByText('На тори кило').waitFor();
  await more('Исправить последнее');
  expect(await bench.field('Покупатель').inputValue()).toBe('На тори кило');
  await bench.field('Покупатель').fill('На три кило');
  await bench.field('Покупатель').press('Enter');
  expect((await bench.came(({ edited_message }) => edited_message)).edited_message!.text).toBe('На три кило');
  await side.getByRole('article').filter({ hasText: 'На три кило' }).getByText('изменено').waitFor();
  await more('Заблокировать бота');
  await bench.came(({ my_chat_member }) => my_chat_member);
  await side.getByText('Покупатель запретил боту писать').waitFor();
  await bench.attach('Покупатель');
  await bench.field('Покупатель').fill('Такой');
  await side.getByRole('button', { name: 'Отправить' }).click();
  const { message } = await bench.came(({ message }) => message?.photo && message.caption);
  expect(message!.caption).toBe('Такой');
});

test('several customers, each with a name, a language and a chat that is kept', async () => {
  await bench.bench.chatId('boris', bench.receiver);
  const page = await bench.open();
  const chats = page.getByRole('navigation', { name: 'Чаты покупателей' });
  await bench.field('Покупатель').fill('недописано');
  await chats.getByRole('button', { name: 'Новый чат' }).click();
  await bench.log('Покупатель').getByText('Здесь пока тихо').waitFor();
  expect(await bench.field('Покупатель').inputValue()).toBe('');
  await bench.side('Покупатель').getByLabel('Имя покупателя').fill('Kate');
  await bench.side('Покупатель').getByLabel('Язык покупателя').selectOption('English');
  await bench.field('Покупатель').fill('Hello');
  await bench.field('Покупатель').press('Enter');
  const { message } = await bench.came(({ message }) => message?.text === 'Hello');
  expect([message!.from.first_name, message!.from.language_code]).toEqual(['Kate', 'en']);

  await bench.bot('sendMessage', { chat_id: anna, text: 'Анна, вы здесь?' });
  await chats.getByRole('button', { name: /Анна.*новое/ }).click();
  await bench.log('Покупатель').getByText('Анна, вы здесь?').waitFor();
  expect(await bench.field('Покупатель').inputValue()).toBe('недописано');
  expect(await bench.log('Покупатель').getByText('Hello', { exact: true }).count()).toBe(0);
  expect(await chats.getByRole('listitem').count()).toBe(3);
  await page.reload();
  await bench.log('Покупатель').getByText('Анна, вы здесь?').waitFor();
  await chats.getByRole('button', { name: 'Kate' }).click();
  await bench.log('Покупатель').getByText('Hello', { exact: true }).waitFor();
});

test('in a chat of 500 messages one more draws one more', async () => {
  for (let count = 1; count < 500; count += 1) await bench.bench.say('anna', { text: `сообщение ${count}` });
  const page = await bench.open();
  const bubbles = bench.log('Покупатель').getByRole('article');
  await bench.log('Покупатель').getByText('сообщение 499', { exact: true }).waitFor();
  expect(await bubbles.count()).toBe(500);
  await page.evaluate(`
    window.changes = 0;
    new MutationObserver((records) => (window.changes += records.length)).observe(
      document.querySelector('.telegram .log'), { childList: true, subtree: true, attributes: true, characterData: true });
  `);
  await bench.bot('sendMessage', { chat_id: anna, text: 'пятьсот первое' });
  await bench.log('Покупатель').getByText('пятьсот первое').waitFor();
  expect(await bubbles.count()).toBe(501);
  expect(await page.evaluate('window.changes')).toBe(1);
  const atEnd = 'document.querySelector(".telegram .log")';
  expect(await page.evaluate(`${atEnd}.scrollHeight - ${atEnd}.clientHeight - ${atEnd}.scrollTop`)).toBeLessThan(2);
});

test('a lost line is told, and what was missed meanwhile is there afterwards', async () => {
  const { message_id } = await bench.bot('sendMessage', { chat_id: anna, text: 'скоро исчезнет' });
  const page = await bench.open();
  const log = bench.log('Покупатель');
  await log.getByText('скоро исчезнет').waitFor();
  await page.route('**/api/events', (route) => route.abort());
  await bench.bench.restart();
  const banner = page.getByText('Связь с песочницей потеряна, пробуем снова…');
  await banner.waitFor();
  await bench.bot('deleteMessage', { chat_id: anna, message_id });
  await bench.bot('sendMessage', { chat_id: anna, text: 'пока вас не было' });
  await bench.bot('sendMessage', { chat_id: BAKER, text: 'Заказ № 19' });
  expect(await log.getByText('пока вас не было').count()).toBe(0);
  await page.unroute('**/api/events');
  await log.getByText('пока вас не было').waitFor();
  await bench.log('Кондитер').getByText('Заказ № 19').waitFor();
  expect(await log.getByText('скоро исчезнет').count()).toBe(0);
  await banner.waitFor({ state: 'detached' });
});

test('what could not be sent stays, with the reason', async () => {
  const page = await bench.open();
  await bench.bot('sendMessage', { chat_id: BAKER, text: 'Заказ № 20' });
  const side = bench.side('Кондитер');
  await side.getByRole('button', { name: 'Ответить' }).click();
  await bench.attach('Кондитер');
  await bench.field('Кондитер').fill('Вот такой');
  await page.route('**/api/baker/messages', (route) => route.fulfill({ status: 500, json: { error: 'диск полон' } }));
  await bench.field('Кондитер').press('Enter');
  await side.getByRole('alert').getByText('диск полон').waitFor();
  expect(await bench.field('Кондитер').inputValue()).toBe('Вот такой');
  await side.getByText('Ответ на: Заказ № 20').waitFor();
  await page.unroute('**/api/baker/messages');
  await bench.field('Кондитер').press('Enter');
  const { message } = await bench.came(({ message }) => message?.photo);
  expect([message!.caption, message!.reply_to_message?.text]).toEqual(['Вот такой', 'Заказ № 20']);
  await side.getByText('диск полон').waitFor({ state: 'detached' });
});

test.each([
  ['a phone', PHONE],
  ['a small phone', { width: 320, height: 568 }],
  ['a tablet', { width: 820, height: 1180 }],
  ['a desk', DESK],
])('nothing is moved sideways at the width of %s', async (_name, size) => {
  const long = 'оченьдлинноесловобезпробелов'.repeat(8);
  await bench.bench.say('anna', { text: long });
  await bench.bench.say('anna', { photo: { base64: PICTURE.toString('base64'), mimeType: 'image/png' }, text: long });
  await bench.bot('sendMessage', { chat_id: anna, text: long, reply_markup: keys(long, long, 'да') });
  await bench.bot('sendMessage', { chat_id: BAKER, text: long, reply_markup: keys(long, 'нет') });
  const page = await bench.open(size);
  const wide = (): Promise<number> =>
    page.evaluate(`Math.max(...[document.documentElement, ...document.querySelectorAll('.log, .body, .card')]
      .filter((each) => each.clientWidth).map((each) => each.scrollWidth - each.clientWidth))`);
  await bench.log('Покупатель').locator('visible=true').getByText('да', { exact: true }).waitFor();
  expect(await wide()).toBe(0);
  for (const name of ['Кондитер', 'Заказ'] as const) {
    const tab = page.getByRole('tab', { name });
    if (!(await tab.isVisible())) continue;
    await tab.click();
    await bench.side(name).waitFor();
    expect(await wide()).toBe(0);
  }
});

test('only the page is served, nothing beside it', async () => {
  const statusOf = async (url: string): Promise<number> => (await bench.bench.api('GET', url)).status;
  for (const url of ['/', '/main.js', '/base.css', '/lib/preact.js']) expect(await statusOf(url)).toBe(200);
  for (const url of ['/page.ts', '/index.html', '/lib/../page.ts', '/lib/x.js', '/..%2fpage.ts', '/%2e%2e/page.ts'])
    expect(await statusOf(url)).toBe(404);
});
