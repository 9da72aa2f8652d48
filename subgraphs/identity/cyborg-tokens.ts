import jwt from 'jsonwebtoken';
import type { Clock } from '#kernel/clock';
import type { CyborgTokenSettings } from '#kernel/config';

/** Whom a token is for, and how long. */
export interface CyborgGrant {
  readonly subject: string;
  readonly expiryMinutes: number;
  /** Further claims. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** A signed token of CyborgMind. */
export interface CyborgToken {
  readonly token: string;
  readonly expiresAt: Date;
  readonly subject: string;
}

/** The claims that a grant sets by itself, and those that mean something to whoever checks a token. */
export const reservedClaims: ReadonlySet<string> = new Set(['sub', 'iat', 'exp', 'iss', 'aud', 'nbf', 'jti']);

// No control characters, and no halves of characters.
const subjectPattern = /^[^\p{Cc}\p{Cs}]{1,256}$/u;

/** Whether a text can be whom a token is for. */
export const isCyborgSubject = (text: unknown): text is string => typeof text === 'string' && subjectPattern.test(text);

/** Signs a token with the claims in the documented order: sub, iat, exp, iss, aud, then the others. */
export function signCyborgToken({ subject, expiryMinutes, claims }: CyborgGrant, { algorithm, signingKey, issuer, audience }: CyborgTokenSettings, clock: Clock): CyborgToken {
  const iat = Math.floor(clock.now() / 1000);
  const exp = iat + expiryMinutes * 60;
  const payload = { sub: subject, iat, exp, ...(issuer !== null && { iss: issuer }), ...(audience !== null && { aud: audience }), ...claims };
  return { token: jwt.sign(payload, signingKey, { algorithm }), expiresAt: new Date(exp * 1000), subject };
}
