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
const before = { ...process.env };

function settings(env: Record<string, string>) {
  Object.assign(process.env, Object.fromEntries(Object.keys(REAL).map((name) => [name, ''])), env);
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
