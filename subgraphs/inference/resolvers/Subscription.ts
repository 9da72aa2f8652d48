import type { AnswerEvent } from '../answer-events.ts';
import { planCompletion } from '../completion-plan.ts';
import type { ModelDownload } from '../models/download.ts';
import type { SubscriptionResolvers } from '../schema.generated.ts';

export const Subscription: SubscriptionResolvers = {
  chatCompletionDelta: {
    subscribe: (_, { input }, context) => context.generation.stream(context, () => context.planChat(input)),
    resolve: eventOrThrow,
  },
  completionDelta: {
    subscribe: (_, { input }, context) => context.generation.stream(context, () => planCompletion(input)),
    resolve: eventOrThrow,
  },
  modelDownloadUpdated: {
    subscribe: (_, { id }, { downloads, cancellation }) => downloads.watch(id, cancellation.signal),
    resolve: (download: ModelDownload) => download,
  },
};

/** A failure on the way is an error of its event. */
function eventOrThrow(event: AnswerEvent | Error): AnswerEvent {
  if (event instanceof Error) throw event;
  return event;
}
