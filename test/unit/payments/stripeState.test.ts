import type { PaymentState, Provider } from '../../../lib/payments';
import { REFUND, SETTLE, type Said } from './support';
import { bank, calls, error, ID, last, list, open, paid, session } from './stripeBench';

let account: Provider;
beforeAll(async () => {
  account = await open();
});
afterAll(() => bank.close());

describe('how a payment stands', () => {
  const id = { providerId: ID, payment: '1042-1', order: 1042 };
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
  const since = { paidAt: '2026-11-25T12:01:00.000Z' };

  it.each<[object, Partial<PaymentState>]>([
    [session(), {}],
    [session({ status: 'complete' }), {}],
    [session({ status: 'expired' }), { status: 'expired' }],
    [paid(), { status: 'paid', ...since }],
    [paid(100_000), { status: 'paid', refunded: 100_000, ...since }],
    [
      session({ status: 'complete', payment_status: 'no_payment_required' }),
      { status: 'paid', paidAt: '2026-11-25T12:00:00.000Z' },
    ],
    [session({ livemode: true, currency: 'usd' }), { test: false, currency: 'USD' }],
    [session({ client_reference_id: null }), {}],
    [session({ client_reference_id: null, metadata: null }), { payment: null, order: null }],
  ])('%j', async (body, expected) => {
    bank.says([200, body]);
    expect(await account.read(id)).toEqual({ result: 'state', state: { ...state, ...expected }, providerId: ID });
    expect(last().query).toEqual({ 'expand[0]': 'payment_intent.latest_charge' });
  });

  it.each<[Said, 'gone' | 'unknown']>([
    [error(404, 'invalid_request_error', 'No such checkout.session', 'resource_missing'), 'gone'],
    [[404, '<h1>no such page</h1>'], 'unknown'],
    [[404, {}], 'unknown'],
    [[200, {}], 'unknown'],
    [[200, session({ payment_status: 'maybe' })], 'unknown'],
    [[200, session({ status: 'maybe' })], 'unknown'],
    [[200, session({ amount_total: null })], 'unknown'],
    [error(401, 'invalid_request_error', 'no'), 'unknown'],
    [error(500, 'api_error', 'no'), 'unknown'],
    ['cut', 'unknown'],
  ])('%j is %s', async (said, result) => {
    bank.says(said);
    expect(await account.read(id)).toMatchObject({ result, detail: expect.stringMatching(/[а-я]/) });
  });

  describe('when its id never arrived', () => {
    const lost = { ...id, providerId: null };
    const others = (has_more: boolean): Said => [
      200,
      { object: 'list', data: [session({ id: 'cs_other', client_reference_id: '1042-2' })], has_more },
    ];

    it('is looked for page by page', async () => {
      bank.says(others(true), list(session()), [200, paid()]);
      expect(await account.read(lost)).toMatchObject({ result: 'state', state: { status: 'paid' }, providerId: ID });
      expect(bank.got[1].query).toMatchObject({ starting_after: 'cs_other' });
      expect(calls()).toEqual(['GET checkout/sessions', 'GET checkout/sessions', `GET checkout/sessions/${ID}`]);
    });

    it('is gone only when the list is at its end', async () => {
      bank.says(others(false));
      expect(await account.read(lost)).toMatchObject({ result: 'gone' });
      bank.says(others(true));
      expect(await account.read(lost)).toMatchObject({ result: 'unknown' });
      expect(bank.got).toHaveLength(10);
      bank.says(others(true), 'cut');
      expect(await account.read(lost)).toMatchObject({ result: 'unknown' });
    });
  });
});

