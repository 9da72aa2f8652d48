import { aliasesOf, descriptionOf } from '../registry.ts';
import type { PolicyResolvers } from '../schema.generated.ts';

export const Policy: PolicyResolvers = {
  __resolveReference: ({ name }, { registry }) => registry.find(name),
  description: descriptionOf,
  observationLength: ({ kind }) => kind.observationLength,
  actionKind: ({ kind }) => (kind.actionKind === 'discrete' ? 'DISCRETE' : 'CONTINUOUS'),
  actionSize: ({ kind }) => kind.actionSize,
  currentVersion: ({ current }) => current,
  aliases: aliasesOf,
  agents: (policy, page, { agents }) => agents.list(policy, page),
};
