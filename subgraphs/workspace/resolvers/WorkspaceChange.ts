import type { WorkspaceChangeResolvers } from '../schema.generated.ts';

export const WorkspaceChange: WorkspaceChangeResolvers = {
  file: (change, _, { files }) => files.ofChange(change),
};
