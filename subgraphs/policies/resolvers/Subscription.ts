import type { StepEvent } from '../policy.ts';
import type { TransitionRow } from '../repository.ts';
import type { SubscriptionResolvers } from '../schema.generated.ts';

export const Subscription: SubscriptionResolvers = {
  policyStepped: {
    subscribe: (_, { policy, agentId }, { registry, serving, cancellation }) => registry.require(policy).watchers.watch(agentId ?? null, [serving.signal, cancellation.signal]),
    resolve: (event: StepEvent) => event,
  },
  policyTransitionRecorded: {
    subscribe: (_, request, { recordings, serving, cancellation }) => recordings.follow(request, [serving.signal, cancellation.signal]),
    resolve: (transition: TransitionRow) => transition,
  },
};
