import { createSecretKey, type KeyObject } from 'node:crypto';
import jwt, { type Algorithm, type JwtPayload } from 'jsonwebtoken';
import { systemClock, type Clock } from '#kernel/clock';
import { DomainError } from '#kernel/errors';
import type { Principal } from '#kernel/principal';

/** Checks signed tokens of one issuer. */
export interface JwtVerifier<TPrincipal> {
  /**
   * What `toPrincipal` made of a token that is genuine and in its time. Says nothing about revocation: that changes, a signature does not.
   * @throws DomainError UNAUTHENTICATED, with `details.reason` `expired`, `issuer`, `audience` or `invalid`
   */
  verify(token: string): TPrincipal;
}

export interface JwtVerifierOptions<TPrincipal> {
  /** The secret (at least 32 characters) of HMAC algorithms, or the public key of the others. */
  readonly key: KeyObject | string;
  /** The only algorithms accepted, whatever a token's header says. */
  readonly algorithms: readonly [SignatureAlgorithm, ...SignatureAlgorithm[]];
  /** Who has to have issued a token; null asks for nobody. */
  readonly issuer: string | null;
  /** Whom a token has to be for; asks for nobody when left out or null. */
  readonly audience?: string | null;
  /** Reads the claims of a genuine token; null when they do not fit. `issuedAt` is in milliseconds, 0 when the token does not say. */
  readonly toPrincipal: (claims: JwtPayload, issuedAt: number) => TPrincipal | null;
  readonly clock?: Clock;
  /** Lets a secret of fewer than 32 bytes pass: for a secret that an operator was warned of. */
  readonly allowShortSecret?: boolean;
  /** How many verified tokens are remembered. */
  readonly cacheSize?: number;
}

/** An algorithm that signs; `none` is not one. */
export type SignatureAlgorithm = Exclude<Algorithm, 'none'>;

/** A longer token is refused unread: an HMAC over megabytes would be a cheap way to keep the event loop busy. */
const maxTokenLength = 8192;

/**
 * A verifier of JSON Web Tokens (RFC 7519) with pinned algorithms and issuer; `exp` is required.
 * A verified token is remembered until it expires, because its signature stays right.
 * @throws Error when the key does not belong to the algorithms: a fault of the program
 */
export function createJwtVerifier<TPrincipal = Principal>(options: JwtVerifierOptions<TPrincipal>): JwtVerifier<TPrincipal> {
  const { algorithms, issuer, audience = null, toPrincipal, clock = systemClock, cacheSize = 4096 } = options;
  // jsonwebtoken turns a string secret into a key on every call, which costs 50 times the check.
  const key = typeof options.key === 'string' ? createSecretKey(Buffer.from(options.key, 'utf8')) : options.key;
  assertKeyFits(key, algorithms, options.allowShortSecret === true);
  const verified = new Map<string, { readonly principal: TPrincipal; readonly expiresAt: number }>();

  const check = (token: string): { readonly principal: TPrincipal; readonly expiresAt: number } => {
    const claims = verifySignature(token, { key, algorithms, issuer, audience, clock });
    const { exp, iat } = claims;
    if (exp === undefined) throw refused('invalid');
    const principal = toPrincipal(claims, typeof iat === 'number' ? iat * 1000 : 0);
    if (principal === null) throw refused('invalid');
    return { principal, expiresAt: exp * 1000 };
  };
  const remember = (token: string, entry: { readonly principal: TPrincipal; readonly expiresAt: number }): void => {
    const [oldest] = verified.keys();
    if (oldest !== undefined && verified.size >= cacheSize) verified.delete(oldest);
    verified.set(token, entry);
  };

  return {
    verify(token) {
      if (token.length > maxTokenLength) throw refused('invalid');
      const known = verified.get(token);
      if (known !== undefined && clock.now() < known.expiresAt) return known.principal;
      verified.delete(token);
      const entry = check(token);
      remember(token, entry);
      return entry.principal;
    },
  };
}

type Reason = 'expired' | 'issuer' | 'audience' | 'invalid';

interface Pinned {
  readonly key: KeyObject;
  readonly algorithms: readonly SignatureAlgorithm[];
  readonly issuer: string | null;
  readonly audience: string | null;
  readonly clock: Clock;
}

function verifySignature(token: string, { key, algorithms, issuer, audience, clock }: Pinned): JwtPayload {
  try {
    const named = { ...(issuer !== null && { issuer }), ...(audience !== null && { audience }) };
    const claims = jwt.verify(token, key, { ...named, algorithms: [...algorithms], clockTimestamp: Math.floor(clock.now() / 1000), complete: false });
    if (typeof claims === 'object') return claims;
  } catch (cause) {
    throw refused(reasonOf(cause), cause);
  }
  throw refused('invalid');
}

/** jsonwebtoken tells these apart by its words only. It looks at claims after the signature: none of this is said of a forged token. */
function reasonOf(fault: unknown): Reason {
  if (fault instanceof jwt.TokenExpiredError) return 'expired';
  if (!(fault instanceof jwt.JsonWebTokenError)) return 'invalid';
  if (fault.message.startsWith('jwt issuer invalid')) return 'issuer';
  return fault.message.startsWith('jwt audience invalid') ? 'audience' : 'invalid';
}

const messages: Readonly<Record<Reason, string>> = {
  expired: 'The token has expired',
  issuer: 'The token is of another issuer',
  audience: 'The token is for another audience',
  invalid: 'The token is not valid',
};

const refused = (reason: Reason, cause?: unknown): DomainError => new DomainError('UNAUTHENTICATED', messages[reason], { details: { reason }, cause });

function assertKeyFits(key: KeyObject, algorithms: readonly SignatureAlgorithm[], allowShortSecret: boolean): void {
  const symmetric = algorithms.filter((algorithm) => algorithm.startsWith('HS')).length;
  if (symmetric !== 0 && symmetric !== algorithms.length) throw new Error('One key cannot check both HMAC and public-key signatures');
  if (key.type !== (symmetric === 0 ? 'public' : 'secret')) throw new Error(`A ${key.type} key cannot check ${algorithms.join(', ')}`);
  if (!allowShortSecret && key.symmetricKeySize !== undefined && key.symmetricKeySize < 32) throw new Error('An HMAC secret needs at least 32 bytes');
}
