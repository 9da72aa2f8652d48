import { setMaxListeners } from 'node:events';
import { DomainError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import type { Principal } from '#kernel/principal';

/** What every resolver may rely on. A subgraph adds its services and loaders by its own `createContext`. */
export interface RequestContext {
  readonly principal: Principal | null;
  /** Unique per request; in every log line and in answers to faults. */
  readonly requestId: string;
  /** Aborted when the caller goes away or the deadline passes; every fetch and generation listens to it. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch after which nobody waits for the answer; null for streams. */
  readonly deadline: number | null;
  /** How many domains have called on behalf of this request; bounded by the graph port. */
  readonly hops: number;
  /** Network address of the caller, for rate limits and the audit log; null inside. */
  readonly clientAddress: string | null;
}

// One signal for all contexts without one of their own: it never fires, so that its listeners only come and go.
const never = new AbortController().signal;
setMaxListeners(0, never);

/** A request context; what is left out is anonymous, without deadline, from inside. */
export function createRequestContext(parts: Partial<RequestContext> = {}): RequestContext {
  return { principal: null, requestId: newId(), signal: never, deadline: null, hops: 0, clientAddress: null, ...parts };
}

/** The principal of a request that needs one. @throws DomainError UNAUTHENTICATED */
export function requirePrincipal({ principal }: Pick<RequestContext, 'principal'>): Principal {
  if (principal === null) throw new DomainError('UNAUTHENTICATED', 'Sign in first');
  return principal;
}
