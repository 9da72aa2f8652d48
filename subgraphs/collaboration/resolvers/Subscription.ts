import type { CollaborationEvent } from '../collaboration-service.ts';
import type { MessageEvent } from '../message-service.ts';
import type { SubscriptionResolvers } from '../schema.generated.ts';

export const Subscription: SubscriptionResolvers = {
  messageSent: {
    subscribe: (_, { after }, context) => context.messages.follow(context, after),
    resolve: (event: MessageEvent) => event,
  },
  collaborationUpdated: {
    subscribe: (_, { after }, context) => context.collaborations.follow(context, after),
    resolve: (event: CollaborationEvent) => event,
  },
};
