import { createProvider, type Provider } from '../../../lib/payments';
import { expiresAt } from '../../../lib/payments/stripe/link';
import { http, LINK, now, NOW, type Said } from './support';
import { bank, error, ID, KEY, last, list, open, paid, session, settings } from './stripeBench';

let account: Provider;
beforeAll(async () => {
  account = await open();
});
afterAll(() => bank.close());

describe('a link', () => {
  it('is a Checkout Session over one sum', async () => {
    bank.says([200, session()]);
    expect(await account.request(LINK)).toEqual({
      result: 'link',
      providerId: ID,
      url: 'https://checkout.stripe.com/c/pay/cs_test_a1b2c3',
      expiresAt: LINK.until,
    });
    const { method, path, headers, body } = last();
    expect([method, path]).toEqual(['POST', '/relay/v1/checkout/sessions']);
    expect(headers).toMatchObject({ authorization: `Bearer ${KEY}`, 'idempotency-key': LINK.key });
    expect(headers).not.toHaveProperty('x-stripe-client-user-agent');
    expect(body).toEqual({
      mode: 'payment',
      'line_items[0][quantity]': '1',
      'line_items[0][price_data][currency]': 'rub',
      'line_items[0][price_data][unit_amount]': '350000',
      'line_items[0][price_data][product_data][name]': 'Торт, заказ 1042',
      client_reference_id: '1042-1',
      'metadata[payment]': '1042-1',
      'metadata[order]': '1042',
      'payment_intent_data[description]': 'Торт, заказ 1042',
      'payment_intent_data[metadata][payment]': '1042-1',
      'payment_intent_data[metadata][order]': '1042',
      locale: 'ru',
      success_url: LINK.returnUrl,
      cancel_url: LINK.returnUrl,
      expires_at: String(Date.parse(LINK.until) / 1000),
    });
  });

  it.each([
    ['2026-11-25T12:45:00.000Z', 45],
    ['2026-11-25T12:10:00.000Z', 31],
    ['2026-11-25T11:00:00.000Z', 31],
    ['2026-11-27T12:00:00.000Z', 24 * 60 - 1],
    ['soon', 31],
  ])('that should live until %s lives %i minutes', (until, minutes) => {
    expect(expiresAt(until, NOW) - NOW / 1000).toBe(minutes * 60);
  });

  it.each<[string, Said, 'refused' | 'unknown', RegExp]>([
    ['400', error(400, 'invalid_request_error', 'Invalid currency: rub.'), 'refused', /Invalid currency: rub\./],
    ['401', error(401, 'invalid_request_error', `Invalid API Key provided: ${KEY}`), 'refused', /не принимает ключ/],
    ['402', error(402, 'card_error', 'Your card was declined.'), 'refused', /declined/],
    ['403', error(403, 'invalid_request_error', 'The key has no access.'), 'refused', /нет прав/],
    ['429', error(429, 'rate_limit_error', 'Too many.'), 'unknown', /слишком много/],
    ['500', error(500, 'api_error', 'Oh.'), 'unknown', /не смог ответить.*дважды деньги не спишутся/],
    ['503 of a relay', [503, '<h1>busy</h1>'], 'unknown', /не смог ответить/],
    ['404 of another server', [404, '<h1>no such page</h1>'], 'unknown', /API Host/],
    ['404 without an error', [404, {}], 'unknown', /API Host/],
    ['302', [302, {}], 'unknown', /API Host/],
    ['no JSON', [200, '<h1>hello</h1>'], 'unknown', /API Host/],
    ['a bare string', [200, '"text"'], 'unknown', /API Host/],
    ['nothing in it', [200, {}], 'unknown', /ссылку не дал/],
    ['cut off', 'cut', 'unknown', /нет ответа/],
    ['never answered', 'hang', 'unknown', /нет ответа/],
  ])('%s', async (_what, said, result, words) => {
    bank.says(said);
    const got = await account.request(LINK);
    expect(got).toMatchObject({ result, detail: expect.stringMatching(words) });
    expect(JSON.stringify(got)).not.toContain('sk_test');
    expect(bank.got).toHaveLength(1);
  });

  it('with an empty key is refused in words, and by no exception', async () => {
    bank.says(error(401, 'invalid_request_error', 'Invalid API Key provided: none'));
    const empty = createProvider('stripe', { ...settings(), secretKey: '' }, http, now);
    expect(await empty.request(LINK)).toMatchObject({ result: 'refused' });
  });

  describe('after an answer that was lost', () => {
    const repeat = error(
      400,
      'idempotency_error',
      'Keys for idempotent requests can only be used with the same parameters',
    );

    it('is the same one, though its end would now be another', async () => {
      const made = new Map<string, { sent: string; session: object }>();
      let lost = true;
      bank.says();
      bank.answer = ({ method, headers, raw: sent }) => {
        if (method === 'GET') return list(session({ id: 'other', client_reference_id: '1042-10' }), session());
        const before = made.get(headers['idempotency-key']!);
        if (before && before.sent !== sent) return repeat;
        made.set(headers['idempotency-key']!, { sent, session: session() });
        return lost ? 'cut' : [200, session()];
      };
      const soon = { ...LINK, until: '2026-11-25T12:20:00.000Z' };
      expect(await account.request(soon)).toMatchObject({ result: 'unknown' });
      lost = false;
      const later = createProvider('stripe', settings(), http, () => NOW + 10 * 60_000);
      expect(await later.request(soon)).toMatchObject({ result: 'link', providerId: ID });
      expect(made.size).toBe(1);
      expect(last().query).toEqual({ limit: '100', 'created[gte]': String(NOW / 1000 + 600 - 48 * 3_600) });
    });

    it.each<[string, Said, string]>([
      ['paid', list(paid()), 'unknown'],
      ['run out', list(session({ status: 'expired', url: null })), 'refused'],
      ['not there', list(), 'refused'],
      ['not to be asked for', 'cut', 'unknown'],
    ])('is %s', async (_what, said, result) => {
      bank.says(repeat, said);
      expect(await account.request(LINK)).toMatchObject({ result, detail: expect.stringMatching(/[а-я]/) });
    });
  });
});
