import axios from 'axios';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/chromium';
import { BAKER, keys, PageBench, type Talk } from './pageBench';

jest.setTimeout(60_000);

const VK = { groupId: 224_000_002, token: 'vk1.a.FakeTokenForThePictures_0123456789' };
const AVITO = { userId: 94_235_312, clientId: 'pictures', clientSecret: 'secret-of-the-pictures' };
const KEY = 'sk-sandbox-FakeKeyOfThePictures_0123456789';
const WIDE = { width: 1600, height: 900 };

let browser: Browser;
let bench: PageBench;
/** A drawn cake, 1024 by 1024, as the pack gets it. */
let cake: Blob;

/** The page before everything that is played: the bot's part, with its pictures, is this test's. */
beforeAll(async () => {
  browser = await launchChromium();
  bench = await new PageBench(browser).start([], { vk: VK, avito: AVITO, openai: { key: KEY } });
  const asked = { model: 'gpt-image-2.6-flare', prompt: 'Торт', size: '1024x1024', output_format: 'jpeg' };
  const headers = { authorization: `Bearer ${KEY}` };
  const { data } = await axios.post(at('/openai/v1/images/generations'), asked, { headers, proxy: false });
  cake = new Blob([Buffer.from(data.data[0].b64_json, 'base64')], { type: 'image/jpeg' });
  await vk('groups.setLongPollSettings', { group_id: String(VK.groupId), enabled: '1', api_version: '5.199' });
  const { server, key, ts } = await vk('groups.getLongPollServer', { group_id: String(VK.groupId) });
  await axios.get(`${server}?${new URLSearchParams({ act: 'a_check', key, ts, wait: '0' })}`, { proxy: false });
  await avito('v3/webhook', { url: bench.receiver.url });
});
afterAll(async () => {
  await bench.close();
  await browser.close();
});

const at = (path: string): string => new URL(path, bench.bench.sandbox.url).href;

function formOf(field: string, more: Record<string, string> = {}): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(more)) form.set(name, value);
  form.set(field, cake, 'cake.jpg');
  return form;
}

async function vk(method: string, params: Record<string, string>): Promise<Record<string, string>> {
  const form = new URLSearchParams({ v: '5.199', access_token: VK.token, ...params });
  const { data } = await axios.post(at(`/method/${method}`), form, { proxy: false });
  if (data.error) throw new Error(JSON.stringify(data));
  return data.response;
}

async function avito(path: string, body: object): Promise<Record<string, object>> {
  const { userId, clientId, clientSecret } = AVITO;
  const asked = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const { data } = await axios.post(at('/token'), new URLSearchParams(asked), { proxy: false });
  const headers = { authorization: `Bearer ${data.access_token}` };
  const url = at(`/messenger/${path.replace('{user}', String(userId))}`);
  return (await axios.post(url, body, { headers, proxy: false })).data;
}

/** The customer has written, so that the bot may. */
async function hello(name: Talk): Promise<void> {
  await bench.field(name).fill('Нарисуйте, пожалуйста');
  await bench.field(name).press('Enter');
  await bench.log(name).getByText('Нарисуйте, пожалуйста').waitFor();
}

/** How wide the newest picture of a side is, once it is loaded. */
async function shownWidth(name: Talk): Promise<number> {
  const image = bench.log(name).getByRole('img').last();
  await image.waitFor();
  return image.evaluate(async (node) => {
    const picture = node as unknown as { decode(): Promise<void>; naturalWidth: number };
    await picture.decode();
    return picture.naturalWidth;
  });
}

test('a drawn cake is seen by the customer of each messenger, and by the confectioner', async () => {
  const page = await bench.open(WIDE);

  await hello('Покупатель');
  const { message } = await bench.came(({ message }) => message?.text === 'Нарисуйте, пожалуйста');
  const reply_markup = JSON.stringify(keys('Нравится', 'Другой'));
  const caption = { chat_id: String(message!.chat.id), caption: 'Ваш торт', reply_markup };
  await bench.bot('sendPhoto', formOf('photo', caption));
  expect(await shownWidth('Покупатель')).toBe(1024);
  await bench.log('Покупатель').getByRole('button', { name: 'Нравится' }).waitFor();
  await bench.log('Покупатель').getByRole('button', { name: 'Открыть картинку' }).click();
  await page.getByRole('dialog', { name: 'Картинка' }).getByRole('img').waitFor();
  await page.keyboard.press('Escape');

  await bench.bot('sendPhoto', formOf('photo', { chat_id: String(BAKER), caption: 'Торт к заказу № 1001' }));
  expect(await shownWidth('Кондитер')).toBe(1024);
  await bench.log('Кондитер').getByText('Торт к заказу № 1001').waitFor();

  await hello('ВКонтакте');
  const { upload_url } = await vk('photos.getMessagesUploadServer', {});
  const { data: receipt } = await axios.post(upload_url, formOf('photo'), { proxy: false });
  const [photo] = (await vk('photos.saveMessagesPhoto', receipt)) as unknown as { owner_id: number; id: number }[];
  const peer_id = await bench.idOf('vk', 'viktoria');
  const attachment = `photo${photo.owner_id}_${photo.id}`;
  await vk('messages.send', { peer_id, random_id: '1', message: 'Ваш торт', attachment });
  expect(await shownWidth('ВКонтакте')).toBe(1024);

  await hello('Avito');
  const chat = encodeURIComponent(await bench.idOf('avito', 'artyom'));
  const [image_id] = Object.keys(await avito('v1/accounts/{user}/uploadImages', formOf('uploadfile[]')));
  await avito(`v1/accounts/{user}/chats/${chat}/messages/image`, { image_id });
  expect(await shownWidth('Avito')).toBe(1024);
});
