import { paidOf } from '../../../lib/order/books';
import type { PaymentSettings } from '../../../lib/order/types';
import type { MoneyEvent, MoneyFact, PaymentEffect } from '../../../lib/dialogue';
import { chatAt, type Chat } from './harness';

export const SETTINGS: PaymentSettings = {
  providers: ['yookassa', 'manual'],
  payMinutes: 60,
  receipts: { kind: 'none' },
  tolerancePercent: 10,
  cancelHours: 72,
  keepPercent: 50,
  returnUrl: null,
};

/** A chat whose order was just confirmed, in a shop that is paid through the bot. */
export function ordered(more: Partial<PaymentSettings> = {}, language = 'ru'): Chat {
  const chat = chatAt('summary', language);
  chat.shop!.payment = { ...SETTINGS, ...more };
  return chat.press(/Подтвердить|Confirm/);
}

interface Account {
  id: string;
  amount: number;
  /** `closed`: nobody can pay it any more. */
  status: 'open' | 'closed' | 'paid';
  paid: number;
  refunded: number;
}

/** Plays the providers and the node Payment: what is so at the provider, and the facts that become known of it, late or twice. */
export class Bank {
  readonly accounts = new Map<string, Account>();
  /** Facts that are known to the provider and not yet to the conversation. */
  readonly news: MoneyEvent[] = [];
  private readonly played = new Set<string>();
  charges = 0;

  constructor(private readonly chat: Chat) {}

  /** Plays the payment effects of the last step. */
  play(): this {
    for (const effect of this.chat.effects) if (effect.kind === 'payment') this.one(effect);
    return this;
  }

  /** The same effect once more, as the sweeper hands it out. */
  again(effect: PaymentEffect): void {
    this.one(effect);
  }

  private tell(order: number, payment: string, fact: MoneyFact): void {
    this.news.push({ type: 'money', order, payment, fact });
  }

  private one(effect: PaymentEffect): void {
    const { order, payment } = effect;
    const known = this.accounts.get(payment);
    switch (effect.do) {
      case 'link': {
        const account = known ?? { id: payment, amount: effect.amount, status: 'open' as const, paid: 0, refunded: 0 };
        this.accounts.set(payment, account);
        return this.tell(order, payment, {
          is: 'link',
          providerId: `p-${payment}`,
          url: `https://pay.example.com/${payment}`,
          expiresAt: null,
        });
      }
      case 'cancel':
        if (known?.status === 'open' && effect.provider !== 'yookassa') known.status = 'closed';
        return;
      case 'refund':
        if (!known) throw new Error(`No payment ${payment} at the provider`);
        if (!this.played.has(effect.idempotence)) known.refunded += effect.amount;
        this.played.add(effect.idempotence);
        if (known.refunded > known.paid) throw new Error('More is returned than was paid');
        return this.tell(order, payment, { is: 'refunded', refunded: known.refunded });
      case 'settle':
        return;
    }
  }

  /** The buyer pays a link; false where it is dead or paid already. */
  pay(payment: string): boolean {
    const account = this.accounts.get(payment);
    if (account?.status !== 'open') return false;
    account.status = 'paid';
    account.paid = account.amount;
    this.charges += 1;
    this.tell(Number(payment.split('-')[0]), payment, {
      is: 'paid',
      amount: account.amount,
      providerId: `p-${payment}`,
      at: this.chat.now,
    });
    return true;
  }

  /** A link dies at the provider. */
  expire(payment: string): void {
    const account = this.accounts.get(payment);
    if (account?.status !== 'open') return;
    account.status = 'closed';
    this.tell(Number(payment.split('-')[0]), payment, { is: 'expired' });
  }

  /** The n-th piece of news reaches the conversation, `times` times. */
  deliver(index = 0, times = 1): boolean {
    const [event] = this.news.splice(index % Math.max(1, this.news.length), 1);
    if (!event) return false;
    for (let time = 0; time < times; time += 1) {
      this.chat.step(event);
      this.play();
    }
    return true;
  }

  /** Everything that is known is told, until nothing is left. */
  settle(): this {
    for (let left = 0; left < 200 && this.deliver(); left += 1);
    return this;
  }

  /** What the bakery has, by the providers and by the baker's own word. */
  balance(number: number): number {
    const online = [...this.accounts.values()].reduce((sum, { paid, refunded }) => sum + paid - refunded, 0);
    const byHand = (this.chat.order(number).payments ?? [])
      .filter(({ provider }) => provider === 'manual')
      .reduce((sum, { paid, refunded }) => sum + paid - refunded, 0);
    return online + byHand;
  }
}

export const books = (chat: Chat, number = 1001): number => paidOf(chat.order(number).payments);
