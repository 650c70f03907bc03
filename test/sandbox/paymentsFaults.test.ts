import { link, NAMES } from './paymentsLinks';
import { ACCOUNT, PaymentsBench, SHOP, TERMINAL } from './paymentsSupport';

let bench: PaymentsBench;

beforeEach(async () => {
  bench = await new PaymentsBench().start();
});
afterEach(() => bench.close());

interface Noted {
  method: string;
  path: string;
  status: number;
  body: Record<string, unknown> | null;
}
const calls = async (vendor: string): Promise<Noted[]> =>
  (await bench.call('GET', `/api/calls?vendor=${vendor}`)).data.calls;

const yookassa = (key: string) => {
  const confirmation = { type: 'redirect', return_url: 'https://example.org' };
  const body = { amount: { value: '10.00', currency: 'RUB' }, capture: true, confirmation };
  return bench.yookassa('POST', '/payments', body, key);
};
const tbank = (OrderId = '1-1') => bench.tbank('Init', { Amount: 1000, OrderId });
const stripe = () => bench.stripe('GET', '/balance');

test.each([
  [
    { code: 'receipt' },
    400,
    { code: 'invalid_request', description: 'Receipt is missing or illegal', parameter: 'receipt' },
  ],
  [{}, 500, { type: 'error', code: 'internal_server_error' }],
  [{ status: 500 }, 500, { type: 'error', code: 'internal_server_error' }],
  [{ code: 'forbidden' }, 403, { code: 'forbidden' }],
  [{ code: 404 }, 404, { code: 'not_found' }],
  [{ status: 503 }, 503, { type: 'error' }],
  [{ status: 400, code: 'invalid_request', body: { type: 'error', code: 'own' } }, 400, { code: 'own' }],
])('yookassa: error %j', async (fault, status, body) => {
  await bench.fault({ vendor: 'yookassa', kind: 'error', path: '/payments', ...fault });
  const answer = await yookassa('one');
  expect([answer.status, answer.data]).toEqual([status, expect.objectContaining(body)]);
  // Nothing was done, so the key is free.
  expect((await yookassa('one')).status).toBe(200);
  expect((await bench.yookassa('GET', '/payments')).data.items).toHaveLength(1);
});

test.each([
  [{ code: '309' }, 200, { Success: false, ErrorCode: '309', Message: 'Поле Receipt не должно быть пустым' }],
  [{ code: 1051 }, 200, { Success: false, ErrorCode: '1051' }],
  [{ status: 500 }, 500, { Success: false }],
  [{ status: 500, code: '9999' }, 500, { ErrorCode: '9999' }],
  [{ body: { Success: false, ErrorCode: '7' } }, 500, { ErrorCode: '7' }],
])('tbank: error %j', async (fault, status, body) => {
  await bench.fault({ vendor: 'tbank', kind: 'error', path: 'init', ...fault });
  const answer = await tbank();
  expect([answer.status, answer.data]).toEqual([status, expect.objectContaining(body)]);
  expect((await tbank()).data.Success).toBe(true);
});

test.each([
  [{}, 500, { type: 'api_error' }],
  [{ code: 'card_declined' }, 402, { type: 'card_error', code: 'card_declined' }],
  [{ code: 'resource_missing' }, 404, { type: 'invalid_request_error', code: 'resource_missing' }],
  [{ status: 503 }, 503, { type: 'api_error' }],
  [{ code: 'account_closed', status: 403 }, 403, { type: 'invalid_request_error', code: 'account_closed' }],
])('stripe: error %j', async (fault, status, error) => {
  await bench.fault({ vendor: 'stripe', kind: 'error', ...fault });
  const answer = await stripe();
  expect([answer.status, answer.data.error]).toEqual([status, expect.objectContaining(error)]);
  expect((await stripe()).status).toBe(200);
});

test('rate_limit, in each vendor’s shape', async () => {
  for (const vendor of NAMES) await bench.fault({ vendor, kind: 'rate_limit' });
  const answers = [await yookassa('one'), await tbank(), await stripe()];
  expect(answers.map(({ status }) => status)).toEqual([429, 429, 429]);
  expect(answers[0].data).toMatchObject({ code: 'too_many_requests', retry_after: 1000 });
  expect(answers[1].data).toMatchObject({ Success: false, ErrorCode: '402' });
  expect(answers[2].data.error.code).toBe('rate_limit');
});

