import type { IncomingMessage, ServerResponse } from 'node:http';
import { readCredentials, type Authenticator } from '#kernel/authentication';
import { DomainError } from '#kernel/errors';
import type { Principal } from '#kernel/principal';
import type { RateLimits, RateState } from './rate-limits.ts';
import type { RouteHead } from './route.ts';

/** A request that was let in. */
export interface Admission {
  /** Null for an anonymous caller, and where the endpoint is public. */
  readonly principal: Principal | null;
  readonly rate: RateState;
}

/** Lets a request in, or not; the rate-limit headers are on the answer in either case. */
export type Admit = (endpoint: Pick<RouteHead, 'auth' | 'limit'>, request: IncomingMessage, response: ServerResponse) => Promise<Admission>;

/**
 * Authenticates first, because a user's requests count for the user; a caller who could not be authenticated counts for its address, and is refused only after that.
 * The result throws DomainError UNAUTHENTICATED or RATE_LIMITED.
 */
export function createAdmission({ authenticator, limits }: { readonly authenticator: Authenticator; readonly limits: RateLimits }): Admit {
  return async ({ auth, limit }, request, response) => {
    const identity = await identify(authenticator, auth, request);
    const subject = 'refusal' in identity ? null : (identity.principal?.subject ?? null);
    const rate = await limits.consume(limit, { subject, address: request.socket.remoteAddress ?? '' });
    for (const [name, value] of Object.entries(limits.headersOf(rate))) response.setHeader(name, value);
    if (rate.retryAfterSeconds !== null) throw new DomainError('RATE_LIMITED', 'Too many requests; try again later', { details: { retryAfterSeconds: rate.retryAfterSeconds } });
    if (auth === 'public') return { principal: null, rate };
    if ('refusal' in identity) throw identity.refusal;
    return { principal: identity.principal, rate };
  };
}

type Identity = { readonly principal: Principal | null } | { readonly refusal: DomainError };

async function identify(authenticator: Authenticator, auth: RouteHead['auth'], { headers }: IncomingMessage): Promise<Identity> {
  try {
    const principal = await authenticator.authenticate(readCredentials(headers));
    if (principal === null && auth === 'required') return { refusal: new DomainError('UNAUTHENTICATED', 'Send a bearer token or an API key') };
    return { principal };
  } catch (thrown) {
    if (DomainError.isInstance(thrown)) return { refusal: thrown };
    throw thrown;
  }
}
