import type { MutationResolvers } from '../schema.generated.ts';

export const Mutation: MutationResolvers = {
  registerAiProfile: (_, { input }, context) => context.profiles.register(context, input),
  updateAiProfile: async (_, { input: { id, ...changes } }, context) => ({ profile: await context.profiles.update(context, id, changes) }),
  createAiSession: async (_, { input }, context) => ({ session: await context.sessions.create(context, input) }),
  endAiSession: async (_, { input }, context) => ({ session: await context.sessions.end(context, input) }),
  sendMessage: async (_, { input }, context) => ({ message: await context.messages.send(context, input) }),
  takeInbox: (_, page, context) => context.messageLists.takeInbox(context, page),
  markMessagesRead: async (_, { input: { ids } }, context) => ({ marked: await context.messages.markRead(context, ids) }),
  deleteMessage: async (_, { input: { id } }, context) => ({ id, deletedAt: await context.messages.delete(context, id) }),
  requestCollaboration: async (_, { input }, context) => ({ collaboration: await context.collaborations.request(context, input) }),
  respondToCollaboration: async (_, { input }, context) => ({ collaboration: await context.collaborationSteps.respond(context, input) }),
  updateCollaborationProgress: async (_, { input }, context) => ({ collaboration: await context.collaborationSteps.progress(context, input) }),
  completeCollaboration: async (_, { input }, context) => ({ collaboration: await context.collaborationSteps.complete(context, input) }),
};
