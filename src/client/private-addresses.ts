/** Addresses that are not on the public internet, so that a document cannot make its reader's machine ask them. */
import { BlockList, isIP } from 'node:net';

/** Private, shared, loopback, link-local, reserved and multicast ranges of the IANA registries (RFC 6890). */
const IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Those that carry an IPv4 address inside (NAT64, 6to4, Teredo) could lead to any of the above. */
const IPV6: readonly (readonly [string, number])[] = [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

const blocked = new BlockList();
for (const [net, bits] of IPV4) blocked.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of IPV6) blocked.addSubnet(net, bits, 'ipv6');

/** @param address an IP address without brackets; false for what is none */
export function isPrivateAddress(address: string): boolean {
  const bare = address.replace(/%.*$/, '');
  const version = isIP(bare);
  // IPv4 in IPv6 notation (`::ffff:10.0.0.1`) is compared with the IPv4 ranges by the list itself.
  return version !== 0 && blocked.check(bare, version === 4 ? 'ipv4' : 'ipv6');
}
