import http from 'node:http';
import type { AddressInfo } from 'node:net';

import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import { TelegramIntakeTrigger } from '../../nodes/TelegramIntake/TelegramIntakeTrigger.node';
import { runHook, runWebhook, type TriggerUnderTest, type WebhookRun } from './webhooks';
import { baker, Person, update } from './support/people';
import { allOf, cakeOrder, type Rig, startRig, TOKEN } from './support/rig';

let rig: Rig;
/** What Telegram brings comes here, into the node, as it would into n8n. */
let server: http.Server;
let webhookBase: string;
let runs: WebhookRun[] = [];

const ALL = ['callback_query', 'edited_message', 'message', 'my_chat_member'];
const PARAMETERS = { updates: ALL, account: 'main', options: {} };
const SECRET = 'x-telegram-bot-api-secret-token';

const trigger = (options: object = {}, more: Partial<TriggerUnderTest> = {}): TriggerUnderTest => ({
  type: new TelegramIntakeTrigger(),
  parameters: { ...PARAMETERS, options } as TriggerUnderTest['parameters'],
  credentials: rig.credentials,
  webhookBase,
  ...more,
});
const info = () => rig.telegram<{ url: string; allowed_updates?: string[] }>('getWebhookInfo');
const publish = async (under = trigger()) => {
  if (!(await runHook(under, 'checkExists'))) await runHook(under, 'create');
};
const failureOf = async (work: Promise<unknown>): Promise<Error & { description: string }> => {
  const error = await work.then(
    () => undefined,
    (reason) => reason,
  );
  if (!error) throw new Error('It did not fail');
  return error;
};
/** The secret that the sandbox's Telegram was given. */
const secret = async () => {
  const calls = await rig.sandbox.calls('telegram');
  const set = calls.filter(({ path }) => path.endsWith('/setWebhook')).at(-1)!;
  return (set.body as { secret_token: string }).secret_token;
};
const brings = async (body: unknown, under = trigger()) =>
  runWebhook(under, { body, headers: { [SECRET]: await secret() } });
const inbox = async (chat: unknown) =>
  rig.query<{ key: string; text: string; channel_order: string }>(
    `select key, body ->> 'text' as text, channel_order from inbox join chats on chats.id = chat_id
     where chat = $1 order by arrival`,
    [String(chat)],
  );
