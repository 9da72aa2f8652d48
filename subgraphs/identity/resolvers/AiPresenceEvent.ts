import { DomainError } from '#kernel/errors';
import type { AiPresenceEventResolvers } from '../schema.generated.ts';

export const AiPresenceEvent: AiPresenceEventResolvers = {
  eventId: ({ id }) => id.toString(),
  profile: ({ key }) => {
    if (key === null) throw new DomainError('INTERNAL', 'The event is about nobody');
    return { id: key };
  },
};
