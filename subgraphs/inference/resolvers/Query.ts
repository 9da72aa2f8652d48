import type { QueryResolvers } from '../schema.generated.ts';

export const Query: QueryResolvers = {
  models: (_, page, { models }) => models.list(page),
  model: (_, { id }, { loaders }) => loaders.model.load(id),
  countTokens: async (_, input, context) => ({ tokens: await context.counts.count(context, input) }),
  inferenceStatus: (_, _arguments, { management }) => management.status(),
  modelMemoryEstimate: (_, { model, settings }, { management }) => management.estimate(model, settings),
  modelDownloads: (_, { first }, { downloads }) => downloads.list(first),
  modelDownload: (_, { id }, { downloads }) => downloads.find(id),
};
