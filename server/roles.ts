import { subgraphNames, type Config, type SubgraphName } from '#kernel/config';
import { DomainError } from '#kernel/errors';

/** The surfaces of this installation, by the name that roles use. */
export const surfaceNames = ['studio-auth', 'studio-api', 'studio-llm', 'cyborg-mind', 'cloudbrain'] as const;
export type SurfaceName = (typeof surfaceNames)[number];

/** What one process does. */
export interface Roles {
  readonly gateway: boolean;
  readonly surfaces: ReadonlySet<SurfaceName>;
  /** Parts of the graph that this process serves to others; what it needs itself is another question. */
  readonly subgraphs: ReadonlySet<SubgraphName>;
  /** Applies pending migrations at boot; others only verify. */
  readonly migrate: boolean;
  /** Applies migrations and ends. */
  readonly migrateOnly: boolean;
}

/** Reads `PENTAGRAPH_ROLES`. @throws DomainError BAD_USER_INPUT naming the roles that do not exist */
export function readRoles({ roles }: Pick<Config, 'roles'>): Roles {
  const all = roles.includes('all');
  const known = new Set(['all', 'gateway', 'migrate', ...subgraphNames.map((name) => `subgraph:${name}`), ...surfaceNames.map((name) => `surface:${name}`)]);
  const unknown = roles.filter((role) => !known.has(role));
  if (unknown.length > 0) throw new DomainError('BAD_USER_INPUT', `PENTAGRAPH_ROLES names unknown roles: ${unknown.join(', ')}. Known: ${[...known].join(', ')}`);
  return {
    gateway: all || roles.includes('gateway'),
    surfaces: new Set(surfaceNames.filter((name) => all || roles.includes(`surface:${name}`))),
    subgraphs: new Set(subgraphNames.filter((name) => roles.includes(`subgraph:${name}`))),
    migrate: all || roles.includes('migrate'),
    migrateOnly: roles.length === 1 && roles[0] === 'migrate',
  };
}
