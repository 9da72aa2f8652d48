import { z } from 'zod';
import type { LimitFactsFragment, SandboxFactsFragment } from './operations.generated.ts';

/** An instant as this API writes it. */
export const instant = z.iso.datetime();
/** A number of bytes. */
export const bytes = z.number();

const limitSchema = z.object({ unit: z.string(), default: z.number(), max: z.number() });

/** Limits by name: each as it is unless asked for, and at most. */
export const limitsSchema = z.record(z.string(), limitSchema);

/** Limits by their name in snake_case. */
export const toLimits = (limits: readonly LimitFactsFragment[]): z.input<typeof limitsSchema> =>
  Object.fromEntries(limits.map(({ name, unit, default: usual, max }) => [toSnakeCase(name), { unit, default: usual, max }]));

const toSnakeCase = (name: string): string => name.replaceAll(/[\s-]+/gu, '_').replace(/(?<=[a-z0-9])[A-Z]/gu, (letter) => `_${letter}`).toLowerCase();

/** What isolates programs from the machine. */
export const sandboxSchema = z.object({
  driver: z.enum(['bubblewrap', 'unshare', 'none']),
  reason: z.string().nullable(),
  isolation: z
    .object({
      user_namespace: z.boolean(), process_namespace: z.boolean(), network_namespace: z.boolean(), seccomp: z.boolean(),
      memory: z.enum(['cgroup_v2', 'cgroup_v1', 'rlimit_watchdog']), host_user_per_tenant: z.boolean(),
    })
    .nullable(),
});

const drivers = { BUBBLEWRAP: 'bubblewrap', UNSHARE: 'unshare', NONE: 'none' } as const;
const memories = { CGROUP_V2: 'cgroup_v2', CGROUP_V1: 'cgroup_v1', RLIMIT_WATCHDOG: 'rlimit_watchdog' } as const;

/** What isolates programs, in the names of this API. */
export const toSandbox = ({ driver, reason, isolation }: SandboxFactsFragment): z.input<typeof sandboxSchema> => ({
  driver: drivers[driver],
  reason,
  isolation: isolation && {
    user_namespace: isolation.userNamespace, process_namespace: isolation.processNamespace, network_namespace: isolation.networkNamespace, seccomp: isolation.seccomp,
    memory: memories[isolation.memory], host_user_per_tenant: isolation.hostUserPerTenant,
  },
});

/** How text stands for bytes in this API. */
export const encoding = z.enum(['utf8', 'base64']);

/** The same in the graph. */
export const toEncoding = (given: z.output<typeof encoding>) => ({ utf8: 'UTF8', base64: 'BASE64' } as const)[given];

/** Where a program wrote to. */
export const streamName = z.enum(['stdout', 'stderr']);
/** The same, from the graph. */
export const toStreamName = (stream: 'STDOUT' | 'STDERR'): z.input<typeof streamName> => (stream === 'STDOUT' ? 'stdout' : 'stderr');
