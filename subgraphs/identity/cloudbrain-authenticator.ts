import { createJwtVerifier, type Authenticator } from '#kernel/authentication';
import { systemClock, type Clock } from '#kernel/clock';
import { DomainError } from '#kernel/errors';
import { scopesOf, toSubject, type Principal } from '#kernel/principal';
import { accessClaimsSchema, cloudBrainIssuer } from './ai-session-tokens.ts';
import type { Revocations } from './revocations.ts';

export interface CloudBrainAuthenticatorDependencies {
  /** Signs and checks access tokens of CloudBrain. */
  readonly jwtSecret: string;
  readonly revocations: Pick<Revocations, 'fresh' | 'sessionEnded' | 'askSessionEnded'>;
  /** Gets the session of every accepted token; returns at once. */
  readonly noteUse: (sessionId: string) => void;
  /** Whether sessions that no secret proved are refused. */
  readonly requireSecret: boolean;
  /** Whether an id and a name count as a proof, as they do in development. */
  readonly trustNames: boolean;
  readonly clock?: Clock;
}

interface SignedIn {
  readonly principal: Principal;
  readonly sessionId: string;
}

/** Accepts access tokens of CloudBrain as a bearer, and nothing else. */
export function createCloudBrainAuthenticator({ jwtSecret, revocations, noteUse, requireSecret, trustNames, clock = systemClock }: CloudBrainAuthenticatorDependencies): Authenticator {
  const toPrincipal = (claims: unknown): SignedIn | null => {
    const { success, data } = accessClaimsSchema.safeParse(claims);
    if (!success || (requireSecret && !data.proven)) return null;
    const assurance = data.proven || trustNames ? 'verified' : 'asserted';
    return { sessionId: data.sid, principal: { subject: toSubject('cb', data.sub), assurance, role: 'ai', scopes: scopesOf('cb', 'ai'), session: data.sid } };
  };
  const verifier = createJwtVerifier<SignedIn>({ key: jwtSecret, algorithms: ['HS256'], issuer: cloudBrainIssuer, clock, toPrincipal });
  const unlessEnded = ({ principal, sessionId }: SignedIn, ended: boolean): Principal => {
    if (ended) throw new DomainError('UNAUTHENTICATED', 'The token has been revoked', { details: { reason: 'revoked' } });
    noteUse(sessionId);
    return principal;
  };
  return {
    authenticate({ bearer }) {
      if (bearer === null) return null;
      const signedIn = verifier.verify(bearer);
      if (revocations.fresh()) return unlessEnded(signedIn, revocations.sessionEnded(signedIn.sessionId));
      return revocations.askSessionEnded(signedIn.sessionId).then((ended) => unlessEnded(signedIn, ended));
    },
  };
}
