import type { IdentityContext } from '../context.ts';
import type { AuditEvent, PresenceEvent } from '../repository.ts';
import type { SubscriptionResolvers } from '../schema.generated.ts';

export const Subscription: SubscriptionResolvers = {
  auditEntryRecorded: {
    subscribe: (_, { after }, context) => context.audit.follow(context, after ?? null),
    resolve: (event: AuditEvent, _: object, { audit }: IdentityContext) => audit.entryOf(event),
  },
  aiPresenceChanged: {
    subscribe: (_, { after }, context) => context.presence.follow(context, after ?? null),
    resolve: (event: PresenceEvent) => event,
  },
};
