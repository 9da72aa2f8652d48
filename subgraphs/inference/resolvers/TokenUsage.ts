import type { TokenUsageResolvers } from '../schema.generated.ts';

export const TokenUsage: TokenUsageResolvers = {
  user: ({ subject }) => ({ id: subject }),
  // A model may be gone that was used once.
  model: async ({ model, createdAt }, _, { loaders }) =>
    (await loaders.model.load(model)) ?? { id: model, contextLength: 0, parameterCount: null, sizeBytes: null, architecture: null, quantization: null, loaded: false, createdAt, ownedBy: 'unknown' },
};
