import { z } from 'zod';
import { receiptKind, receiptShape } from './receipt';
import { TBankError } from './wire';

const DAY_MS = 24 * 60 * 60 * 1000;
const LONGEST_LINK_MS = 90 * DAY_MS;
/** `2016-08-31T12:28:00+03:00`, and no other form of a moment. */
const DUE_DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/;

const webUrl = z
  .string()
  .refine((url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol), 'не адрес')
  .optional();

/** `Init`. Of two documented limits the smaller one holds. */
const initBody = z.object({
  Amount: z.number('Amount').int('Amount'),
  OrderId: z.string('OrderId'),
  Description: z.string('Description').optional(),
  PayType: z.enum(['O', 'T'], 'PayType').optional(),
  NotificationURL: webUrl,
  SuccessURL: webUrl,
  FailURL: webUrl,
  RedirectDueDate: z.string('RedirectDueDate').optional(),
  Language: z.enum(['ru', 'en'], 'Language').optional(),
  CustomerKey: z.string('CustomerKey').max(36, 'CustomerKey').optional(),
  DATA: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  Receipt: receiptShape.optional(),
});

/** Checks what `Init` was asked. @throws TBankError */
export function readInit(body: unknown, fiscal: boolean, now: number) {
  const asked = check(initBody, body);
  const { Amount, OrderId, Description = '', DATA = {}, RedirectDueDate, Receipt } = asked;
  if (Amount < 100) throw new TBankError('251', 'Сумма должна быть больше или равна 100 копеек');
  if (OrderId.length < 1 || OrderId.length > 36) throw new TBankError('212', 'от 1 до 36');
  if (Description.length > 140) throw new TBankError('213', 'от 0 до 140');
  const data = Object.entries(DATA).map(([key, value]): [string, string] => [key, String(value)]);
  if (data.length > 20) throw new TBankError('207');
  if (data.some(([key]) => key.length > 20)) throw new TBankError('208');
  if (data.some(([, value]) => value.length > 100)) throw new TBankError('209');
  if (!Receipt && fiscal) throw new TBankError('309');
  const receipt = Receipt && receiptKind(Receipt, Amount);
  return { ...asked, Description, DATA: Object.fromEntries(data), receipt, until: untilOf(RedirectDueDate, now) };
}

/** @throws TBankError 9999 that names the field */
export function check<S extends z.ZodType>(schema: S, given: unknown): z.infer<S> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  throw new TBankError('9999', `Поле ${path.join('.') || message}`);
}

/** A moment that is past is taken, and nobody can pay by that link. */
function untilOf(due: string | undefined, now: number): number {
  if (due === undefined) return now + DAY_MS;
  const at = DUE_DATE.test(due) ? Date.parse(due) : NaN;
  if (Number.isNaN(at) || at > now + LONGEST_LINK_MS) throw new TBankError('12');
  return at;
}
