import type { Language, PaymentKind, PaymentProvider } from '../order/types';

export type { PaymentKind, PaymentProvider } from '../order/types';

/**
 * One contract for every way to be paid. Money is in whole kopecks of roubles. A provider never decides about an order: it
 * says what is so, and the conversation's step books it.
 */

/** One line of a fiscal receipt (54-FZ). The lines' amounts add up to the payment's. */
export interface ReceiptLine {
  name: string;
  /** Kopecks for the whole line. */
  amount: number;
}

/** What the tax office is told about a payment. Codes are neutral; each provider has its own words for them. */
export interface Receipt {
  email: string | null;
  /** E.164. */
  phone: string | null;
  /** YooKassa's numbers: 1 general, 2 simplified (income), 3 simplified (income less expense), 5 ESN, 6 patent. */
  taxSystem: 1 | 2 | 3 | 5 | 6;
  /** YooKassa's numbers: 1 none, 2 0 %, 3 10 %, 7 5 %, 8 7 %, 11 22 %, … */
  vatCode: number;
  /** `prepayment` a part before the goods, `full_prepayment` all of it, `full_payment` the final settlement. */
  mode: 'prepayment' | 'full_prepayment' | 'full_payment';
  lines: ReceiptLine[];
}

/** A link is wanted. `payment` is our own id; `key` the idempotence key, stored before any call and the same on every repeat. */
export interface LinkRequest {
  payment: string;
  key: string;
  order: number;
  kind: PaymentKind;
  amount: number;
  /** At most 128 characters. */
  description: string;
  language: Language;
  /** ISO: how long the link is wanted to live; a provider may make it shorter. */
  until: string;
  /** Where the buyer comes back to; proves nothing. */
  returnUrl: string;
  /** Where the provider tells what became of it, for providers that are told per payment. */
  notifyUrl: string | null;
  receipt: Receipt | null;
}

/**
 * `link`: there it is, `expiresAt` ISO or null where the provider does not say. `refused`: certainly no payment was made, `detail`
 * for the owner, in Russian. `unknown`: it may or may not have been made; the same request again tells.
 */
export type LinkResult =
  | { result: 'link'; providerId: string; url: string; expiresAt: string | null }
  | { result: 'refused'; detail: string; receipt?: boolean }
  | { result: 'unknown'; detail: string };

/** How a payment stands at its provider. `refunded`: kopecks returned in all. */
export interface PaymentState {
  status: 'pending' | 'paid' | 'cancelled' | 'expired';
  amount: number;
  refunded: number;
  /** ISO, when it was paid. */
  paidAt: string | null;
  /** What it says about itself, to be compared with what was asked for. */
  payment: string | null;
  order: number | null;
  currency: string;
  test: boolean;
}

/** `providerId`: the provider's own, also where it was asked by ours. */
export type StateResult =
  { result: 'state'; state: PaymentState; providerId: string } | { result: 'gone' | 'unknown'; detail: string };

export interface RefundRequest {
  payment: string;
  providerId: string;
  /** Kopecks to return now. */
  amount: number;
  /** Of the whole payment, for providers that tell a whole return from a part. */
  paid: number;
  key: string;
  reason: string;
  receipt: Receipt | null;
}

/** `refunded`: in all after this. `pending`: it will be, ask again. */
export type RefundResult =
  | { result: 'refunded'; refunded: number }
  | { result: 'pending' | 'unknown'; detail: string }
  | { result: 'refused'; detail: string };

/** The closing receipt: what was prepaid is now handed over. */
export interface SettleRequest {
  payment: string;
  providerId: string;
  key: string;
  amount: number;
  receipt: Receipt;
}

export type SettleResult = { result: 'settled' } | { result: 'refused' | 'unknown'; detail: string };

/** A webhook call as it came in. Headers in lower case. */
export interface RawNotification {
  /** Of the caller, after the proxies that the owner has named. */
  address: string;
  headers: Record<string, string | undefined>;
  rawBody: Buffer;
}

/**
 * What a notification is about; the object is read again before anything is believed. `refused`: forged or foreign, `why` goes to
 * the log. `ignored`: nothing that concerns an order. `answer` is the exact body of the answer.
 */
export type NotificationResult =
  | { result: 'about'; providerId: string; payment: string | null; answer: string }
  | { result: 'refused'; why: 'address' | 'token' | 'signature' | 'shop' | 'body'; status: number; answer: string }
  | { result: 'ignored'; answer: string };

/** A provider behind the contract. No method throws for what a provider says or for a broken connection. */
export interface Provider {
  name: Exclude<PaymentProvider, 'manual'>;
  request(request: LinkRequest): Promise<LinkResult>;
  /**
   * `payment`: for providers that can be asked by our own id when theirs never arrived. `amount`: what was asked for; T-Bank tells after a
   * partial return only what is left.
   */
  read(id: { providerId: string | null; payment: string; order: number; amount?: number }): Promise<StateResult>;
  /** Ends a link that nobody has paid. Where that cannot be asked for, `gone: false` and it dies by itself. */
  cancel(id: { providerId: string; payment: string; key: string }): Promise<{ gone: boolean; detail?: string }>;
  refund(request: RefundRequest): Promise<RefundResult>;
  settle(request: SettleRequest): Promise<SettleResult>;
  /** Reads and proves a notification. Nothing in it is believed beyond which payment it names. */
  notification(raw: RawNotification): Promise<NotificationResult>;
}

/** One HTTP call: never throws for a status or a broken connection; `status` 0 means that no answer came. */
export type Http = (call: {
  method: 'GET' | 'POST' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: string;
  timeoutMs?: number;
}) => Promise<{ status: number; body: string; headers?: Record<string, string> }>;
