import { AvitoBench, Hook, USER } from './avitoSupport';
import { until } from './support';

let bench: AvitoBench;
let hook: Hook;

beforeEach(async () => {
  bench = await new AvitoBench({ retryMs: [30, 60, 90], answerWithinMs: 300 }).start();
  await bench.login();
  hook = await new Hook().start();
});
afterEach(async () => {
  await bench.close();
  await hook.close();
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('an address is tried with {} before it is subscribed', async () => {
  expect(bench.avito.channel.registered()).toBe(false);
  const { status, data } = await bench.subscribe(hook);
  expect([status, data]).toEqual([200, { ok: true }]);
  expect(hook.got.map(({ raw }) => raw)).toEqual(['{}']);
  expect(bench.avito.channel.registered()).toBe(true);
  expect(bench.avito.registeredUrl()).toBe(hook.url);
});

test.each([
  ['answers 500', 500],
  ['answers 201', 201],
  ['answers late', null],
])('an address that %s is not subscribed', async (_name, status) => {
  hook.auto = status;
  const answer = await bench.subscribe(hook);
  expect([answer.status, answer.data]).toEqual([400, { error: { code: 400, message: expect.any(String) } }]);
  expect(bench.avito.channel.registered()).toBe(false);
});

test.each([{}, { url: '' }, { url: 'not an address' }, { url: 'ftp://127.0.0.1/x' }])(
  '%j is no address',
  async (body) => {
    const { status, data } = await bench.call('POST', '/messenger/v3/webhook', body);
    expect([status, Object.keys(data.error.fields)]).toEqual([400, ['url']]);
  },
);

test('subscriptions add up and end one by one', async () => {
  const second = await new Hook().start();
  for (const each of [hook, second, hook]) await bench.subscribe(each);
  const list = async (body?: object): Promise<unknown> =>
    (await bench.call('POST', '/messenger/v1/subscriptions', body)).data.subscriptions;
  const [one, two] = [hook, second].map(({ url }) => ({ url, version: '3' }));
  expect(await list()).toEqual([one, two]);
  expect(await list({})).toEqual([one, two]);
  await bench.say('anna', { text: 'обоим' });
  await until(() => hook.texts.length === 1 && second.texts.length === 1);
  const { data } = await bench.call('POST', '/messenger/v1/webhook/unsubscribe', { url: hook.url });
  expect(data).toEqual({ ok: true });
  expect(await list()).toEqual([two]);
  await bench.say('anna', { text: 'одному' });
  await until(() => second.texts.length === 2);
  await pause(50);
  expect(hook.texts).toEqual(['обоим']);
  await second.close();
});

test('a notification has Avito’s shape', async () => {
  await bench.subscribe(hook);
  await bench.say('anna', { text: 'Сколько стоит торт?' });
  await until(() => hook.values.length === 1);
  const { body, headers } = hook.got[2];
  const item = (await bench.call('GET', '/core/v1/items')).data.resources[0].id;
  expect(body).toEqual({
    id: expect.any(String),
    version: 'v3.0.0',
    timestamp: expect.any(Number),
    payload: {
      type: 'message',
      value: {
        id: expect.any(String),
        chat_id: bench.id('anna'),
        user_id: USER,
        author_id: expect.any(Number),
        created: expect.any(Number),
        published_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
        type: 'text',
        chat_type: 'u2i',
        item_id: item,
        read: null,
        content: { text: 'Сколько стоит торт?' },
      },
    },
  });
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'x-avito-messenger-signature': expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect((await bench.history('anna'))[0].id).toBe(body.payload!.value.id);
});

test('a new chat begins with Avito’s own text, once, as if from the buyer', async () => {
  await bench.subscribe(hook);
  await bench.say('anna', { text: 'раз' });
  await bench.say('anna', { text: 'два' });
  await until(() => hook.texts.length === 2);
  const values = hook.got.flatMap(({ value }) => (value ? [value] : []));
  expect(values.map(({ type }) => type)).toEqual(['system', 'text', 'text']);
  expect(values[0].content).toEqual({
    text: expect.stringMatching(/^\[Системное сообщение\] /),
    flow_id: expect.any(String),
  });
  expect(values[0].author_id).toBe(values[1].author_id);
  expect((await bench.listed('anna')).map(({ text }) => text)).toEqual(['раз', 'два']);
});

test('what the account says comes back: by the API and by a person in the app', async () => {
  await bench.subscribe(hook);
  await bench.say('anna', { text: 'Здравствуйте' });
  const sent = await bench.reply(bench.id('anna'), 'Я бот');
  await bench.say('anna', { text: 'А я пекарь', as: 'shop' });
  await until(() => hook.texts.length === 3);
  expect(hook.texts).toEqual(['Здравствуйте', 'Я бот', 'А я пекарь']);
  const [buyer, bot, baker] = hook.values;
  expect([buyer.author_id === USER, bot.author_id, baker.author_id]).toEqual([false, USER, USER]);
  expect(bot.id).toBe(sent.data.id);
  expect((await bench.listed('anna')).map(({ from }) => from)).toEqual(['customer', 'bot', 'baker']);
  expect((await bench.history('anna')).map(({ direction }) => direction)).toEqual(['out', 'out', 'in', 'in']);
});

test('what was not answered with 200 comes again, the same, before what is later in its chat', async () => {
  await bench.subscribe(hook);
  let failures = 2;
  hook.auto = (value) => (value?.type === 'text' && failures-- > 0 ? 500 : 200);
  await bench.say('anna', { text: 'первое' });
  await bench.say('anna', { text: 'второе' });
  await until(() => hook.texts.length === 4);
  expect(hook.texts).toEqual(['первое', 'первое', 'первое', 'второе']);
  const [one, two, three] = hook.got.filter(({ value }) => value?.content.text === 'первое');
  expect(new Set([one.value!.id, two.value!.id, three.value!.id]).size).toBe(1);
  expect([two.raw, three.raw]).toEqual([one.raw, one.raw]);
});

test('an answer that is late counts for none', async () => {
  await bench.subscribe(hook);
  await bench.say('anna', { text: 'начало' });
  await until(() => hook.texts.length === 1);
  hook.auto = null;
  await bench.say('anna', { text: 'медленно' });
  await until(() => hook.texts.length === 2);
  hook.auto = 200;
  await until(() => hook.texts.length === 3);
  expect(hook.values[2].id).toBe(hook.values[1].id);
});

test('after the last try it is given up, and the chat goes on', async () => {
  await bench.subscribe(hook);
  hook.auto = (value) => (value?.content.text === 'никогда' ? 503 : 200);
  await bench.say('anna', { text: 'никогда' });
  await bench.say('anna', { text: 'дальше' });
  await until(() => hook.texts.includes('дальше'));
  expect(hook.texts).toEqual(['никогда', 'никогда', 'никогда', 'никогда', 'дальше']);
});

test('another chat does not wait', async () => {
  await bench.subscribe(hook);
  hook.auto = null;
  await bench.say('anna', { text: 'жду' });
  await bench.say('boris', { text: 'не жду' });
  // Sooner than the first chat could be given up.
  const told = (): Set<string> => new Set(hook.got.slice(1).map(({ value }) => value!.chat_id));
  await until(() => told().size === 2, 1000);
  expect(told()).toEqual(new Set([bench.id('anna'), bench.id('boris')]));
});

test('what nobody has subscribed to is told to nobody, also later', async () => {
  await bench.say('anna', { text: 'никому' });
  await bench.subscribe(hook);
  await bench.say('anna', { text: 'всем' });
  await until(() => hook.texts.length > 0);
  expect(hook.texts).toEqual(['всем']);
});

test('a restart keeps the subscription, and tries what was not delivered, in order', async () => {
  await bench.subscribe(hook);
  await bench.say('anna', { text: 'начало' });
  await until(() => hook.texts.length === 1);
  hook.auto = 500;
  await bench.say('anna', { text: 'первое' });
  await bench.say('anna', { text: 'второе' });
  await until(() => hook.texts.length === 2);
  await bench.restart();
  hook.auto = 200;
  await until(() => hook.texts.includes('второе'));
  expect(hook.texts.filter((text, index, all) => text !== all[index - 1])).toEqual(['начало', 'первое', 'второе']);
  const firsts = hook.values.filter(({ content }) => content.text === 'первое');
  expect(firsts.length).toBeGreaterThan(1);
  expect(new Set(firsts.map(({ id }) => id)).size).toBe(1);
  expect(bench.avito.registeredUrl()).toBe(hook.url);
});

test('who unsubscribes gets nothing that still waits, and a new start is not held up by it', async () => {
  await bench.subscribe(hook);
  hook.auto = (value) => (value ? 500 : 200);
  await bench.say('anna', { text: 'старое' });
  await until(() => hook.got.length >= 2);
  await bench.call('POST', '/messenger/v1/webhook/unsubscribe', { url: hook.url });
  hook.auto = 200;
  await bench.subscribe(hook);
  await bench.say('anna', { text: 'новое' });
  await until(() => hook.texts.includes('новое'));
  await pause(200);
  expect(hook.texts).toEqual(['новое']);
});

test('health waits for a subscription', async () => {
  const starting = await bench.plain('GET', '/api/health');
  expect([starting.status, starting.data.missing]).toEqual([503, ['avito: nobody is registered']]);
  await bench.subscribe(hook);
  const ok = await bench.plain('GET', '/api/health');
  expect([ok.status, ok.data.channels]).toEqual([200, { avito: true }]);
});
