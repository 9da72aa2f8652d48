import type { SandboxOffer } from '#platform/sandbox';

const driverNames = { bwrap: 'BUBBLEWRAP', unshare: 'UNSHARE' } as const;
const memoryNames = { 'cgroup-v2': 'CGROUP_V2', 'cgroup-v1': 'CGROUP_V1', 'rlimit-watchdog': 'RLIMIT_WATCHDOG' } as const;

/** The sandbox of this machine as callers are told of it. */
export function describeSandbox(offer: SandboxOffer) {
  if (offer.sandbox === null) return { driver: 'NONE', reason: offer.reason, isolation: null } as const;
  const { driver, reason, isolation } = offer.sandbox;
  return { driver: driverNames[driver], reason, isolation: { ...isolation, memory: memoryNames[isolation.memory] } };
}
