import axios from 'axios';

import { askedForMoney } from '../../sandbox/orderScript';
import { facts, placeOrder, query, sandbox, statusOf, webhookInfo } from './support';

/** Everything that a stranger could have changed, as one number each. */
async function everything() {
  const [row] = await query(
    `select (select count(*)::int from inbox) as events, (select count(*)::int from orders) as orders,
            (select count(*)::int from events) as changes, (select count(*)::int from outbox) as outgoing,
            (select coalesce(sum(version), 0)::int from fsm_sessions) as versions`,
  );
  return row;
}

const update = {
  update_id: 999_999_001,
  message: {
    message_id: 1,
    date: 1_800_000_000,
    text: 'Здравствуйте!',
    from: { id: 42, is_bot: false, first_name: 'Mallory' },
    chat: { id: 42, type: 'private' },
  },
};

test.each([
  ['no secret', {}],
  ['a wrong secret', { 'x-telegram-bot-api-secret-token': 'guess' }],
  ['the workflow’s published id as secret', { 'x-telegram-bot-api-secret-token': 'cakeOrder000_undefined' }],
])('an update with %s is refused and changes nothing', async (_name, headers) => {
  const before = await everything();
  const { url } = await webhookInfo();
  const { status } = await axios.post(url, update, { headers, validateStatus: () => true });
  expect(status).toBe(403);
  expect(await everything()).toEqual(before);
});

test('the anonymous key reads no order and calls no function', async () => {
  const before = await everything();
  const headers = { apikey: facts.keys.anon, authorization: `Bearer ${facts.keys.anon}` };
  const rest = axios.create({ baseURL: `${facts.sandboxUrl}/rest/v1`, headers, validateStatus: () => true });
  for (const table of [
    'orders',
    'users',
    'chats',
    'fsm_sessions',
    'inbox',
    'outbox',
    'order_view',
    'payments',
    'payment_view',
  ]) {
    const { status, data } = await rest.get(`/${table}`);
    expect([401, 403]).toContain(status);
    expect(JSON.stringify(data)).toContain('permission denied');
  }
  const chat = { channel: 'telegram', account: 'main', chat: '42' };
  const { status } = await rest.post('/rpc/cake_reset', { request: { chat } });
  expect([401, 403, 404]).toContain(status);
  expect((await axios.get(`${facts.sandboxUrl}/rest/v1/orders`, { validateStatus: () => true })).status).toBe(401);
  expect(await everything()).toEqual(before);
});

test('a stranger’s press on the baker’s button changes nothing, the baker’s own still does', async () => {
  const placed = await placeOrder();
  const { number, card, baker } = placed;

  const since = new Date().toISOString();
  await baker.press(card.seq, 'Принять', { as: 'stranger' });
  // The press is answered, so it has been dealt with.
  for (const deadline = Date.now() + 20_000; ;) {
    const calls = await sandbox.calls('telegram', since);
    if (calls.some(({ path }) => path.endsWith('/answerCallbackQuery'))) break;
    if (Date.now() > deadline) throw new Error('The stranger’s press was never answered');
    await new Promise((done) => setTimeout(done, 50));
  }
  expect(await statusOf(number)).toBe('awaiting_baker');

  await baker.press(card.seq, 'Принять', { repeat: 3 });
  await askedForMoney(placed);
  expect(await statusOf(number)).toBe('awaiting_payment');
  const changes = await query(
    `select to_status from events e join orders o on o.id = e.order_id where o.number = $1 and to_status = 'awaiting_payment'`,
    [number],
  );
  expect(changes).toHaveLength(1);
});
