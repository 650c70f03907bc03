import Stripe from 'stripe';

import { createProvider } from '../../../lib/payments';
import { Bank, http, raw, refused, type Refused } from './support';

const bank = new Bank();
beforeAll(() => bank.open());
afterAll(() => bank.close());

describe('Stripe', () => {
  const SECRET = 'whsec_SigningSecretOfTheEndpoint';
  const account = (signingSecret: string | undefined = SECRET) =>
    createProvider('stripe', { secretKey: 'sk_test_x', signingSecret, baseUrl: bank.url }, http);
  const event = (type: string, object: object) =>
    JSON.stringify({ id: 'evt_1', object: 'event', type, data: { object }, livemode: false });
  const session = { id: 'cs_test_1', object: 'checkout.session', client_reference_id: '1042-1' };
  const sign = (payload: string, secret = SECRET, timestamp?: number) => ({
    'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }),
  });
  const send = (payload: string, headers: Record<string, string> = sign(payload)) =>
    account().notification(raw(payload, '8.8.8.8', headers));

  it.each([
    'checkout.session.completed',
    'checkout.session.expired',
    'checkout.session.async_payment_succeeded',
    'checkout.session.async_payment_failed',
  ])('%s', async (type) => {
    expect(await send(event(type, session))).toEqual({
      result: 'about',
      providerId: 'cs_test_1',
      payment: '1042-1',
      answer: 'OK',
    });
  });

  it.each(['charge.refunded', 'refund.updated', 'refund.failed', 'charge.refund.updated'])(
    '%s is about the session of its payment',
    async (type) => {
      bank.says([200, { object: 'list', data: [session], has_more: false }]);
      expect(await send(event(type, { id: 'x', payment_intent: 'pi_1' }))).toMatchObject({
        result: 'about',
        providerId: 'cs_test_1',
      });
      expect(bank.got[0]).toMatchObject({ path: '/v1/checkout/sessions', query: { payment_intent: 'pi_1' } });
    },
  );

  it('a refund of something else is ignored, and delivered again when Stripe cannot be asked', async () => {
    bank.says([200, { object: 'list', data: [], has_more: false }]);
    const payload = event('charge.refunded', { payment_intent: 'pi_1' });
    expect(await send(payload)).toEqual({ result: 'ignored', answer: 'OK' });
    bank.says('cut');
    expect(await send(payload)).toMatchObject({ result: 'refused', status: 503 });
    expect(await send(event('charge.refunded', { payment_intent: null }))).toMatchObject({ result: 'ignored' });
  });

  it('anything else is ignored', async () => {
    expect(await send(event('customer.created', { id: 'cus_1' }))).toEqual({ result: 'ignored', answer: 'OK' });
  });

  it.each<[string, (payload: string) => Record<string, string>]>([
    ['no signature', () => ({})],
    ['an empty signature', () => ({ 'stripe-signature': '' })],
    ['nonsense', () => ({ 'stripe-signature': 't=1,v1=deadbeef' })],
    ['another secret', (payload) => sign(payload, 'whsec_another')],
    ['the signature of another body', () => sign('{}')],
    ['an old signature', (payload) => sign(payload, SECRET, Math.floor(Date.now() / 1000) - 3_600)],
  ])('with %s is refused', async (_what, headers) => {
    const payload = event('checkout.session.completed', session);
    expect(await send(payload, headers(payload))).toEqual(refused('signature', 403));
  });

  it.each([undefined, '', '   '])(
    'is never believed without a signing secret (%j), and says what to do',
    async (secret) => {
      const payload = event('checkout.session.completed', session);
      const open = createProvider('stripe', { secretKey: 'sk_test_x', signingSecret: secret }, http);
      for (const headers of [sign(payload), {}, sign(payload, ' ')]) {
        const said = (await open.notification(raw(payload, '8.8.8.8', headers as Record<string, string>))) as Refused;
        expect(said).toEqual(refused('signature', 403));
        expect(said.answer).toMatch(/впишите Signing Secret/);
      }
    },
  );

  it('signed, and yet no JSON', async () => {
    expect(await send('{')).toEqual(refused('body', 400));
  });
});
