import { questionKeyOf } from '../../lib/dialogue';
import type { Customer } from '../../sandbox/client';
import { confirm, goOn, talkUntil, usualWishes } from '../../sandbox/customerScript';
import { eventually, expressionCounts, facts, newChat, query, runDemo, sandbox } from './support';

/** A red square of one pixel, PNG. */
const PHOTO = {
  base64: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  mimeType: 'image/png',
};

const OTHERS = ['vk', 'avito'] as const;

/** Whatever order came in, it is told; whatever came, exactly once. */
const asked = async (customer: Customer, key: string): Promise<number> =>
  (await customer.history()).filter(({ from, text }) => from === 'bot' && questionKeyOf(text, 'ru') === key).length;

/** Nothing is left of a chat's conversation: every event stepped, every reply confirmed. */
const quiet = (customer: Customer) =>
  eventually(`${customer.channel} is quiet`, async () => {
    const [{ open }] = await query<{ open: number }>(
      `select (select count(*) from inbox i where i.chat_id = c.id and stepped_at is null)::int
            + (select count(*) from outbox o where o.chat_id = c.id and status = 'pending' and kind = 'reply')::int as open
         from chats c where c.channel = $1 and c.chat = $2`,
      [customer.channel, await vendorId(customer)],
    );
    return open === 0;
  });

/** The messenger's own id of a sandbox chat, through its newest recorded event. */
async function vendorId({ channel, chat }: Customer): Promise<string> {
  const { data } = await sandbox.http.get<{ id: string }>(`/channels/${channel}/chats/${chat}`);
  return data.id;
}

async function at(key: 'servings' | 'wishes' | 'summary', channel: string): Promise<Customer> {
  const customer = sandbox.customer(newChat(channel), channel);
  await talkUntil(key, customer, usualWishes('ru'));
  await quiet(customer);
  return customer;
}

afterEach(() => sandbox.clearFaults());

describe.each(OTHERS)('%s', (channel) => {
  test.each([
    ['ru', channel === 'vk' ? 'tbank' : 'yookassa'],
    ['en', channel === 'vk' ? 'manual' : 'stripe'],
  ])('the demo command takes a whole order in %s, paid by %s, to its end', async (language, provider) => {
    const { order, ...result } = await runDemo({ channel, language, provider });
    expect(result).toMatchObject({ channel, language, provider });
    expect(order.total).toBeGreaterThan(0);
    expect(order).toMatchObject({ status: 'handed_over', paid: order.total });
  });

  test('an ordinary message evaluates no expression, credentials included', async () => {
    const customer = await at('servings', channel);
    const before = await expressionCounts();
    await customer.asks('на 12 гостей');
    await customer.asks({ press: 1 });
    await customer.asks('чепуха какая-то');
    await quiet(customer);
    expect(await expressionCounts()).toEqual(before);
  });

  test('the same event five times at once, and later again, is one step', async () => {
    const customer = await at('servings', channel);
    const eventId = await customer.says({ text: 'на 12 гостей', repeat: 5 });
    await customer.hears();
    await quiet(customer);
    await customer.says({ eventId, repeat: 2 });
    await customer.asks({ press: 1 });
    await quiet(customer);
    expect([await asked(customer, 'filling'), await asked(customer, 'coating')]).toEqual([1, 1]);
  });

  test('an album of five photos is one answer, and all are kept', async () => {
    const customer = await at('wishes', channel);
    await customer.says({ kind: 'album' });
    await customer.hears();
    // The five are five events: her answer may be out before the last one is in.
    const id = await vendorId(customer);
    await eventually('all five are kept', async () => {
      const [{ photos }] = await query<{ photos: string[] }>(
        `select state->'draft'->'photos' as photos from fsm_sessions s join chats c on c.id = s.chat_id
          where c.channel = $1 and c.chat = $2`,
        [channel, id],
      );
      return photos.length === 5;
    });
    await quiet(customer);
    expect(await asked(customer, 'wishes_more')).toBe(1);
  });

  test('two events that arrive swapped are one step each', async () => {
    const customer = await at('wishes', channel);
    await customer.says({ text: 'первое', delayMs: 400 });
    await customer.says('второе');
    await customer.hears(({ text }) => text.includes('первое'));
    await quiet(customer);
    expect(await asked(customer, 'wishes_more')).toBe(2);
  });

  test.each([
    ['a token that expired', { kind: 'error', ...(channel === 'avito' ? { status: 403 } : { code: 1 }) }],
    ['too many calls', { kind: 'rate_limit', times: 2 }],
    ['a fault of the vendor', { kind: 'error', status: 502, times: 2 }],
    ['a connection cut before', { kind: 'down', times: 2 }],
    ['a connection cut after the message was taken', { kind: 'drop_reply' }],
  ])('%s: the reply comes once', async (_name, fault) => {
    const customer = await at('servings', channel);
    await sandbox.fault({ vendor: channel, path: channel === 'vk' ? 'messages.send' : '/messages', ...fault });
    await customer.says('на 12 гостей');
    await customer.hears(({ text }) => questionKeyOf(text, 'ru') === 'filling', 60_000);
    await quiet(customer);
    expect(await asked(customer, 'filling')).toBe(1);
  });

  test('a person who writes from the shop’s own account silences the bot until she wants it back', async () => {
    const customer = await at('servings', channel);
    await customer.says({ as: 'shop', text: 'Здравствуйте, это Ольга, подскажу про размер' });
    await eventually('the bot is silent', async () => {
      const [row] = await query<{ human: unknown }>(
        `select state->'human' as human from fsm_sessions s join chats c on c.id = s.chat_id where c.channel = $1 and c.chat = $2`,
        [channel, await vendorId(customer)],
      );
      return row?.human ? true : undefined;
    });
    await customer.unread();
    await customer.says('А если гостей 12?');
    await quiet(customer);
    expect((await customer.unread()).filter(({ from }) => from === 'bot')).toEqual([]);
    expect((await customer.asks('вернуться к заказу')).text).toContain('продолжаем');
  });

  test('the confectioner answers the card in Telegram, with words and a photo, and the customer reads it here', async () => {
    const { baker } = sandbox;
    await baker.unread();
    const customer = await at('summary', channel);
    await confirm(customer, 'ru');
    const [{ number }] = await sandbox.orders({ channel, chat: customer.chat });
    const card = await baker.hears(({ text, buttons }) => text.includes(`№ ${number}`) && buttons.length === 2);
    expect(card.text).toContain(channel === 'vk' ? 'ВКонтакте' : 'Авито');
    await baker.says({ text: 'Какого цвета крем?', replyTo: card.seq });
    await customer.hears(({ text }) => text.includes('Какого цвета крем?'));
    await baker.says({ photo: PHOTO, replyTo: card.seq });
    expect((await customer.hears(({ image }) => image !== undefined)).image).toMatch(/^http/);
    await customer.says({ photo: PHOTO });
    expect((await baker.hears(({ image }) => image !== undefined)).text).toContain(`№ ${number}`);
  });
});