test.each(NAMES)('%s: down cuts before any work, drop_reply after it', async (vendor) => {
  await bench.fault({ vendor, kind: 'down' });
  await expect(link(bench, vendor)).rejects.toThrow();
  expect(await bench.does(bench.rows[0].id, 'pay')).toBe(409);
  await bench.fault({ vendor, kind: 'drop_reply' });
  await expect(link(bench, vendor)).rejects.toThrow();
  expect(await bench.does(bench.rows[1].id, 'pay')).toBe(202);
  expect((await calls(vendor)).map(({ status }) => status)).toEqual([0, 0]);
});

test('an answer that was lost is given again for the same key', async () => {
  await bench.fault({ vendor: 'yookassa', kind: 'drop_reply' });
  await expect(yookassa('lost')).rejects.toThrow();
  const { data } = await yookassa('lost');
  expect((await bench.yookassa('GET', '/payments')).data.items.map(({ id }: { id: string }) => id)).toEqual([data.id]);
});

test.each(NAMES)('%s: an answer that broke off, and one of somebody in between', async (vendor) => {
  const ask = { yookassa: () => yookassa('one'), tbank: () => tbank(), stripe }[vendor];
  await bench.fault({ vendor, kind: 'body' });
  const broken = await ask();
  expect([broken.status, typeof broken.data]).toEqual([200, 'string']);
  expect(() => JSON.parse(broken.data)).toThrow();
  await bench.fault({ vendor, kind: 'body', status: 502, body: '<html>firewall</html>' });
  const firewall = await ask();
  expect([firewall.status, firewall.data, firewall.headers['content-type']]).toEqual([
    ...[502, '<html>firewall</html>', 'text/plain; charset=utf-8'],
  ]);
});

test('slow takes its time, and does nothing for who has left', async () => {
  await bench.fault({ vendor: 'tbank', kind: 'slow', delayMs: 150 });
  const begun = Date.now();
  expect((await tbank('1-1')).data.Success).toBe(true);
  expect(Date.now() - begun).toBeGreaterThanOrEqual(140);
  await bench.fault({ vendor: 'stripe', kind: 'slow', delayMs: 150 });
  const headers = { authorization: `Bearer ${ACCOUNT.secretKey}` };
  await expect(fetch(`${bench.url}/stripe/v1/balance`, { headers, signal: AbortSignal.timeout(40) })).rejects.toThrow();
  let noted: Noted[] = [];
  while (noted.length === 0) noted = await calls('stripe');
  expect(noted.map(({ status }) => status)).toEqual([0]);
});

test('every call is noted, no secret with it, and no visit of a buyer', async () => {
  for (const vendor of NAMES) {
    const { id, url } = await link(bench, vendor);
    await bench.call('GET', url!);
    await bench.does(id, 'pay');
  }
  await bench.yookassa('GET', '/payments?limit=1');
  await bench.tbank('Nothing', {});
  await bench.call('POST', '/tbank/v2/Init', '{', { 'content-type': 'application/json' });
  await bench.stripe('GET', '/nothing?x=1');
  const noted = (await bench.call('GET', '/api/calls')).data.calls as Noted[];
  expect(noted.map(({ method, path, status }) => [method, path, status])).toEqual([
    ['POST', '/yookassa/v3/payments', 200],
    ['POST', '/tbank/v2/Init', 200],
    ['POST', '/stripe/v1/checkout/sessions', 200],
    ['GET', '/yookassa/v3/payments?limit=1', 200],
    ['POST', '/tbank/v2/Nothing', 404],
    ['POST', '/tbank/v2/Init', 200],
    ['GET', '/stripe/v1/nothing?x=1', 404],
  ]);
  expect(noted[0].body).toMatchObject({ amount: { value: '3500.00' }, metadata: { payment: '1042-1' } });
  expect(noted[1].body).toMatchObject({ Amount: 350_000, OrderId: '1042-2', Token: '***' });
  expect(noted[2].body).toMatchObject({
    mode: 'payment',
    line_items: { 0: { price_data: { unit_amount: '350000' } } },
  });
  const text = JSON.stringify(noted);
  for (const secret of [SHOP.secretKey, TERMINAL.password, ACCOUNT.secretKey, ACCOUNT.webhookSecret])
    expect(text).not.toContain(secret);
});
