import { requireOwner } from '../access.ts';
import type { UserResolvers } from '../schema.generated.ts';

export const User: UserResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  workspace: ({ id }, _, context) => ({ owner: requireOwner(context, 'fs', id) }),
  projects: ({ id }, page, context) => context.projects.list(context, page, id),
};
