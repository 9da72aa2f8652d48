import type { AiProfileResolvers } from '../schema.generated.ts';

export const AiProfile: AiProfileResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.profile.load(id),
  id: ({ subject }) => subject,
  sessions: ({ subject }, page, context) => context.sessions.list(context, subject, page),
  inbox: ({ subject }, page, context) => context.messageLists.inbox(context, page, subject),
  sent: ({ subject }, page, context) => context.messageLists.sent(context, page, subject),
  collaborations: ({ subject }, page, context) => context.collaborations.list(context, page, subject),
};
