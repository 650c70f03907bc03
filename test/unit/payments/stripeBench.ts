import { createProvider, type Provider } from '../../../lib/payments';
import { Bank, http, now, NOW, type Got, type Said } from './support';

export const KEY = 'sk_test_SecretKeyOfTheAccount0123456789';
export const ID = 'cs_test_a1b2c3';

export const bank = new Bank();
export const settings = () => ({ secretKey: ` ${KEY}\n`, signingSecret: 'whsec_x', baseUrl: `${bank.url}/relay/` });

/** The account, once Stripe listens. */
export const open = async (): Promise<Provider> => {
  await bank.open();
  return createProvider('stripe', settings(), http, now);
};

export const last = (): Got => bank.got[bank.got.length - 1];
export const calls = (): string[] => bank.got.map(({ method, path }) => `${method} ${path.replace('/relay/v1/', '')}`);

/** A Checkout Session as Stripe shows it. */
export const session = (change: object = {}): object => ({
  id: ID,
  object: 'checkout.session',
  status: 'open',
  payment_status: 'unpaid',
  amount_total: 350_000,
  currency: 'rub',
  client_reference_id: '1042-1',
  metadata: { payment: '1042-1', order: '1042' },
  url: 'https://checkout.stripe.com/c/pay/cs_test_a1b2c3',
  created: NOW / 1000,
  expires_at: NOW / 1000 + 3_600,
  livemode: false,
  payment_intent: null,
  ...change,
});
export const paid = (refunded = 0): object =>
  session({
    status: 'complete',
    payment_status: 'paid',
    url: null,
    payment_intent: { id: 'pi_1', latest_charge: { amount_refunded: refunded, created: NOW / 1000 + 60 } },
  });
export const list = (...data: object[]): Said => [200, { object: 'list', data, has_more: false }];
export const error = (status: number, type: string, message: string, code?: string): Said => [
  status,
  { error: { type, message, code } },
];
