import { randomBytes } from 'node:crypto';
import { Refusal } from '../../api/channel';
import type { Table } from '../../api/journal';
import { Desk } from '../shared/desk';
import { waits } from '../shared/notices';
import type { NoticeOptions, ProviderParts } from '../shared/played';
import { tokenOf } from './token';
import { isOpen, type Payment, type Status } from './wire';

/** The terminal that is played. */
export interface TBankOptions extends NoticeOptions {
  terminalKey: string;
  password: string;
  /** True: a till is connected, so `Init` needs a receipt. */
  fiscal?: boolean;
  /**
   * What `Amount` says after a part was returned: the «current amount» that is `left`, as the documents' words suggest, or
   * the `initial` one. The bank does not say which.
   */
  amounts?: 'left' | 'initial';
}

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const FIRST_PAYMENT_ID = 5_000_000_001;

/** The terminal's payments, what happens to them, and what the shop is told. */
export class TBank extends Desk {
  readonly payments: Table<Payment>;

  constructor(
    parts: ProviderParts,
    readonly options: TBankOptions,
  ) {
    const { retryMs, answerWithinMs } = options;
    super(parts, 'tbank', {
      taken: (status, body) => status === 200 && body === 'OK',
      again: retryMs ? waits(retryMs) : hourlyThenDaily,
      answerWithinMs,
    });
    this.payments = this.journal.table('payments');
  }

  pageOf({ form }: Payment): string {
    return `${this.parts.url()}/tbank/form/${form}`;
  }

  /** A payment as it is now: one whose time is over is over. */
  payment(id: string): Payment | undefined {
    this.settle(id);
    return this.payments.get(id);
  }

  /** The payment of a link. */
  byForm(form: string): Payment | undefined {
    const found = [...this.payments.values()].find((payment) => payment.form === form);
    return found && this.payment(found.id);
  }

  /** Payments of one order, oldest first. */
  ofOrder(orderId: string): Payment[] {
    return [...this.payments.values()]
      .filter((payment) => payment.orderId === orderId)
      .map(({ id }) => this.payment(id)!);
  }

  create(
    fields: Pick<Payment, 'orderId' | 'amount' | 'payType' | 'description' | 'data' | 'until'> & Partial<Payment>,
  ) {
    const id = String(this.journal.next('payments', FIRST_PAYMENT_ID));
    const form = randomBytes(9).toString('base64url');
    const state = { returned: 0, operations: {}, closingReceipts: 0, createdAt: this.parts.clock.now() };
    return this.save({ ...state, ...fields, id, form, status: 'NEW' });
  }

  /** Changes a payment and tells of its new status, `told` being all that the bank tells of one after another. */
  change(id: string, changes: Partial<Payment>, told: Status[] = [], repeat?: number): Payment {
    const payment = this.save({ ...this.payments.get(id)!, ...changes });
    for (const status of told) this.notices.send(this.urlOf(payment), this.notification(payment, status), repeat);
    return payment;
  }

  /** @throws Refusal 409 */
  mustBe(id: string, ...statuses: Status[]): Payment {
    const payment = this.payment(id)!;
    if (statuses.includes(payment.status)) return payment;
    throw new Refusal(409, `T-Bank: the payment is ${payment.status}`);
  }

  /** Money goes back, or held money is let go; `external` is the caller's own id of this operation. */
  giveBack(payment: Payment, amount: number, external?: string, repeat?: number): Payment {
    const isHeld = payment.status === 'AUTHORIZED' || payment.status === 'PARTIAL_REVERSED';
    const before = payment.amount - payment.returned;
    const after = before - amount;
    const status = isHeld ? (after ? 'PARTIAL_REVERSED' : 'REVERSED') : after ? 'PARTIAL_REFUNDED' : 'REFUNDED';
    const operations = external ? { ...payment.operations, [external]: { before, after } } : payment.operations;
    return this.change(payment.id, { status, returned: payment.returned + amount, operations }, [status], repeat);
  }

  /** The `Amount` of a payment, see `TBankOptions.amounts`. */
  amountNow({ status, amount, returned }: Payment): number {
    const isPart = status === 'PARTIAL_REFUNDED' || status === 'PARTIAL_REVERSED';
    return isPart && this.options.amounts !== 'initial' ? amount - returned : amount;
  }

  /** The address that is told: the payment's own, or the one in the cabinet. */
  urlOf({ notificationUrl }: Payment): string | undefined {
    return notificationUrl ?? this.notifyUrl;
  }

  /** The body of a notification, signed; `lies` replace fields before it is signed. */
  notification(payment: Payment, status: Status, lies: Record<string, unknown> = {}): string {
    const isGood = status !== 'REJECTED' && status !== 'DEADLINE_EXPIRED';
    const fields = {
      TerminalKey: this.options.terminalKey,
      OrderId: payment.orderId,
      Success: isGood,
      Status: status,
      // A number here and a text everywhere else, as clients have met it.
      PaymentId: Number(payment.id),
      ErrorCode: isGood ? '0' : status === 'REJECTED' ? '1051' : '99',
      Amount: this.amountNow(payment),
      CardId: 10_452_089,
      Pan: '430000******0777',
      ExpDate: '1230',
      ...lies,
    };
    const { password } = this.options;
    const data = Object.keys(payment.data).length > 0 ? { Data: payment.data } : {};
    return JSON.stringify({ ...fields, Token: tokenOf(fields, password), ...data });
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
    if (isOpen(payment)) this.deadlines.at(payment.id, payment.until);
    else this.deadlines.clear(payment.id);
  }

  protected settle(id: string): void {
    const payment = this.payments.get(id);
    if (!payment || !isOpen(payment) || this.parts.clock.now() < payment.until) return;
    // Of this the bank tells where its support has switched it on; here it has.
    this.change(id, { status: 'DEADLINE_EXPIRED' }, ['DEADLINE_EXPIRED']);
  }
}

/** Every hour for a day, then every day for a month. */
function hourlyThenDaily(_tries: number, age: number): number | undefined {
  if (age < DAY_MS) return HOUR_MS;
  return age < 31 * DAY_MS ? DAY_MS : undefined;
}
