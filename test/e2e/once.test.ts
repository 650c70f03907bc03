import { questionKeyOf } from '../../lib/dialogue';
import { confirm, talkUntil, usualWishes } from '../../sandbox/customerScript';
import { eventually, newChat, query, sandbox } from './support';

const settled = (chat: string, steps: number) =>
  eventually(`${steps} steps in the chat`, async () => {
    const [{ open, done }] = await query<{ open: number; done: number }>(
      `select count(*) filter (where stepped_at is null)::int as open, count(*) filter (where stepped_at is not null)::int as done
         from inbox where chat_id = $1`,
      [await chatId(chat)],
    );
    return open === 0 && done === steps;
  });

/** The database's id of a sandbox chat, through its only order or its newest event. */
async function chatId(chat: string): Promise<number> {
  const [row] = await query<{ id: number }>(
    `select c.id from chats c join inbox i on i.chat_id = c.id where i.body->'from'->>'name' = $1 limit 1`,
    [chat],
  );
  return row.id;
}

test('the same update delivered five times at once makes one step and one answer', async () => {
  const chat = newChat();
  const customer = sandbox.customer(chat);
  await customer.says({ text: 'Здравствуйте!', language: 'ru', name: chat, repeat: 5 });
  await customer.hears();
  await settled(chat, 1);
  await customer.says({ press: 1, repeat: 5 });
  await customer.hears();
  await settled(chat, 2);
  const again = await customer.says({ press: 1 });
  await customer.hears();
  await settled(chat, 3);
  // Telegram brings an update again, long after it was answered.
  await customer.says({ eventId: again, repeat: 3 });
  await customer.asks('на 12 гостей');
  await settled(chat, 4);
  const bot = (await customer.history()).filter(({ from }) => from === 'bot');
  expect(bot.map(({ text }) => questionKeyOf(text, 'ru'))).toEqual(['consent', 'occasion', 'servings', 'filling']);
});

test('ten messages in a burst are all answered, in the order in which they came', async () => {
  const chat = newChat();
  const customer = sandbox.customer(chat);
  await talkUntil('wishes', customer, usualWishes('ru', { name: chat }));
  const said = Array.from({ length: 10 }, (_, at) => `пожелание ${at}`);
  for (const text of said) await customer.says(text);
  await customer.hears(({ text }) => text.includes(said[9]));
  const [{ wishes }] = await query<{ wishes: string }>(
    `select state->'draft'->>'wishes' as wishes from fsm_sessions where chat_id = $1`,
    [await chatId(chat)],
  );
  expect(wishes.match(/пожелание \d/g)).toEqual(said);
});

test('of two customers who confirm the last free place at once, one gets it', async () => {
  const [first, second] = [sandbox.customer(newChat()), sandbox.customer(newChat())];
  // Both look at the same far day, of which all but three points are then taken by somebody else.
  const lastDay = { day: 6 };
  await talkUntil('summary', first, usualWishes('ru', lastDay));
  await talkUntil('summary', second, usualWishes('ru', lastDay));
  const drafts = await sandbox.orders({ chat: first.chat });
  const others = await sandbox.orders({ chat: second.chat });
  expect(drafts[0].due_at).toBe(others[0].due_at);
  const day = drafts[0].due_at!.slice(0, 10);
  const [{ points }] = await query<{ points: number }>('select work_points as points from orders where number = $1', [
    drafts[0].number,
  ]);
  const [{ limit }] = await query<{ limit: number }>(
    `select (document->'capacity'->>(array['sun','mon','tue','wed','thu','fri','sat'])[extract(dow from $1::date)::int + 1])::int as limit
       from shop_versions order by version desc limit 1`,
    [day],
  );
  const [{ taken }] = await query<{ taken: number }>(
    'select coalesce(sum(points), 0)::int as taken from capacity_holds where day = $1 and (until is null or until > now())',
    [day],
  );
  // Exactly one more such cake fits.
  await query('insert into capacity_days (day, closed, extra_points) values ($1, false, $2)', [
    day,
    taken + points - limit,
  ]);
  const answers = await Promise.all([confirm(first, 'ru'), confirm(second, 'ru')]);
  expect(answers.map(({ text }) => questionKeyOf(text, 'ru')).sort()).toEqual(['date', 'placed']);
  const statuses = [...(await sandbox.orders({ chat: first.chat })), ...(await sandbox.orders({ chat: second.chat }))];
  expect(statuses.map(({ status }) => status).sort()).toEqual(['awaiting_baker', 'draft']);
  const [{ after }] = await query<{ after: number }>(
    'select sum(points)::int as after from capacity_holds where day = $1 and (until is null or until > now())',
    [day],
  );
  expect(after).toBe(taken + points);
  await query('delete from capacity_days where day = $1', [day]);
});
