import { randomBytes } from 'node:crypto';

/** One line of what is bought. Money in the currency's smallest unit. */
export interface Line {
  id: string;
  name: string;
  unitAmount: number;
  quantity: number;
}

/** A Checkout Session with what its buyer did, as it is kept. Moments in milliseconds since 1970. */
export interface Session {
  id: string;
  status: 'open' | 'complete' | 'expired';
  currency: string;
  lines: Line[];
  reference: string | null;
  metadata: Record<string, string>;
  intentMetadata: Record<string, string>;
  intentDescription: string | null;
  email: string | null;
  locale: string | null;
  successUrl: string;
  cancelUrl: string | null;
  createdAt: number;
  expiresAt: number;
  /** Once it is paid. */
  paid?: { intent: string; charge: string; at: number };
}

/** A return of money, done at once. */
export interface Refund {
  id: string;
  session: string;
  amount: number;
  reason: string | null;
  metadata: Record<string, string>;
  createdAt: number;
}

/** A refusal in Stripe's shape: `{error: {type, code?, message, param?}}`. */
export class StripeError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly fields: { type?: string; code?: string; param?: string } = {},
  ) {
    super(message);
  }

  /** The body of the answer. */
  get body(): object {
    const { type = this.status >= 500 ? 'api_error' : 'invalid_request_error', code, param } = this.fields;
    return {
      error: {
        ...(code !== undefined && { code, doc_url: `https://stripe.com/docs/error-codes/${code.replace(/_/g, '-')}` }),
        message: this.message,
        ...(param !== undefined && { param }),
        type,
      },
    };
  }
}

/** An id of Stripe's form. */
export const newId = (prefix: string): string =>
  `${prefix}_${randomBytes(18).toString('base64url').replace(/[-_]/g, '0')}`;

/** In the smallest unit. */
export const totalOf = ({ lines }: Session): number =>
  lines.reduce((sum, { unitAmount, quantity }) => sum + unitAmount * quantity, 0);

/** Stripe's moments are whole seconds. */
export const seconds = (ms: number): number => Math.floor(ms / 1000);
