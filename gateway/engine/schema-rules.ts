import { createHash } from 'node:crypto';
import { print, type DocumentNode } from 'graphql';
import { readGuards, type GuardTable } from './authorisation/guards.ts';
import { readCacheRules, type CacheRules } from './cache/cache-rules.ts';
import { readCostRules, type CostRules } from './cost/cost-rules.ts';
import { fieldsRequiredWithArguments } from './document/data-keys.ts';
import { accessibleRequirements, type Requirements } from './document/requirements.ts';

/** What the directives of a supergraph ask of the engine, besides planning. */
export interface SchemaRules {
  readonly guards: GuardTable;
  readonly costs: CostRules;
  readonly caching: CacheRules;
  readonly requiredWithArguments: ReadonlySet<string>;
  readonly requirements: Requirements;
  /** Names the supergraph in what outlives the process. */
  readonly fingerprint: () => string;
}

/** Reads the rules of a supergraph once. */
export function readSchemaRules(supergraph: DocumentNode): SchemaRules {
  let fingerprint: string | undefined;
  return {
    guards: readGuards(supergraph),
    costs: readCostRules(supergraph),
    caching: readCacheRules(supergraph),
    requiredWithArguments: fieldsRequiredWithArguments(supergraph),
    requirements: accessibleRequirements(supergraph),
    fingerprint: () => (fingerprint ??= createHash('sha256').update(print(supergraph)).digest('base64url')),
  };
}
