import { isPartOf, parseThreadId, toThreadId } from '../message.ts';
import type { MessageThreadResolvers } from '../schema.generated.ts';
import { loadedProfile } from './loaded-profile.ts';

export const MessageThread: MessageThreadResolvers = {
  __resolveReference({ id }, { principal }) {
    const thread = parseThreadId(id);
    return thread !== null && principal !== null && isPartOf(principal.subject, thread) ? thread : null;
  },
  id: (thread) => toThreadId(thread),
  participants: ({ low, high }, _, { loaders }) => Promise.all([low, ...(high === null || high === low ? [] : [high])].map((subject) => loadedProfile(loaders, subject))),
  messages: (thread, page, context) => context.messageLists.ofThread(context, thread, page),
};
