import type { Clock } from '#kernel/clock';
import type { CyborgTokenSettings } from '#kernel/config';
import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { toSubject } from '#kernel/principal';
import { isCyborgSubject, reservedClaims, signCyborgToken, type CyborgToken } from './cyborg-tokens.ts';
import type { IdentityRepository } from './repository.ts';

/** What a token is asked for with, unchecked. */
export interface CyborgTokenRequest {
  readonly subject: string;
  /** Null: as configured. */
  readonly expiryMinutes: number | null;
  readonly claims: unknown;
}

/** Signed tokens of CyborgMind. */
export interface CyborgTokenService {
  /** Signs a token and notes it in the audit log. @throws DomainError NOT_ENABLED, BAD_USER_INPUT */
  issue(caller: RequestContext, request: CyborgTokenRequest): Promise<CyborgToken>;
}

export interface CyborgTokenServiceDependencies {
  readonly repository: Pick<IdentityRepository, 'transaction'>;
  /** Null while signed tokens are off. */
  readonly settings: CyborgTokenSettings | null;
  readonly clock: Clock;
}

/** Larger ones would make a token that no header takes. */
const maxClaimsBytes = 4096;

export function createCyborgTokenService({ repository, settings, clock }: CyborgTokenServiceDependencies): CyborgTokenService {
  return {
    async issue(caller, { subject, expiryMinutes, claims }) {
      if (settings === null) throw new DomainError('NOT_ENABLED', 'Signed tokens of CyborgMind are switched off; api.jwt_enabled of its configuration file switches them on');
      if (!isCyborgSubject(subject)) throw invalid('subject', 'must have 1 to 256 characters');
      const grant = { subject, expiryMinutes: readExpiry(expiryMinutes, settings), claims: readClaims(claims) };
      await repository.transaction((records) => records.record(caller, { action: 'cyborg_token.issue', subject: toSubject('cyborg', subject) }));
      return signCyborgToken(grant, settings, clock);
    },
  };
}

function readExpiry(minutes: number | null, { expiryMinutes, maxExpiryMinutes }: CyborgTokenSettings): number {
  if (minutes === null) return expiryMinutes;
  if (minutes < 1 || minutes > maxExpiryMinutes) throw invalid('expiryMinutes', `must be a whole number from 1 to ${maxExpiryMinutes}`);
  return minutes;
}

function readClaims(claims: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(claims)) throw invalid('claims', 'must be an object');
  const reserved = Object.keys(claims).find((name) => reservedClaims.has(name));
  if (reserved !== undefined) throw invalid('claims', `must not hold ${reserved}, which every token has for itself`);
  if (Buffer.byteLength(JSON.stringify(claims)) > maxClaimsBytes) throw invalid('claims', `must have at most ${maxClaimsBytes} bytes`);
  return claims;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (field: string, reason: string): DomainError => new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
