import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/chromium';
import { BAKER, ORDER, PageBench } from './pageBench';

jest.setTimeout(300_000);
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

const rowsOf = (rows: string[][]): object => ({
  inline_keyboard: rows.map((row) => row.map((text) => ({ text, callback_data: text.slice(0, 20) }))),
});

test('shots', async () => {
  const anna = await bench.bench.chatId('anna', bench.receiver);
  bench.order = ORDER;
  bench.events = [{ seq: 1, type: 'awaiting_baker', from: null, by: 'customer:1', at: new Date().toISOString() }];
  const hello = 'Здравствуйте! Помогу заказать торт. Нажимая «Согласен», вы разрешаете обработку персональных данных.';
  await bench.bot('sendMessage', { chat_id: anna, text: hello, reply_markup: rowsOf([['Согласен', 'Подробнее']]) });
  await bench.bench.say('anna', { press: 'Согласен' });
  await bench.bot('sendMessage', {
    chat_id: anna,
    text: 'Какую начинку возьмём?\n\nМедовик: 2 400 ₽ за кг\nКрасный бархат: 2 600 ₽ за кг\nФисташка и малина: 3 100 ₽ за кг',
    reply_markup: rowsOf([['Медовик', 'Красный бархат'], ['Фисташка и малина'], ['← Назад', '☰ Ещё']]),
  });
  await bench.bench.say('anna', { text: 'А без орехов есть?' });
  await bench.bench.say('petr', { text: 'Добрый день' });

  const vk = bench.vk;
  vk.say('viktoria', { text: 'Здравствуйте!' });
  vk.bot('viktoria', hello, [['Согласен', 'Подробнее']]);
  vk.say('viktoria', { press: 'Согласен' });
  vk.bot('viktoria', 'Какую начинку возьмём?\n\nМедовик: 2 400 ₽ за кг\nКрасный бархат: 2 600 ₽ за кг', [
    ['Медовик', 'Красный бархат'],
    ['Фисташка и малина'],
    ['← Назад', '☰ Ещё'],
  ]);
  vk.say('viktoria', { text: 'Здравствуйте, это Ольга из пекарни. Фисташковый сегодня со скидкой.', as: 'shop' });

  const avito = bench.avito;
  avito.say('artyom', { text: 'Сколько стоит торт на 12 человек?' });
  avito.bot('artyom', hello + '\n\n1. Согласен\n2. Подробнее', [['Согласен'], ['Подробнее']]);
  avito.say('artyom', { press: 1 });
  avito.bot(
    'artyom',
    'Какую начинку возьмём?\n\n1. Медовик: 2 400 ₽ за кг\n2. Красный бархат: 2 600 ₽ за кг\n3. Фисташка и малина: 3 100 ₽ за кг\n4. Назад\n5. Ещё\n\nОтветьте числом.',
    [['Медовик'], ['Красный бархат'], ['Фисташка и малина'], ['Назад'], ['Ещё']],
  );

  await bench.bot('sendMessage', {
    chat_id: BAKER,
    text: '🎂 Заказ № 1001\n\nПовод: День рождения\nНачинка: Медовик\nВес: 2,5 кг (12 гостей)\nНадпись: «С днём рождения!»\nКогда: суббота, 23 ноября, 10:00–13:00\nДоставка: ул. Лесная, д. 5\nКлиент: Анна\nТелефон: +79161234567\nЦена: 6 151,50 ₽',
    reply_markup: rowsOf([['Принять', 'Отклонить']]),
  });

  const shot = async (name: string): Promise<void> => {
    await bench.page.waitForTimeout(300);
    await bench.page.screenshot({ path: `/tmp/shots/${name}.png` });
  };
  for (const scheme of ['light', 'dark'] as const) {
    for (const [w, h] of [
      [1280, 800],
      [1600, 900],
      [1920, 1080],
      [1100, 800],
    ] as const) {
      const page = await bench.open({ width: w, height: h }, { colorScheme: scheme });
      await shot(`${w}-first-${scheme}`);
      if (w === 1100) continue;
      await page.getByRole('tab', { name: 'ВКонтакте' }).click();
      await shot(`${w}-vk-${scheme}`);
      await page.getByRole('tab', { name: 'Avito' }).click();
      if (w === 1280) await shot(`${w}-avito-${scheme}`);
      await page.getByRole('tab', { name: 'Все рядом' }).click();
      await shot(`${w}-all-${scheme}`);
      if (w === 1280 && scheme === 'light') {
        await bench.side('Avito').getByRole('button', { name: 'Ещё', exact: true }).click();
        await shot(`${w}-menu-${scheme}`);
        await page.getByRole('menuitem', { name: 'от имени' }).click();
        await bench.side('ВКонтакте').getByRole('button', { name: 'Чаты', exact: true }).click();
        await shot(`${w}-shop-${scheme}`);
      }
    }
    const page = await bench.open({ width: 390, height: 844 }, { colorScheme: scheme });
    await shot(`390-first-${scheme}`);
    await page.getByRole('tab', { name: 'ВКонтакте' }).click();
    await shot(`390-vk-${scheme}`);
    vk.bot('viktoria', 'Вы ещё здесь?');
    await bench.bot('sendMessage', { chat_id: BAKER, text: 'Заказ № 1002' });
    await page.getByRole('tab', { name: 'Avito' }).click();
    vk.bot('viktoria', 'Вы ещё здесь?');
    await shot(`390-avito-${scheme}`);
    await page.getByRole('tab', { name: 'Заказ' }).click();
    await shot(`390-order-${scheme}`);
  }
});
