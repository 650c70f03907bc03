import { createProvider, networksIn, type Http, type Network, type Provider } from '../../lib/payments';
import type { ProviderSettings } from '../../lib/payments';
import { request, type NodeContext } from './http';

export type ProviderName = Provider['name'];

/** How the owner knows each provider, and where she enters its keys. */
export const PROVIDERS: Record<ProviderName, { title: string; credential: string; credentialTitle: string }> = {
  yookassa: { title: 'ЮKassa', credential: 'yooKassaApi', credentialTitle: 'YooKassa API' },
  tbank: { title: 'Т-Банк', credential: 'tBankApi', credentialTitle: 'T-Bank API' },
  stripe: { title: 'Stripe', credential: 'stripeCheckoutApi', credentialTitle: 'Stripe Checkout API' },
};

/** A provider with a node's credential. */
export interface OpenedProvider {
  provider: Provider;
  /** Whether its keys are for trials: then, and else only if the owner allows it, a payment for trials is money. */
  trial: boolean;
  /** The owner's own proxies before n8n. */
  proxies: Network[];
}

const TIMEOUT_MS = 30_000;

/**
 * HTTP as the providers want it, through n8n's request helper. A redirect is an answer like any other: followed, a payment
 * would go where nobody has entered.
 *
 * @param until milliseconds since 1970: no call waits any longer, and none is begun then
 */
export const httpThrough =
  (context: NodeContext, until = Infinity): Http =>
  async ({ method, url, headers, body, timeoutMs = TIMEOUT_MS }) => {
    const left = until - Date.now();
    // The word by which lib/payments knows a call that was never begun.
    if (left <= 0) return { status: 0, body: 'NOT_SENT' };
    const timeout = Math.min(timeoutMs, left);
    return request(context, { method, url, headers, body, timeout, disableFollowRedirect: true });
  };

const TRIAL: Record<ProviderName, (settings: Record<string, unknown>) => boolean> = {
  yookassa: ({ secretKey }) => /^\s*test_/.test(String(secretKey)),
  tbank: ({ terminalKey }) => /DEMO\s*$/i.test(String(terminalKey)),
  stripe: ({ secretKey }) => /^\s*[sr]k_test_/.test(String(secretKey)),
};

/** A provider with the node's credential for it; null: the node has none. */
export async function openProvider(
  context: NodeContext,
  name: ProviderName,
  until?: number,
): Promise<OpenedProvider | null> {
  const { credential } = PROVIDERS[name];
  if (!context.getNode().credentials?.[credential]) return null;
  const settings = await context.getCredentials(credential);
  const provider = createProvider(
    name,
    settings as unknown as ProviderSettings[ProviderName],
    httpThrough(context, until),
  );
  return {
    provider,
    trial: TRIAL[name](settings),
    proxies: networksIn(String(settings.trustedProxies ?? '')).networks,
  };
}
