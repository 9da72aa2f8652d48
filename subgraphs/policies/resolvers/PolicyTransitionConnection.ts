import { toJsonLines } from '../json-lines.ts';
import type { PolicyTransitionConnectionResolvers } from '../schema.generated.ts';

export const PolicyTransitionConnection: PolicyTransitionConnectionResolvers = {
  jsonLines: ({ nodes }) => toJsonLines(nodes),
};
