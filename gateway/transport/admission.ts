import type { Authenticator, Credentials } from '#kernel/authentication';
import { DomainError } from '#kernel/errors';
import type { Principal } from '#kernel/principal';

/**
 * Who may enter the graph: nobody (null) or a principal that proved who it is.
 * @throws DomainError UNAUTHENTICATED, also for a principal that only named itself
 */
export async function admit(authenticator: Authenticator, credentials: Credentials): Promise<Principal | null> {
  const principal = await authenticator.authenticate(credentials);
  if (principal?.assurance === 'asserted') throw new DomainError('UNAUTHENTICATED', 'This credential proves nothing: sign in');
  return principal;
}
