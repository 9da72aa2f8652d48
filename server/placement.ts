import { subgraphNames, type Config, type SubgraphName } from '#kernel/config';
import { DomainError } from '#kernel/errors';
import { domainCalls } from '#kernel/graph-port';
import type { Roles } from './roles.ts';

/** Where the parts of the graph are, as seen from this process. */
export interface Placement {
  /** Those that this process runs. */
  readonly local: ReadonlySet<SubgraphName>;
  /** Those that another process runs, with its URL. */
  readonly remote: ReadonlyMap<SubgraphName, string>;
}

/**
 * A process runs the parts that it serves; one for clients, which needs the whole graph, runs those besides that have no URL. One environment can be that of
 * every process: a part that this one serves is here, whatever its URL.
 * @throws DomainError BAD_USER_INPUT when parts that share a disk are torn apart, or when a part is nowhere that another one calls
 */
export function placeSubgraphs({ subgraphs }: Pick<Config, 'subgraphs'>, roles: Pick<Roles, 'gateway' | 'surfaces' | 'subgraphs'>): Placement {
  const needsAll = roles.gateway || roles.surfaces.size > 0;
  const local = new Set(subgraphNames.filter((name) => roles.subgraphs.has(name) || (needsAll && subgraphs[name].url === null)));
  const remote = new Map(subgraphNames.flatMap((name) => {
    const { url } = subgraphs[name];
    return url === null || local.has(name) ? [] : [[name, url] as const];
  }));
  if (local.has('workspace') !== local.has('execution')) {
    throw new DomainError('BAD_USER_INPUT', 'The parts of the graph called workspace and execution share a disk: one process serves both (subgraph:workspace,subgraph:execution), and both have a URL elsewhere or neither');
  }
  for (const caller of local) for (const called of domainCalls[caller]) if (!local.has(called) && !remote.has(called)) throw nowhere(caller, called);
  return { local, remote };
}

const nowhere = (caller: SubgraphName, called: SubgraphName): DomainError =>
  new DomainError('BAD_USER_INPUT', `The part of the graph called ${caller} calls ${called}: set SUBGRAPH_${called.toUpperCase()}_URL, or add the role subgraph:${called}`);
