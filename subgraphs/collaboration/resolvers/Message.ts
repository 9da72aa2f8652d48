import { threadOf } from '../message.ts';
import { toRowId } from '../row-id.ts';
import type { MessageResolvers } from '../schema.generated.ts';
import { loadedProfile } from './loaded-profile.ts';

export const Message: MessageResolvers = {
  __resolveReference: ({ id }, { loaders, principal }) => (principal === null || toRowId(id) === null ? null : loaders.message.load({ reader: principal.subject, id })),
  sender: ({ sender }, _, { loaders }) => loadedProfile(loaders, sender),
  target: ({ target }, _, { loaders }) => (target === null ? null : loadedProfile(loaders, target)),
  thread: (message) => threadOf(message),
};
