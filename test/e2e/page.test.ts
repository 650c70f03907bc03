import type { Customer } from '../../sandbox/client';
import { talkUntil, usualWishes } from '../../sandbox/customerScript';
import { ChatPage } from '../support/chatPage';
import { eventually, facts, sandbox, statusOf } from './support';

let window: ChatPage | undefined;
afterEach(() => window?.close());

test.each([
  ['a phone', { width: 390, height: 844 }],
  ['a desk', { width: 1280, height: 800 }],
])(
  'on the page, at the width of %s, an order goes from the greeting to the oven',
  async (_name, size) => {
    window = await ChatPage.open(facts.sandboxUrl, size);
    const customer = (await window.newCustomer()) as Customer;
    await talkUntil('summary', customer, usualWishes('ru'));
    expect(await window.sideways()).toBe(0);
    const placed = await customer.asks({ press: 'Подтвердить' });
    const [, number] = /№ (\d+)/.exec(placed.text)!;
    await window.orderIs(number, 'Ждёт кондитера');
    await window.reads('Кондитер', `Заказ № ${number}`);
    expect(await window.sideways()).toBe(0);
    expect(await window.nameless()).toEqual([]);
    await window.bakerPresses(`Заказ № ${number}`, 'Принять');
    await window.reads('Покупатель', 'Как вам удобнее заплатить?');
    await customer.asks({ press: 'Картой или СБП' });
    const { id } = await eventually('there is a link', async () =>
      (await sandbox.payments(Number(number))).find(({ url }) => url !== null),
    );
    await sandbox.does(id, 'pay');
    // The card changes in its place.
    await window.bakerPresses(`Заказ № ${number}`, 'Печём');
    await window.reads('Покупатель', `Начали печь ваш торт, заказ № ${number}`);
    await window.orderIs(number, 'Печётся');
    expect(await window.sideways()).toBe(0);
    expect(await statusOf(Number(number))).toBe('baking');
  },
  120_000,
);
