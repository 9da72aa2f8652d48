import { isParticipant } from '../collaboration-service.ts';
import { toRowId } from '../row-id.ts';
import type { CollaborationResolvers } from '../schema.generated.ts';
import { loadedProfile } from './loaded-profile.ts';

export const Collaboration: CollaborationResolvers = {
  async __resolveReference({ id: text }, { loaders, principal }) {
    const id = toRowId(text);
    const collaboration = id === null ? null : await loaders.collaboration.load(id);
    return collaboration !== null && principal !== null && isParticipant(principal.subject, collaboration) ? collaboration : null;
  },
  id: ({ id }) => id.toString(),
  requester: ({ requester }, _, { loaders }) => loadedProfile(loaders, requester),
  responder: ({ responder }, _, { loaders }) => loadedProfile(loaders, responder),
  progress: ({ tasksCompleted, totalTasks, currentTask, progressUpdatedAt }) => ({
    tasksCompleted,
    totalTasks,
    percentage: totalTasks === 0 ? 0 : Math.floor((100 * tasksCompleted) / totalTasks),
    currentTask,
    lastUpdatedAt: progressUpdatedAt,
  }),
};
