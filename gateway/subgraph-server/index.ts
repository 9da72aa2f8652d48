export { createSubgraphServer, type SubgraphServer } from './subgraph-server.ts';
