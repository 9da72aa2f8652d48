import type { ModelResolvers } from '../schema.generated.ts';

export const Model: ModelResolvers = {
  origin: ({ id }, _, { modelFolder }) => modelFolder.originOf(id),
  __resolveReference: ({ id }, { loaders }) => loaders.model.load(id),
};
