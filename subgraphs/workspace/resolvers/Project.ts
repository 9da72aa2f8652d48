import type { ProjectResolvers } from '../schema.generated.ts';

export const Project: ProjectResolvers = {
  __resolveReference: ({ id }, context) => context.projects.find(context, id),
  owner: ({ owner }) => ({ id: owner }),
  totalBytes: async ({ id }, _, { loaders }) => (await loaders.totals.load(id)).bytes,
  fileCount: async ({ id }, _, { loaders }) => (await loaders.totals.load(id)).files,
  files: (project, page, { projectFiles }) => projectFiles.list(project, page),
  file: (project, { path }, { projectFiles }) => projectFiles.find(project, path),
};
