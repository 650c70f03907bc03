import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';

/** An amount as YooKassa writes it. */
export interface Amount {
  value: string;
  currency: string;
}

/** A payment as it is kept. Money in kopecks, moments in milliseconds since 1970. */
export interface Payment {
  id: string;
  status: 'pending' | 'waiting_for_capture' | 'succeeded' | 'canceled';
  amount: number;
  refunded: number;
  /** True: paid at once; false: held until it is captured. */
  capture: boolean;
  description?: string;
  metadata: Record<string, string>;
  returnUrl: string;
  hasReceipt: boolean;
  createdAt: number;
  /** The buyer has until then to confirm. */
  linkUntil: number;
  /** A hold ends then. */
  heldUntil?: number;
  capturedAt?: number;
  canceled?: { party: 'merchant' | 'yoo_money' | 'payment_network'; reason: string };
}

/** A return of money, done at once as test shops do. */
export interface Refund {
  id: string;
  paymentId: string;
  amount: number;
  description?: string;
  metadata: Record<string, string>;
  hasReceipt: boolean;
  createdAt: number;
}

/** A receipt that was sent apart from a payment. */
export interface SentReceipt {
  id: string;
  type: 'payment' | 'refund';
  paymentId?: string;
  refundId?: string;
  taxSystem?: number;
  items: object[];
  settlements: object[];
  createdAt: number;
}

const CODES: Record<number, string> = {
  400: 'invalid_request',
  401: 'invalid_credentials',
  403: 'forbidden',
  404: 'not_found',
  405: 'invalid_request',
  415: 'invalid_request',
  429: 'too_many_requests',
  500: 'internal_server_error',
};

/** A refusal in YooKassa's shape. */
export class YooKassaError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly parameter?: string,
    readonly code: string = CODES[status] ?? 'internal_server_error',
  ) {
    super(message);
  }

  /** The body of the answer. */
  get body(): object {
    return {
      type: 'error',
      id: randomUUID(),
      code: this.code,
      description: this.message,
      ...(this.parameter !== undefined && { parameter: this.parameter }),
      ...(this.status === 429 && { retry_after: 1000 }),
    };
  }
}

/** The usual status of an error's code. */
export const statusOf = (code: string | undefined): number | undefined => {
  const found = Object.entries(CODES).find(([, known]) => known === code);
  return found && Number(found[0]);
};

export const RECEIPT_REFUSED = 'Receipt is missing or illegal';

/** An id of YooKassa's form, 36 characters; `kind` tells payments from refunds. */
export function newId(kind: '000f' | '0015'): string {
  return `${randomBytes(4).toString('hex')}-${kind}-5000-8000-${randomBytes(6).toString('hex')}`;
}

/** `"3500.00"` of kopecks. */
export const amountOf = (kopecks: number): Amount => ({ value: (kopecks / 100).toFixed(2), currency: 'RUB' });

/** An amount in roubles with two decimals, as kopecks. */
export const amountShape = z
  .object({
    value: z.string().regex(/^\d{1,10}\.\d{2}$/, 'Incorrect amount value'),
    currency: z.literal('RUB', 'Unsupported currency'),
  })
  .transform(({ value }) => Number(value.replace('.', '')));

/** @throws YooKassaError 400 that names the first field that is wrong */
export function valid<S extends z.ZodType>(schema: S, given: unknown): z.infer<S> {
  const result = schema.safeParse(given ?? {});
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  if (path[0] === 'receipt') throw new YooKassaError(400, RECEIPT_REFUSED, 'receipt');
  throw new YooKassaError(400, message, path.join('.') || undefined);
}
