import fc from 'fast-check';

import { amountOf, kopecksOf } from '../../../lib/payments/yookassa/money';

test('kopecks become roubles with two digits, and come back the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (kopecks) => {
      const amount = amountOf(kopecks);
      expect(amount.value).toMatch(/^(0|[1-9]\d*)\.\d{2}$/);
      expect(kopecksOf(amount)).toBe(kopecks);
      // The same number by another way: no digit is shifted or lost.
      expect(amount.value.replace('.', '').replace(/^0+(?=\d)/, '')).toBe(String(kopecks));
    }),
  );
});

test.each([
  [{ value: '3500.00' }, 350_000],
  [{ value: '0.05' }, 5],
  [{ value: '1' }, 100],
  [{ value: '1.5' }, 150],
  [{ value: 3500 }, null],
  [{ value: '-1.00' }, null],
  [{ value: '1.005' }, null],
  [{ value: '1e3' }, null],
  [{ value: '' }, null],
  [null, null],
  ['3500.00', null],
])('%j is %s kopecks', (amount, kopecks) => {
  expect(kopecksOf(amount)).toBe(kopecks);
});
