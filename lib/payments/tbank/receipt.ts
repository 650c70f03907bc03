import type { Json } from '../answers';
import { linesOf, vatOf } from '../receipts';
import type { Receipt } from '../types';
import type { TBankSettings } from './client';

const TAXATION: Record<Receipt['taxSystem'], string> = {
  1: 'osn',
  2: 'usn_income',
  3: 'usn_income_outcome',
  5: 'esn',
  6: 'patent',
};

/** T-Bank's words for YooKassa's numbers. */
const TAX: Record<number, string> = {
  1: 'none',
  2: 'vat0',
  3: 'vat10',
  4: 'vat20',
  5: 'vat110',
  6: 'vat120',
  7: 'vat5',
  8: 'vat7',
  9: 'vat105',
  10: 'vat107',
  11: 'vat22',
  12: 'vat122',
};

/** T-Bank's name of a VAT code; 'none' for a number that there is not. */
export const taxOf = (vatCode: number): string => TAX[vatCode] ?? 'none';

/** A receipt in T-Bank's words, in kopecks. The format 1.2 wants a unit of measure. */
export function receiptOf(receipt: Receipt, ffdVersion: TBankSettings['ffdVersion']): Json {
  const newer = ffdVersion === '1.2';
  return {
    FfdVersion: newer ? '1.2' : '1.05',
    ...(receipt.email ? { Email: receipt.email } : { Phone: receipt.phone }),
    Taxation: TAXATION[receipt.taxSystem],
    Items: linesOf(receipt).map(({ name, amount }) => ({
      Name: name,
      Price: amount,
      Quantity: 1,
      Amount: amount,
      Tax: taxOf(vatOf(receipt)),
      PaymentMethod: receipt.mode,
      PaymentObject: 'commodity',
      ...(newer ? { MeasurementUnit: 'шт' } : {}),
    })),
  };
}
