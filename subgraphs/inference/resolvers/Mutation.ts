import type { MutationResolvers } from '../schema.generated.ts';

export const Mutation: MutationResolvers = {
  createChatCompletion: async (_, { input }, context) => ({ completion: await context.chat.complete(context, input) }),
  cancelChatCompletion: (_, { input: { id } }, context) => ({ cancelled: context.chat.cancel(context, id) }),
  grantTokens: async (_, { input: { userId, amount, reason } }, context) => {
    await context.accounts.grant(context, { subject: userId, amount, reason: reason ?? null });
    return { user: { id: userId } };
  },
};
