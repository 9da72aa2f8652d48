import type { ChatEvent } from '../chat-service.ts';
import type { SubscriptionResolvers } from '../schema.generated.ts';

export const Subscription: SubscriptionResolvers = {
  chatCompletionDelta: {
    subscribe: (_, { input }, context) => context.chat.stream(context, input),
    resolve: (event: ChatEvent | Error) => {
      if (event instanceof Error) throw event;
      return event;
    },
  },
};