describe('the end of a link', () => {
  const id = { providerId: ID, payment: '1042-1', key: 'cancel_1' };

  it('that is open', async () => {
    bank.says([200, session()], [200, session({ status: 'expired' })]);
    expect(await account.cancel(id)).toEqual({ gone: true });
    expect(calls()).toEqual([`GET checkout/sessions/${ID}`, `POST checkout/sessions/${ID}/expire`]);
    expect(last().headers['idempotency-key']).toBe('cancel_1');
  });

  it('that is over already, or paid', async () => {
    bank.says([200, session({ status: 'expired' })]);
    expect(await account.cancel(id)).toEqual({ gone: true });
    bank.says([200, paid()]);
    expect(await account.cancel(id)).toMatchObject({ gone: false, detail: expect.stringMatching(/вернуть/) });
    expect(bank.got).toHaveLength(1);
  });

  it.each<Said[]>([
    ['cut'],
    [error(404, 'invalid_request_error', 'No such checkout.session', 'resource_missing')],
    [[200, session()], error(400, 'invalid_request_error', 'Only open sessions can be expired')],
  ])('is not believed without an answer: %j', async (...said) => {
    bank.says(...said);
    expect(await account.cancel(id)).toMatchObject({ gone: false, detail: expect.stringMatching(/[а-я]/) });
  });
});

describe('a refund', () => {
  const request = { ...REFUND, providerId: ID };
  const refund = (change: object = {}) => ({
    id: 're_2',
    object: 'refund',
    amount: 100_000,
    status: 'succeeded',
    metadata: { key: REFUND.key },
    ...change,
  });
  const earlier = refund({ id: 're_1', amount: 50_000, metadata: { key: 'another' } });

  it('of a part says how much is back in all', async () => {
    bank.says([200, paid(50_000)], list(earlier, refund({ id: 're_0', status: 'failed', metadata: {} })), [
      200,
      refund(),
    ]);
    expect(await account.refund(request)).toEqual({ result: 'refunded', refunded: 150_000 });
    expect(calls()).toEqual([`GET checkout/sessions/${ID}`, 'GET refunds', 'POST refunds']);
    expect(last().headers['idempotency-key']).toBe(REFUND.key);
    expect(last().body).toEqual({
      payment_intent: 'pi_1',
      amount: '100000',
      'metadata[key]': REFUND.key,
      'metadata[payment]': '1042-1',
    });
  });

  it('is not made twice, even when Stripe has forgotten the key', async () => {
    bank.says([200, paid()], list(refund(), earlier));
    expect(await account.refund(request)).toEqual({ result: 'refunded', refunded: 150_000 });
    bank.says([200, paid()], list(refund({ status: 'pending' })));
    expect(await account.refund(request)).toMatchObject({ result: 'pending' });
    expect(bank.got.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  it.each<[string, Said[], string]>([
    ['pending', [[200, paid()], list(), [200, refund({ status: 'pending' })]], 'pending'],
    ['requires_action', [[200, paid()], list(), [200, refund({ status: 'requires_action' })]], 'pending'],
    ['failed', [[200, paid()], list(), [200, refund({ status: 'failed' })]], 'refused'],
    ['canceled', [[200, paid()], list(), [200, refund({ status: 'canceled' })]], 'refused'],
    ['400', [[200, paid()], list(), error(400, 'invalid_request_error', 'Too much')], 'refused'],
    ['cut off', [[200, paid()], list(), 'cut'], 'unknown'],
    ['the list cut off', [[200, paid()], 'cut'], 'unknown'],
    ['the session cut off', ['cut'], 'unknown'],
    ['the session cannot be read', [[200, {}]], 'unknown'],
    ['never paid', [[200, session()]], 'refused'],
  ])('%s', async (_what, said, result) => {
    bank.says(...said);
    expect(await account.refund(request)).toMatchObject({ result, detail: expect.stringMatching(/[а-я]/) });
  });
});

test('there is no fiscal receipt to close', async () => {
  bank.says([200, {}]);
  expect(await account.settle({ ...SETTLE, providerId: ID })).toEqual({ result: 'settled' });
  expect(bank.got).toHaveLength(0);
});
