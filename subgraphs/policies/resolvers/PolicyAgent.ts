import { isRecorded } from '../policy.ts';
import type { PolicyAgentResolvers } from '../schema.generated.ts';

export const PolicyAgent: PolicyAgentResolvers = {
  __resolveReference: ({ policyName, id }, { registry }) => registry.find(policyName)?.agents.get(id) ?? null,
  policyName: ({ policy }) => policy.name,
  stepCount: ({ episode }) => episode.steps,
  pressure: ({ state }) => state.pressure,
  episodeId: ({ episode }) => episode.id,
  isRecorded,
  resetAt: ({ resetAt }) => new Date(resetAt),
  lastUsedAt: ({ usedAt }) => new Date(usedAt),
};
