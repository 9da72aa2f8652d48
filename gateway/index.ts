export { composeSupergraph, createGraphEngine, internalApiSchema, type GraphEngine } from './engine/index.ts';
export { createLocalLink } from './subgraph-links/index.ts';
export { createGatewayTransport, type GatewayTransport, type ReadinessCheck } from './transport/index.ts';
