import { noSuchProject } from '../project-service.ts';
import type { ProjectFileResolvers } from '../schema.generated.ts';

export const ProjectFile: ProjectFileResolvers = {
  __resolveReference: (key, context) => context.projectFiles.findByKey(context, key),
  async project({ projectId }, _, context) {
    const project = await context.projects.find(context, projectId);
    if (project === null) throw noSuchProject();
    return project;
  },
  content: (file, { encoding }, { projectFiles }) => projectFiles.content(file, encoding),
  versions: (file, page, { projectFiles }) => projectFiles.versions(file, page),
};
