import type { MutationResolvers } from '../schema.generated.ts';

export const Mutation: MutationResolvers = {
  writeWorkspaceFile: async (_, { input }, context) => ({ file: await context.fileChanges.write(context, input) }),
  createWorkspaceDirectory: async (_, { input }, context) => ({ directory: await context.fileChanges.createDirectory(context, input) }),
  copyWorkspaceFile: (_, { input }, context) => context.fileChanges.copy(context, input),
  moveWorkspaceFile: async (_, { input }, context) => ({ file: await context.fileChanges.move(context, input) }),
  deleteWorkspaceFile: async (_, { input }, context) => ({ path: await context.fileChanges.delete(context, input) }),
  createProject: async (_, { input }, context) => ({ project: await context.projects.create(context, input) }),
  deleteProject: async (_, { input: { projectId } }, context) => ({ projectId: await context.projects.delete(context, projectId) }),
  saveProjectFile: async (_, { input }, context) => ({ file: await context.projectFiles.save(context, input) }),
  deleteProjectFile: (_, { input }, context) => context.projectFiles.delete(context, input),
  restoreProjectFile: async (_, { input }, context) => ({ file: await context.projectFiles.restore(context, input) }),
  importProject: async (_, { input }, context) => ({ project: await context.projects.importArchive(context, input) }),
};
