import type { QueryResolvers } from '../schema.generated.ts';

export const Query: QueryResolvers = {
  models: (_, page, { models }) => models.list(page),
  model: (_, { id }, { loaders }) => loaders.model.load(id),
  countTokens: async (_, chat, context) => ({ tokens: await context.chat.countTokens(context, chat) }),
};
