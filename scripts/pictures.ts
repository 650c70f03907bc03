import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { questionKeyOf, say } from '../lib/dialogue';
import { SandboxClient, type Customer } from '../sandbox/client';
import { goOn, talkUntil, usualWishes } from '../sandbox/customerScript';
import { startStack, type Stack } from '../sandbox/stack/stack';
import { ChatPage } from '../test/support/chatPage';
import { EditorWindow } from '../test/support/editor';

/** Pictures of the canvas and of the chat, taken from a system of its own that is started for them. */

const folder = join(__dirname, '..', 'docs', 'pictures');
// The menu comes last: its panel is opened afterwards.
const WORKFLOWS = {
  order: 'cakeOrder000',
  cards: 'cakeCards000',
  ai: 'cakeAi000000',
  payment: 'cakePayment0',
  menu: 'cakeMenu0000',
};

async function chats(stack: Stack): Promise<void> {
  const desk = await ChatPage.open(stack.sandboxUrl, { width: 1280, height: 800 });
  const customer = (await desk.newCustomer()) as Customer;
  await talkUntil('filling', customer, usualWishes('ru'));
  await desk.page.screenshot({ path: join(folder, 'chat-filling.png') });
  await desk.close();

  const both = await ChatPage.open(stack.sandboxUrl, { width: 1280, height: 800 });
  const buyer = (await both.newCustomer()) as Customer;
  await talkUntil('picture', buyer, usualWishes('ru'));
  await both.page.screenshot({ path: join(folder, 'chat-picture.png') });
  await goOn('summary', buyer, usualWishes('ru'), await buyer.asks({ press: say('ru', 'picture.ok') }));
  const placed = await buyer.asks({ press: 'Подтвердить' });
  const [, number] = /№ (\d+)/.exec(placed.text)!;
  await both.bakerPresses(`Заказ № ${number}`, 'Принять');
  await payDeposit(new SandboxClient(stack.sandboxUrl), buyer, Number(number));
  await both.reads('Кондитер', 'Сейчас: принят');
  await both.page.screenshot({ path: join(folder, 'chat-accepted.png') });
  await both.close();

  const phone = await ChatPage.open(stack.sandboxUrl, { width: 390, height: 844 });
  const guest = (await phone.newCustomer()) as Customer;
  await talkUntil('summary', guest, usualWishes('ru'));
  await phone.page.screenshot({ path: join(folder, 'chat-phone.png') });
  await phone.close();
}

/** She chooses the first way, and pays as soon as there is a link. */
async function payDeposit(sandbox: SandboxClient, buyer: Customer, number: number): Promise<void> {
  await buyer.hears(({ text }) => questionKeyOf(text, 'ru') === 'pay');
  const told = await buyer.asks({ press: 1 });
  if (questionKeyOf(told.text, 'ru') !== 'pay_link') {
    await buyer.hears(({ text }) => questionKeyOf(text, 'ru') === 'pay_link');
  }
  const [payment] = await sandbox.payments(number);
  await sandbox.does(payment.id, 'pay');
  await buyer.hears(({ text }) => questionKeyOf(text, 'ru') === 'paid');
}

/** The same question in three messengers side by side, each with the controls that it has. */
async function messengers(stack: Stack): Promise<void> {
  const sandbox = new SandboxClient(stack.sandboxUrl);
  // The chats that the page opens by itself; Telegram's has come to the filling before.
  const vk = sandbox.customer('viktoria', 'vk');
  await talkUntil('occasion', vk, usualWishes('ru', { name: 'Виктория' }));
  await vk.says('готовые торты');
  await vk.hears(({ text }) => questionKeyOf(text, 'ru') === 'ready_cakes');
  await talkUntil('filling', sandbox.customer('artyom', 'avito'), usualWishes('ru', { name: 'Артём' }));
  const desk = await ChatPage.open(stack.sandboxUrl, { width: 1600, height: 900 });
  await desk.page.waitForLoadState('networkidle').catch(() => undefined);
  await desk.page.screenshot({ path: join(folder, 'chat-messengers.png') });
  await desk.close();
}

async function canvas(stack: Stack): Promise<void> {
  const editor = await EditorWindow.login(stack.n8nUrl, stack.owner);
  for (const [name, id] of Object.entries(WORKFLOWS)) {
    await editor.openWorkflow(id);
    await editor.fitToView();
    await editor.page.screenshot({ path: join(folder, `canvas-${name}.png`) });
  }
  const panel = await editor.openNode('Меню');
  await editor.lineField(panel, 'fillings', 'name', 1).waitFor();
  await editor.page.screenshot({ path: join(folder, 'menu-panel.png') });
  await editor.close();
}

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const dataDir = mkdtempSync(join(tmpdir(), 'cake-pictures-'));
  const stack = await startStack({ dataDir, n8nPort: 0, sandboxPort: 0, say: (line) => console.error(line) });
  try {
    await stack.healthy();
    await chats(stack);
    await messengers(stack);
    await canvas(stack);
    console.error(`The pictures are in ${folder}`);
  } finally {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

void main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
