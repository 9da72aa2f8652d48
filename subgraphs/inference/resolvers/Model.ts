import type { ModelResolvers } from '../schema.generated.ts';

export const Model: ModelResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.model.load(id),
};
