import { z } from 'zod';
import { amountShape, RECEIPT_REFUSED, YooKassaError } from './wire';

const MODES = [
  'full_prepayment',
  'partial_prepayment',
  'advance',
  'full_payment',
  'partial_payment',
  'credit',
  'credit_payment',
] as const;

const SUBJECTS = ['commodity', 'service', 'job', 'payment', 'composite', 'another'] as const;

const item = z.object({
  description: z.string().min(1).max(128),
  // Documented as a number; clients that write it as a text are served too.
  quantity: z.union([z.number(), z.string().regex(/^\d+(\.\d+)?$/)]).transform(Number),
  /** Of one piece. */
  amount: amountShape,
  vat_code: z.number().int().min(1).max(12),
  measure: z.string().optional(),
  payment_mode: z.enum(MODES).optional(),
  payment_subject: z.enum(SUBJECTS).optional(),
});

const customer = z
  .object({
    email: z.email().optional(),
    // Figures alone, without a plus.
    phone: z
      .string()
      .regex(/^\d{4,15}$/)
      .optional(),
    full_name: z.string().max(256).optional(),
    inn: z.string().optional(),
  })
  .refine(({ email, phone }) => email !== undefined || phone !== undefined, 'neither e-mail nor phone');

/** What a receipt must have, inside a payment as well as sent apart. */
export const receiptFields = {
  customer,
  items: z.array(item).min(1).max(100),
  tax_system_code: z.number().int().min(1).max(6).optional(),
};

/** A receipt inside a payment or a refund. */
export const receiptShape = z.object(receiptFields);

/** Kopecks of all items. */
export const sumOf = (items: { quantity: number; amount: number }[]): number =>
  items.reduce((sum, { quantity, amount }) => sum + Math.round(quantity * amount), 0);

/** @throws YooKassaError 400 where a shop with a till gave no receipt, or one whose sum is another */
export function checkReceipt(
  receipt: z.infer<typeof receiptShape> | undefined,
  amount: number,
  isNeeded: boolean,
): void {
  if (receipt ? sumOf(receipt.items) !== amount : isNeeded) throw new YooKassaError(400, RECEIPT_REFUSED, 'receipt');
}
