import type Stripe from 'stripe';

import { foundAs } from '../answers';
import type { PaymentState, StateResult } from '../types';
import type { Client } from './client';
import { isThere, troubleOf } from './errors';

/** How far back a session is looked for whose id never arrived; one lives a day at most. */
const BACK_MS = 48 * 3_600_000;

const PAGE = 100;
const PAGES = 10;

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** The last charge of a session that was read with `payment_intent.latest_charge`. */
function chargeOf({ payment_intent: intent }: Stripe.Checkout.Session): Stripe.Charge | null {
  const charge = intent && typeof intent === 'object' ? intent.latest_charge : null;
  return charge && typeof charge === 'object' ? charge : null;
}

/** The payment of a session; null: it has none yet. */
export const intentOf = ({ payment_intent: intent }: Stripe.Checkout.Session): string | null =>
  typeof intent === 'string' ? intent : (intent?.id ?? null);

function statusOf({ status, payment_status: paid }: Stripe.Checkout.Session): PaymentState['status'] | null {
  if (paid === 'paid' || paid === 'no_payment_required') return 'paid';
  if (paid !== 'unpaid') return null;
  // Completed and unpaid: a way to pay that takes days.
  if (status === 'open' || status === 'complete') return 'pending';
  return status === 'expired' ? 'expired' : null;
}

/** How a payment stands, from its Checkout Session: https://docs.stripe.com/api/checkout/sessions/object; null: it is none. */
export function stateOf(session: Stripe.Checkout.Session): PaymentState | null {
  const [status, charge, order] = [statusOf(session), chargeOf(session), Number(session.metadata?.order)];
  if (!status || !Number.isSafeInteger(session.amount_total)) return null;
  return {
    status,
    amount: session.amount_total!,
    refunded: charge?.amount_refunded ?? 0,
    paidAt: status === 'paid' ? iso(charge?.created ?? session.created) : null,
    payment: session.client_reference_id ?? session.metadata?.payment ?? null,
    order: Number.isSafeInteger(order) && order > 0 ? order : null,
    currency: (session.currency ?? '').toUpperCase(),
    test: !session.livemode,
  };
}

/** @throws what the library throws */
export const sessionById = async (client: Client, id: string): Promise<Stripe.Checkout.Session> =>
  (await client()).checkout.sessions.retrieve(id, { expand: ['payment_intent.latest_charge'] });

/**
 * Our session among those of the last two days: Stripe cannot be asked by our own id. `undefined`: there are too many to look
 * through; null: there is none.
 *
 * @throws what the library throws
 */
export async function sessionByPayment(
  client: Client,
  payment: string,
  now: () => number,
): Promise<Stripe.Checkout.Session | null | undefined> {
  const { sessions } = (await client()).checkout;
  const created = { gte: Math.floor((now() - BACK_MS) / 1000) };
  let after: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const list = await sessions.list({ limit: PAGE, created, ...(after ? { starting_after: after } : {}) });
    const found = list.data.find((session) => session.client_reference_id === payment);
    if (found) return found;
    after = list.data.at(-1)?.id;
    if (!list.has_more || !after) return null;
  }
  return undefined;
}

export async function read(
  client: Client,
  { providerId, payment }: { providerId: string | null; payment: string },
  now: () => number,
): Promise<StateResult> {
  try {
    const own = providerId ? null : await sessionByPayment(client, payment, now);
    const id = providerId ?? own?.id;
    if (id) {
      const state = stateOf(await sessionById(client, id));
      return state
        ? foundAs(id, state)
        : { result: 'unknown', detail: 'Ответ Stripe о платеже не читается. Бот спросит ещё раз.' };
    }
    if (own === null) return { result: 'gone', detail: 'Stripe не знает такого платежа: он не был создан.' };
    return {
      result: 'unknown',
      detail: 'Платёж не нашёлся среди последних в Stripe. Проверьте его на dashboard.stripe.com.',
    };
  } catch (thrown) {
    return { result: isThere(thrown) ? 'unknown' : 'gone', detail: troubleOf(thrown).detail };
  }
}
