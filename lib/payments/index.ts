import { createStripe, type StripeSettings } from './stripe';
import { createTBank, type TBankSettings } from './tbank';
import type { Http, Provider } from './types';
import { createYooKassa, type YooKassaSettings } from './yookassa';

export * from './types';
export { callerAddress, isInside, networksIn, type Network } from './networks';
export { STRIPE_URL, type StripeSettings } from './stripe';
export { TBANK_URL, type TBankSettings } from './tbank';
export { YOOKASSA_NETWORKS, YOOKASSA_URL, type YooKassaSettings } from './yookassa';

/** What each provider has to know; the fields are those of the credentials. */
export interface ProviderSettings {
  yookassa: YooKassaSettings;
  tbank: TBankSettings;
  stripe: StripeSettings;
}

/**
 * A provider behind the contract. No call is made yet, and settings that are wrong are told by the first one.
 *
 * @param now milliseconds; links live from then
 */
export function createProvider<Name extends keyof ProviderSettings>(
  name: Name,
  settings: ProviderSettings[Name],
  http: Http,
  now: () => number = Date.now,
): Provider {
  const create: { [N in keyof ProviderSettings]: (s: ProviderSettings[N], http: Http, now: () => number) => Provider } =
    { yookassa: createYooKassa, tbank: createTBank, stripe: createStripe };
  return create[name](settings, http, now);
}
