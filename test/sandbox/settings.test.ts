import { readSettings } from '../../sandbox/settings';
import { adaptTo, SANDBOX_INSTALLATION } from '../../sandbox/stack/adapt';
import { shippedWorkflows } from '../../sandbox/stack/workflows';

const REAL = {
  TELEGRAM_BOT_TOKEN: '987654321:AAFakeTokenOfTheSettingsTest_123456',
  N8N_WEBHOOK_URL: 'https://bakery.example',
  OPERATOR_NAME: 'ИП Иванова А. А.',
  POLICY_URL: 'https://bakery.example/policy',
  BAKER_CHAT_ID: '777000',
};
const MORE = {
  VK_TOKEN: 'vk1.a.fake',
  VK_GROUP_ID: '123456789',
  AVITO_CLIENT_ID: 'id',
  AVITO_CLIENT_SECRET: 'secret',
};
const MODELS = {
  OPENAI_API_KEY: 'sk-fake-key-of-the-settings-test',
  OPENAI_BASE_URL: '',
  OPENAI_PROJECT_ID: '',
  AI_MODEL: '',
  IMAGE_MODEL: '',
};
const YANDEX = {
  ...MODELS,
  OPENAI_BASE_URL: 'https://ai.api.cloud.yandex.net/v1/',
  OPENAI_PROJECT_ID: 'b1gfolder',
  AI_MODEL: 'gpt://b1gfolder/yandexgpt/latest',
};
const PROVIDERS = {
  YOOKASSA_SHOP_ID: '506751',
  YOOKASSA_SECRET_KEY: 'live_fake_key_of_the_settings_test',
  TBANK_TERMINAL_KEY: '1700000000000',
  TBANK_PASSWORD: 'fake-password',
  STRIPE_SECRET_KEY: 'sk_live_fake',
  STRIPE_SIGNING_SECRET: 'whsec_fake',
};
const before = { ...process.env };

function settings(env: Record<string, string>) {
  Object.assign(
    process.env,
    Object.fromEntries(Object.keys({ ...REAL, ...MORE, ...MODELS, ...PROVIDERS }).map((name) => [name, ''])),
    env,
  );
  return readSettings();
}

afterEach(() => {
  process.env = { ...before };
});

/** The panel of the menu, and the chats that hear of faults and of models, as they are installed. */
function installed(facts: Parameters<typeof adaptTo>[0]) {
  const nodes = shippedWorkflows().flatMap((file) => {
    adaptTo(facts)(file);
    return file.nodes;
  });
  const { parameters } = nodes.find(({ name }) => name === 'Меню')!;
  const { operator_name, policy_url, baker_chats } = parameters;
  const told = nodes.filter(({ name }) => name === 'Сказать владельцу');
  return { operator_name, policy_url, baker_chats, told: told.map(({ parameters }) => parameters.chatId) };
}

test('without a token everything is played, with the demo’s operator', () => {
  expect(settings({}).real).toBeUndefined();
  expect(installed(SANDBOX_INSTALLATION)).toEqual({
    operator_name: 'ИП Демонстрационная А. А.',
    policy_url: 'https://example.com/policy',
    baker_chats: '500000001',
    told: ['500000001', '500000001', '500000001'],
  });
});

test('a real bot is installed with the bakery’s own facts', () => {
  const { real } = settings(REAL);
  expect(real).toEqual({
    telegramToken: REAL.TELEGRAM_BOT_TOKEN,
    webhookUrl: 'https://bakery.example/',
    operatorName: REAL.OPERATOR_NAME,
    policyUrl: REAL.POLICY_URL,
    bakerChat: REAL.BAKER_CHAT_ID,
    payments: [],
    messengers: [],
  });
  expect(installed(real!)).toEqual({
    operator_name: REAL.OPERATOR_NAME,
    policy_url: REAL.POLICY_URL,
    baker_chats: REAL.BAKER_CHAT_ID,
    told: [REAL.BAKER_CHAT_ID, REAL.BAKER_CHAT_ID, REAL.BAKER_CHAT_ID],
  });
});

