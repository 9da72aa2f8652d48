import type { WorkspaceFileResolvers } from '../schema.generated.ts';
import { toFileId } from '../workspace-file.ts';

const types = { file: 'FILE', directory: 'DIRECTORY', symlink: 'SYMLINK', other: 'OTHER' } as const;

export const WorkspaceFile: WorkspaceFileResolvers = {
  __resolveReference: ({ id }, context) => context.files.findById(context, id),
  id: (file) => toFileId(file),
  type: ({ type }) => types[type],
  content: (file, request, { files }) => files.content(file, request),
  owner: ({ owner }) => ({ id: owner }),
};
