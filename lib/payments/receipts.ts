import type { Receipt } from './types';

/** What every till has in common; the words for it are each provider's own. */

/** https://yookassa.ru/developers, Item.description; the same at T-Bank (tag 1030). */
const NAME = 128;

/**
 * Rates for money that is taken in advance: Tax Code, article 164, paragraph 4 (20/120 for 20 %, and so on), by YooKassa's
 * numbers. The owner enters the rate of her goods; the receipt of a prepayment has the calculated one.
 */
const IN_ADVANCE: Record<number, number> = { 3: 5, 4: 6, 7: 9, 8: 10, 11: 12 };

/** The rate of VAT that belongs on this receipt, by YooKassa's numbers. */
export const vatOf = ({ vatCode, mode }: Pick<Receipt, 'vatCode' | 'mode'>): number =>
  mode === 'full_payment' ? vatCode : (IN_ADVANCE[vatCode] ?? vatCode);

/** The lines as a till takes them: named, and without those that cost nothing. */
export const linesOf = ({ lines }: Receipt): { name: string; amount: number }[] =>
  lines
    .filter(({ amount }) => amount !== 0)
    .map(({ name, amount }) => ({ name: name.trim().slice(0, NAME) || 'Торт', amount }));

/**
 * What a till would refuse this receipt for, for the owner; null: nothing.
 *
 * @param amount kopecks that the receipt is for
 * @param mail whether the till sends receipts by e-mail only
 */
export function receiptTrouble(receipt: Receipt, amount: number, mail = false): string | null {
  if (mail && !receipt.email) return 'Для чека нужна почта покупателя: «Чеки от ЮKassa» приходят только на неё.';
  if (!receipt.email && !receipt.phone) return 'Для чека нужна почта или телефон покупателя.';
  const lines = linesOf(receipt);
  const wrong = lines.some((line) => !Number.isSafeInteger(line.amount) || line.amount < 0);
  const sum = lines.reduce((total, line) => total + line.amount, 0);
  if (!wrong && lines.length > 0 && sum === amount) return null;
  return 'Строки чека не складываются в сумму платежа. Это ошибка пакета: сообщите о ней разработчику, а оплату примите наличными или переводом.';
}
