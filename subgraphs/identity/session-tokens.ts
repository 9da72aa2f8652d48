import { createSecretKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import type { Clock } from '#kernel/clock';
import { newId } from '#kernel/ids';
import type { AccountRow } from './repository.ts';

export const sessionIssuer = 'cyber-dev-studio';

/** How long a session token lives. */
export const sessionLifetimeSeconds = 86_400;

/** What a session token says; `sub` is the account's number, as CyberDevStudio documents it. */
export const sessionClaimsSchema = z.object({
  sub: z.int().positive(),
  username: z.string(),
  role: z.enum(['developer', 'admin']),
  jti: z.string().nullable().default(null),
  /** The account's `tokensValidFrom` at issue, in milliseconds: a token is refused once the account has a later one. */
  gen: z.number().default(0),
});

/** A session as `signIn` answers it. */
export interface Session {
  readonly token: string;
  readonly expiresAt: Date;
  readonly user: AccountRow;
}

/** Signs session tokens. */
export interface SessionTokens {
  /** A token for the account as it is in the row; hold the row's lock, so that no revocation passes unseen. */
  issue(account: AccountRow): Session;
}

/** Tokens of HS256. */
export function createSessionTokens({ jwtSecret, clock }: { readonly jwtSecret: string; readonly clock: Clock }): SessionTokens {
  // jsonwebtoken turns a string secret into a key on every call, which costs 50 times the signature.
  const key = createSecretKey(Buffer.from(jwtSecret, 'utf8'));
  return {
    issue(user) {
      const iat = Math.floor(clock.now() / 1000);
      const exp = iat + sessionLifetimeSeconds;
      const claims = { sub: user.number, username: user.username, role: roleOf(user), jti: newId(), gen: user.tokensValidFrom?.getTime() ?? 0 } satisfies z.output<typeof sessionClaimsSchema>;
      return { token: jwt.sign({ ...claims, iss: sessionIssuer, iat, exp }, key, { algorithm: 'HS256' }), expiresAt: new Date(exp * 1000), user };
    },
  };
}

const roleOf = ({ role }: AccountRow): 'developer' | 'admin' => (role === 'ADMIN' ? 'admin' : 'developer');
