import fc from 'fast-check';

import { linesOf, receiptTrouble, vatOf } from '../../../lib/payments/receipts';
import { receiptOf as tBankReceipt, taxOf } from '../../../lib/payments/tbank/receipt';
import { receiptOf as yooKassaReceipt } from '../../../lib/payments/yookassa/receipt';
import { kopecksOf } from '../../../lib/payments/yookassa/money';
import { RECEIPT } from './support';

test.each([
  [1, 1, 'none', 'none'],
  [2, 2, 'vat0', 'vat0'],
  [3, 5, 'vat10', 'vat110'],
  [4, 6, 'vat20', 'vat120'],
  [7, 9, 'vat5', 'vat105'],
  [8, 10, 'vat7', 'vat107'],
  [11, 12, 'vat22', 'vat122'],
])('VAT %i is %i while nothing has been handed over; at T-Bank %s and %s', (vatCode, before, tax, taxBefore) => {
  expect(vatOf({ vatCode, mode: 'full_payment' })).toBe(vatCode);
  expect(vatOf({ vatCode, mode: 'full_prepayment' })).toBe(before);
  expect(vatOf({ vatCode, mode: 'prepayment' })).toBe(before);
  expect([taxOf(vatCode), taxOf(before)]).toEqual([tax, taxBefore]);
});

test('whatever the lines, both tills get the same sum as the payment', () => {
  const line = fc.record({ name: fc.string(), amount: fc.integer({ min: 0, max: 10_000_000 }) });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (lines) => {
      const amount = lines.reduce((sum, one) => sum + one.amount, 0);
      fc.pre(amount > 0);
      const receipt = { ...RECEIPT, lines };
      expect(receiptTrouble(receipt, amount)).toBeNull();
      expect(receiptTrouble(receipt, amount + 1)).toMatch(/не складываются/);
      const yoo = yooKassaReceipt(receipt, 'own').items as { amount: object; description: string; quantity: number }[];
      const bank = tBankReceipt(receipt, '1.2').Items as { Amount: number; Price: number; Quantity: number }[];
      expect(yoo.reduce((sum, item) => sum + kopecksOf(item.amount)! * item.quantity, 0)).toBe(amount);
      expect(bank.reduce((sum, item) => sum + item.Amount, 0)).toBe(amount);
      expect(bank.every((item) => item.Price * item.Quantity === item.Amount)).toBe(true);
      for (const { description } of yoo) expect(description).toMatch(/^[^]{1,128}$/);
    }),
  );
});

test.each([
  [{ email: null, phone: null }, false, /почта или телефон/],
  [{ email: null }, true, /почта/],
  [{ email: null }, false, null],
  [{ lines: [] }, false, /не складываются/],
  [
    {
      lines: [
        { name: 'Торт', amount: 360_000 },
        { name: 'Скидка', amount: -10_000 },
      ],
    },
    false,
    /не складываются/,
  ],
  [
    {
      lines: [
        { name: 'Торт', amount: 349_999.5 },
        { name: 'Ещё', amount: 0.5 },
      ],
    },
    false,
    /не складываются/,
  ],
])('a till would refuse %j (mail only: %s): %s', (change, mail, words) => {
  const trouble = receiptTrouble({ ...RECEIPT, ...change }, 350_000, mail);
  if (words) expect(trouble).toMatch(words);
  else expect(trouble).toBeNull();
});

test('what costs nothing is left out, long names are cut, nameless lines have a name', () => {
  const lines = [
    { name: 'Ж'.repeat(200), amount: 5 },
    { name: 'Самовывоз', amount: 0 },
    { name: '  ', amount: 7 },
  ];
  expect(linesOf({ ...RECEIPT, lines })).toEqual([
    { name: 'Ж'.repeat(128), amount: 5 },
    { name: 'Торт', amount: 7 },
  ]);
});
