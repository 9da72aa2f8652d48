import type { UserResolvers } from '../schema.generated.ts';

export const User: UserResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  tokenBalance: ({ id }, _, context) => {
    context.accounts.requireOwner(context, id);
    return context.loaders.balance.load(id);
  },
  usage: ({ id }, page, context) => {
    context.accounts.requireOwner(context, id);
    return context.usage.list(id, page);
  },
};
