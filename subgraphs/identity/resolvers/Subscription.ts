import type { IdentityContext } from '../context.ts';
import type { AuditEvent } from '../repository.ts';
import type { SubscriptionResolvers } from '../schema.generated.ts';

export const Subscription: SubscriptionResolvers = {
  auditEntryRecorded: {
    subscribe: (_, { after }, context) => context.audit.follow(context, after ?? null),
    resolve: (event: AuditEvent, _: object, { audit }: IdentityContext) => audit.entryOf(event),
  },
};
