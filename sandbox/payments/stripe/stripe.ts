import { createHmac } from 'node:crypto';
import { Refusal } from '../../api/channel';
import type { Table } from '../../api/journal';
import { Desk } from '../shared/desk';
import { Keys } from '../shared/keys';
import { waits } from '../shared/notices';
import type { NoticeOptions, ProviderParts } from '../shared/played';
import { chargeView, type Returned, sessionView } from './views';
import { newId, type Refund, seconds, type Session, StripeError } from './wire';

/** The account that is played. */
export interface StripeOptions extends NoticeOptions {
  /** `sk_test_…`, the only key that is taken. */
  secretKey: string;
  /** `whsec_…`: the signing secret of the endpoint that `notifyAt` enters. */
  webhookSecret: string;
}

/** Of the events; the calls may name any other. */
const API_VERSION = '2026-10-28.endive';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Stripe repeats for three days and waits longer each time; when, it does not say. */
const LONGEST_MS = 72 * HOUR_MS;
const AGAIN_MS = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 5 * HOUR_MS, 10 * HOUR_MS];

/** The `Stripe-Signature` of a body that is sent now. */
export function signatureOf(body: string, secret: string, { clock }: Pick<ProviderParts, 'clock'>): string {
  const t = seconds(clock.now());
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`;
}

/** The account's sessions, what happens to them, and what the shop is told. */
export class Stripe extends Desk {
  readonly sessions: Table<Session>;
  readonly refunds: Table<Refund>;
  readonly keys: Keys;

  constructor(
    parts: ProviderParts,
    readonly options: StripeOptions,
  ) {
    const { retryMs, answerWithinMs, webhookSecret } = options;
    super(parts, 'stripe', {
      taken: (status) => status >= 200 && status < 300,
      again: retryMs ? waits(retryMs) : againWithinThreeDays,
      headers: (body) => ({ 'stripe-signature': signatureOf(body, webhookSecret, parts) }),
      answerWithinMs,
    });
    this.sessions = this.journal.table('sessions');
    this.refunds = this.journal.table('refunds');
    this.keys = new Keys(this.journal, parts.clock);
  }

  pageOf(id: string): string {
    return `${this.parts.url()}/stripe/pay/${id}`;
  }

  /** A session as it is now: one whose time is over is over. */
  session(id: string): Session | undefined {
    this.settle(id);
    return this.sessions.get(id);
  }

  /** The session that became a payment or a charge. */
  paidAs(id: string): Session | undefined {
    return [...this.sessions.values()].find(({ paid }) => paid?.intent === id || paid?.charge === id);
  }

  save(session: Session): Session {
    this.sessions.set(session.id, session);
    if (session.status === 'open') this.deadlines.at(session.id, session.expiresAt);
    else this.deadlines.clear(session.id);
    return session;
  }

  /** The buyer pays. The caller has checked that the session is open. */
  pay(session: Session, repeat?: number): void {
    const paid = { intent: newId('pi'), charge: newId('ch'), at: this.parts.clock.now() };
    const complete = this.save({ ...session, status: 'complete', paid });
    this.tell('checkout.session.completed', this.viewOf(complete), {}, repeat);
  }

  /** The caller has checked that the session is open. */
  expire(session: Session, repeat?: number): Session {
    const expired = this.save({ ...session, status: 'expired' });
    this.tell('checkout.session.expired', this.viewOf(expired), {}, repeat);
    return expired;
  }

  /** What has gone back of a session's money. */
  returned({ id }: Session): Returned {
    const refunds = [...this.refunds.values()].filter(({ session }) => session === id).reverse();
    return { amount: refunds.reduce((sum, { amount }) => sum + amount, 0), refunds };
  }

  /** The caller has checked that so much is left. */
  refund(session: Session, fields: Pick<Refund, 'amount' | 'reason' | 'metadata'>, repeat?: number): Refund {
    const before = this.returned(session).amount;
    const refund: Refund = { ...fields, id: newId('re'), session: session.id, createdAt: this.parts.clock.now() };
    this.refunds.set(refund.id, refund);
    const charge = chargeView(session, this.returned(session));
    this.tell('charge.refunded', charge, { previous_attributes: { amount_refunded: before } }, repeat);
    return refund;
  }

  /** @throws Refusal 409 */
  mustBe(id: string, status: Session['status']): Session {
    const session = this.session(id)!;
    if (session.status === status) return session;
    throw new Refusal(409, `Stripe: the session is ${session.status}`);
  }

  viewOf(session: Session): Record<string, unknown> {
    return sessionView(session, this.pageOf(session.id));
  }

  /** An event as it is sent. */
  event(type: string, object: object, more: object = {}): string {
    return JSON.stringify({
      id: newId('evt'),
      object: 'event',
      api_version: API_VERSION,
      created: seconds(this.parts.clock.now()),
      data: { object, ...more },
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
    });
  }

  /** `t=…,v1=…`: HMAC-SHA256 of the moment, a point and the body. */

  resume(): void {
    for (const session of [...this.sessions.values()])
      if (session.status === 'open') this.deadlines.at(session.id, session.expiresAt);
    this.notices.resume();
  }

  protected settle(id: string): void {
    const session = this.sessions.get(id);
    if (session?.status === 'open' && this.parts.clock.now() >= session.expiresAt) this.expire(session);
  }

  private tell(type: string, object: object, more: object, repeat?: number): void {
    this.notices.send(this.notifyUrl, this.event(type, object, more), repeat);
  }
}

/** There is nothing with that id. */
export const missing = (what: string, id: string, param = 'id'): StripeError =>
  new StripeError(404, `No such ${what}: '${id}'`, { code: 'resource_missing', param });

function againWithinThreeDays(tries: number, age: number): number | undefined {
  const wait = AGAIN_MS[tries - 1] ?? AGAIN_MS.at(-1)!;
  return age + wait <= LONGEST_MS ? wait : undefined;
}
