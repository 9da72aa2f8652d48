import type { IncomingMessage, ServerResponse } from 'node:http';
import { readCredentials, type Authenticator } from '#kernel/authentication';
import { DomainError } from '#kernel/errors';
import type { Principal } from '#kernel/principal';
import type { RateLimits } from './rate-limits.ts';
import type { Route } from './route.ts';

/** Lets a request in, or not; the rate-limit headers are on the answer in either case. */
export type Admit = (route: Route, request: IncomingMessage, response: ServerResponse) => Promise<Principal | null>;

/**
 * Authenticates first, because a user's requests count for the user; a caller who could not be authenticated counts for its address, and is refused only after that.
 * The result throws DomainError UNAUTHENTICATED or RATE_LIMITED.
 */
export function createAdmission({ authenticator, limits }: { readonly authenticator: Authenticator; readonly limits: RateLimits }): Admit {
  return async (route, request, response) => {
    const identity = await identify(authenticator, route, request);
    const subject = 'refusal' in identity ? null : (identity.principal?.subject ?? null);
    const { headers, retryAfterSeconds } = await limits.consume(route.limit, { subject, address: request.socket.remoteAddress ?? '' });
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (retryAfterSeconds !== null) throw new DomainError('RATE_LIMITED', 'Too many requests; try again later', { details: { retryAfterSeconds } });
    if ('refusal' in identity) throw identity.refusal;
    return identity.principal;
  };
}

type Identity = { readonly principal: Principal | null } | { readonly refusal: DomainError };

async function identify(authenticator: Authenticator, { auth }: Route, { headers }: IncomingMessage): Promise<Identity> {
  if (auth === 'public') return { principal: null };
  try {
    const principal = await authenticator.authenticate(readCredentials(headers));
    if (principal === null && auth === 'required') return { refusal: new DomainError('UNAUTHENTICATED', 'Send a bearer token or an API key') };
    return { principal };
  } catch (thrown) {
    if (DomainError.isInstance(thrown)) return { refusal: thrown };
    throw thrown;
  }
}
