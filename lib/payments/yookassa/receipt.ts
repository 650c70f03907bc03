import type { Json } from '../answers';
import { linesOf, vatOf } from '../receipts';
import type { Receipt } from '../types';
import type { YooKassaSettings } from './client';
import { amountOf } from './money';

type Till = YooKassaSettings['till'];

/** `prepayment` at YooKassa; its own till («Чеки от ЮKassa») has only the whole prepayment and the whole payment. */
const modeOf = (mode: Receipt['mode'], till: Till): string =>
  mode !== 'prepayment' ? mode : till === 'yookassa' ? 'full_prepayment' : 'partial_prepayment';

/** E.164 without its plus: YooKassa wants digits only. */
const digits = (phone: string): string => phone.replace(/\D/g, '');

/**
 * A receipt in YooKassa's words. `measure` is wanted by «Чеки от ЮKassa» and by tills of the format 1.2, the tax system by
 * those that have several.
 */
export const receiptOf = (receipt: Receipt, till: Till): Json => ({
  customer: receipt.email ? { email: receipt.email } : { phone: digits(receipt.phone ?? '') },
  items: linesOf(receipt).map(({ name, amount }) => ({
    description: name,
    quantity: 1,
    amount: amountOf(amount),
    vat_code: vatOf(receipt),
    measure: 'piece',
    payment_mode: modeOf(receipt.mode, till),
    payment_subject: 'commodity',
  })),
  tax_system_code: receipt.taxSystem,
});
