import { z } from 'zod';

/** A call, as the host is asked for it. The bytes of the module come with it only after the host has said that it lacks them. */
export interface InvokeRequest {
  readonly kind: 'invoke';
  readonly id: number;
  /** SHA-256 of the module, in hexadecimal. */
  readonly sha256: string;
  readonly memoryPages: number;
  readonly function: string;
  readonly arguments: readonly unknown[];
  readonly fuel: number;
  readonly timeoutMs: number;
  readonly stdin: string;
  readonly programArguments: readonly string[];
  readonly seed: number | null;
}

/** What the server tells the host. */
export type HostRequest = InvokeRequest | { readonly kind: 'inspect'; readonly id: number } | { readonly kind: 'cancel'; readonly id: number };

const external = z.object({ module: z.string().nullable(), name: z.string(), kind: z.string(), type: z.string().nullable() });
const inspection = z.object({
  exports: z.array(external),
  imports: z.array(external),
  minMemoryPages: z.number().nullable(),
  maxMemoryPages: z.number().nullable(),
  hasStart: z.boolean(),
  accepted: z.boolean(),
  reason: z.string().nullable(),
});

const outcome = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('returned'),
    results: z.array(z.union([z.number(), z.string()])),
    fuelUsed: z.number(),
    exitCode: z.number().nullable(),
    stdout: z.string(),
    stderr: z.string(),
    truncated: z.boolean(),
    memoryPages: z.number().nullable(),
    durationMs: z.number(),
  }),
  z.object({ status: z.literal('refused'), field: z.string(), reason: z.string() }),
  z.object({ status: z.literal('exhausted') }),
  z.object({ status: z.literal('trapped'), reason: z.string() }),
  z.object({ status: z.enum(['timed-out', 'cancelled', 'failed']) }),
]);

const look = z.discriminatedUnion('status', [
  z.object({ status: z.literal('inspected'), inspection }),
  /** `invalid`: no WebAssembly at all; `timed-out`: too much to look through. */
  z.object({ status: z.enum(['invalid', 'timed-out', 'cancelled']) }),
]);

/** What the host says. It runs code of users, so all of it is checked. */
export const hostReply = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('missing'), id: z.number() }),
  z.object({ kind: z.literal('invoked'), id: z.number(), outcome, isCached: z.boolean(), cachedModules: z.number() }),
  z.object({ kind: z.literal('inspected'), id: z.number(), look }),
]);

/** What is known of a module without running it. */
export type Inspection = z.infer<typeof inspection>;

/** How an inspection ended. */
export type Look = z.infer<typeof look>;

/** How a call ended. */
export type Outcome = z.infer<typeof outcome>;

/** What a function gave. */
export type Returned = Extract<Outcome, { status: 'returned' }>;

export type HostReply = z.infer<typeof hostReply>;
