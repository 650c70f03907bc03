import { Refusal } from '../../api/channel';
import type { Doing, Played, ProviderParts } from '../shared/played';
import { forge } from './forged';
import { yookassaRoutes } from './routes';
import { YooKassa, type YooKassaOptions } from './yookassa';

export type { YooKassaOptions } from './yookassa';

/** Plays YooKassa for one test shop on `/yookassa/v3`. State lies in `<dir>/yookassa.jsonl`. */
export function createYooKassa(parts: ProviderParts, options: YooKassaOptions): Played {
  const shop = new YooKassa(parts, options);
  return {
    name: 'yookassa',
    title: 'ЮKassa',
    pagePath: '/yookassa/checkout',
    routes: yookassaRoutes(shop),
    find: ({ id, url }) => {
      const all = [...shop.payments.values()].reverse();
      const byLink = all.find((payment) => shop.pageOf(payment.id) === url);
      return (byLink ?? all.find(({ metadata }) => Object.values(metadata).includes(id)))?.id;
    },
    bill: (id) => {
      const payment = shop.payment(id);
      if (!payment) return undefined;
      const { status, amount, description = '', linkUntil, returnUrl } = payment;
      const state = status === 'pending' ? 'open' : status === 'canceled' ? 'dead' : 'paid';
      const until = status === 'pending' ? linkUntil : null;
      return { amount, currency: 'RUB', description, state, until, paidUrl: returnUrl, refusedUrl: returnUrl };
    },
    opened: () => undefined,
    pay: (id, { amount, repeat }) => {
      const payment = shop.mustBe(id, 'pending');
      if (amount !== undefined && amount !== payment.amount)
        throw new Refusal(409, 'YooKassa takes the whole amount of the payment and no other');
      shop.pay(id, repeat);
    },
    cancel: (id, { repeat }) => shop.cancel(id, { party: 'payment_network', reason: 'general_decline' }, repeat),
    refund: (id, doing) => refund(shop, id, doing),
    expire: (id, { repeat }) => {
      const { status } = shop.mustBe(id, 'pending', 'waiting_for_capture');
      const reason = status === 'pending' ? 'expired_on_confirmation' : 'expired_on_capture';
      shop.cancel(id, { party: 'yoo_money', reason }, repeat);
    },
    forge: (id, forgery, reference) => forge(shop, id, forgery, reference),
    notifyAt: (url) => shop.notifyAt(url),
    resume: () => shop.resume(),
    close: () => shop.close(),
  };
}

function refund(shop: YooKassa, id: string, { amount, repeat }: Doing): void {
  const payment = shop.mustBe(id, 'succeeded');
  const left = payment.amount - payment.refunded;
  const returned = amount ?? left;
  if (returned > left || left === 0) throw new Refusal(409, `YooKassa: only ${left} kopecks are left of the payment`);
  const { hasReceipt } = payment;
  shop.refund({ paymentId: id, amount: returned, description: 'В кабинете', metadata: {}, hasReceipt }, repeat);
}
