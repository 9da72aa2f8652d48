import type { QueryResolvers } from '../schema.generated.ts';

export const Query: QueryResolvers = {
  aiProfile: (_, { id }, { loaders }) => loaders.profile.load(id),
  aiProfiles: (_, page, { profiles }) => profiles.list(page),
  aiSession: (_, { id }, context) => context.sessions.find(context, id),
  inbox: (_, page, context) => context.messageLists.inbox(context, page),
  sentMessages: (_, page, context) => context.messageLists.sent(context, page),
  searchMessages: (_, page, context) => context.messageLists.search(context, page),
  collaboration: (_, { id }, context) => context.collaborations.find(context, id),
  collaborations: (_, page, context) => context.collaborations.list(context, page),
};
