import { createProvider, type Provider } from '../../../lib/payments';
import { Bank, http, now, type Got, type Said } from './support';

export const SECRET = 'test_SecretKeyOfTheShop0123456789';
export const ID = '22d6d597-000f-5000-9000-145f6df21d6f';

export const bank = new Bank();
export const settings = () => ({ shopId: ' 123456 ', secretKey: `${SECRET}\n`, baseUrl: `${bank.url}/v3/` });

/** The shop, once YooKassa listens. */
export const open = async (): Promise<Provider> => {
  await bank.open();
  return createProvider('yookassa', settings(), http, now);
};

export const last = (): Got => bank.got[bank.got.length - 1];

/** A payment as YooKassa shows it. */
export const payment = (change: object = {}): object => ({
  id: ID,
  status: 'pending',
  paid: false,
  amount: { value: '3500.00', currency: 'RUB' },
  confirmation: { type: 'redirect', confirmation_url: 'https://yoomoney.ru/checkout?orderId=1' },
  created_at: '2026-11-25T12:00:01.500Z',
  metadata: { order: '1042', payment: '1042-1' },
  recipient: { account_id: '123456' },
  test: true,
  ...change,
});

/** A refusal of YooKassa's. */
export const error = (status: number, description: string, parameter?: string): Said => [
  status,
  { type: 'error', id: 'e65a8f85-f8b7-4f4f-9fd3-bfef99aacbbb', code: 'any', description, parameter },
];
