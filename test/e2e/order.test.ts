import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { questionKeyOf } from '../../lib/dialogue';
import { defaultShop, priceOf } from '../../lib/order';
import { confirm, talkUntil, usualWishes } from '../../sandbox/customerScript';
import { eventually, expressionCounts, facts, newChat, query, runDemo, sandbox } from './support';

const shop = defaultShop();

test.each(['ru', 'en'] as const)('the demo command takes a whole order in %s to its end', async (language) => {
  const { order, ...result } = await runDemo({ channel: 'telegram', language });
  // Without a named provider the first one that is offered.
  expect(result).toMatchObject({ channel: 'telegram', language, provider: 'yookassa' });
  expect(order.total).toBeGreaterThan(0);
  expect(order).toMatchObject({ status: 'handed_over', paid: order.total });
});

test('the row in orders is what was said', async () => {
  const customer = sandbox.customer(newChat());
  const wanted = usualWishes('ru', { inscription: 'Ёлка & <b>Оля</b> *100%*', day: 2 });
  const summary = await talkUntil('summary', customer, wanted);
  await confirm(customer, 'ru');
  const [order] = await sandbox.orders({ chat: customer.chat });
  const medovik = shop.menu.fillings.find(({ key }) => key === 'медовик')!;
  expect(order).toMatchObject({
    channel: 'telegram',
    chat: customer.chat,
    status: 'awaiting_baker',
    currency: 'RUB',
    filling: 'Медовик',
    inscription: wanted.inscription,
    fulfilment: 'delivery',
    address: wanted.address,
    name: wanted.name,
    phone: '+79161234567',
    paid: 0,
  });
  // Twelve guests at 150 g, in steps of half a kilogram.
  expect(order.items[0]).toMatchObject({
    weight_g: 2000,
    unit_price: medovik.pricePerKg,
    total: 2 * medovik.pricePerKg,
  });
  expect(order.items.reduce((sum, { total }) => sum + total, 0)).toBe(order.total);
  const [{ draft }] = await query<{ draft: Parameters<typeof priceOf>[0] }>(
    'select draft from orders where number = $1',
    [order.number],
  );
  expect(priceOf(draft, shop)!.total).toBe(order.total);
  expect(draft.consent!.at).toMatch(/^\d{4}-\d\d-\d\dT/);
  const total = new Intl.NumberFormat('ru').format(order.total / 100);
  expect(summary.text.replace(/\s/g, ' ')).toContain(total.replace(/\s/g, ' '));
  expect(order.due_at!.slice(0, 10)).toBe(draft.date);
  const [hold] = await query<{ day: string; points: number }>(
    "select to_char(day, 'YYYY-MM-DD') as day, points from capacity_holds h join orders o on o.id = h.order_id where o.number = $1",
    [order.number],
  );
  expect(hold).toMatchObject({ day: draft.date });
});

test('the baker’s card carries the order, with every character as it was written', async () => {
  const customer = sandbox.customer(newChat());
  const { baker } = sandbox;
  await baker.unread();
  const inscription = '<b>Маша</b> & _Оля_ *7* `лет`';
  await talkUntil('summary', customer, usualWishes('ru', { inscription }));
  await confirm(customer, 'ru');
  const [order] = await sandbox.orders({ chat: customer.chat });
  const card = await baker.hears(({ text }) => text.includes(`№ ${order.number}`));
  expect(card.buttons).toEqual(['Принять', 'Отклонить']);
  expect(card.text).toContain(inscription);
  expect(card.text).toContain('Медовик');
});

test('the customer hears of a decline and of its reason, and the place is free again', async () => {
  const customer = sandbox.customer(newChat());
  const { baker } = sandbox;
  await baker.unread();
  await talkUntil('summary', customer, usualWishes('ru'));
  await confirm(customer, 'ru');
  const [{ number }] = await sandbox.orders({ chat: customer.chat });
  const card = await baker.hears(({ text }) => text.includes(`№ ${number}`));
  await baker.press(card.seq, 'Отклонить');
  await customer.hears(({ text }) => questionKeyOf(text, 'ru') === 'declined');
  await baker.says({ text: 'Печь сломалась, простите', replyTo: card.seq });
  await customer.hears(({ text }) => text.includes('Печь сломалась, простите'));
  const [row] = await query('select status, decline_reason from orders where number = $1', [number]);
  expect(row).toEqual({ status: 'declined', decline_reason: 'Печь сломалась, простите' });
  expect(
    await query('select 1 from capacity_holds h join orders o on o.id = h.order_id where o.number = $1', [number]),
  ).toEqual([]);
});

test('an ordinary message evaluates no expression, credentials included; a card does', async () => {
  const customer = sandbox.customer(newChat());
  await talkUntil('servings', customer, usualWishes('ru'));
  const before = await expressionCounts();
  await customer.asks('на 12 гостей');
  await customer.asks({ press: 1 });
  await customer.asks('чепуха какая-то');
  expect(await expressionCounts()).toEqual(before);

  // The control: the counters do count when there is something to evaluate.
  const another = sandbox.customer(newChat());
  const { baker } = sandbox;
  await baker.unread();
  await talkUntil('summary', another, usualWishes('ru'));
  await confirm(another, 'ru');
  await baker.hears(({ text }) => text.includes('№'));
  await eventually(
    'the counters grow',
    async () => (await expressionCounts()).evaluations > before.evaluations && true,
  );
});

test('n8n’s own log shows no token and no key', () => {
  const log = readFileSync(join(facts.dataDir, 'n8n.log'), 'utf8');
  expect(log).not.toContain(facts.telegramToken);
  expect(log).not.toContain(facts.keys.serviceRole);
});
