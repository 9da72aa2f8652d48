import type { ProjectFileVersionResolvers } from '../schema.generated.ts';

export const ProjectFileVersion: ProjectFileVersionResolvers = {
  content: (version, { encoding }, { projectFiles }) => projectFiles.content(version, encoding),
};
