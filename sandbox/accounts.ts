import type { PaymentProvider } from '../lib/order';

/** Accounts of the bakery at payment providers. */
export interface ProviderAccounts {
  yooKassa?: { shopId: string; secretKey: string };
  tBank?: { terminalKey: string; password: string };
  stripe?: { secretKey: string; signingSecret: string };
}

/** Accounts of the bakery with others. */
export interface RealAccounts extends ProviderAccounts {
  /** n8n's https address, as they reach it; ends with a slash. */
  webhookUrl: string;
  telegramToken: string;
  vk?: { token: string; group: string };
  avito?: { clientId: string; clientSecret: string };
}

/** Settings that are of use only together: [the provider, its settings]. */
const TOGETHER: [string, string, string][] = [
  ['YooKassa', 'YOOKASSA_SHOP_ID', 'YOOKASSA_SECRET_KEY'],
  ['T-Bank', 'TBANK_TERMINAL_KEY', 'TBANK_PASSWORD'],
  ['Stripe', 'STRIPE_SECRET_KEY', 'STRIPE_SIGNING_SECRET'],
];

/**
 * The payment providers that the environment names.
 *
 * @throws Error naming the half that is missing; no key is repeated
 */
export function readProviders(env: NodeJS.ProcessEnv): ProviderAccounts {
  for (const [provider, one, other] of TOGETHER) {
    if (Boolean(env[one]) !== Boolean(env[other])) {
      throw new Error(`For ${provider} both ${one} and ${other} must be set.`);
    }
  }
  const { YOOKASSA_SHOP_ID: shopId, YOOKASSA_SECRET_KEY: yooKassaKey } = env;
  const { TBANK_TERMINAL_KEY: terminalKey, TBANK_PASSWORD: password } = env;
  const { STRIPE_SECRET_KEY: stripeKey, STRIPE_SIGNING_SECRET: signingSecret } = env;
  return {
    ...(shopId && yooKassaKey ? { yooKassa: { shopId, secretKey: yooKassaKey } } : {}),
    ...(terminalKey && password ? { tBank: { terminalKey, password } } : {}),
    ...(stripeKey && signingSecret ? { stripe: { secretKey: stripeKey, signingSecret } } : {}),
  };
}

/** The ways to pay that these accounts make possible. */
export const waysOf = ({ yooKassa, tBank, stripe }: ProviderAccounts): PaymentProvider[] => [
  ...(yooKassa ? ['yookassa' as const] : []),
  ...(tBank ? ['tbank' as const] : []),
  ...(stripe ? ['stripe' as const] : []),
];
