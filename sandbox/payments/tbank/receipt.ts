import { z } from 'zod';
import { TBankError } from './wire';

const TAXES = 'none vat0 vat5 vat7 vat10 vat20 vat22 vat105 vat107 vat110 vat120 vat122'.split(' ');
const PREPAID = ['full_prepayment', 'prepayment', 'advance'] as const;
const isPrepaid = (method: string): boolean => (PREPAID as readonly string[]).includes(method);

const item = z.object({
  Name: z.string().min(1).max(128),
  /** Of one piece, in kopecks. */
  Price: z.number().int().min(0),
  Quantity: z.number().positive(),
  Amount: z.number().int().min(0),
  Tax: z.string().refine((tax) => TAXES.includes(tax), 'Tax'),
  PaymentMethod: z
    .enum([...PREPAID, 'full_payment', 'partial_payment', 'credit', 'credit_payment'])
    .default('full_payment'),
  PaymentObject: z.enum(['commodity', 'service', 'job', 'payment', 'composite', 'another']).default('commodity'),
});

/** A receipt of the till that is connected to the bank. */
export const receiptShape = z.object({
  Email: z.email().optional(),
  Phone: z
    .string()
    .regex(/^\+?\d{4,19}$/)
    .optional(),
  Taxation: z.enum(['osn', 'usn_income', 'usn_income_outcome', 'esn', 'patent']),
  FfdVersion: z.enum(['1.05', '1.2']).optional(),
  Items: z.array(item).min(1).max(100),
  /** Kopecks by kind of payment; without it all of it is electronic. */
  Payments: z.record(z.string(), z.number().int().min(0)).optional(),
});

/**
 * Whether a receipt has a prepayment in it, so that a closing one may follow.
 *
 * @throws TBankError 206 without e-mail and phone, 308 where its sums are others
 */
export function receiptKind(
  { Email, Phone, Items, Payments }: z.infer<typeof receiptShape>,
  amount: number,
): 'prepaid' | 'final' {
  if (!Email && !Phone) throw new TBankError('206', 'Email или Phone');
  if (Items.some(({ Price, Quantity, Amount }) => Math.round(Price * Quantity) !== Amount))
    throw new TBankError('308', 'Amount должен равняться произведению Price и Quantity');
  const kinds = Object.values(Payments ?? { Electronic: amount }).reduce((sum, part) => sum + part, 0);
  if (Items.reduce((sum, { Amount }) => sum + Amount, 0) !== amount || kinds !== amount) throw new TBankError('308');
  return Items.some(({ PaymentMethod }) => isPrepaid(PaymentMethod)) ? 'prepaid' : 'final';
}
