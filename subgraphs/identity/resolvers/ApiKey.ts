import { DomainError } from '#kernel/errors';
import { mayActFor } from '#kernel/principal';
import type { ApiKeyResolvers } from '../schema.generated.ts';

export const ApiKey: ApiKeyResolvers = {
  async __resolveReference({ id }, { loaders, principal }) {
    const key = await loaders.apiKey.load(id);
    return key !== null && principal !== null && mayActFor(principal, key.owner) ? key : null;
  },
  async owner({ owner }, _, { loaders }) {
    const account = await loaders.account.load(owner);
    if (account === null) throw new DomainError('INTERNAL', 'The key has no owner');
    return account;
  },
};
