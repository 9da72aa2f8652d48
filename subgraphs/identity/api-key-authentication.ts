import type { Clock } from '#kernel/clock';
import { DomainError } from '#kernel/errors';
import { parseSubject, scopesOf, toSubject, type Principal } from '#kernel/principal';
import { hashApiKey, isApiKey } from './api-key-token.ts';
import type { Revocations } from './revocations.ts';

/** What an API key stands for. */
export interface ResolvedApiKey {
  readonly userId: string;
  readonly role: 'DEVELOPER' | 'ADMIN';
  readonly keyId: string;
}

/** Finds a live API key by the SHA-256 of it in hex; null when it is unknown or revoked. */
export type ResolveApiKey = (sha256: string) => Promise<ResolvedApiKey | null>;

export interface ApiKeyAuthenticationDependencies {
  readonly revocations: Pick<Revocations, 'fresh' | 'onRevoked'>;
  readonly resolveApiKey: ResolveApiKey;
  readonly clock: Clock;
}

// Shorter than the minute after which a use is noted again, so that a busy key's last use stays true.
const rememberedMs = 30_000;
const maxRemembered = 4096;

/** Principals by API key: remembered for seconds, forgotten as soon as the key, the role or the password of its owner changes. */
export function createApiKeyAuthentication({ revocations, resolveApiKey, clock }: ApiKeyAuthenticationDependencies) {
  const remembered = new Map<string, { readonly principal: Principal; readonly until: number }>();
  let revoked = 0;
  revocations.onRevoked(({ subject, keySha256 }) => {
    revoked += 1;
    if (keySha256 !== null) remembered.delete(keySha256);
    else for (const [sha256, { principal }] of remembered) if (principal.subject === subject) remembered.delete(sha256);
  });

  const ask = async (sha256: string): Promise<Principal> => {
    const revokedBefore = revoked;
    const principal = toPrincipal(await resolveApiKey(sha256));
    // A revocation during the look-up may be of what it found: such an answer serves this request and no other.
    if (revoked === revokedBefore && revocations.fresh()) remember(sha256, principal);
    return principal;
  };
  const remember = (sha256: string, principal: Principal): void => {
    const [oldest] = remembered.keys();
    if (oldest !== undefined && remembered.size >= maxRemembered) remembered.delete(oldest);
    remembered.set(sha256, { principal, until: clock.now() + rememberedMs });
  };

  return {
    /** The principal of a key. @throws DomainError UNAUTHENTICATED (as a rejection where it had to be looked up) */
    authenticate(token: string): Promise<Principal> | Principal {
      if (!isApiKey(token)) throw refused();
      const sha256 = hashApiKey(token);
      const known = remembered.get(sha256);
      if (known !== undefined && clock.now() < known.until && revocations.fresh()) return known.principal;
      remembered.delete(sha256);
      return ask(sha256);
    },
  };
}

function toPrincipal(key: ResolvedApiKey | null): Principal {
  const owner = key === null ? null : parseSubject(key.userId);
  if (key === null || owner === null) throw refused();
  const role = key.role.toLowerCase();
  return { subject: toSubject(owner.realm, owner.id), assurance: 'verified', role, scopes: scopesOf(owner.realm, role), session: key.keyId };
}

const refused = () => new DomainError('UNAUTHENTICATED', 'The API key is not valid', { details: { reason: 'invalid' } });
