import { YooKassa, type YooKassaSdk } from '@webzaytsev/yookassa-ts-sdk';
import { type PaymentsBench, SHOP } from './paymentsSupport';

/** The public client. It asks once, so that a refusal is seen as it is. */
export const clientOf = (bench: PaymentsBench, secretKey = SHOP.secretKey): YooKassaSdk =>
  YooKassa(
    { shop_id: SHOP.shopId, secret_key: secretKey, endpoint: `${bench.url}/yookassa/v3`, retries: 0, maxRPS: 1000 },
    true,
  );

/** 3000 roubles of cake and 500 of delivery. */
export const RECEIPT = {
  customer: { email: 'buyer@example.org' },
  tax_system_code: 2,
  items: [
    {
      ...{ description: 'Торт «Медовик»', quantity: 2.5, vat_code: 1, measure: 'piece' },
      ...{ payment_mode: 'full_prepayment', payment_subject: 'commodity' },
      amount: { value: '1200.00', currency: 'RUB' },
    },
    { description: 'Доставка', quantity: 1, vat_code: 11, amount: { value: '500.00', currency: 'RUB' } },
  ],
};
/** What a link over 3500 roubles is asked with. */
export const ASKED = {
  amount: { value: '3500.00', currency: 'RUB' },
  capture: true,
  confirmation: { type: 'redirect', return_url: 'https://example.org/thanks' },
  description: 'Торт, заказ 1042',
  metadata: { order: '1042', payment: '1042-1' },
};
// The client's types want its own enumerations, and lag behind what the API takes and answers.
export type Create = Parameters<YooKassaSdk['payments']['create']>[0];
export type Receipt = Parameters<YooKassaSdk['receipts']['create']>[0];
export const roubles = (value: string) => ({ value, currency: 'RUB' }) as unknown as Create['amount'];
