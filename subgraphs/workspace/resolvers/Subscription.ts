import type { Change } from '../change-feed.ts';
import type { SubscriptionResolvers } from '../schema.generated.ts';

export const Subscription: SubscriptionResolvers = {
  workspaceChanged: {
    subscribe: (_, { path }, context) => context.files.watch(context, path),
    resolve: (change: Change) => change,
  },
};
