import { newChat, payDeposit, placeOrder, query, sandbox, statusOf } from './support';
import { talkUntil, usualWishes } from '../../sandbox/customerScript';
import { askedForMoney } from '../../sandbox/orderScript';

/** A red square of one pixel, PNG. */
const PHOTO = {
  base64: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  mimeType: 'image/png',
};

test('the baker answers the card with a question, a price and a photo, and the customer answers', async () => {
  const placed = await placeOrder();
  const { customer, number, card, baker } = placed;
  await baker.says({ text: 'Какого цвета крем?', replyTo: card.seq });
  expect((await customer.hears()).text).toContain('Какого цвета крем?');
  await customer.says('Белый, пожалуйста');
  const note = await baker.hears(({ text }) => text.includes('Белый'));
  expect(note.text).toContain(`№ ${number}`);

  // An answer to a note is as good as one to the card.
  await baker.says({ text: '7 300', replyTo: note.seq });
  const offer = await customer.hears(({ text }) => text.includes('предлагает цену'));
  await customer.says({ press: 1, of: offer.seq });
  const deposit = await payDeposit(placed);
  const [order] = await sandbox.orders({ number });
  // Half of her own price, not of the first one.
  expect([deposit.amount, order.paid]).toEqual([365000, 365000]);
  expect(order).toMatchObject({ status: 'accepted', total: 730000 });
  expect(order.items.reduce((sum, { total }) => sum + total, 0)).toBe(730000);

  await baker.says({ photo: PHOTO, text: 'Готовим!', replyTo: card.seq });
  const photo = await customer.hears(({ image }) => image !== undefined);
  expect(photo.text).toContain('Готовим!');
});

test('a person called goes on with the customer, photos both ways, and the bot comes back where it stopped', async () => {
  const customer = sandbox.customer(newChat());
  const { baker } = sandbox;
  await baker.unread();
  await talkUntil('filling', customer, usualWishes('ru'));
  expect((await customer.asks('позовите человека')).text).toContain('помолчу');
  const handoff = await baker.hears(({ text }) => text.includes('просит человека'));
  await customer.says('Можно торт в форме замка?');
  await baker.hears(({ text }) => text.includes('в форме замка'));
  await customer.says({ photo: PHOTO });
  expect((await baker.hears(({ image }) => image !== undefined)).text).toContain('Фото от клиента');

  await baker.says({ text: 'Можно, пришлите картинку', replyTo: handoff.seq });
  expect((await customer.hears()).text).toContain('Можно, пришлите картинку');
  await baker.says({ photo: PHOTO, replyTo: handoff.seq });
  await customer.hears(({ image }) => image !== undefined);
  await baker.says({ text: '/bot', replyTo: handoff.seq });
  const back = await customer.hears();
  expect(back.text).toContain('Какую начинку');
  const medovik = back.buttons.find((label) => label.startsWith('Медовик'))!;
  expect((await customer.asks({ press: medovik })).text).toContain('Чем покроем');
});

test('a stranger’s answer, an answer to a forwarded card and a second press do no harm', async () => {
  const placed = await placeOrder();
  const { customer, number, card, baker } = placed;
  await customer.unread();
  await baker.says({ text: 'Мы закрыты навсегда', replyTo: card.seq, as: 'stranger' });
  await baker.hears(({ text }) => text.includes('для кондитера'));
  // What the baker wrote herself, as a forwarded card is, is no message of the bot.
  await baker.says({ text: card.text });
  await baker.hears(({ text }) => text.includes('кому это передать'));
  expect([await statusOf(number), await customer.unread()]).toEqual(['awaiting_baker', []]);

  await baker.press(card.seq, 'Принять', { repeat: 2 });
  await askedForMoney(placed);
  await baker.press(card.seq, 'Принять');
  const changes = await query(`select 1 from events e join orders o on o.id = e.order_id where o.number = $1 and e.to_status = 'awaiting_payment'`, [number]); // prettier-ignore
  expect(changes).toHaveLength(1);
});

test('a day is closed from the baker’s chat, without publishing, and opened again', async () => {
  const { baker } = sandbox;
  await baker.unread();
  const customer = sandbox.customer(newChat());
  const offered = await talkUntil('date', customer, usualWishes('ru'));
  const day = offered.buttons[0].replace(/^.*?, /, '');
  await baker.says({ text: `/day ${day} выходной` });
  await baker.hears(({ text }) => text.includes('выходной, новых заказов не будет'));
  expect((await customer.asks({ press: 1 })).text).toContain('выходной');
  await baker.says({ text: `/day ${day} как обычно` });
  await baker.hears(({ text }) => text.includes('как обычно'));
  expect((await customer.asks({ text: day })).text).toContain('В какое время');
});

test('her data is deleted on her word, when no order is open', async () => {
  const { customer, number, card, baker } = await placeOrder();
  expect((await customer.asks('удалите мои данные')).text).toContain('Сейчас данные удалить нельзя');
  await baker.press(card.seq, 'Отклонить');
  await customer.hears(({ text }) => text.includes('взять не сможет'));
  await customer.asks('удалите мои данные');
  expect((await customer.asks({ press: 'Да, удалить' })).text).toContain('данные удалены');
  const [order] = await sandbox.orders({ number });
  expect(order).toMatchObject({ status: 'declined', name: null, phone: null });
  expect(order.total).toBeGreaterThan(0);
  const [left] = await query(
    `select (select count(*)::int from inbox i where i.body::text ~ 'Лесная') as inbox,
            (select count(*)::int from outbox o join chats c on c.id = o.chat_id where c.chat = ch.chat and o.payload::text ~ 'Лесная') as outbox
     from orders o join chats ch on ch.id = o.chat_id where o.number = $1`,
    [number],
  );
  expect((left as { outbox: number }).outbox).toBe(0);
  expect((await customer.asks('Здравствуйте!')).text).toContain('Вы согласны?');
});