test('a real bot never inherits anything of the demo', () => {
  const { BAKER_CHAT_ID: _chat, ...others } = REAL;
  const facts = installed(settings(others).real!);
  expect(facts.baker_chats).toBe('');
  expect(JSON.stringify(facts)).not.toMatch(/500000001|Демонстрационная|example\.com/);
});

test.each([
  ['N8N_WEBHOOK_URL', 'N8N_WEBHOOK_URL must be the https address'],
  ['OPERATOR_NAME', 'OPERATOR_NAME and POLICY_URL must say who processes customers’ data'],
  ['POLICY_URL', 'OPERATOR_NAME and POLICY_URL must say who processes customers’ data'],
])('a real bot without %s does not start', (name, problem) => {
  expect(() => settings({ ...REAL, [name]: '' })).toThrow(problem);
});

/** Which nodes of the shipped workflows are on, and which credentials they name, by node. */
const nodesWith = (facts: Parameters<typeof adaptTo>[0], type: RegExp) =>
  shippedWorkflows()
    .flatMap((file) => {
      adaptTo(facts)(file);
      return file.nodes;
    })
    .filter((node) => type.test(node.type))
    .map(({ type: name, disabled, credentials }) => [
      name.split('.')[1],
      disabled ?? false,
      Object.keys(credentials ?? {}),
    ]);

test('Telegram alone needs nothing of VK and Avito', () => {
  expect(nodesWith(settings(REAL).real!, /vkTrigger|avitoTrigger/)).toEqual([
    ['vkTrigger', true, ['supabaseApi']],
    ['avitoTrigger', true, ['supabaseApi']],
  ]);
  expect(new Set(nodesWith(settings(REAL).real!, /chatReply/).flatMap(([, , names]) => names))).toEqual(
    new Set(['supabaseApi', 'telegramApi']),
  );
});

test('VK and Avito join with their tokens', () => {
  const { real } = settings({ ...REAL, ...MORE });
  expect(real).toMatchObject({
    vk: { token: 'vk1.a.fake', group: '123456789' },
    avito: { clientId: 'id', clientSecret: 'secret' },
  });
  expect(nodesWith(real!, /vkTrigger|avitoTrigger/)).toEqual([
    ['vkTrigger', false, ['supabaseApi', 'vkApi']],
    ['avitoTrigger', false, ['supabaseApi', 'avitoApi']],
  ]);
  for (const [, , names] of nodesWith(real!, /chatReply/)) {
    expect(names).toEqual(expect.arrayContaining(['telegramApi', 'vkApi', 'avitoApi']));
  }
});

test.each([
  [{ ...MORE }, 'TELEGRAM_BOT_TOKEN must be too'],
  [{ ...REAL, ...MORE, VK_GROUP_ID: '' }, 'both VK_TOKEN and VK_GROUP_ID'],
  [{ ...REAL, ...MORE, AVITO_CLIENT_SECRET: '' }, 'both AVITO_CLIENT_ID and AVITO_CLIENT_SECRET'],
  [{ ...PROVIDERS }, 'TELEGRAM_BOT_TOKEN must be too'],
  [{ ...REAL, YOOKASSA_SHOP_ID: '506751' }, 'For YooKassa both YOOKASSA_SHOP_ID and YOOKASSA_SECRET_KEY'],
  [{ ...REAL, TBANK_PASSWORD: 'fake-password' }, 'For T-Bank both TBANK_TERMINAL_KEY and TBANK_PASSWORD'],
  [{ ...REAL, STRIPE_SECRET_KEY: 'sk_live_fake' }, 'For Stripe both STRIPE_SECRET_KEY and STRIPE_SIGNING_SECRET'],
])('half a setting is refused in words', (env, problem) => {
  expect(() => settings(env)).toThrow(problem);
});

/** What the nodes that ask models are given: whether they are on, their credential, and the models in their panel. */
const artists = (facts: Parameters<typeof adaptTo>[0]) =>
  shippedWorkflows()
    .flatMap((file) => {
      adaptTo(facts)(file);
      return file.nodes;
    })
    .filter(({ type }) => /cakeUnderstanding|cakePreview/.test(type))
    .map(({ name, disabled, credentials = {}, parameters }) => {
      const lists = [parameters.fallback, parameters.alsoCheck] as { models?: { model: { value: string } }[] }[];
      const chosen = [parameters, ...lists.flatMap((list) => list?.models ?? [])] as { model?: { value: string } }[];
      const models = chosen.flatMap(({ model }) => model?.value ?? []);
      return { name, on: !disabled, asks: 'openAiApi' in credentials, models };
    });
