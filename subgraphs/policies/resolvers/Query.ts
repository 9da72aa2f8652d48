import type { QueryResolvers } from '../schema.generated.ts';

export const Query: QueryResolvers = {
  policies: (_, __, { registry }) => registry.all(),
  policy: (_, { name }, { registry }) => registry.find(name),
  policyAgent: (_, { policy, id }, { agents }) => agents.find({ policy, agentId: id }),
  policyAgentSnapshot: (_, name, { agents }) => agents.snapshot(name),
  policyTransitions: (_, request, { recordings }) => recordings.list(request),
};
