import { requirePrincipal } from '#kernel/context';
import type { QueryResolvers } from '../schema.generated.ts';

export const Query: QueryResolvers = {
  me: (_, __, context) => context.loaders.account.load(requirePrincipal(context).subject),
  user: (_, { id }, context) => context.accounts.find(context, id),
  users: (_, page, context) => context.accounts.list(context, page),
  apiKeys: (_, __, context) => context.apiKeys.list(context),
  auditLog: (_, page, context) => context.audit.list(context, page),
  resolveApiKey: (_, { sha256 }, { apiKeys }) => apiKeys.resolve(sha256),
  accountByName: (_, { realm, username }, { aiAccounts }) => aiAccounts.findByName(realm, username),
};
