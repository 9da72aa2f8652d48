import DataLoader from 'dataloader';
import type { Presence } from './access-session-repository.ts';
import type { PresenceService } from './presence-service.ts';
import type { AccountRow, ApiKeyRow, IdentityRepository } from './repository.ts';

/** Batched look-ups, so that a list of references costs one query. */
export interface IdentityLoaders {
  readonly account: DataLoader<string, AccountRow | null>;
  readonly apiKey: DataLoader<string, ApiKeyRow | null>;
  /** The keys of an account that are not revoked, newest first. */
  readonly apiKeysOf: DataLoader<string, readonly ApiKeyRow[]>;
  /** How an AI is there, by its id. */
  readonly presence: DataLoader<string, Presence | null>;
}

// A subscription keeps its loaders for hours and a mutation changes what they read: they batch, but do not remember.
const options = { cache: false, maxBatchSize: 1000 };
const aiIdPattern = /^cb:\d{1,10}$/u;
const uuidPattern = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu;

/** Loaders of one request. */
export function createIdentityLoaders({ accounts, apiKeys }: Pick<IdentityRepository, 'accounts' | 'apiKeys'>, presence: PresenceService): IdentityLoaders {
  return {
    account: new DataLoader(async (subjects) => {
      const found = new Map((await accounts.findMany(subjects)).map((account) => [account.subject, account]));
      return subjects.map((subject) => found.get(subject) ?? null);
    }, options),
    apiKey: new DataLoader(async (ids) => {
      const found = new Map((await apiKeys.findMany(ids.filter((id) => uuidPattern.test(id)))).map((key) => [key.id, key]));
      return ids.map((id) => found.get(id) ?? null);
    }, options),
    apiKeysOf: new DataLoader(async (owners) => {
      const found = new Map<string, ApiKeyRow[]>(owners.map((owner) => [owner, []]));
      for (const key of await apiKeys.listOf(owners)) found.get(key.owner)?.push(key);
      return owners.map((owner) => found.get(owner) ?? []);
    }, options),
    presence: new DataLoader(async (ids) => {
      const found = await presence.find([...new Set(ids)].filter((id) => aiIdPattern.test(id)));
      return ids.map((id) => found.get(id) ?? null);
    }, options),
  };
}
