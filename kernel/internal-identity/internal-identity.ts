import type { KeyObject } from 'node:crypto';
import { systemClock, type Clock } from '#kernel/clock';
import { DomainError } from '#kernel/errors';
import type { Principal } from '#kernel/principal';
import { claimsSchema, toClaim } from './claims.ts';
import { openCompact, signCompact } from './compact-token.ts';

/** How processes of one installation tell each other who acts. */
export interface InternalIdentity {
  /**
   * A token for the subgraph `audience` that names the principal, or nobody. Good for 30 seconds, of which at least 10 are left.
   * @throws DomainError NOT_ENABLED in a process without the private key
   */
  sign(principal: Principal | null, audience: string): string;
  /** Who acts, by a token for `audience`. @throws DomainError UNAUTHENTICATED for every other text, in the same words */
  verify(token: string, audience: string): Principal | null;
}

export interface InternalIdentityOptions {
  /** Ed25519; null in a process that only answers. */
  readonly privateKey: KeyObject | null;
  readonly publicKey: KeyObject;
  readonly clock?: Clock;
  /** How many tokens are remembered each way. */
  readonly cacheSize?: number;
}

const lifetimeSeconds = 30;
/** Signing takes tens of microseconds: a token is used again for most of its life. */
const reuseMs = 20_000;
/** How far the clocks of two machines may be apart. */
const skewSeconds = 5;

/** Signs and checks principals with Ed25519. Both directions remember what they have done. */
export function createInternalIdentity({ privateKey, publicKey, clock = systemClock, cacheSize = 4096 }: InternalIdentityOptions): InternalIdentity {
  const signed = new Map<string, { readonly token: string; readonly renewAt: number }>();
  const verified = new Map<string, Verified>();

  const check = (token: string): Verified => {
    const { success, data } = claimsSchema.safeParse(openCompact(token, publicKey));
    if (!success || data.exp - data.iat > lifetimeSeconds) throw unknownCaller();
    return { audience: data.aud, principal: data.principal, from: (data.iat - skewSeconds) * 1000, until: (data.exp + skewSeconds) * 1000 };
  };

  return {
    sign(principal, audience) {
      const key = `${audience}\n${keyOf(principal)}`;
      const now = clock.now();
      const known = signed.get(key);
      if (known !== undefined && now < known.renewAt) return known.token;
      if (privateKey === null) throw new DomainError('NOT_ENABLED', 'This process has INTERNAL_PUBLIC_KEY only, so that it cannot call other processes; give it INTERNAL_PRIVATE_KEY');
      const iat = Math.floor(now / 1000);
      const token = signCompact({ aud: audience, iat, exp: iat + lifetimeSeconds, principal: toClaim(principal) }, privateKey);
      keep(signed, key, { value: { token, renewAt: now + reuseMs }, cacheSize });
      return token;
    },
    verify(token, audience) {
      let entry = verified.get(token);
      if (entry === undefined) keep(verified, token, { value: (entry = check(token)), cacheSize });
      const now = clock.now();
      if (entry.audience !== audience || now < entry.from || now >= entry.until) throw unknownCaller();
      return entry.principal;
    },
  };
}

interface Verified {
  readonly audience: string;
  readonly principal: Principal | null;
  readonly from: number;
  readonly until: number;
}

const keyOf = (principal: Principal | null): string =>
  (principal === null ? '' : JSON.stringify([principal.subject, principal.assurance, principal.role, principal.session, ...principal.scopes]));

/** The oldest goes first: tokens live for seconds. */
function keep<TValue>(map: Map<string, TValue>, key: string, { value, cacheSize }: { readonly value: TValue; readonly cacheSize: number }): void {
  map.delete(key);
  const [oldest] = map.keys();
  if (oldest !== undefined && map.size >= cacheSize) map.delete(oldest);
  map.set(key, value);
}

const unknownCaller = (): DomainError => new DomainError('UNAUTHENTICATED', 'This part of the graph answers processes of its own installation only');
