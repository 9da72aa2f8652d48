import type { IncomingMessage, ServerResponse } from 'node:http';
import { readCredentials, type Authenticator } from '#kernel/authentication';
import { createRequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { exchangeOf } from '#kernel/listener';
import type { Principal } from '#kernel/principal';
import type { Caller, RateLimits, RateState } from './rate-limits.ts';
import type { RouteHead } from './route.ts';

/** A request that was let in. */
export interface Admission {
  /** Null for an anonymous caller, and where the endpoint is public. */
  readonly principal: Principal | null;
  readonly rate: RateState;
}

/**
 * Lets a request in, or not; the rate-limit headers are on the answer in either case. Synchronous where the credential is known and nothing is limited.
 * @throws DomainError UNAUTHENTICATED or RATE_LIMITED (as a rejection where the answer is a promise)
 */
export type Admit = (endpoint: Pick<RouteHead, 'auth' | 'limit'>, request: IncomingMessage, response: ServerResponse) => Admission | Promise<Admission>;

export interface AdmissionDependencies {
  readonly authenticator: Authenticator;
  readonly limits: RateLimits;
}

/**
 * Authenticates first, because a user's requests count for the user; a caller who could not be authenticated counts for its address, and is refused only after that.
 */
export function createAdmission({ authenticator, limits }: AdmissionDependencies): Admit {
  const settle = (identity: Identity, auth: RouteHead['auth'], { rate, response }: { readonly rate: RateState; readonly response: ServerResponse }): Admission => {
    setRateHeaders(response, limits, rate);
    if (rate.retryAfterSeconds !== null) throw tooMany(rate);
    if (auth === 'public') return { principal: null, rate };
    if (identity.refusal !== null) throw identity.refusal;
    return { principal: identity.principal, rate };
  };
  const count = (identity: Identity, { auth, limit }: Pick<RouteHead, 'auth' | 'limit'>, response: ServerResponse): Admission | Promise<Admission> => {
    const rate = limits.consume(limit, callerOf(identity.principal, response.req));
    return rate instanceof Promise ? rate.then((counted) => settle(identity, auth, { rate: counted, response })) : settle(identity, auth, { rate, response });
  };
  return (endpoint, request, response) => {
    const identity = identify(authenticator, endpoint.auth, request);
    return identity instanceof Promise ? identity.then((known) => count(known, endpoint, response)) : count(identity, endpoint, response);
  };
}

/** Puts how a caller stands on an answer that does not count. */
export async function showRate({ limits, limit }: { readonly limits: RateLimits; readonly limit: string }, response: ServerResponse): Promise<void> {
  setRateHeaders(response, limits, await limits.peek(limit, callerOf(null, response.req)));
}

function callerOf(principal: Principal | null, request: IncomingMessage): Caller {
  const address = request.socket.remoteAddress ?? '';
  return { address, subject: principal?.subject ?? null, open: () => createRequestContext({ principal, requestId: exchangeOf(request).id, clientAddress: address }) };
}

/** The refusal of a request that is one too many. */
export const tooMany = ({ limit, retryAfterSeconds }: RateState): DomainError => new DomainError('RATE_LIMITED', 'Too many requests; try again later', { details: { retryAfterSeconds, limit } });

function setRateHeaders(response: ServerResponse, limits: RateLimits, rate: RateState): void {
  const headers = limits.headersOf(rate);
  for (const name in headers) response.setHeader(name, headers[name] ?? '');
}

interface Identity {
  readonly principal: Principal | null;
  readonly refusal: DomainError | null;
}

function identify(authenticator: Authenticator, auth: RouteHead['auth'], { headers }: IncomingMessage): Identity | Promise<Identity> {
  try {
    const principal = authenticator.authenticate(readCredentials(headers));
    return principal instanceof Promise ? principal.then((found) => known(found, auth), refused) : known(principal, auth);
  } catch (thrown) {
    return refused(thrown);
  }
}

function known(principal: Principal | null, auth: RouteHead['auth']): Identity {
  const refusal = principal === null && auth === 'required' ? new DomainError('UNAUTHENTICATED', 'Send a bearer token or an API key', { details: { reason: 'missing' } }) : null;
  return { principal, refusal };
}

function refused(thrown: unknown): Identity {
  if (DomainError.isInstance(thrown)) return { principal: null, refusal: thrown };
  throw thrown;
}