test('a draft goes from Telegram to VK by a code, and the order is placed there', async () => {
  const telegram = sandbox.customer(newChat());
  const words = usualWishes('ru');
  await talkUntil('coating', telegram, words);
  const [, code] = /(\d{4} \d{4})/.exec((await telegram.asks('код')).text)!;
  const vk = sandbox.customer(newChat('vk'), 'vk');
  const here = await vk.asks(`код ${code}`);
  expect([here.text, questionKeyOf(here.text, 'ru')]).toEqual([expect.stringContaining('Нашли ваш заказ'), 'coating']);
  expect((await telegram.hears()).text).toContain('в другом мессенджере');
  await goOn('summary', vk, words, here);
  await confirm(vk, 'ru');
  expect(await sandbox.orders({ channel: 'vk', chat: vk.chat })).toMatchObject([
    { channel: 'vk', status: 'awaiting_baker' },
  ]);
  expect(await sandbox.orders({ channel: 'telegram', chat: telegram.chat })).toEqual([]);
});

describe.each(['telegram', ...OTHERS])('ready cakes on %s', (channel) => {
  test('are shown with pictures; one that is picked answers four questions', async () => {
    const customer = sandbox.customer(newChat(channel), channel);
    await talkUntil('occasion', customer, usualWishes('ru'));
    await customer.says('готовые торты');
    const shown = await customer.hears(({ text }) => questionKeyOf(text, 'ru') === 'ready_cakes');
    await quiet(customer);
    const pictures = (await customer.history()).filter(({ from, image }) => from === 'bot' && image);
    expect(pictures.length).toBeGreaterThanOrEqual(channel === 'vk' ? 1 : 3);
    expect(pictures.map(({ image }) => image).every((image) => image!.startsWith(facts.sandboxUrl))).toBe(true);
    expect((await customer.history()).map(({ text }) => text).join('\n')).toContain('Лесная поляна');
    // In VK the carousel is a message of its own, before the question.
    const carousel = (await customer.history()).find(({ buttons }) => buttons.includes('Хочу такой'));
    await customer.says(
      channel === 'vk'
        ? { press: 'Хочу такой', of: carousel!.seq }
        : { press: shown.buttons.find((label) => label.includes('Лесная'))! },
    );
    await customer.hears(({ text }) => text.includes('Лесная поляна') && questionKeyOf(text, 'ru') === 'occasion');
    const [{ draft }] = await query<{ draft: object }>(
      `select state->'draft' as draft from fsm_sessions s join chats c on c.id = s.chat_id where c.channel = $1 and c.chat = $2`,
      [channel, await vendorId(customer)],
    );
    expect(draft).toMatchObject({ filling: 'медовик', coating: 'крем-чиз', decor: 'berries', weightG: 2000 });
  });
});
