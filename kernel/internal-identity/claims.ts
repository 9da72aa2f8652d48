import { z } from 'zod';
import { isScope, parseSubject, toSubject, type Principal, type Subject } from '#kernel/principal';

const subject = z.string().transform((text, context): Subject => {
  const parsed = parseSubject(text);
  if (parsed !== null) return toSubject(parsed.realm, parsed.id);
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});

const principal = z.object({
  subject,
  assurance: z.enum(['verified', 'asserted']),
  role: z.string(),
  // A scope that this version does not know gives nothing here.
  scopes: z.array(z.string()).transform((names) => new Set(names.filter(isScope))),
  session: z.string().nullable(),
});

/** What a token says: who acts, on which subgraph, and when (seconds since the epoch). */
export const claimsSchema = z.object({ aud: z.string(), iat: z.int(), exp: z.int(), principal: principal.nullable() });

/** A principal as claims spell it. */
export const toClaim = (principal: Principal | null): object | null => (principal === null ? null : { ...principal, scopes: [...principal.scopes] });
