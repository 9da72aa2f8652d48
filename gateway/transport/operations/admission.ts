import type { Authenticator, Credentials } from '#kernel/authentication';
import { DomainError } from '#kernel/errors';
import type { Principal } from '#kernel/principal';

/**
 * Who may enter the graph: nobody (null) or a principal that proved who it is; at once where the authenticator knows at once.
 * @throws DomainError UNAUTHENTICATED, also for a principal that only named itself (as a rejection where the answer is a promise)
 */
export function admit(authenticator: Authenticator, credentials: Credentials): Promise<Principal | null> | Principal | null {
  const principal = authenticator.authenticate(credentials);
  return principal instanceof Promise ? principal.then(verified) : verified(principal);
}

function verified(principal: Principal | null): Principal | null {
  if (principal?.assurance === 'asserted') throw new DomainError('UNAUTHENTICATED', 'This credential proves nothing: sign in');
  return principal;
}
