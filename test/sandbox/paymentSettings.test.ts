import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readProviders, waysOf } from '../../sandbox/accounts';
import { adaptTo, SANDBOX_INSTALLATION, type Installation } from '../../sandbox/stack/adapt';
import { credentialsOf } from '../../sandbox/stack/credentials';
import { readSecrets } from '../../sandbox/stack/secrets';
import { shippedWorkflows } from '../../sandbox/stack/workflows';

const YOOKASSA = { YOOKASSA_SHOP_ID: '506751', YOOKASSA_SECRET_KEY: 'live_fake' };
const TBANK = { TBANK_TERMINAL_KEY: '1700000000000', TBANK_PASSWORD: 'fake' };
const STRIPE = { STRIPE_SECRET_KEY: 'sk_live_fake', STRIPE_SIGNING_SECRET: 'whsec_fake' };

const dir = mkdtempSync(join(tmpdir(), 'cake-order-secrets-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const PLACES = { url: 'http://127.0.0.1:8080', serviceRole: 'role', redis: null };
const REAL = { webhookUrl: 'https://bakery.example/', telegramToken: '987654321:AAFake' };

/** The nodes that deal with money as they are installed: whether they are on, their credentials, T-Bank's address. */
const money = (facts: Installation) =>
  shippedWorkflows()
    .flatMap((file) => {
      adaptTo(facts)(file, ({ name }, path) => `https://n8n.example/${name}/${path}`);
      return file.nodes;
    })
    .filter(({ type }) => /\.payment(Trigger)?$/.test(type))
    .map(({ name, disabled, credentials = {}, parameters }) => ({
      name,
      on: !disabled,
      credentials: Object.keys(credentials).filter((type) => type !== 'supabaseApi'),
      ...(parameters.notificationUrl ? { notificationUrl: parameters.notificationUrl } : {}),
    }));

const ways = (facts: Installation) => {
  const [menu] = shippedWorkflows().flatMap((file) => {
    adaptTo(facts)(file);
    return file.nodes.filter(({ type }) => type.endsWith('cakeMenuTrigger'));
  });
  return menu.parameters.payment_providers ?? [];
};

test('in the sandbox all four ways are offered, and each provider tells the pack what becomes of a payment', () => {
  expect(ways(SANDBOX_INSTALLATION)).toEqual(['yookassa', 'tbank', 'stripe', 'manual']);
  const all = ['yooKassaApi', 'tBankApi', 'stripeCheckoutApi'];
  expect(money(SANDBOX_INSTALLATION)).toEqual([
    { name: 'Оплата', on: true, credentials: all, notificationUrl: 'https://n8n.example/Т-Банк/payment' },
    { name: 'ЮKassa', on: true, credentials: ['yooKassaApi'] },
    { name: 'Т-Банк', on: true, credentials: ['tBankApi'] },
    { name: 'Stripe', on: true, credentials: ['stripeCheckoutApi'] },
    { name: 'Проверить платежи', on: true, credentials: all },
    { name: 'Деньги за вчера', on: true, credentials: all },
  ]);
});

test('an installation without payment needs nothing of it', () => {
  expect(ways({})).toEqual([]);
  expect(money({}).map(({ name, on, credentials }) => [name, on, credentials])).toEqual([
    ['Оплата', true, []],
    ['ЮKassa', false, []],
    ['Т-Банк', false, []],
    ['Stripe', false, []],
    ['Проверить платежи', true, []],
    ['Деньги за вчера', true, []],
  ]);
});

test.each([
  [YOOKASSA, ['yookassa'], 'ЮKassa', 'yooKassaApi'],
  [TBANK, ['tbank'], 'Т-Банк', 'tBankApi'],
  [STRIPE, ['stripe'], 'Stripe', 'stripeCheckoutApi'],
])('one provider alone is offered and connected, the others stay off', (env, offered, trigger, credential) => {
  const payments = waysOf(readProviders(env));
  expect(payments).toEqual(offered);
  expect(ways({ payments })).toEqual(offered);
  const nodes = money({ payments });
  expect(nodes.filter(({ name, on }) => on && ['ЮKassa', 'Т-Банк', 'Stripe'].includes(name))).toEqual([
    { name: trigger, on: true, credentials: [credential] },
  ]);
  expect(nodes[0].credentials).toEqual([credential]);
  expect('notificationUrl' in nodes[0]).toBe(credential === 'tBankApi');
});

test('played providers are reached in the sandbox and believed from this machine; each installation draws its own keys', () => {
  const secrets = readSecrets(join(dir, 'one'));
  const { yooKassaApi, tBankApi, stripeCheckoutApi } = credentialsOf({}, secrets, PLACES);
  expect(yooKassaApi.data).toMatchObject({ baseUrl: 'http://127.0.0.1:8080/yookassa/v3', networks: '127.0.0.1/32' });
  expect(tBankApi.data).toMatchObject({ baseUrl: 'http://127.0.0.1:8080/tbank/v2' });
  expect(stripeCheckoutApi.data).toMatchObject({ baseUrl: 'http://127.0.0.1:8080/stripe' });
  // Keys for trials, as their nodes know them.
  expect(yooKassaApi.data.secretKey).toMatch(/^test_/);
  expect(tBankApi.data.terminalKey).toMatch(/DEMO$/);
  expect(stripeCheckoutApi.data.secretKey).toMatch(/^sk_test_/);
  expect(stripeCheckoutApi.data.signingSecret).toMatch(/^whsec_/);
  const other = readSecrets(join(dir, 'other'));
  for (const key of ['yooKassaKey', 'tBankPassword', 'stripeKey', 'stripeSigning'] as const) {
    expect(other[key]).not.toBe(secrets[key]);
  }
});

test('a real provider is reached where it is, and no played one beside a real bot', () => {
  const secrets = readSecrets(join(dir, 'one'));
  const real = { ...REAL, ...readProviders({ ...YOOKASSA, ...TBANK, ...STRIPE }) };
  const { yooKassaApi, tBankApi, stripeCheckoutApi } = credentialsOf({ real }, secrets, PLACES);
  expect(yooKassaApi.data).toEqual({ shopId: '506751', secretKey: 'live_fake', trustedProxies: expect.any(String) });
  expect(tBankApi.data).toEqual({ terminalKey: '1700000000000', password: 'fake' });
  expect(stripeCheckoutApi.data).toEqual({ secretKey: 'sk_live_fake', signingSecret: 'whsec_fake' });
  const alone = Object.keys(credentialsOf({ real: REAL }, secrets, PLACES));
  expect(alone).toEqual(['supabaseApi', 'telegramApi']);
});
