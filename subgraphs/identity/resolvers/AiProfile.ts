import type { AiProfileResolvers } from '../schema.generated.ts';

export const AiProfile: AiProfileResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  online: async ({ id }, _, { loaders }) => (await loaders.presence.load(id))?.online ?? false,
  lastSeenAt: async ({ id }, _, { loaders }) => (await loaders.presence.load(id))?.lastSeenAt ?? null,
};
