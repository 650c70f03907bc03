import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { paymentRoutes } from './api';
import type { ReadPayments } from './rows';
import { type Clock, realClock } from './shared/clock';
import { buyerPages } from './shared/page';
import type { Played, ProviderName, ProviderParts } from './shared/played';
import { createStripe, type StripeOptions } from './stripe';
import { createTBank, type TBankOptions } from './tbank';
import { createYooKassa, type YooKassaOptions } from './yookassa';

export { listPayments, type PaymentFilter, type PaymentView, type ReadPayments } from './rows';

/** The accounts that are played; a provider without one is absent. */
export interface PaymentsOptions {
  yookassa?: YooKassaOptions;
  tbank?: TBankOptions;
  stripe?: StripeOptions;
  /** Reads the pack's payments for `/api/payments`. */
  rows?: ReadPayments;
  /** The machine's own by default. */
  clock?: Clock;
}

/** The providers as the sandbox plays them. */
export interface Payments {
  /** Vendors' paths, buyers' pages and `/api/payments`. */
  routes: FastifyPluginAsync;
  /** Enters an address for notifications, as an owner does in the provider's cabinet; null takes it away. */
  notifyAt(provider: ProviderName, url: string | null): void;
  /** Goes on with deadlines and with what is undelivered; called once the sandbox listens. */
  resume(): void;
  close(): void;
}

/** Plays the payment providers. State lies in `<dir>`. */
export function createPayments(parts: Omit<ProviderParts, 'clock'>, options: PaymentsOptions): Payments {
  const { yookassa, tbank, stripe, rows, clock = realClock } = options;
  const given = { ...parts, clock };
  const providers: Played[] = [
    ...(yookassa ? [createYooKassa(given, yookassa)] : []),
    ...(tbank ? [createTBank(given, tbank)] : []),
    ...(stripe ? [createStripe(given, stripe)] : []),
  ];
  return {
    routes: async (app: FastifyInstance): Promise<void> => {
      for (const { routes } of providers) await app.register(routes);
      await app.register(buyerPages(providers));
      await app.register(paymentRoutes, { rows, providers });
    },
    notifyAt: (name, url) => {
      const provider = providers.find((each) => each.name === name);
      if (!provider) throw new Error(`${name} is not played`);
      provider.notifyAt(url);
    },
    resume: () => providers.forEach((provider) => provider.resume()),
    close: () => providers.forEach((provider) => provider.close()),
  };
}
