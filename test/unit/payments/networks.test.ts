import fc from 'fast-check';

import { callerAddress, isInside, networksIn, YOOKASSA_NETWORKS } from '../../../lib/payments';

const { networks, unreadable } = networksIn(YOOKASSA_NETWORKS);

test('the published networks are read', () => {
  expect(networks).toHaveLength(7);
  expect(unreadable).toEqual([]);
});

test.each([
  ['185.71.76.0', true],
  ['185.71.76.31', true],
  ['185.71.76.32', false],
  ['185.71.77.31', true],
  ['77.75.153.127', true],
  ['77.75.153.128', false],
  ['77.75.154.127', false],
  ['77.75.154.128', true],
  ['77.75.156.11', true],
  ['77.75.156.12', false],
  ['2a02:5180::1', true],
  ['2a02:5180:0:0:0:0:0:1', true],
  ['2a02:5181::1', false],
  ['::ffff:185.71.76.5', true],
  ['::FFFF:B947:4C05', true],
  ['::ffff:8.8.8.8', false],
  ['[2a02:5180::1]', true],
  ['8.8.8.8', false],
  ['', false],
  ['185.71.76', false],
  ['3108457477', false],
  ['0271.0107.0114.01', false],
  ['not an address', false],
])('%s from YooKassa: %s', (address, inside) => {
  expect(isInside(address, networks)).toBe(inside);
});

test('IPv4 addresses are inside exactly when their bits say so, however they are written', () => {
  const octet = fc.integer({ min: 0, max: 255 });
  const address = fc.tuple(octet, octet, octet, octet);
  const whole = (octets: number[]) => octets.reduce((sum, one) => sum * 256 + one, 0);
  fc.assert(
    fc.property(address, address, fc.integer({ min: 0, max: 32 }), fc.boolean(), (one, net, bits, near) => {
      const network = near ? one.map((part, n) => (n === 3 ? net[3] : part)) : net;
      const size = 2 ** (32 - bits);
      const expected = Math.floor(whole(one) / size) === Math.floor(whole(network) / size);
      const list = networksIn(`${network.join('.')}/${bits}`).networks;
      expect(isInside(one.join('.'), list)).toBe(expected);
      expect(isInside(`::ffff:${one.join('.')}`, list)).toBe(expected);
    }),
  );
});

test('words that are no networks let nobody in and are told', () => {
  const read = networksIn('10.0.0.0/8;  localhost, 10.0.0.0/33\n1234 ::1');
  expect(read.unreadable).toEqual(['localhost', '10.0.0.0/33', '1234']);
  expect(read.networks).toHaveLength(2);
  expect(isInside('10.9.9.9', read.networks)).toBe(true);
  expect(isInside('::1', read.networks)).toBe(true);
  expect(isInside('11.0.0.1', read.networks)).toBe(false);
});

describe('the caller behind proxies', () => {
  const trusted = networksIn('172.16.0.0/12, fd00::/8').networks;

  test.each([
    ['no proxy is named', '8.8.8.8', '185.71.76.1', '8.8.8.8'],
    ['no header', '172.18.0.2', undefined, '172.18.0.2'],
    ['one proxy', '172.18.0.2', '185.71.76.1', '185.71.76.1'],
    ['two proxies', '172.18.0.2', '185.71.76.1, 172.18.0.3', '185.71.76.1'],
    ['as IPv6', '::ffff:172.18.0.2', '185.71.76.1', '185.71.76.1'],
    ['a proxy by IPv6', 'fd00::5', '2a02:5180::1', '2a02:5180::1'],
    ['with a port', '172.18.0.2', '185.71.76.1:51234', '185.71.76.1'],
    ['a forged start', '172.18.0.2', '185.71.76.1, 6.6.6.6', '6.6.6.6'],
    ['a stranger who forges it all', '6.6.6.6', '185.71.76.1, 172.18.0.3', '6.6.6.6'],
    ['only proxies', '172.18.0.2', '172.18.0.3', '172.18.0.3'],
  ])('%s', (_what, peer, forwarded, caller) => {
    expect(callerAddress(peer, forwarded, trusted)).toBe(caller);
  });
});
