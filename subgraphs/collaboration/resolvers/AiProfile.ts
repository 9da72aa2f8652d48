import type { AiProfileResolvers } from '../schema.generated.ts';

export const AiProfile: AiProfileResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.profile.load(id),
  id: ({ subject }) => subject,
  sessions: ({ subject }, page, context) => context.sessions.list(context, subject, page),
};
