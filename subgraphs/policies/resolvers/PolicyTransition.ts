import type { PolicyTransitionResolvers } from '../schema.generated.ts';

export const PolicyTransition: PolicyTransitionResolvers = {
  id: ({ id }) => id.toString(),
  policyName: ({ policy }) => policy,
};
