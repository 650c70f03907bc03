import type { Effect } from '../../../lib/dialogue/types';
import type { PaymentRecord } from '../../../lib/order/types';

/** Payments and effects as a step writes them. */

export type ProviderName = 'yookassa' | 'tbank' | 'stripe';

export const AMOUNT = 215_000;
export const PAID = { status: 'paid', paid: AMOUNT, paidAt: '2026-11-25T10:00:00.000Z' } as const;

export const aRow = (id: string, changes: Partial<PaymentRecord> = {}): PaymentRecord => ({
  id,
  kind: 'deposit',
  provider: 'yookassa',
  amount: AMOUNT,
  status: 'pending',
  paid: 0,
  refunded: 0,
  refundAsked: 0,
  providerId: null,
  url: null,
  expiresAt: null,
  paidAt: null,
  ...changes,
});

const contact = { email: null, phone: null };
const until = () => new Date(Date.now() + 3_600_000).toISOString();

export const linkOf =
  (provider: ProviderName | 'manual' = 'yookassa', changes: object = {}) =>
  (id: string, order: number): Effect =>
    ({
      ...{
        kind: 'payment',
        do: 'link',
        order,
        payment: id,
        provider,
        idempotence: id,
        purpose: 'deposit',
        amount: AMOUNT,
      },
      ...{ language: 'ru', until: until(), ...contact, lines: null, shopVersion: 1, ...changes },
    }) as Effect;

export const refundOf =
  (providerId: string, amount: number, { refundedAfter = amount, provider = 'yookassa' as ProviderName } = {}) =>
  (id: string, order: number): Effect => ({
    ...{
      kind: 'payment',
      do: 'refund',
      order,
      payment: id,
      provider,
      idempotence: `${id}-r${refundedAfter}`,
      providerId,
    },
    ...{ amount, paid: AMOUNT, refundedAfter, reason: 'Отмена заказа', ...contact, lines: null, shopVersion: 1 },
  });
