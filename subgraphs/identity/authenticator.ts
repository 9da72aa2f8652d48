import { systemClock, type Clock } from '#kernel/clock';
import { createJwtVerifier, hasCredentials, type Authenticator } from '#kernel/authentication';
import { DomainError } from '#kernel/errors';
import { scopesOf, toSubject, type Principal } from '#kernel/principal';
import { isApiKey } from './api-key-token.ts';
import { createApiKeyAuthentication, type ResolveApiKey } from './api-key-authentication.ts';
import type { Revocations } from './revocations.ts';
import { sessionClaimsSchema, sessionIssuer } from './session-tokens.ts';

export interface IdentityAuthenticatorDependencies {
  /** Signs and checks session tokens. */
  readonly jwtSecret: string;
  readonly revocations: Revocations;
  /** The account behind an API key, by the SHA-256 of the key in hex; the query `resolveApiKey` of the graph. */
  readonly resolveApiKey: ResolveApiKey;
  readonly clock?: Clock;
}

interface SignedIn {
  readonly principal: Principal;
  /** The account's `tokensValidFrom` when the token was issued. */
  readonly generation: number;
}

/** Accepts session tokens of CyberDevStudio and API keys, in either header. A bearer wins over `X-API-Key`. */
export function createIdentityAuthenticator({ jwtSecret, revocations, resolveApiKey, clock = systemClock }: IdentityAuthenticatorDependencies): Authenticator {
  const verifier = createJwtVerifier<SignedIn>({ key: jwtSecret, algorithms: ['HS256'], issuer: sessionIssuer, clock, toPrincipal: readClaims });
  const apiKeys = createApiKeyAuthentication({ revocations, resolveApiKey, clock });

  const session = (token: string): Promise<Principal> | Principal => {
    const signedIn = verifier.verify(token);
    const { subject } = signedIn.principal;
    if (revocations.fresh()) return unlessRevoked(signedIn, revocations.validFrom(subject));
    return revocations.askValidFrom(subject).then((validFrom) => unlessRevoked(signedIn, validFrom));
  };

  return {
    authenticate(credentials) {
      if (!hasCredentials(credentials)) return null;
      const { bearer, apiKey } = credentials;
      if (bearer !== null && !isApiKey(bearer)) return session(bearer);
      return apiKeys.authenticate(bearer ?? apiKey ?? '');
    },
  };
}

function readClaims(claims: unknown): SignedIn | null {
  const { success, data } = sessionClaimsSchema.safeParse(claims);
  if (!success) return null;
  const { sub, role, jti, gen } = data;
  return { generation: gen, principal: { subject: toSubject('cds', sub), assurance: 'verified', role, scopes: scopesOf('cds', role), session: jti } };
}

function unlessRevoked({ principal, generation }: SignedIn, validFrom: number): Principal {
  if (generation < validFrom) throw new DomainError('UNAUTHENTICATED', 'The token has been revoked', { details: { reason: 'revoked' } });
  return principal;
}
