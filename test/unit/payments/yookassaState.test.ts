import type { PaymentState, Provider } from '../../../lib/payments';
import type { Said } from './support';
import { bank, error, ID, last, open, payment } from './yookassaBench';

let shop: Provider;
beforeAll(async () => {
  shop = await open();
});
afterAll(() => bank.close());

describe('how a payment stands', () => {
  const state: PaymentState = {
    status: 'pending',
    amount: 350_000,
    refunded: 0,
    paidAt: null,
    payment: '1042-1',
    order: 1042,
    currency: 'RUB',
    test: true,
  };
  const paid = { status: 'succeeded', paid: true, captured_at: '2026-11-25T12:05:00.000Z' };

  it.each<[object, Partial<PaymentState>]>([
    [{}, {}],
    [{ status: 'waiting_for_capture' }, {}],
    [paid, { status: 'paid', paidAt: '2026-11-25T12:05:00.000Z' }],
    [
      { ...paid, captured_at: undefined },
      { status: 'paid', paidAt: '2026-11-25T12:00:01.500Z' },
    ],
    [
      { ...paid, refunded_amount: { value: '1000.50', currency: 'RUB' } },
      { status: 'paid', paidAt: '2026-11-25T12:05:00.000Z', refunded: 100_050 },
    ],
    [{ status: 'canceled', cancellation_details: { reason: 'expired_on_confirmation' } }, { status: 'expired' }],
    [{ status: 'canceled', cancellation_details: { reason: 'expired_on_capture' } }, { status: 'expired' }],
    [{ status: 'canceled', cancellation_details: { reason: 'insufficient_funds' } }, { status: 'cancelled' }],
    [{ status: 'canceled' }, { status: 'cancelled' }],
    [
      { metadata: undefined, test: false },
      { payment: null, order: null, test: false },
    ],
    [{ metadata: { order: 'x' } }, { payment: null, order: null }],
  ])('%j', async (change, expected) => {
    bank.says([200, payment(change)]);
    const read = await shop.read({ providerId: ID, payment: '1042-1', order: 1042 });
    expect(read).toEqual({ result: 'state', state: { ...state, ...expected }, providerId: ID });
    expect([last().method, last().path]).toEqual(['GET', `/v3/payments/${ID}`]);
  });

  it.each<[Said, 'gone' | 'unknown']>([
    [[404, { type: 'error', code: 'not_found', description: 'Payment doesn’t exist' }], 'gone'],
    [[404, '<h1>no such page</h1>'], 'unknown'],
    [error(401, 'no'), 'unknown'],
    [error(403, 'no'), 'unknown'],
    [error(429, 'no'), 'unknown'],
    [error(500, 'no'), 'unknown'],
    ['cut', 'unknown'],
    [[200, payment({ status: 'something_new' })], 'unknown'],
    [[200, payment({ amount: { value: 'much' } })], 'unknown'],
  ])('%j is %s', async (said, result) => {
    bank.says(said);
    expect(await shop.read({ providerId: ID, payment: '1042-1', order: 1042 })).toMatchObject({
      result,
      detail: expect.stringMatching(/[а-я]/),
    });
  });

  it('cannot be asked for at another address by a strange id', async () => {
    bank.says([404, {}]);
    await shop.read({ providerId: '../refunds?x=', payment: '1042-1', order: 1042 });
    expect(last().path).toBe('/v3/payments/..%2Frefunds%3Fx%3D');
  });

  describe('when its id never arrived', () => {
    const unknown = { providerId: null, payment: '1042-1', order: 1042 };
    const other = payment({ id: 'other', metadata: { payment: '1042-10', order: '1042' } });

    it('is looked for page by page among those of two days', async () => {
      bank.says(
        [200, { type: 'list', items: [other, payment({ metadata: undefined })], next_cursor: 'more' }],
        [200, { type: 'list', items: [other, payment(paid)] }],
      );
      expect(await shop.read(unknown)).toMatchObject({ result: 'state', providerId: ID, state: { status: 'paid' } });
      expect(bank.got.map(({ query }) => query)).toEqual([
        { limit: '100', 'created_at.gte': '2026-11-23T12:00:00.000Z' },
        { limit: '100', 'created_at.gte': '2026-11-23T12:00:00.000Z', cursor: 'more' },
      ]);
    });

    it('is gone only when the list is at its end', async () => {
      bank.says([200, { items: [other] }]);
      expect(await shop.read(unknown)).toMatchObject({ result: 'gone' });
      bank.says([200, { items: [other], next_cursor: 'more' }]);
      expect(await shop.read(unknown)).toMatchObject({ result: 'unknown' });
      expect(bank.got).toHaveLength(20);
      bank.says([200, { items: [other], next_cursor: 'more' }], 'cut');
      expect(await shop.read(unknown)).toMatchObject({ result: 'unknown' });
    });
  });
});
