import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import axios from 'axios';
import { listPayments } from '../../sandbox/payments';
import { startSandbox } from '../../sandbox/server';
import { link, NAMES } from './paymentsLinks';
import { ACCOUNT, PaymentsBench, SHOP } from './paymentsSupport';
import { Receiver, TOKEN, until } from './support';

let bench: PaymentsBench;

beforeEach(async () => {
  bench = await new PaymentsBench().start();
});
afterEach(() => bench.close());

test('the pack’s payments, all of them or those of one order', async () => {
  bench.row({ order: 1041, provider: 'manual', status: 'paid' });
  bench.row({ order: 1042 });
  const { data } = await bench.call('GET', '/api/payments');
  expect(data).toEqual({ payments: bench.rows });
  expect((await bench.call('GET', '/api/payments?order=1042')).data).toEqual({ payments: [bench.rows[1]] });
  expect((await bench.call('GET', '/api/payments?order=7')).data).toEqual({ payments: [] });
  expect((await bench.call('GET', '/api/payments?order=x')).status).toBe(400);
});

test('what cannot be done', async () => {
  const unknown = await bench.call('POST', '/api/payments/9-9/pay');
  expect([unknown.status, unknown.data]).toEqual([404, { error: 'no payment 9-9' }]);
  const manual = bench.row({ provider: 'manual' }).id;
  for (const action of ['pay', 'cancel', 'refund', 'expire']) expect(await bench.does(manual, action)).toBe(409);
  expect(await bench.does(manual, 'notify', { forge: 'token' })).toBe(400);
  // The pack wants a link, and has none yet.
  const unborn = bench.row({ provider: 'stripe' }).id;
  expect(await bench.does(unborn, 'pay')).toBe(409);
  const { id } = await link(bench, 'yookassa');
  for (const body of [{ amount: 0 }, { amount: 1.5 }, { repeat: 0 }, { repeat: 1001 }, { sum: 1 }])
    expect(await bench.does(id, 'pay', body)).toBe(400);
  expect(await bench.does(id, 'notify', { forge: 'everything' })).toBe(400);
  expect(await bench.does(id, 'steal')).toBe(404);
  const form = await bench.call('POST', `/api/payments/${id}/pay`, 'amount=1', { 'content-type': 'application/xml' });
  expect(form.status).toBe(415);
  expect(await bench.does(id, 'pay')).toBe(202);
});

test.each(NAMES)('%s: a payer gives the whole amount and no other', async (provider) => {
  const { id } = await link(bench, provider);
  expect(await bench.does(id, 'pay', { amount: 349_900 })).toBe(409);
  expect(await bench.does(id, 'pay', { amount: 350_000 })).toBe(202);
});

test.each(NAMES)('%s: a payment whose link never reached the pack is found by our own id', async (provider) => {
  await bench.fault({ vendor: provider, kind: 'drop_reply' });
  await expect(link(bench, provider)).rejects.toThrow();
  const [row] = bench.rows;
  expect(row.url).toBeNull();
  expect(await bench.does(row.id, 'pay')).toBe(202);
  await until(() => bench.shop.told.length > 0);
});

test('with the whole sandbox: no reader, no providers, and real time', async () => {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-'));
  const call = (url: string, method: string, target: string, data?: unknown, headers = {}) =>
    axios.request({ method, url: url + target, data, headers, validateStatus: () => true, proxy: false });
  const bare = await startSandbox({ port: 0, dataDir, token: TOKEN });
  expect((await call(bare.url, 'GET', '/api/payments')).status).toBe(503);
  expect((await call(bare.url, 'POST', '/api/payments/1-1/pay', {})).status).toBe(503);
  expect(() => bare.payments.notifyAt('stripe', 'http://127.0.0.1:1')).toThrow('not played');
  await bare.close();
  const rows = [bench.row({ id: '7-1', provider: 'yookassa' })];
  const payments = { yookassa: { ...SHOP, retryMs: [20] }, stripe: ACCOUNT, rows: async () => rows };
  const shop = await new Receiver().start();
  const sandbox = await startSandbox({ port: 0, dataDir, token: TOKEN, payments });
  try {
    shop.auto = () => (shop.got.length === 1 ? 500 : 200);
    sandbox.payments.notifyAt('yookassa', shop.url);
    const headers = { 'idempotence-key': 'k', authorization: `Basic ${btoa(`${SHOP.shopId}:${SHOP.secretKey}`)}` };
    const asked = {
      ...{ amount: { value: '10.00', currency: 'RUB' }, capture: true, metadata: { payment: '7-1' } },
      confirmation: { type: 'redirect', return_url: 'https://example.org' },
    };
    const made = await call(sandbox.url, 'POST', '/yookassa/v3/payments', asked, headers);
    expect((await call(made.data.confirmation.confirmation_url, 'GET', '')).data).toContain('Оплатить');
    expect((await call(sandbox.url, 'POST', '/api/payments/7-1/pay', {})).status).toBe(202);
    await until(() => shop.got.length === 2);
    expect(shop.got[0].raw).toBe(shop.got[1].raw);
    expect((await call(sandbox.url, 'GET', '/api/payments')).data.payments).toEqual(rows);
    // T-Bank is not played here.
    expect((await call(sandbox.url, 'POST', '/tbank/v2/Init', {})).status).toBe(404);
  } finally {
    await sandbox.close();
    await shop.close();
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
});

test('the database’s view is asked for what the API shows, by the column and not by the order of the rows', async () => {
  const asked: http.IncomingMessage[] = [];
  const rows = [bench.row({})];
  const server = http.createServer((request, response) => {
    asked.push(request);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(rows));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await listPayments(url, 'key', { order: '1042', id: undefined })).toEqual(rows);
  await new Promise((resolve) => server.close(resolve));
  const { pathname, searchParams } = new URL(asked[0].url!, url);
  expect([pathname, Object.fromEntries(searchParams)]).toEqual([
    '/payment_view',
    { select: 'id,seq,order,provider,kind,amount,status,url', '"order"': 'eq.1042', order: 'seq' },
  ]);
  expect(asked[0].headers.authorization).toBe('Bearer key');
});
