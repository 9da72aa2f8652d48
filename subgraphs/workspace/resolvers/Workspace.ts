import type { WorkspaceResolvers } from '../schema.generated.ts';

const containments = { strict: 'STRICT', 'best-effort': 'BEST_EFFORT' } as const;

export const Workspace: WorkspaceResolvers = {
  usedBytes: async ({ owner }, _, { files }) => (await files.usage(owner)).bytes,
  fileCount: async ({ owner }, _, { files }) => (await files.usage(owner)).files,
  maxBytes: (_, __, { files }) => files.facts.maxBytes,
  maxFiles: (_, __, { files }) => files.facts.maxFiles,
  maxTransferBytes: (_, __, { files }) => files.facts.maxTransferBytes,
  containment: (_, __, { files }) => containments[files.facts.containment],
};
