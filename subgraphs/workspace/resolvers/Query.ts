import { requireOwner } from '../access.ts';
import type { QueryResolvers } from '../schema.generated.ts';

export const Query: QueryResolvers = {
  workspace: (_, __, context) => ({ owner: requireOwner(context, 'fs', context.principal?.subject ?? '') }),
  workspaceFile: (_, { path }, context) => context.files.find(context, path),
  workspaceFiles: (_, request, context) => context.files.list(context, request),
  project: (_, { id }, context) => context.projects.find(context, id),
  projects: (_, page, context) => context.projects.list(context, page),
  projectArchive: (_, { projectId }, context) => context.projects.exportArchive(context, projectId),
};
