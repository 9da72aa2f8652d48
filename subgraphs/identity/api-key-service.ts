import type { Clock } from '#kernel/clock';
import { requirePrincipal, type RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { isAdministrator } from './access.ts';
import { newKeyName } from './account-rules.ts';
import { newApiKey } from './api-key-token.ts';
import type { AccountRow, ApiKeyRow, IdentityRepository } from './repository.ts';

/** API keys: long-lived credentials of which only a hash is kept. */
export interface ApiKeyService {
  /** Makes a key for the caller; `token` is shown this once. @throws DomainError BAD_USER_INPUT, FORBIDDEN, CONFLICT at the limit */
  create(caller: RequestContext, name: string): Promise<{ readonly apiKey: ApiKeyRow; readonly token: string }>;
  /** The keys of the caller, for an administrator those of all; newest first, without revoked ones. */
  list(caller: RequestContext): Promise<readonly ApiKeyRow[]>;
  /** Revokes a key of the caller, for an administrator any. Another's key and an unknown one look the same. @throws DomainError NOT_FOUND */
  revoke(caller: RequestContext, id: string): Promise<ApiKeyRow>;
  /** What a key stands for, by its hash; null when it is unknown or revoked. Notes the use. */
  resolve(sha256: string): Promise<{ readonly userId: string; readonly role: AccountRow['role']; readonly keyId: string } | null>;
}

const maxKeysPerUser = 100;
// A write per request would cost more than the request; a minute is close enough to find unused keys.
const useNotedEveryMs = 60_000;
const uuidPattern = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu;
const sha256Pattern = /^[\da-f]{64}$/u;

export function createApiKeyService({ repository, clock }: { readonly repository: IdentityRepository; readonly clock: Clock }): ApiKeyService {
  return {
    async create(caller, text) {
      const { subject: owner } = requirePrincipal(caller);
      const name = newKeyName(text);
      return repository.transaction(async (records) => {
        const account = await records.accounts.lock(owner);
        if (account?.realm !== 'cds') throw new DomainError('FORBIDDEN', 'Only users of CyberDevStudio have API keys');
        if ((await records.apiKeys.countOf(owner)) >= maxKeysPerUser) throw new DomainError('CONFLICT', 'Revoke a key first: there are too many', { details: { limit: maxKeysPerUser } });
        const { token, sha256 } = newApiKey();
        const apiKey = await records.apiKeys.insert({ owner, name, sha256 });
        await records.record(caller, { action: 'api_key.create', subject: owner });
        return { apiKey, token };
      });
    },

    list(caller) {
      const { subject } = requirePrincipal(caller);
      return isAdministrator(caller) ? repository.apiKeys.listAll() : repository.apiKeys.listOf([subject]);
    },

    async revoke(caller, id) {
      const { subject } = requirePrincipal(caller);
      if (!uuidPattern.test(id)) throw noSuchKey();
      return repository.transaction(async (records) => {
        const revoked = await records.revokeApiKey({ id, owner: isAdministrator(caller) ? null : subject, at: new Date(clock.now()) });
        if (revoked === null) throw noSuchKey();
        await records.record(caller, { action: 'api_key.revoke', subject: revoked.owner });
        return revoked;
      });
    },

    async resolve(sha256) {
      const key = sha256Pattern.test(sha256) ? await repository.apiKeys.findLive(sha256) : null;
      if (key === null) return null;
      const now = clock.now();
      if (now - (key.lastUsedAt?.getTime() ?? 0) >= useNotedEveryMs) await repository.apiKeys.noteUse(key.id, new Date(now));
      return { userId: key.owner, role: key.account.role, keyId: key.id };
    },
  };
}

const noSuchKey = () => new DomainError('NOT_FOUND', 'No such API key');
