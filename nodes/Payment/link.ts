import type { Language, PaymentKind } from '../../lib/order/types';
import type { Receipt } from '../../lib/payments';
import type { KnownPayment } from '../../lib/sessions/types';
import { PROVIDERS } from '../shared/payments';
import type { Effect, EffectOf, Played, Stage } from './play';
import { receiptOf } from './receipt';

/** What the buyer reads on the provider's page. */
const DESCRIPTIONS: Record<Language, (order: number) => Record<PaymentKind, string>> = {
  ru: (order) => ({
    deposit: `Торт, заказ № ${order}: предоплата`,
    balance: `Торт, заказ № ${order}: доплата`,
    full: `Торт, заказ № ${order}`,
  }),
  en: (order) => ({
    deposit: `Cake, order No. ${order}: deposit`,
    balance: `Cake, order No. ${order}: balance`,
    full: `Cake, order No. ${order}`,
  }),
};

/** What a node without a provider's credential says to the owner. */
export const notSetUp = ({ provider }: Effect): string => {
  const known = provider === 'manual' ? null : PROVIDERS[provider];
  return known
    ? `В узле Payment не выбран доступ «${known.credentialTitle}». Выберите его или уберите этот способ (${known.title}) в «Меню и настройки».`
    : 'Наличные и переводы узел Payment не принимает.';
};

/** Money before the cake is a prepayment, whichever part of it comes; what comes after it is the final settlement. */
const modeOf = ({ purpose }: EffectOf<'link'>, { status }: KnownPayment): Receipt['mode'] =>
  purpose === 'full' ? 'full_prepayment' : status === 'handed_over' ? 'full_payment' : 'prepayment';

/** Has a link made, or gives the one that was made before. */
export async function link(effect: EffectOf<'link'>, { known, opened, shop, notifyUrl }: Stage): Promise<Played> {
  const { url, providerId, expiresAt, status } = known.payment;
  // Handed out again, because the confirmation got lost.
  if (url && providerId) return { facts: [{ is: 'link', providerId, url, expiresAt }] };
  if (status !== 'pending') return { skipped: 'nobody waits for this link any more' };
  if (!opened || !shop) return { facts: [{ is: 'no_link', why: 'off', detail: notSetUp(effect) }] };
  const { order, amount, language, until, purpose, idempotence } = effect;
  const made = await opened.provider.request({
    payment: effect.payment,
    key: idempotence,
    order,
    kind: purpose,
    amount,
    description: DESCRIPTIONS[language](order)[purpose],
    language,
    until,
    returnUrl: shop.payment.returnUrl ?? shop.operator.policyUrl,
    notifyUrl,
    receipt: receiptOf(effect, shop, modeOf(effect, known)),
  });
  switch (made.result) {
    case 'link':
      return { facts: [{ is: 'link', providerId: made.providerId, url: made.url, expiresAt: made.expiresAt }] };
    case 'refused':
      return { facts: [{ is: 'no_link', why: made.receipt ? 'receipt' : 'refused', detail: made.detail }] };
    case 'unknown':
      return { unknown: made.detail };
  }
}

/** Ends a link where the provider can; where it cannot, the link dies by itself, and what is paid until then goes back. */
export async function cancel(effect: EffectOf<'cancel'>, { opened }: Stage): Promise<Played> {
  if (!opened) return { skipped: 'the node Payment has no credential for it' };
  if (effect.providerId === null) return { skipped: 'there never was a link' };
  await opened.provider.cancel({ providerId: effect.providerId, payment: effect.payment, key: effect.idempotence });
  return { done: true };
}
