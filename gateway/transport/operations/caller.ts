import type { Principal } from '#kernel/principal';

/** Whom limits count for: a principal, or the address of somebody who did not sign in. */
export const callerOf = (principal: Principal | null, address: string | undefined): string => principal?.subject ?? networkOf(address ?? 'unknown');

/** An IPv4 address, or the network of an IPv6 address: who has one address there has all of them (RFC 6177). */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = ''] = address.split('::', 1);
  return `${head.split(':').slice(0, 4).join(':')}::/64`;
}
