import { toRowId } from '../row-id.ts';
import type { AiSessionResolvers } from '../schema.generated.ts';
import { loadedProfile } from './loaded-profile.ts';

export const AiSession: AiSessionResolvers = {
  async __resolveReference({ id: text }, { loaders, principal }) {
    const id = toRowId(text);
    const session = id === null ? null : await loaders.session.load(id);
    return session?.owner === principal?.subject ? session : null;
  },
  id: ({ id }) => id.toString(),
  ai: ({ owner }, _, { loaders }) => loadedProfile(loaders, owner),
  status: ({ endedAt }) => (endedAt === null ? 'ACTIVE' : 'ENDED'),
  stats: ({ thoughtsGenerated, insightsShared, responsesSent, collaborationsInitiated }) => ({ thoughtsGenerated, insightsShared, responsesSent, collaborationsInitiated }),
};
