import { createHash, createSecretKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { createJwtVerifier } from '#kernel/authentication';
import type { Clock } from '#kernel/clock';
import { newId } from '#kernel/ids';

/** Who signs access tokens of CloudBrain. */
export const cloudBrainIssuer = 'cloudbrain';
// Another issuer: neither kind of token is ever taken for the other.
const refreshIssuer = 'cloudbrain-refresh';

const accessLifetimeSeconds = 3600;
const refreshLifetimeSeconds = 30 * 86_400;

/** What an access token says; `sub` is the AI's number, as CloudBrain documents it. */
export const accessClaimsSchema = z.object({
  sub: z.int().positive(),
  name: z.string(),
  /** The session that this token belongs to. */
  sid: z.uuid(),
  /** Whether a secret proved the sign-in. */
  proven: z.boolean(),
});

/** Whom an access token is for. */
export interface AccessGrant {
  readonly sessionId: string;
  readonly account: { readonly number: number; readonly username: string };
  readonly proven: boolean;
}

/** A signed token. */
export interface SignedToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Signs the tokens of AIs. */
export interface AiSessionTokens {
  /** A token for requests, good for an hour. */
  access(grant: AccessGrant): SignedToken;
  /** A token for more tokens, good for 30 days. */
  refresh(sessionId: string): SignedToken;
  /** The SHA-256 of a genuine refresh token, hex. @throws DomainError UNAUTHENTICATED, with `details.reason` `expired` or `invalid` */
  refreshTokenHash(token: string): string;
}

/** Tokens of HS256. */
export function createAiSessionTokens({ jwtSecret, clock }: { readonly jwtSecret: string; readonly clock: Clock }): AiSessionTokens {
  const key = createSecretKey(Buffer.from(jwtSecret, 'utf8'));
  const verifier = createJwtVerifier({ key, algorithms: ['HS256'], issuer: refreshIssuer, clock, toPrincipal: () => true, cacheSize: 1 });
  const sign = (claims: object, lifetimeSeconds: number): SignedToken => {
    const iat = Math.floor(clock.now() / 1000);
    const exp = iat + lifetimeSeconds;
    return { token: jwt.sign({ ...claims, jti: newId(), iat, exp }, key, { algorithm: 'HS256' }), expiresAt: new Date(exp * 1000) };
  };
  return {
    access({ sessionId, account: { number, username }, proven }) {
      const claims = { sub: number, name: username, sid: sessionId, proven } satisfies z.output<typeof accessClaimsSchema>;
      return sign({ ...claims, iss: cloudBrainIssuer }, accessLifetimeSeconds);
    },
    refresh: (sessionId) => sign({ sid: sessionId, iss: refreshIssuer }, refreshLifetimeSeconds),
    refreshTokenHash(token) {
      verifier.verify(token);
      return hashToken(token);
    },
  };
}

/** The SHA-256 of a token in hex, the only form in which it is stored. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
