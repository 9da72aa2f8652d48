import { requireOwner } from '../access.ts';
import type { UserResolvers } from '../schema.generated.ts';

export const User: UserResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.account.load(id),
  id: ({ subject }) => subject,
  apiKeys: ({ subject }, _, context) => {
    requireOwner(context, subject);
    return context.loaders.apiKeysOf.load(subject);
  },
  openingTokenBalance: ({ subject, openingTokenBalance }, _, context) => {
    requireOwner(context, subject);
    return openingTokenBalance;
  },
};
