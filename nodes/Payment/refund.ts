import { noteOdd } from '../shared/moneyFacts';
import { notSetUp } from './link';
import type { EffectOf, Played, Stage } from './play';
import { receiptOf } from './receipt';

/** Has money returned. What cannot be returned by the provider a person must return, and is told so. */
export async function refund(effect: EffectOf<'refund'>, { known, opened, shop }: Stage): Promise<Played> {
  const { refunded, kind } = known.payment;
  // Handed out again, because the confirmation got lost.
  if (refunded >= effect.refundedAfter) return { facts: [{ is: 'refunded', refunded }] };
  if (!opened || !shop) return { facts: [{ is: 'refund_refused', detail: notSetUp(effect) }] };
  const { payment, providerId, amount, paid, idempotence, reason } = effect;
  const receipt = receiptOf(effect, shop, kind === 'full' ? 'full_prepayment' : 'prepayment');
  const back = await opened.provider.refund({ payment, providerId, amount, paid, key: idempotence, reason, receipt });
  switch (back.result) {
    case 'refunded':
      return { facts: [{ is: 'refunded', refunded: back.refunded }] };
    case 'refused':
      return { facts: [{ is: 'refund_refused', detail: back.detail }] };
    case 'pending':
      return { pending: back.detail };
    case 'unknown':
      return { unknown: back.detail };
  }
}

/** Makes the closing receipt. The cake has left: what is wrong with it concerns the owner alone. */
export async function settle(effect: EffectOf<'settle'>, { known, opened, shop }: Stage): Promise<Played> {
  const refused = (why: string): Played => {
    noteOdd(known, `закрывающий чек не пробит, пробейте его вручную. ${why}`);
    return { skipped: why };
  };
  const receipt = shop && receiptOf(effect, shop, 'full_payment');
  if (!receipt) return { skipped: 'the shop makes no receipts' };
  if (!opened) return refused(notSetUp(effect));
  const { payment, providerId, amount, idempotence: key } = effect;
  const settled = await opened.provider.settle({ payment, providerId, key, amount, receipt });
  if (settled.result === 'unknown') return { unknown: settled.detail };
  return settled.result === 'settled' ? { done: true } : refused(settled.detail);
}
