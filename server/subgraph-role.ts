import { createSubgraphServer } from '#gateway';
import type { SubgraphName } from '#kernel/config';
import type { Federation } from './federation.ts';
import { answers, type Foundation } from './foundation.ts';
import type { ListenerPlan } from './listeners.ts';

/** Parts of the graph for other processes, each on a port of its own. */
export function planSubgraphs({ config, identity, database, metrics, lifecycle, logger }: Foundation, { local }: Federation, served: ReadonlySet<SubgraphName>): readonly ListenerPlan[] {
  return [...local].filter(([name]) => served.has(name)).map(([name, { subgraph, link, ready }]) => {
    const readiness = [{ name: 'database', check: () => answers(database) }, { name, check: ready }];
    const server = createSubgraphServer({ subgraph, link, identity, readiness, metrics, logger });
    lifecycle.onStop('streams', `subgraph ${name}`, () => server.stop());
    return { name: `subgraph ${name}`, port: config.subgraphs[name].port, path: '', hint: `SUBGRAPH_${name.toUpperCase()}_URL of other processes`, handler: server.handler, upgrade: server.upgrade };
  });
}
