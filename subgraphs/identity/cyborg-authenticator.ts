import { hash, timingSafeEqual } from 'node:crypto';
import { createJwtVerifier, issuerOf, type Authenticator } from '#kernel/authentication';
import { systemClock, type Clock } from '#kernel/clock';
import type { CyborgTokenSettings } from '#kernel/config';
import { DomainError } from '#kernel/errors';
import { scopesOf, toSubject, type Principal } from '#kernel/principal';
import { isCyborgSubject } from './cyborg-tokens.ts';

export interface CyborgAuthenticatorDependencies {
  /** The static bearer token; null accepts none. */
  readonly authToken: string | null;
  /** Null while signed tokens are off. */
  readonly jwt: CyborgTokenSettings | null;
  readonly clock?: Clock;
}

/** Accepts the bearer tokens of CyborgMind. */
export interface CyborgAuthenticator extends Authenticator {
  /** Whether a bearer means this realm: it is the static token, or says that our issuer signed it. A forged one does too. */
  isAddressed(bearer: string): boolean;
}

/** A longer bearer is refused unread. */
const maxTokenLength = 8192;

/** Accepts the static token and, where they are on, signed tokens; nothing but bearers. */
export function createCyborgAuthenticator({ authToken, jwt, clock = systemClock }: CyborgAuthenticatorDependencies): CyborgAuthenticator {
  const isStatic = createTokenCheck(authToken);
  const owner = principalOf('static');
  const verifier = jwt && createJwtVerifier({
    key: jwt.verifyingKey,
    algorithms: [jwt.algorithm],
    issuer: jwt.issuer,
    audience: jwt.audience,
    allowShortSecret: jwt.weakness !== null,
    clock,
    toPrincipal: ({ sub }) => (isCyborgSubject(sub) ? principalOf(sub) : null),
  });
  return {
    authenticate({ bearer }) {
      if (bearer === null) return null;
      if (isStatic(bearer)) return owner;
      if (verifier === null) throw new DomainError('UNAUTHENTICATED', 'The token is not valid', { details: { reason: 'invalid' } });
      return verifier.verify(bearer);
    },
    isAddressed: (bearer) => isStatic(bearer) || (jwt !== null && bearer.includes('.') && issuerOf(bearer) === jwt.issuer),
  };
}

const principalOf = (id: string): Principal => ({ subject: toSubject('cyborg', id), assurance: 'verified', role: 'client', scopes: scopesOf('cyborg', 'client'), session: null });

/** Compares digests in constant time, so that neither the length nor a right beginning of the token shows. */
function createTokenCheck(token: string | null): (given: string) => boolean {
  if (token === null) return () => false;
  const expected = hash('sha256', token, 'buffer');
  // Who sends the right token is known by it afterwards. A set compares hashes first, so that a wrong one still tells nothing by its time.
  const right = new Set<string>();
  return (given) => {
    if (right.has(given)) return true;
    if (given.length > maxTokenLength || !timingSafeEqual(hash('sha256', given, 'buffer'), expected)) return false;
    right.add(given);
    return true;
  };
}
