import type { Http, Provider } from '../types';
import { stripeClient, type Client, type StripeSettings } from './client';
import { troubleOf } from './errors';
import { requestLink } from './link';
import { readNotification } from './notification';
import { refund } from './refund';
import { read, sessionById } from './state';

export { STRIPE_URL, type StripeSettings } from './client';

/** Ends a link that nobody has paid. */
async function cancel(client: Client, id: string, key: string): Promise<{ gone: boolean; detail?: string }> {
  try {
    const { status } = await sessionById(client, id);
    if (status === 'expired') return { gone: true };
    if (status === 'complete') return { gone: false, detail: 'Платёж уже оплачен: его можно только вернуть.' };
    const ended = await (await client()).checkout.sessions.expire(id, {}, { idempotencyKey: key });
    if (ended.status === 'expired') return { gone: true };
    return { gone: false, detail: 'Ответ Stripe не читается. Ссылка перестанет работать сама, когда выйдет её срок.' };
  } catch (thrown) {
    return { gone: false, detail: troubleOf(thrown).detail };
  }
}

/** Stripe Checkout: https://docs.stripe.com/api/checkout/sessions. Russian shops cannot have an account there. */
export function createStripe(settings: StripeSettings, http: Http, now: () => number): Provider {
  const client = stripeClient(settings, http);
  return {
    name: 'stripe',
    request: (request) => requestLink(client, request, now),
    read: (id) => read(client, id, now),
    cancel: ({ providerId, key }) => cancel(client, providerId, key),
    refund: (request) => refund(client, request),
    // There is no fiscal receipt to close.
    settle: async () => ({ result: 'settled' }),
    notification: (raw) => readNotification(client, settings, raw, now),
  };
}
