import { money } from '../../lib/dialogue/format';
import type { MoneyFact } from '../../lib/dialogue/types';
import type { PaymentState } from '../../lib/payments';
import type { KnownPayment } from '../../lib/sessions/types';
import type { OpenedProvider } from './payments';
import { noteTrouble } from './troubles';

/** What a provider says about a payment of ours, seen beside our books. `odd`: it is not believed, and a person must look. */
export type Reading = { result: 'facts'; facts: MoneyFact[] } | { result: 'odd' | 'gone' | 'unknown'; detail: string };

/** What is compared: our books, what was read, under which number, and whether payments for trials count. */
export interface Compared {
  known: KnownPayment;
  state: PaymentState;
  providerId: string | null;
  trials: boolean;
}

/** Why a state is not that of the payment which it was read for; null: it is. */
function whyNotOurs({ known: { payment, order }, state, trials }: Compared): string | null {
  if (state.payment !== null && state.payment !== payment.id) return `в нём указан другой счёт (${state.payment})`;
  if (state.order !== null && state.order !== order) return `в нём указан другой заказ (№ ${state.order})`;
  if (state.payment === null && state.order === null) return 'в нём не указано, за какой он заказ';
  if (state.currency !== 'RUB') return `он не в рублях, а в «${state.currency}»`;
  if (state.status !== 'paid') return null;
  if (state.amount !== payment.amount) {
    return `пришло ${money(state.amount, 'ru')}, а просили ${money(payment.amount, 'ru')}`;
  }
  if (state.test && !trials) return 'он проверочный, настоящих денег в нём нет';
  return null;
}

/** What has become known, in the order in which it happened; a sentence where something does not fit. */
export function factsOf(compared: Compared, now: string): MoneyFact[] | string {
  const { known, state, providerId } = compared;
  const { payment } = known;
  const strange = whyNotOurs(compared);
  if (strange) return strange;
  // A request whose answer got lost can have made a twin. Only its money is of interest, its end says nothing.
  const twin = providerId !== null && payment.providerId !== null && providerId !== payment.providerId;
  if (twin && state.status !== 'paid') return [];
  if (twin && payment.paid > 0) return 'по одному счёту заплатили дважды, верните этот платёж сами';
  switch (state.status) {
    case 'paid': {
      const paid: MoneyFact = { is: 'paid', amount: state.amount, providerId, at: state.paidAt ?? now };
      const refunded: MoneyFact = { is: 'refunded', refunded: state.refunded };
      return [...(payment.paid === 0 ? [paid] : []), ...(state.refunded > payment.refunded ? [refunded] : [])];
    }
    case 'cancelled':
    case 'expired':
      if (payment.paid > 0) return 'у нас он оплачен, а там отменён';
      return payment.status === 'pending' ? [{ is: state.status }] : [];
    default:
      return [];
  }
}

/**
 * Tells the owner, once for each reason, that a person must look at a payment.
 *
 * @returns the sentence that she reads
 */
export function noteOdd({ payment, order }: KnownPayment, why: string, providerId = payment.providerId): string {
  const number = providerId ? ` (номер у провайдера ${providerId})` : '';
  const detail = `Заказ № ${order}, платёж ${payment.id}${number}: ${why}. Посмотрите его в кабинете.`;
  if (payment.provider !== 'manual') noteTrouble(payment.provider, detail, 1, `${payment.id} ${why}`);
  return detail;
}

/**
 * Reads a payment again at its provider and compares it with what was asked for: order and payment, amount, currency, and
 * that it is no trial. The owner is told of what does not fit.
 *
 * @param providerId the number to ask for, where it is not the one of the books
 */
export async function readAgain(
  { provider, trial }: OpenedProvider,
  known: KnownPayment,
  { acceptTests, providerId = known.payment.providerId }: { acceptTests: boolean; providerId?: string | null },
): Promise<Reading> {
  const { payment, order } = known;
  const read = await provider.read({ providerId, payment: payment.id, order, amount: payment.amount });
  if (read.result !== 'state') return read;
  const found = read.providerId || providerId;
  const compared = { known, state: read.state, providerId: found, trials: trial || acceptTests };
  const facts = factsOf(compared, new Date().toISOString());
  if (typeof facts === 'string') return { result: 'odd', detail: noteOdd(known, `${facts}; бот его не учёл`, found) };
  return { result: 'facts', facts };
}
