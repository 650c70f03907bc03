import axios from 'axios';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/chromium';
import { PageBench } from './pageBench';
import { until } from './support';

jest.setTimeout(60_000);

const VK = { groupId: 224_000_001, token: 'vk1.a.FakeTokenForThePage_0123456789' };
const AVITO = { userId: 94_235_311, clientId: 'page', clientSecret: 'secret-of-the-page' };
const WIDE = { width: 1600, height: 900 };

let browser: Browser;
let bench: PageBench;

/** The page before VK and Avito as the sandbox plays them: the bot speaks their protocols. */
beforeAll(async () => {
  browser = await launchChromium();
  bench = await new PageBench(browser).start([], { vk: VK, avito: AVITO });
  await listen();
});
afterAll(async () => {
  await bench.close();
  await browser.close();
});

const at = (path: string): string => new URL(path, bench.bench.sandbox.url).href;

async function vk(method: string, params: Record<string, string>): Promise<Record<string, string>> {
  const form = new URLSearchParams({ v: '5.199', access_token: VK.token, ...params });
  const { data } = await axios.post(at(`/method/${method}`), form, { proxy: false });
  if (data.error) throw new Error(JSON.stringify(data.error));
  return data.response;
}

async function avito(path: string, body: object): Promise<void> {
  const { userId, clientId, clientSecret } = AVITO;
  const asked = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const { data } = await axios.post(at('/token'), new URLSearchParams(asked), { proxy: false });
  const headers = { authorization: `Bearer ${data.access_token}` };
  await axios.post(at(`/messenger/${path.replace('{user}', String(userId))}`), body, { headers, proxy: false });
}

/** Both vendors are told that somebody listens; the sandbox is not ready before. */
async function listen(): Promise<void> {
  const group = { group_id: String(VK.groupId) };
  await vk('groups.setLongPollSettings', { ...group, enabled: '1', api_version: '5.199', message_new: '1' });
  const { server, key, ts } = await vk('groups.getLongPollServer', group);
  const query = new URLSearchParams({ act: 'a_check', key, ts, wait: '0' });
  await axios.get(`${server}?${query}`, { proxy: false });
  await avito('v3/webhook', { url: bench.receiver.url });
}

const linesOf = async (channel: string, chat: string): Promise<Record<string, unknown>[]> =>
  (await bench.bench.api('GET', `/api/channels/${channel}/chats/${chat}/messages`)).data.messages;

test('the page talks through VK and Avito as the sandbox plays them', async () => {
  await bench.open(WIDE);

  await bench.field('ВКонтакте').fill('Хочу торт');
  await bench.field('ВКонтакте').press('Enter');
  await bench.log('ВКонтакте').getByText('Хочу торт').waitFor();
  const button = (label: string): object => ({ action: { type: 'text', label, payload: '{}' }, color: 'primary' });
  const keyboard = JSON.stringify({ inline: true, buttons: [[button('Мёд'), button('Сыр')]] });
  const peer_id = await bench.idOf('vk', 'viktoria');
  await vk('messages.send', { peer_id, random_id: '1', message: 'Начинка?', keyboard });
  await bench.log('ВКонтакте').getByRole('button', { name: 'Сыр' }).click();
  await bench.log('ВКонтакте').getByText('Нажата кнопка «Сыр»').waitFor();

  await bench.field('Avito').fill('Сколько стоит торт?');
  await bench.field('Avito').press('Enter');
  await bench.log('Avito').getByText('Сколько стоит торт?').waitFor();
  const chat = await bench.idOf('avito', 'artyom');
  const text = 'Начинка?\n1. Мёд\n2. Сыр';
  const message = { type: 'text', message: { text } };
  await avito(`v1/accounts/{user}/chats/${encodeURIComponent(chat)}/messages`, message);
  await bench.log('Avito').getByRole('button', { name: '2: Сыр' }).click();
  await bench.log('Avito').locator('.mine .text').getByText('2', { exact: true }).waitFor();

  for (const name of ['ВКонтакте', 'Avito'] as const) {
    const side = bench.side(name);
    await side.getByRole('button', { name: 'Ещё', exact: true }).click();
    await side.getByRole('menuitem', { name: 'От имени пекарни' }).click();
    await bench.field(name).fill('Я из пекарни');
    await bench.field(name).press('Enter');
    const line = bench.log(name).getByRole('article').filter({ hasText: 'Я из пекарни' });
    await line.getByText('Человек из пекарни').waitFor();
  }
  expect((await linesOf('vk', 'viktoria')).map((line) => line.text)).toEqual([
    'Хочу торт',
    'Начинка?',
    'Сыр',
    'Я из пекарни',
  ]);
  expect((await linesOf('avito', 'artyom')).map((line) => line.text)).toEqual([
    'Сколько стоит торт?',
    text,
    '2',
    'Я из пекарни',
  ]);
});

test.each([
  ['ВКонтакте', 'vk', 'oksana'],
  ['Avito', 'avito', 'oksana'],
] as const)('%s refuses nothing that the page offers', async (name, channel, chat) => {
  await linesOf(channel, chat);
  const page = await bench.open(WIDE);
  const side = bench.side(name);
  await side.getByRole('button', { name: 'Чаты', exact: true }).click();
  const list = page.getByRole('navigation', { name: `Чаты покупателей: ${name}` });
  await list.getByRole('button', { name: chat }).click();
  await bench.field(name).fill('Здравствуйте');
  await bench.field(name).press('Enter');
  await bench.log(name).getByText('Здравствуйте').waitFor();
  const plus = side.getByRole('button', { name: 'Ещё', exact: true });
  await plus.click();
  const offered = (await side.getByRole('menuitem').allInnerTexts()).map((words) => words.replace(/^\S+\s+/, ''));
  await page.keyboard.press('Escape');
  for (const words of offered) {
    const before = (await linesOf(channel, chat)).length;
    await plus.click();
    await side.getByRole('menuitem', { name: words }).click();
    if (/Исправить|От имени/.test(words)) {
      await bench.field(name).fill(words);
      await bench.field(name).press('Enter');
    }
    await until(async () => (await linesOf(channel, chat)).length > before);
  }
  await bench.attach(name);
  await bench.field(name).press('Enter');
  await until(async () => (await linesOf(channel, chat)).some(({ image }) => image));
  await bench.log(name).getByRole('img').last().waitFor();
  expect(await side.getByRole('alert').innerText()).toBe('');
  expect(offered.length).toBeGreaterThan(5);
});
