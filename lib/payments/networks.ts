import ipaddr from 'ipaddr.js';

export type Network = [ReturnType<typeof ipaddr.parse>, number];

const { IPv4, IPv6 } = ipaddr;

function networkIn(word: string): Network | null {
  if (IPv4.isValidFourPartDecimal(word)) return [IPv4.parse(word), 32];
  if (IPv4.isValidCIDRFourPartDecimal(word)) return IPv4.parseCIDR(word);
  if (IPv6.isValid(word)) return [IPv6.parse(word), 128];
  if (IPv6.isValidCIDR(word)) return IPv6.parseCIDR(word);
  return null;
}

/**
 * Networks and single addresses out of a field, separated by commas or white space, e.g. `185.71.76.0/27, 2a02:5180::/32`.
 * `unreadable`: the words that are none; nobody is let in for them.
 */
export function networksIn(text: string): { networks: Network[]; unreadable: string[] } {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  const read = words.map((word) => ({ word, network: networkIn(word) }));
  return {
    networks: read.flatMap(({ network }) => (network ? [network] : [])),
    unreadable: read.flatMap(({ word, network }) => (network ? [] : [word])),
  };
}

/** Whether an address is in one of the networks. An IPv4 address that comes as IPv6 (`::ffff:1.2.3.4`) counts as what it is. */
export function isInside(address: string, networks: Network[]): boolean {
  const plain = address.trim().replace(/^\[|\]$/g, '');
  if (!IPv4.isValidFourPartDecimal(plain) && !IPv6.isValid(plain)) return false;
  const known = ipaddr.process(plain);
  return networks.some(([network, bits]) => network.kind() === known.kind() && known.match([network, bits]));
}

/**
 * Who calls, when proxies stand before n8n: the last address that is not a trusted proxy's. Only what a trusted proxy has
 * written is believed; anybody can send the header.
 *
 * @param peer the address that the connection comes from
 * @param forwarded the header `X-Forwarded-For`
 */
export function callerAddress(peer: string, forwarded: string | undefined, trusted: Network[]): string {
  const hops = (forwarded ?? '')
    .split(',')
    .map((hop) => hop.trim().replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1'))
    .filter(Boolean);
  let caller = peer;
  while (hops.length > 0 && isInside(caller, trusted)) caller = hops.pop()!;
  return caller;
}