const READS = 'ИИ читает сообщение';
const DRAWS = 'Эскиз торта';
const WATCHES = 'Проверить модели';
const SHIPPED = ['gpt-4o-mini', 'gpt-6-luna'];

test('in the sandbox the played models are asked', () => {
  expect(settings({}).ai).toBeUndefined();
  expect(artists(SANDBOX_INSTALLATION).map(({ name, on, asks }) => [name, on, asks])).toEqual([
    [READS, true, true],
    [DRAWS, true, true],
    [WATCHES, true, true],
  ]);
});

test('a real bot without a key asks no model: the node that reads is off, the one that draws makes sketches', () => {
  const { real, ai } = settings(REAL);
  expect(ai).toBeUndefined();
  expect(artists(real!).map(({ name, on, asks }) => [name, on, asks])).toEqual([
    [READS, false, false],
    [DRAWS, true, false],
    [WATCHES, false, false],
  ]);
});

test('with a key alone OpenAI itself reads and draws, with the shipped models', () => {
  const { real, ai } = settings({ ...REAL, ...MODELS });
  expect(ai).toEqual({ apiKey: MODELS.OPENAI_API_KEY, baseUrl: 'https://api.openai.com/v1', elsewhere: false });
  expect(artists({ ...real, ai })).toEqual([
    { name: READS, on: true, asks: true, models: SHIPPED },
    { name: DRAWS, on: true, asks: true, models: ['gpt-image-2.5-flare'] },
    { name: WATCHES, on: true, asks: true, models: [...SHIPPED, 'gpt-image-2.5-flare'] },
  ]);
});

test('another server is asked for the model that was named, for no other, and not for pictures', () => {
  const { real, ai } = settings({ ...REAL, ...YANDEX });
  expect(ai).toEqual({
    apiKey: YANDEX.OPENAI_API_KEY,
    baseUrl: 'https://ai.api.cloud.yandex.net/v1',
    elsewhere: true,
    project: 'b1gfolder',
    model: YANDEX.AI_MODEL,
  });
  const [reads, draws, watches] = artists({ ...real, ai });
  expect(reads).toEqual({ name: READS, on: true, asks: true, models: [YANDEX.AI_MODEL] });
  expect([draws.on, draws.asks]).toEqual([true, false]);
  expect(watches.models).toEqual([YANDEX.AI_MODEL]);
});

test('a server that draws is asked for the picture model that was named', () => {
  const { ai } = settings({ ...MODELS, OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1', IMAGE_MODEL: 'gpt-image-9' });
  const [reads, draws] = artists({ ...SANDBOX_INSTALLATION, ai });
  expect(reads.models).toEqual(SHIPPED);
  expect(draws).toEqual({ name: DRAWS, on: true, asks: true, models: ['gpt-image-9'] });
});

test.each([
  [{ AI_MODEL: 'gpt-6-luna' }, 'AI_MODEL is set: OPENAI_API_KEY must be too'],
  [{ OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1' }, 'OPENAI_BASE_URL is set: OPENAI_API_KEY must be too'],
  [{ ...MODELS, OPENAI_BASE_URL: 'api.openai.com/v1' }, 'an address that begins with https:// or http://'],
  [{ ...MODELS, OPENAI_BASE_URL: 'ftp://api.openai.com/v1' }, 'an address that begins with https:// or http://'],
  [{ ...MODELS, OPENAI_BASE_URL: 'https://api.openai.com/v1/chat/completions' }, 'only the begin of the address'],
  [{ ...MODELS, AI_MODEL: 'моя модель' }, 'AI_MODEL=моя модель: only Latin letters'],
])('a setting of models that makes no sense is refused in words', (env, problem) => {
  expect(() => settings(env as Record<string, string>)).toThrow(problem);
});

test('a broken key is refused without being told', () => {
  const broken = 'sk-fake key\n';
  expect(() => settings({ ...MODELS, OPENAI_API_KEY: broken })).toThrow(/^OPENAI_API_KEY: only Latin letters/);
});
