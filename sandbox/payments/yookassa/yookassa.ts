import { Refusal } from '../../api/channel';
import type { Table } from '../../api/journal';
import { Desk } from '../shared/desk';
import { Keys } from '../shared/keys';
import { waits } from '../shared/notices';
import type { NoticeOptions, ProviderParts } from '../shared/played';
import { paymentView, refundView, type ShopView } from './views';
import { newId, type Payment, type Refund, type SentReceipt } from './wire';

/** The shop that is played. */
export interface YooKassaOptions extends NoticeOptions {
  shopId: string;
  secretKey: string;
  /** True: the shop has a till, so every payment and refund needs a receipt. */
  fiscal?: boolean;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A link lives one hour for a bank card. */
const LINK_MS = HOUR_MS;
/** Held money of a bank card. */
const HOLD_MS = 7 * DAY_MS;
/** YooKassa repeats for 24 hours and does not say when; growing waits are assumed. */
const AGAIN_MS = [10_000, 30_000, MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS, 4 * HOUR_MS];

/** The shop's payments, what happens to them, and what the shop is told. */
export class YooKassa extends Desk implements ShopView {
  readonly payments: Table<Payment>;
  readonly refunds: Table<Refund>;
  readonly receipts: Table<SentReceipt>;
  readonly keys: Keys;

  constructor(
    parts: ProviderParts,
    readonly options: YooKassaOptions,
  ) {
    const { retryMs, answerWithinMs } = options;
    super(parts, 'yookassa', {
      taken: (status) => status === 200,
      again: retryMs ? waits(retryMs) : againWithinADay,
      answerWithinMs,
    });
    this.payments = this.journal.table('payments');
    this.refunds = this.journal.table('refunds');
    this.receipts = this.journal.table('receipts');
    this.keys = new Keys(this.journal, parts.clock);
  }

  get shopId(): string {
    return this.options.shopId;
  }

  pageOf(id: string): string {
    return `${this.parts.url()}/yookassa/checkout/${id}`;
  }

  /** A payment as it is now: one whose time is over is over. */
  payment(id: string): Payment | undefined {
    this.settle(id);
    return this.payments.get(id);
  }

  create(fields: Omit<Payment, 'id' | 'status' | 'refunded' | 'createdAt' | 'linkUntil'>): Payment {
    const createdAt = this.parts.clock.now();
    const linkUntil = createdAt + LINK_MS;
    const payment: Payment = { ...fields, id: newId('000f'), status: 'pending', refunded: 0, createdAt, linkUntil };
    return this.save(payment);
  }

  /** The buyer confirms. @throws Refusal 409 */
  pay(id: string, repeat?: number): void {
    const payment = this.mustBe(id, 'pending');
    const now = this.parts.clock.now();
    if (payment.capture) this.save({ ...payment, status: 'succeeded', capturedAt: now });
    else this.save({ ...payment, status: 'waiting_for_capture', heldUntil: now + HOLD_MS });
    this.tell(payment.capture ? 'payment.succeeded' : 'payment.waiting_for_capture', this.viewOf(id), repeat);
  }

  /** Held money, all of it or a part, is taken; the rest is let go. The caller has checked that it is held. */
  capture(id: string, amount: number): void {
    const payment = this.payments.get(id)!;
    this.save({ ...payment, amount, status: 'succeeded', capturedAt: this.parts.clock.now() });
    this.tell('payment.succeeded', this.viewOf(id));
  }

  /** @throws Refusal 409 */
  cancel(id: string, canceled: NonNullable<Payment['canceled']>, repeat?: number): void {
    const payment = this.mustBe(id, 'pending', 'waiting_for_capture');
    this.save({ ...payment, status: 'canceled', canceled });
    this.tell('payment.canceled', this.viewOf(id), repeat);
  }

  /** The caller has checked that so much is left. */
  refund(fields: Omit<Refund, 'id' | 'createdAt'>, repeat?: number): Refund {
    const refund: Refund = { ...fields, id: newId('0015'), createdAt: this.parts.clock.now() };
    const payment = this.payments.get(refund.paymentId)!;
    this.refunds.set(refund.id, refund);
    this.payments.set(payment.id, { ...payment, refunded: payment.refunded + refund.amount });
    this.tell('refund.succeeded', refundView(refund), repeat);
    return refund;
  }

  /** @throws Refusal 409 */
  mustBe(id: string, ...statuses: Payment['status'][]): Payment {
    const payment = this.payment(id)!;
    if (statuses.includes(payment.status)) return payment;
    throw new Refusal(409, `YooKassa: the payment is ${payment.status}`);
  }

  viewOf(id: string): Record<string, unknown> {
    return paymentView(this.payments.get(id)!, this);
  }

  resume(): void {
    for (const payment of [...this.payments.values()]) this.watch(payment);
    this.notices.resume();
  }

  private save(payment: Payment): Payment {
    this.payments.set(payment.id, payment);
    this.watch(payment);
    return payment;
  }

  private watch(payment: Payment): void {
    const end = endOf(payment);
    if (end === undefined) this.deadlines.clear(payment.id);
    else this.deadlines.at(payment.id, end);
  }

  protected settle(id: string): void {
    const payment = this.payments.get(id);
    const end = payment && endOf(payment);
    if (!payment || end === undefined || this.parts.clock.now() < end) return;
    const reason = payment.status === 'pending' ? 'expired_on_confirmation' : 'expired_on_capture';
    this.save({ ...payment, status: 'canceled', canceled: { party: 'yoo_money', reason } });
    this.tell('payment.canceled', this.viewOf(id));
  }

  private tell(event: string, object: object, repeat?: number): void {
    this.notices.send(this.notifyUrl, JSON.stringify({ type: 'notification', event, object }), repeat);
  }
}

/** When a payment ends by itself. */
function endOf({ status, linkUntil, heldUntil }: Payment): number | undefined {
  if (status === 'pending') return linkUntil;
  return status === 'waiting_for_capture' ? heldUntil : undefined;
}

function againWithinADay(tries: number, age: number): number | undefined {
  const wait = AGAIN_MS[tries - 1] ?? AGAIN_MS.at(-1)!;
  return age + wait <= DAY_MS ? wait : undefined;
}
