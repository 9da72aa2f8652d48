import type { TokenUsageConnectionResolvers } from '../schema.generated.ts';

export const TokenUsageConnection: TokenUsageConnectionResolvers = {
  totalCount: ({ subject }, _, { usage }) => usage.count(subject),
};
