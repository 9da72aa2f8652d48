import type { Principal } from '#kernel/principal';
import type { Credentials } from './credentials.ts';

/** Turns credentials into a principal. */
export interface Authenticator {
  /**
   * The principal behind the credentials; null when none were given. Synchronous where the answer is known, so that a hot path pays no turn of the event loop.
   * @throws DomainError UNAUTHENTICATED when credentials were given and are no good (as a rejection where the answer is a promise)
   */
  authenticate(credentials: Credentials): Promise<Principal | null> | Principal | null;
}
