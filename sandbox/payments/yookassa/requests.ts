import { z } from 'zod';
import { receiptFields, receiptShape } from './receipt';
import { amountShape } from './wire';

const metadata = z
  .record(z.string().min(1).max(32), z.string().max(512))
  .refine((pairs) => Object.keys(pairs).length <= 16, 'Too many keys')
  .default({});

const webUrl = z
  .string()
  .max(2048)
  .refine((url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol), 'Incorrect URL');

/** `POST /payments`, with what a shop that sends its buyers to YooKassa's page may say. */
export const paymentBody = z.object({
  amount: amountShape.refine((kopecks) => kopecks >= 100, 'Incorrect amount value'),
  capture: z.boolean().default(false),
  confirmation: z.object({
    type: z.literal('redirect', 'Unsupported confirmation type'),
    return_url: webUrl,
    locale: z.enum(['ru_RU', 'en_US']).optional(),
    enforce: z.boolean().optional(),
  }),
  description: z.string().max(128).optional(),
  metadata,
  receipt: receiptShape.optional(),
  merchant_customer_id: z.string().max(200).optional(),
});

/** `POST /payments/{id}/capture`. */
export const captureBody = z.object({ amount: amountShape.optional(), receipt: receiptShape.optional() });

/** `POST /refunds`. */
export const refundBody = z.object({
  payment_id: z.string().length(36, 'Incorrect payment id'),
  amount: amountShape.refine((kopecks) => kopecks > 0, 'Incorrect amount value'),
  description: z.string().max(250).optional(),
  metadata,
  receipt: receiptShape.optional(),
});

/** `POST /receipts`: one that follows a payment or a refund, for example when prepaid goods are handed over. */
export const receiptBody = z
  .object({
    ...receiptFields,
    type: z.enum(['payment', 'refund']),
    payment_id: z.string().optional(),
    refund_id: z.string().optional(),
    send: z.literal(true),
    settlements: z
      .array(
        z.object({ type: z.enum(['cashless', 'prepayment', 'postpayment', 'consideration']), amount: amountShape }),
      )
      .min(1),
  })
  .refine(({ type, payment_id, refund_id }) => (type === 'payment' ? payment_id : refund_id), {
    path: ['payment_id'],
    message: 'Nothing that the receipt belongs to',
  });

/** What a list may be asked for. */
export const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(10),
  cursor: z.string().optional(),
  status: z.string().optional(),
  payment_id: z.string().optional(),
  refund_id: z.string().optional(),
  payment_method: z.string().optional(),
});
