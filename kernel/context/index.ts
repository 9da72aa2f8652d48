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
  readonly cancellation: Cancellation;
  /** Milliseconds since the epoch after which nobody waits for the answer; null for streams. */
  readonly deadline: number | null;
  /** How many domains have called on behalf of this request; bounded by the graph port. */
  readonly hops: number;
  /** Network address of the caller, for rate limits and the audit log; null inside. */
  readonly clientAddress: string | null;
  /** The span that this request is part of (W3C Trace Context); null where nobody traces. */
  readonly traceparent: string | null;
}

/** Whether a request is wanted no more. */
export interface Cancellation {
  /** Whether `signal` is aborted, for who only asks. */
  readonly isAborted: boolean;
  /** Made when somebody first wants to listen: most requests are answered before that, and a signal costs more than all else here. */
  readonly signal: AbortSignal;
}

class SignalCancellation implements Cancellation {
  readonly signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.signal = signal;
  }

  get isAborted(): boolean {
    return this.signal.aborted;
  }
}

/** The cancellation that a signal tells. */
export const cancellationOf = (signal: AbortSignal): Cancellation => new SignalCancellation(signal);

// One signal for all contexts without one of their own: it never fires, so that its listeners only come and go.
const never = cancellationOf(new AbortController().signal);
setMaxListeners(0, never.signal);

/** A request context; what is left out is anonymous, without deadline, from inside. */
export function createRequestContext(parts: Partial<RequestContext> = {}): RequestContext {
  const { principal = null, requestId = newId(), cancellation = never, deadline = null, hops = 0, clientAddress = null, traceparent = null } = parts;
  return { principal, requestId, cancellation, deadline, hops, clientAddress, traceparent };
}

/** The principal of a request that needs one. @throws DomainError UNAUTHENTICATED */
export function requirePrincipal({ principal }: Pick<RequestContext, 'principal'>): Principal {
  if (principal === null) throw new DomainError('UNAUTHENTICATED', 'Sign in first');
  return principal;
}
