import type { FastifyPluginAsync } from 'fastify';
import type { MessengerParts } from '../../api/messenger';
import type { Clock } from './clock';

/** The providers that are played. */
export type ProviderName = 'yookassa' | 'tbank' | 'stripe';

/** What every played provider is given. */
export interface ProviderParts extends Pick<MessengerParts, 'dir' | 'calls' | 'faults' | 'url'> {
  clock: Clock;
}

/** How a provider behaves beyond its account; times in milliseconds. */
export interface NoticeOptions {
  /** After each failure in turn the wait before a notification is tried again; without it the provider's own. */
  retryMs?: number[];
  /** How long a notification's answer may take; 10 s. */
  answerWithinMs?: number;
}

/** What a forged notification lies about. */
export const FORGERIES = ['address', 'token', 'amount', 'shop', 'order'] as const;
export type Forgery = (typeof FORGERIES)[number];

/** What somebody does to a payment: `amount` in kopecks, `repeat` how often its notifications are delivered side by side. */
export interface Doing {
  amount?: number;
  repeat?: number;
}

/** A payment as its buyer sees it. */
export interface Bill {
  /** Kopecks. */
  amount: number;
  currency: string;
  description: string;
  state: 'open' | 'paid' | 'dead';
  /** Until when it can be paid, in milliseconds since 1970. */
  until: number | null;
  /** Where the buyer goes after paying, and after refusing. */
  paidUrl: string | null;
  refusedUrl: string | null;
}

/** A provider that the sandbox plays: the side of buyers and of its own people, and its paths on the sandbox's port. */
export interface Played {
  readonly name: ProviderName;
  /** As buyers know it. */
  readonly title: string;
  /** Under which path its buyers pay: `<path>/<id>`. */
  readonly pagePath: string;
  /** The vendor's API; registered in a context of its own. */
  readonly routes: FastifyPluginAsync;
  /** Its own id of a payment that is known by its link, or by our id among what it was told; the newest one wins. */
  find(known: { id: string; url: string | null }): string | undefined;
  bill(id: string): Bill | undefined;
  /** The buyer has opened the link. */
  opened(id: string): void;
  /** The buyer pays. @throws Refusal 409 where the provider would refuse */
  pay(id: string, doing: Doing): void;
  /** The buyer refuses, or is refused. @throws Refusal 409 */
  cancel(id: string, doing: Doing): void;
  /** Its people return money, all that is left where no amount is named. @throws Refusal 409 */
  refund(id: string, doing: Doing): void;
  /** The link's time is over. @throws Refusal 409 */
  expire(id: string, doing: Doing): void;
  /**
   * Somebody else sends a notification that says «paid»; `reference` is our own id of the payment.
   *
   * @throws Refusal 400 where there is no such field
   */
  forge(id: string, forgery: Forgery, reference: string): void;
  /** Enters an address for notifications, as an owner does in the provider's cabinet; null takes it away. */
  notifyAt(url: string | null): void;
  /** Goes on with deadlines and with what is undelivered; called once the sandbox listens. */
  resume(): void;
  close(): void;
}