const until = async <T>(what: () => Promise<T> | T, ms = 20_000): Promise<T> => {
  const deadline = Date.now() + ms;
  for (;;) {
    const value = await what();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

beforeAll(async () => {
  rig = await startRig();
  server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const body = JSON.parse(String(Buffer.concat(chunks)));
      const run = await runWebhook(trigger(), { body, headers: request.headers as never });
      runs.push(run);
      response.writeHead(run.status, { 'content-type': 'application/json' }).end(JSON.stringify(run.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  webhookBase = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
});
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await rig?.stop();
});
beforeEach(async () => {
  await rig.telegram('deleteWebhook');
  runs = [];
});
afterEach(() => rig.sandbox.clearFaults());

describe('registration', () => {
  it('names address, kinds and connections, and drops nothing', async () => {
    await publish(trigger({ maxConnections: 7 }));
    const calls = await rig.sandbox.calls('telegram');
    expect(calls.filter(({ path }) => path.endsWith('/setWebhook')).at(-1)!.body).toEqual({
      url: `${webhookBase}/hook-1/webhook`,
      secret_token: expect.stringMatching(/^[0-9a-f]{64}$/),
      allowed_updates: ALL,
      max_connections: 7,
    });
    expect(await runHook(trigger({ maxConnections: 7 }), 'checkExists')).toBe(true);
  });

  it('is made anew when the kinds or the connections were changed', async () => {
    await publish();
    expect(await runHook(trigger(), 'checkExists')).toBe(true);
    expect(await runHook(trigger({ maxConnections: 5 }), 'checkExists')).toBe(false);
    const fewer = trigger({}, { parameters: { ...PARAMETERS, updates: ['message'] } });
    expect(await runHook(fewer, 'checkExists')).toBe(false);
  });

  it('has a secret that belongs to bot and node, and needs no storage', async () => {
    const secrets = new Set<string>();
    const credentials = { ...rig.credentials, telegramApi: { ...rig.credentials.telegramApi } };
    for (const [webhookId, accessToken] of [
      ['hook-1', TOKEN],
      ['hook-2', TOKEN],
      ['hook-1', '11:AAAnotherBotOfTheSandbox_12345678901'],
    ]) {
      credentials.telegramApi.accessToken = accessToken;
      await runHook(trigger({ takeOver: true }, { webhookId, credentials }), 'create');
      secrets.add(await secret());
    }
    expect(secrets.size).toBe(3);
    await runHook(trigger(), 'create');
    expect(secrets.has(await secret())).toBe(true);
  });

  it('brings what was written before it', async () => {
    await rig.sandbox.customer('early').says('Кто-нибудь есть?');
    await publish();
    await until(() => runs.length === 1);
    expect(runs[0].items).toMatchObject([{ message: { text: 'Кто-нибудь есть?' } }]);
  });

  it('leaves a foreign webhook alone and names its host, never its path', async () => {
    const url = 'https://other.example:8443/webhook/c0ffee-secret/webhook';
    await rig.telegram('setWebhook', { url });
    const error = await failureOf(publish());
    expect(error.message).toBe('Сообщения бота уже идут на другой адрес: other.example:8443');
    expect(error.description).toContain('Take Over');
    expect(allOf(error)).not.toContain('c0ffee');
    expect((await info()).url).toBe(url);
  });

  it('also one of the same n8n', async () => {
    const url = `${webhookBase}/another-node/webhook`;
    await rig.telegram('setWebhook', { url });
    expect((await failureOf(publish())).description).toContain('этого же n8n');
    expect((await info()).url).toBe(url);
  });

  it('takes the bot over when told to, with all that waits there', async () => {
    await rig.telegram('setWebhook', { url: 'http://127.0.0.1:9/hook' });
    await rig.sandbox.customer('waiting').says('Жду ответа');
    await publish(trigger({ takeOver: true }));
    expect((await info()).url).toBe(`${webhookBase}/hook-1/webhook`);
    await until(() => runs.some(({ items }) => items.length));
    expect(runs.at(-1)!.items).toMatchObject([{ message: { text: 'Жду ответа' } }]);
  });

  it('follows n8n to a new public address without a question', async () => {
    await rig.telegram('setWebhook', { url: 'https://old-tunnel.example/webhook/hook-1/webhook' });
    await publish();
    expect((await info()).url).toBe(`${webhookBase}/hook-1/webhook`);
  });

  it('a test run does not take the messages of the published workflow', async () => {
    await publish();
    const error = await failureOf(runHook(trigger({ takeOver: true }), 'checkExists', 'manual'));
    expect(error.message).toBe('Этот узел уже опубликован и получает сообщения');
    expect((await info()).url).toBe(`${webhookBase}/hook-1/webhook`);
  });

  it('publishing replaces a forgotten test run', async () => {
    await runHook(trigger(), 'create', 'manual');
    expect((await info()).url).toBe(`${webhookBase}-test/hook-1/webhook`);
    await publish();
    expect((await info()).url).toBe(`${webhookBase}/hook-1/webhook`);
    // The test's end comes late.
    expect(await runHook(trigger(), 'delete', 'manual')).toBe(true);
    expect((await info()).url).toBe(`${webhookBase}/hook-1/webhook`);
  });

  it('goes with the workflow, also after the address had changed', async () => {
    await publish();
    await runHook(trigger(), 'delete');
    expect((await info()).url).toBe('');
    await rig.telegram('setWebhook', { url: 'https://old-tunnel.example/webhook/hook-1/webhook' });
    await runHook(trigger(), 'delete');
    expect((await info()).url).toBe('');
  });

  it('what somebody else registered meanwhile stays', async () => {
    await publish();
    const url = 'https://other.example/hook';
    await rig.telegram('setWebhook', { url });
    await runHook(trigger(), 'delete');
    expect((await info()).url).toBe(url);
  });

  it.each([
    ['an unknown token', { kind: 'error', status: 404 }, 'Telegram не узнаёт бота'],
    ['a revoked token', { kind: 'error', status: 401 }, 'Telegram не узнаёт бота'],
    ['no connection', { kind: 'down' }, 'Telegram сейчас не отвечает'],
    ['a gateway', { kind: 'error', status: 502 }, 'Telegram сейчас не отвечает'],
    ['too many requests', { kind: 'rate_limit' }, 'Telegram сейчас не отвечает'],
    ['an address without https', { kind: 'error', status: 400 }, 'Telegram отказал в подключении'],
    ['a gateway’s “not found”', { kind: 'body', status: 404, body: '<html>' }, 'Telegram сейчас не отвечает'],
    ['nonsense', { kind: 'body', body: 'nonsense' }, 'Telegram сейчас не отвечает'],
  ])('%s is told in words, without the token', async (_name, fault, words) => {
    for (const [path, method] of [
      ['setWebhook', 'create'],
      ['getWebhookInfo', 'checkExists'],
      ['getWebhookInfo', 'delete'],
    ] as const) {
      await rig.sandbox.fault({ vendor: 'telegram', path, ...fault });
      const error = await failureOf(runHook(trigger(), method));
      expect(error.message).toBe(words);
      expect(error.description).toBeTruthy();
      expect(allOf(error)).not.toContain(TOKEN.split(':')[1]);
    }
  });
});

describe('an update', () => {
  beforeEach(() => publish());

  it('is recorded by the time Telegram is told, and passed on as it came', async () => {
    const anna = new Person();
    const raw = anna.says('Хочу торт');
    const { status, items } = await brings(raw);
    expect(status).toBe(200);
    expect(await inbox(anna.id)).toEqual([
      { key: `telegram:main:${raw.update_id}`, text: 'Хочу торт', channel_order: String(raw.update_id) },
    ]);
    expect(items).toEqual([raw]);
  });

  it('Cake Order steps what was recorded, once', async () => {
    const anna = new Person();
    const raw = anna.says('Хочу торт');
    const { items } = await brings(raw);
    await cakeOrder(rig, 'handleMessage', {}, items);
    const [{ stepped }] = await rig.query(`select count(stepped_at)::int as stepped from inbox where key = $1`, [
      `telegram:main:${raw.update_id}`,
    ]);
    expect(stepped).toBe(1);
    const again = await brings(raw);
    expect(again).toMatchObject({ status: 200, items: [] });
    expect(await inbox(anna.id)).toHaveLength(1);
  });

  it('side by side with its repeats is recorded once', async () => {
    const anna = new Person();
    const raw = anna.says('Пять раз');
    const repeats = await Promise.all(Array.from({ length: 5 }, () => brings(raw)));
    expect(repeats.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await inbox(anna.id)).toHaveLength(1);
  });

  it.each([
    ['no secret', {}],
    ['a wrong secret', { [SECRET]: 'f'.repeat(64) }],
    ['the start of a secret', { [SECRET]: 'f' }],
  ])('with %s is refused and leaves nothing', async (_name, headers) => {
    const anna = new Person();
    const { status, items } = await runWebhook(trigger(), { body: anna.says('Подделка'), headers });
    expect({ status, items }).toEqual({ status: 403, items: [] });
    expect(await inbox(anna.id)).toEqual([]);
  });

  it('with the secret of another node is refused', async () => {
    const given = await secret();
    const other = trigger({}, { webhookId: 'hook-2' });
    expect(await runWebhook(other, { body: new Person().says('a'), headers: { [SECRET]: given } })).toMatchObject({
      status: 403,
    });
  });

  it('of the test run is taken too: its address differs, its secret does not', async () => {
    await rig.telegram('deleteWebhook');
    await runHook(trigger(), 'create', 'manual');
    expect((await brings(new Person().says('Проверка'))).status).toBe(200);
  });

  it('stays with Telegram while the database is down, and the chat stays in order', async () => {
    await rig.sandbox.fault({ vendor: 'supabase', kind: 'down', path: 'cake_', times: 8 });
    const boris = rig.sandbox.customer('boris');
    for (const text of ['раз', 'два', 'три']) await boris.says(text);
    await until(() => runs.length >= 4, 40_000);
    expect(runs[0]).toMatchObject({ status: 503, items: [] });
    const [{ id }] = [(runs.at(-1)!.items[0] as { message: { chat: { id: number } } }).message.chat];
    expect((await inbox(id)).map(({ text }) => text)).toEqual(['раз', 'два', 'три']);
    const passed = runs.flatMap(({ items }) => items.map((item) => (item.message as { text: string }).text));
    expect(passed).toEqual(['раз', 'два', 'три']);
  });

  it('that no database can keep is left out, and holds nothing back', async () => {
    expect(await brings(new Person().presses('1:\u0000'))).toMatchObject({ status: 200, items: [] });
  });

  it('that concerns nobody is taken and not passed on', async () => {
    const group = { id: -100123, type: 'supergroup', title: 'Соседи' };
    for (const raw of [
      update({ poll: { id: '1' } }),
      update({ channel_post: { message_id: 1, chat: { id: -1, type: 'channel' }, text: 'Новости' } }),
      new Person().message({ new_chat_members: [] }),
      new Person().says('Всем привет', group),
    ]) {
      expect(await brings(raw)).toMatchObject({ status: 200, items: [] });
    }
    expect(await inbox(group.id)).toEqual([]);
  });

  it.each([
    [{}],
    [[]],
    ['text'],
    [{ update_id: 'x' }],
    [{ update_id: 1, message: 5 }],
    [{ update_id: 2, message: null }],
  ])('%j is garbage, and is taken and forgotten', async (body) => {
    expect(await brings(body)).toMatchObject({ status: 200, items: [] });
  });

  it('of the baker is recorded in the bakery’s chat', async () => {
    await rig.keeper.publishShop(DEFAULT_SHOP_DOCUMENT);
    const raw = baker.says('Что сегодня?');
    expect((await brings(raw)).items).toEqual([raw]);
    expect((await inbox(baker.id)).map(({ key }) => key)).toEqual([`telegram:main:${raw.update_id}`]);
  });

  it('is passed on unrecorded where there is no database', async () => {
    const anna = new Person();
    const raw = anna.says('Здравствуйте');
    const { telegramApi } = rig.credentials;
    expect(await brings(raw, trigger({}, { credentials: { telegramApi } }))).toMatchObject({
      status: 200,
      items: [raw],
    });
    expect(await inbox(anna.id)).toEqual([]);
  });

  it('belongs to the bot that the panel names', async () => {
    const anna = new Person();
    const raw = anna.says('Второй бот');
    await brings(raw, trigger({}, { parameters: { ...PARAMETERS, account: 'second' } }));
    expect((await inbox(anna.id)).map(({ key }) => key)).toEqual([`telegram:second:${raw.update_id}`]);
  });
});
