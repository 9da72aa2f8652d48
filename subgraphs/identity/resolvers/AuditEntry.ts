import type { AuditEntryResolvers } from '../schema.generated.ts';

export const AuditEntry: AuditEntryResolvers = {
  id: ({ id }) => id.toString(),
  actor: ({ actor }, _, { loaders }) => (actor === null ? null : loaders.account.load(actor)),
  subject: ({ subject }, _, { loaders }) => (subject === null ? null : loaders.account.load(subject)),
};
