import type { PaymentView } from '../../sandbox/payments';
import type { PaymentsBench } from './paymentsSupport';

/** How each provider is asked for a link over 3500 roubles; `id` is our own. */
const ASK = {
  yookassa: async (bench: PaymentsBench, id: string): Promise<string> => {
    const payment = {
      ...{ amount: { value: '3500.00', currency: 'RUB' }, capture: true, description: `Торт, заказ ${id}` },
      ...{ metadata: { payment: id }, confirmation: { type: 'redirect', return_url: bench.shop.thanks } },
    };
    return (await bench.yookassa('POST', '/payments', payment, `link-${id}`)).data.confirmation.confirmation_url;
  },
  tbank: async (bench: PaymentsBench, id: string): Promise<string> => {
    const payment = {
      ...{ Amount: 350_000, OrderId: id, Description: `Торт, заказ ${id}`, NotificationURL: bench.shop.url },
      ...{ SuccessURL: bench.shop.thanks, FailURL: bench.shop.thanks },
    };
    return (await bench.tbank('Init', payment)).data.PaymentURL;
  },
  stripe: async (bench: PaymentsBench, id: string): Promise<string> => {
    const price = 'line_items[0][price_data]';
    const { data } = await bench.stripe('POST', '/checkout/sessions', {
      ...{ mode: 'payment', success_url: bench.shop.thanks, cancel_url: bench.shop.thanks, client_reference_id: id },
      ...{ [`${price}[currency]`]: 'rub', [`${price}[unit_amount]`]: '350000' },
      [`${price}[product_data][name]`]: `Торт, заказ ${id}`,
    });
    return data.url;
  },
};

/** A provider with links. */
export type Name = keyof typeof ASK;
export const NAMES: Name[] = ['yookassa', 'tbank', 'stripe'];

/** A link of that provider as the pack keeps it. */
export async function link(bench: PaymentsBench, provider: Name): Promise<PaymentView> {
  const row = bench.row({ provider });
  row.url = await ASK[provider](bench, row.id);
  return row;
}
