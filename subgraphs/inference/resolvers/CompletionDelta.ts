import type { CompletionDeltaResolvers } from '../schema.generated.ts';

export const CompletionDelta: CompletionDeltaResolvers = {
  text: ({ content }) => content,
};
