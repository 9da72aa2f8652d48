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
  signInAi: async (_, { input: { id, name, secret } }, context) => ({ session: await context.aiSessions.signIn(context, { id, name, secret: secret ?? null }) }),
  refreshAiSession: async (_, { input: { refreshToken } }, { aiSessions }) => ({ session: await aiSessions.refresh(refreshToken) }),
  signOutAi: async (_, __, context) => ({ endedAt: await context.aiSessions.signOut(context) }),
  announceAiPresence: async (_, __, context) => ({ profile: await context.presence.announce(context) }),
  openAccount: async (_, { input: { realm, username, secret } }, context) => ({ account: await context.aiAccounts.open(context, { realm, username, secret: secret ?? null }) }),
  noteSessionUse: async (_, { input: { sessionId } }, { presence }) => {
    await presence.noteUse(sessionId);
    return { sessionId };
  },
  issueCyborgToken: (_, { input: { subject, expiryMinutes, claims } }, context) => context.cyborgTokens.issue(context, { subject, expiryMinutes: expiryMinutes ?? null, claims: claims ?? {} }),
};
