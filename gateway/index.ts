export { composeAside, composeSupergraph, createApolloQueries, createGraphEngine, createMemoryStore, createRedisStore, internalApiSchema, type EngineOptions, type GraphEngine, type ResponseStore, type SubgraphText } from './engine/index.ts';
export { createLocalLink, createRemoteLink, type RemoteLink, type SubgraphLink } from './subgraph-links/index.ts';
export { createSubgraphServer, type SubgraphServer } from './subgraph-server/index.ts';
export { createGatewayTransport, type GatewayTransport, type ReadinessCheck } from './transport/index.ts';
