import type { MutationResolvers } from '../schema.generated.ts';

// The two that act do nothing but hand on: they are called tens of thousands of times per second.
export const Mutation: MutationResolvers = {
  stepPolicy: (_, { input }, { steps }) => steps.step(input),
  stepPolicies: (_, { input }, { steps }) => steps.stepAll(input),
  resetPolicyAgent: (_, { input }, { agents }) => ({ agent: agents.reset(input) }),
  releasePolicyAgent: (_, { input }, { agents }) => ({ released: agents.release(input) }),
  restorePolicyAgent: (_, { input }, { agents }) => ({ agent: agents.restore(input) }),
  forkPolicyAgent: async (_, { input }, { agents }) => ({ agent: await agents.fork(input) }),
  reportPolicyReward: async (_, { input }, { recordings }) => ({ transition: await recordings.report(input) }),
  setPolicyRecording: async (_, { input }, { recordings }) => ({ policy: await recordings.set(input) }),
  loadPolicyVersion: async (_, { input }, { versions }) => ({ version: await versions.load(input) }),
  unloadPolicyVersion: async (_, { input }, { versions }) => ({ version: await versions.unload(input) }),
  setPolicyAlias: async (_, { input }, { versions }) => ({ policy: await versions.setAlias(input) }),
};
