import { createProvider } from '../../../lib/payments';
import { http, raw, refused } from './support';

describe('YooKassa', () => {
  const ID = '22d6d597-000f-5000-9000-145f6df21d6f';
  const shop = (networks?: string) => createProvider('yookassa', { shopId: '123456', secretKey: 'x', networks }, http);
  const object = {
    id: ID,
    status: 'succeeded',
    recipient: { account_id: '123456' },
    metadata: { order: '1042', payment: '1042-1' },
  };
  const told = (event: string, change: object = {}) => ({
    type: 'notification',
    event,
    object: { ...object, ...change },
  });

  it.each(['payment.succeeded', 'payment.canceled', 'payment.waiting_for_capture'])('%s', async (event) => {
    expect(await shop().notification(raw(told(event)))).toEqual({
      result: 'about',
      providerId: ID,
      payment: '1042-1',
      answer: '',
    });
  });

  it('a refund is about its payment', async () => {
    const refund = { id: 'refund-1', payment_id: ID, metadata: { payment: '1042-1', key: 'k' }, recipient: undefined };
    expect(await shop().notification(raw(told('refund.succeeded', refund)))).toEqual({
      result: 'about',
      providerId: ID,
      payment: '1042-1',
      answer: '',
    });
    const bare = told('refund.succeeded', { ...refund, metadata: undefined });
    expect(await shop().notification(raw(bare))).toMatchObject({ providerId: ID, payment: null });
  });

  it.each(['payout.succeeded', 'deal.closed', 'payment_method.active'])('%s concerns no order', async (event) => {
    expect(await shop().notification(raw(told(event)))).toEqual({ result: 'ignored', answer: '' });
  });

  it.each([
    ['8.8.8.8', undefined],
    ['', undefined],
    ['::ffff:8.8.8.8', undefined],
    ['185.71.76.32', undefined],
    ['127.0.0.1', undefined],
    ['185.71.76.1', '10.0.0.0/8'],
    ['185.71.76.1', 'nonsense'],
  ])('from %s with the networks %s is refused, whatever it says', async (address, networks) => {
    expect(await shop(networks).notification(raw(told('payment.succeeded'), address))).toEqual(refused('address', 403));
    expect(await shop(networks).notification(raw('{', address))).toEqual(refused('address', 403));
  });

  it.each([
    ['185.71.76.1', undefined],
    ['::ffff:185.71.76.1', undefined],
    ['2a02:5180::9', undefined],
    ['77.75.156.35', '  '],
    ['127.0.0.1', '127.0.0.0/8, ::1'],
    ['::1', '127.0.0.0/8, ::1'],
    ['8.8.8.8', '0.0.0.0/0'],
  ])('from %s with the networks %s is read', async (address, networks) => {
    const said = await shop(networks).notification(raw(told('payment.succeeded'), address));
    expect(said).toMatchObject({ result: 'about' });
  });

  it('of another shop is refused', async () => {
    const other = told('payment.succeeded', { recipient: { account_id: '654321' } });
    expect(await shop().notification(raw(other))).toEqual(refused('shop', 403));
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"text"',
    JSON.stringify({ type: 'notification', event: 'payment.succeeded' }),
    JSON.stringify({ type: 'other', event: 'payment.succeeded', object }),
    JSON.stringify({ type: 'notification', event: 7, object }),
    JSON.stringify({ type: 'notification', event: 'payment.succeeded', object: { ...object, id: undefined } }),
    JSON.stringify({ type: 'notification', event: 'payment.succeeded', object: { ...object, id: '../me' } }),
    JSON.stringify({ type: 'notification', event: 'refund.succeeded', object: { id: 'r' } }),
  ])('with the body %s is refused', async (body) => {
    expect(await shop().notification(raw(body))).toEqual(refused('body', 400));
  });
});
