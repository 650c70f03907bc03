import { questionKeyOf, say } from '../../lib/dialogue';
import type { Customer } from '../../sandbox/client';
import { confirm, goOn, talkUntil, usualWishes } from '../../sandbox/customerScript';
import { eventually, newChat, query, sandbox } from './support';

/** What no rule can read, and the recorded model of the sandbox neither: it answers that it knows nothing. */
const VAGUE = 'хочется чего-то воздушного, как первый снег на даче у бабушки';

const calls = async (path: string, since: string) =>
  (await sandbox.calls('openai', since)).filter((call) => call.path.includes(path)).length;

/** A customer who is asked for the filling. */
async function atFilling(): Promise<Customer> {
  const customer = sandbox.customer(newChat('ai'));
  await talkUntil('filling', customer, usualWishes('ru'));
  return customer;
}

/** She says something vague, and then goes on to a placed order. */
async function ordersAnyway(): Promise<void> {
  const customer = await atFilling();
  const answer = await customer.asks(VAGUE, 60_000);
  await goOn('summary', customer, usualWishes('ru'), await customer.asks({ press: answer.buttons[0] }));
  const placed = await confirm(customer, 'ru');
  expect(questionKeyOf(placed.text, 'ru')).toBe('placed');
}

beforeAll(() => sandbox.baker.unread());
afterEach(() => sandbox.clearFaults());

test('an order by buttons asks no language model, and shows a picture that the baker gets too', async () => {
  const since = new Date().toISOString();
  const customer = sandbox.customer(newChat('buttons'));
  // A cake that no other test orders: the same one would not be drawn again.
  const picture = await talkUntil('picture', customer, usualWishes('ru', { filling: 'Тирамису' }));
  const shown = (await customer.history()).filter(({ image }) => image);
  expect(shown).toHaveLength(1);
  await goOn('summary', customer, usualWishes('ru'), await customer.asks({ press: picture.buttons[0] }));
  await confirm(customer, 'ru');
  const [{ number }] = await sandbox.orders({ chat: customer.chat });
  await sandbox.baker.hears(({ text, image }) => image !== undefined && text.includes(`№ ${number}`));
  expect([await calls('/chat/completions', since), await calls('/images/', since)]).toEqual([0, 1]);
  const [{ draft }] = await query<{ draft: { picture: { model: string; brief: string } } }>(
    'select draft from orders where number = $1',
    [number],
  );
  expect(draft.picture).toMatchObject({ model: expect.stringContaining('gpt-image'), brief: expect.any(String) });
});

test.each([
  ['down', { kind: 'down' }],
  ['slow', { kind: 'slow', delayMs: 400 }],
  ['429', { kind: 'rate_limit' }],
  ['model_not_found', { kind: 'error', status: 404, code: 'model_not_found' }],
  ['moderation_blocked', { kind: 'error', status: 400, code: 'moderation_blocked' }],
  ['unsupported country', { kind: 'error', status: 403, code: 'unsupported_country_region_territory' }],
  ['broken JSON', { kind: 'body', body: '{"id": "chatcmpl' }],
] as const)('%s: the order is placed all the same', async (_name, fault) => {
  await sandbox.fault({ vendor: 'openai', ...fault, times: 100 });
  await ordersAnyway();
});

test('the limit of the bill: the order is placed, and the owner reads what to do, once', async () => {
  await ordersAnyway();
  await sandbox.baker.unread();
  await sandbox.fault({
    vendor: 'openai',
    kind: 'error',
    status: 400,
    code: 'billing_hard_limit_reached',
    times: 100,
  });
  await ordersAnyway();
  const told = await sandbox.baker.hears(
    ({ text }) => /OpenAI/.test(text) && /лимит|оплат|баланс|счёт/i.test(text),
    60_000,
  );
  expect(told.text).not.toMatch(/sk-|Bearer/);
});

test('what the model answers beside the menu fills nothing, and she is told', async () => {
  const customer = sandbox.customer(newChat('outside'));
  await talkUntil('coating', customer, usualWishes('ru'));
  // Recorded as wrong on purpose: neither coating nor decoration is on the menu.
  const answer = await customer.asks('обсыпать золотой пылью', 60_000);
  expect(answer.text).toContain(say('ru', 'coating.refuse'));
  expect(answer.buttons).toContain('Крем-чиз');
});

test('ten pictures asked for at once cost what the limit of an order allows', async () => {
  const since = new Date().toISOString();
  const customer = sandbox.customer(newChat('ten'));
  await talkUntil('picture', customer, usualWishes('ru', { filling: 'Наполеон' }));
  const press = { press: say('ru', 'picture.again') };
  for (let round = 0; round < 6; round += 1) {
    await Promise.all(Array.from({ length: 10 }, () => customer.says(press).catch(() => undefined)));
    await eventually('nothing is being drawn', async () => {
      const [{ busy }] = await query<{ busy: number }>(
        `select count(*)::int as busy from outbox where kind = 'preview' and status = 'pending'`,
      );
      return busy === 0;
    });
  }
  expect(await calls('/images/', since)).toBeLessThanOrEqual(3);
}, 120_000);
