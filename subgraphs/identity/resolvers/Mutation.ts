import type { MutationResolvers } from '../schema.generated.ts';

export const Mutation: MutationResolvers = {
  registerUser: async (_, { input: { username, password, role, tokenBalance } }, context) => ({
    session: await context.accounts.register(context, { username, password, role: role ?? 'DEVELOPER', tokenBalance: tokenBalance ?? null }),
  }),
  signIn: async (_, { input }, context) => ({ session: await context.sessions.signIn(context, input) }),
  createApiKey: (_, { input: { name } }, context) => context.apiKeys.create(context, name),
  revokeApiKey: async (_, { input: { id } }, context) => ({ apiKey: await context.apiKeys.revoke(context, id) }),
  setUserRole: async (_, { input: { userId, role } }, context) => ({ user: await context.accounts.setRole(context, { subject: userId, role }) }),
  changePassword: async (_, { input }, context) => ({ session: await context.sessions.changePassword(context, input) }),
};
