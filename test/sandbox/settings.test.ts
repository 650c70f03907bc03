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
const before = { ...process.env };

function settings(env: Record<string, string>) {
  Object.assign(process.env, Object.fromEntries(Object.keys({ ...REAL, ...MORE }).map((name) => [name, ''])), env);
  return readSettings();
}

afterEach(() => {
  process.env = { ...before };
});

/** The panel of the menu, and the chat that hears of faults, as they are installed. */
function installed(facts: Parameters<typeof adaptTo>[0]) {
  const nodes = shippedWorkflows().flatMap((file) => {
    adaptTo(facts)(file);
    return file.nodes;
  });
  const { parameters } = nodes.find(({ name }) => name === 'Меню')!;
  const { operator_name, policy_url, baker_chats } = parameters;
  return { operator_name, policy_url, baker_chats, faults: nodes.find(({ name }) => name === 'Сказать владельцу')!.parameters.chatId }; // prettier-ignore
}

test('without a token everything is played, with the demo’s operator', () => {
  expect(settings({}).real).toBeUndefined();
  expect(installed(SANDBOX_INSTALLATION)).toEqual({
    operator_name: 'ИП Демонстрационная А. А.',
    policy_url: 'https://example.com/policy',
    baker_chats: '500000001',
    faults: '500000001',
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
    messengers: [],
  });
  expect(installed(real!)).toEqual({
    operator_name: REAL.OPERATOR_NAME,
    policy_url: REAL.POLICY_URL,
    baker_chats: REAL.BAKER_CHAT_ID,
    faults: REAL.BAKER_CHAT_ID,
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
])('half a setting is refused in words', (env, problem) => {
  expect(() => settings(env)).toThrow(problem);
});
